"""What a way of filling in unknown values proposes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wotu.scores.tree import Floats


@dataclass(frozen=True)
class Filled:
    """Proposals for all cells, and their standard errors; NaN where there is none.

    Both of shape (periods, places, indicators).
    """

    values: Floats
    error: Floats


def root_mean_square(residuals: Floats, axis: int | tuple[int, ...]) -> Floats:
    """Over the known ones along axes, which stay with length 1; NaN where there is none."""
    known = ~np.isnan(residuals)
    with np.errstate(invalid="ignore", divide="ignore"):
        total = np.where(known, residuals**2, 0.0).sum(axis=axis, keepdims=True)
        return np.asarray(np.sqrt(total / known.sum(axis=axis, keepdims=True)), dtype=float)
