"""Weights from principal components with varimax rotation, as the OECD/JRC handbook describes."""

from __future__ import annotations

import numpy as np

from wotu.scores.tree import Floats
from wotu.scores.weighting.correlation import correlation_matrix

_TURNS = 500
_STILL = 1e-12


def component_shares(values: Floats, factors: int | None = None) -> Floats:
    """Shares from values of shape (children, places) of one period; NaN is unknown.

    Principal components of the correlations; those with an eigenvalue above 1 are kept (one at
    least; ``factors`` says another number) and rotated by varimax. Each indicator belongs to the
    factor on which it loads most; its weight is its squared loading as a share of what the factor
    explains, times the factor's share of what all kept factors explain, rescaled to sum to 1.
    An indicator that does not vary gets nothing.
    Source:  OECD/JRC Handbook 2008, section 6.1, after G. Nicoletti, S. Scarpetta, O. Boylaud,
    OECD Economics Department Working Paper 226 (2000).
    """
    correlations = correlation_matrix(values)
    varying = ~np.isnan(np.diag(correlations))
    shares: Floats = np.zeros(len(values))
    if varying.any():
        kept = np.nan_to_num(correlations[np.ix_(varying, varying)])
        loadings = rotated_loadings(kept, factors)
        strongest: Floats = (loadings**2).max(axis=1)
        shares[varying] = strongest / strongest.sum()
    return shares


def explained_variance(correlations: Floats) -> Floats:
    """Eigenvalues of a correlation matrix, largest first; they sum to its size."""
    ascending: Floats = np.asarray(np.linalg.eigvalsh(correlations), dtype=np.float64)
    return ascending[::-1]


def rotated_loadings(correlations: Floats, factors: int | None = None) -> Floats:
    """Loadings of shape (children, factors) after varimax with Kaiser's normalisation."""
    ascending, vectors = np.linalg.eigh(correlations)
    values: Floats = ascending[::-1]
    kept = max(int((values > 1.0 + 1e-9).sum()), 1) if factors is None else factors
    loadings: Floats = vectors[:, ::-1][:, :kept] * np.sqrt(np.maximum(values[:kept], 0.0))
    return _varimax(loadings) if kept > 1 else loadings


def _varimax(loadings: Floats) -> Floats:
    """The rotation that makes squared loadings vary most within factors.

    Source:  H. F. Kaiser: The varimax criterion for analytic rotation in factor analysis,
    Psychometrika 23 (1958), 187-200; turned by the singular vectors of the criterion's gradient.
    """
    size = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    rows = loadings / np.where(size > 0, size, 1.0)
    turn = np.eye(loadings.shape[1])
    reached = 0.0
    for _ in range(_TURNS):
        turned = rows @ turn
        gradient = rows.T @ (turned**3 - turned * (turned**2).mean(axis=0))
        left, strengths, right = np.linalg.svd(gradient)
        turn = left @ right
        if strengths.sum() < reached * (1 + _STILL):
            break
        reached = strengths.sum()
    rotated: Floats = (rows @ turn) * size
    return rotated
