"""Intervals of rates and of their ratios."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

NORMAL_95: Final = 1.959963984540054
"""The standard normal value that leaves 2.5 % above it."""


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's score method; (0, 1) without a trial.

    Source:  Wilson 1927, Journal of the American Statistical Association 22, 209-212.

    >>> low, high = wilson(8, 10)
    >>> round(low, 3), round(high, 3)
    (0.49, 0.943)
    """
    if not trials:
        return 0.0, 1.0
    share, squared = hits / trials, NORMAL_95**2
    middle = share + squared / (2 * trials)
    spread = NORMAL_95 * math.sqrt(share * (1 - share) / trials + squared / (4 * trials**2))
    scale = 1 + squared / trials
    # At 0 and 1 the interval ends at the share itself, which rounding must not miss.
    return (
        max(0.0, min(share, (middle - spread) / scale)),
        min(1.0, max(share, (middle + spread) / scale)),
    )


def bootstrap_ratio(
    ours: NDArray[np.float64], theirs: NDArray[np.float64], *, draws: int, seed: int
) -> tuple[float, float] | None:
    """The 95 % interval of the ratio of two sums when places are drawn anew with replacement.

    ``ours`` and ``theirs`` hold the hits of each place, in the same order. None where there are
    fewer than two places, or where a draw has no hit of theirs.
    Source:  Efron and Tibshirani 1993, An Introduction to the Bootstrap, percentile interval.
    """
    if len(ours) < 2:
        return None
    drawn = np.random.default_rng(seed).integers(0, len(ours), (draws, len(ours)))
    above, below = ours[drawn].sum(axis=1), theirs[drawn].sum(axis=1)
    if not below.all():
        return None
    low, high = np.quantile(above / below, [0.025, 0.975])
    return float(low), float(high)
