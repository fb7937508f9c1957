"""Pearson correlations of siblings with gaps in their values."""

from __future__ import annotations

import numpy as np

from wotu.scores.tree import Bools, Floats

LEAST_PLACES = 3
"""Fewer places than these show no correlation."""


def correlation_matrix(values: Floats) -> Floats:
    """Correlations between rows, from values of shape (children, places).

    Each pair over the places where both are known. NaN where fewer than three are, or where one
    of the two does not vary over them.
    """
    known = ~np.isnan(values)
    filled = np.where(known, values - _row_means(values, known), 0.0)
    both = known.astype(np.float64)
    count = both @ both.T
    counted = np.where(count > 0, count, 1.0)
    mean = filled @ both.T / counted
    variance = filled**2 @ both.T / counted - mean**2
    covariance = filled @ filled.T / counted - mean * mean.T
    scale = (filled**2).max(axis=1, initial=0.0)[:, None]
    varies = variance > 1e-12 * scale
    usable = varies & varies.T & (count >= LEAST_PLACES)
    root = np.sqrt(np.where(usable, variance * variance.T, 1.0))
    return np.where(usable, np.clip(covariance / root, -1.0, 1.0), np.nan)


def _row_means(values: Floats, known: Bools) -> Floats:
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)
    means: Floats = np.where(known, values, 0.0).sum(axis=1, keepdims=True) / count
    return means
