"""Means and medians of the places of the same period, all or those of the same group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wotu.scores.imputation.filled import Filled, root_mean_square
from wotu.scores.tree import Floats


def by_average(values: Floats, groups: Sequence[str | None], median: bool) -> Filled:
    """The mean or median of each place's group; places without a group get nothing.

    The error of an indicator in a period is that of all its groups together.
    """
    proposed, residuals = np.full_like(values, np.nan), np.full_like(values, np.nan)
    members = np.array(groups, dtype=object)
    for name in dict.fromkeys(one for one in groups if one is not None):
        rows = members == name
        centre, apart = _centre(np.sort(values[:, rows], axis=1), median)
        proposed[:, rows], residuals[:, rows] = centre, apart
    error = np.broadcast_to(root_mean_square(residuals, axis=1), values.shape)
    return Filled(proposed, np.where(np.isnan(proposed), np.nan, error))


def _centre(ordered: Floats, median: bool) -> tuple[Floats, Floats]:
    """Centre of each column of (periods, places, indicators), sorted by places with NaN last, and
    how far each value is from the centre of the others (NaN where there are none)."""
    n = (~np.isnan(ordered)).sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        if not median:
            centre = np.nansum(ordered, axis=1, keepdims=True) / n
            return centre, np.where(n > 1, (ordered - centre) * n / (n - 1), np.nan)

    def at(position: np.ndarray) -> Floats:
        return np.take_along_axis(ordered, np.clip(position, 0, ordered.shape[1] - 1), axis=1)

    middle = n // 2
    below, here, above = at(middle - 1), at(middle), at(middle + 1)
    own = np.arange(ordered.shape[1])[None, :, None]
    without_odd = np.where(
        own < middle, here + above, np.where(own == middle, below + above, below + here)
    )
    without = np.where(n % 2 == 1, without_odd / 2, np.where(own < middle, here, below))
    centre = np.where(n % 2 == 1, here, (below + here) / 2)
    return np.where(n > 0, centre, np.nan), np.where(n > 1, ordered - without, np.nan)
