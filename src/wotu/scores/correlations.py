"""How indicators go together: correlations, redundancy, consistency and variance of dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from wotu.scores.scored import Scored
from wotu.scores.tables import SCORE_CORRELATION
from wotu.scores.tree import Floats
from wotu.scores.weighting.components import explained_variance
from wotu.scores.weighting.correlation import correlation_matrix

REDUNDANT: Final = 0.92
"""Siblings that correlate more than this tell the same twice.

Source:  the convention of the audits by the JRC's Competence Centre on Composite Indicators, also
the default of COINr.
"""
_CORRELATION: Final = pl.Schema(
    {name: kind for name, kind in SCORE_CORRELATION.items() if name not in ("board", "period")}
)
_VARIANCE: Final = pl.Schema(
    {
        "node": pl.String(),
        "component": pl.Int32(),
        "eigenvalue": pl.Float64(),
        "share": pl.Float64(),
        "cumulative": pl.Float64(),
    }
)


def correlations(scored: Scored, period: int = -1) -> pl.DataFrame:
    """Pearson correlations in one period, of siblings with each other and of each with all above.

    Columns: node, other; correlation (-1 to 1, null with fewer than three places or where one does
    not vary); redundant: siblings whose correlation is beyond 0.92 either way. Siblings come once
    a pair, in the tree's order; then each node with its parent, and up to the index.
    """
    found: list[tuple[str, str, float | None, bool]] = []
    for parent in scored.tree.groups:
        names = [child.id for child in scored.tree.children(parent.id)]
        matrix = correlation_matrix(_scores(scored, names, period))
        for i, j in zip(*np.triu_indices(len(names), 1), strict=True):
            value = matrix[i, j]
            found.append((names[i], names[j], _known(value), bool(abs(value) > REDUNDANT)))
    for node in scored.tree:
        above = _above(scored, node.id)
        if above:
            matrix = correlation_matrix(_scores(scored, [node.id, *above], period))
            found += [
                (node.id, other, _known(value), False)
                for other, value in zip(above, matrix[0, 1:], strict=True)
            ]
    return pl.DataFrame(found, schema=_CORRELATION, orient="row")


def consistency(scored: Scored, period: int = -1) -> dict[str, float | None]:
    """Cronbach's alpha of each dimension and of the index in one period.

    From the children's scores brought to the same variance; over the places at which all children
    are known. None with one child, with fewer than three such places, where a child does not vary,
    or where children cancel each other out.
    Source:  L. J. Cronbach: Coefficient alpha and the internal structure of tests, Psychometrika
    16 (1951), 297-334; OECD/JRC Handbook 2008, section 3.2.
    """
    return {
        parent.id: _alpha(_children_scores(scored, parent.id, period))
        for parent in scored.tree.groups
    }


def variance(scored: Scored, period: int = -1) -> pl.DataFrame:
    """Eigenvalues of the correlations among the children of each node, in one period.

    Columns: node; component (1 the largest); eigenvalue; share and cumulative, of the variance
    (0-1). Children that do not vary are left out.
    """
    rows: list[tuple[str, int, float, float, float]] = []
    for parent in scored.tree.groups:
        matrix = correlation_matrix(_children_scores(scored, parent.id, period))
        varying = ~np.isnan(np.diag(matrix))
        if not varying.any():
            continue
        values = explained_variance(np.nan_to_num(matrix[np.ix_(varying, varying)]))
        shares = values / values.sum()
        rows += [
            (parent.id, at + 1, float(value), float(share), float(cumulative))
            for at, (value, share, cumulative) in enumerate(
                zip(values, shares, np.cumsum(shares), strict=True)
            )
        ]
    return pl.DataFrame(rows, schema=_VARIANCE, orient="row")


def _scores(scored: Scored, names: Sequence[str], period: int) -> Floats:
    return np.stack([scored.scores[name][period] for name in names])


def _children_scores(scored: Scored, parent: str, period: int) -> Floats:
    return _scores(scored, [child.id for child in scored.tree.children(parent)], period)


def _above(scored: Scored, name: str) -> list[str]:
    found = []
    parent = scored.tree[name].parent
    while parent is not None:
        found.append(parent)
        parent = scored.tree[parent].parent
    return found


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _alpha(values: Floats) -> float | None:
    complete = values[:, ~np.isnan(values).any(axis=0)]
    matrix = correlation_matrix(complete)
    size = len(values)
    if size < 2 or np.isnan(matrix).any() or matrix.sum() < 1e-9:
        return None
    return float(size / (size - 1) * (1 - size / matrix.sum()))
