"""Weighted means and the weighted median of siblings.

All take values and shares of shape (children, ..., places): shares sum to 1 over the children
that are known and are 0 where a value is unknown; a value whose share is 0 counts for nothing.
"""

from __future__ import annotations

import numpy as np

from wotu.scores.tree import Bools, Floats

_HALF = 0.5
_SLACK = 1e-12


def arithmetic_mean(values: Floats, shares: Floats) -> Floats:
    """Sum of share times value: a low value is made up for by a high one."""
    return _weighted_sum(_counted(values, shares, 0.0), shares)


def geometric_mean(values: Floats, shares: Floats) -> Floats:
    """Product of values to the power of their shares; the values are above zero."""
    mean: Floats = np.exp(_weighted_sum(np.log(_counted(values, shares, 1.0)), shares))
    return mean


def harmonic_mean(values: Floats, shares: Floats) -> Floats:
    """Reciprocal of the mean reciprocal; the values are above zero."""
    reciprocal = _weighted_sum(1.0 / _counted(values, shares, 1.0), shares)
    return 1.0 / np.where(reciprocal == 0, np.nan, reciprocal)


def weighted_median(values: Floats, shares: Floats) -> Floats:
    """The value at which half of the weight is reached.

    Where just half is reached at a value, the mean of it and the next, as with the plain median.
    """
    counted = _counted(values, shares, np.inf)
    order = np.argsort(counted, axis=0)
    ordered = np.take_along_axis(counted, order, axis=0)
    spread = np.broadcast_to(shares, counted.shape)
    reached = np.cumsum(np.take_along_axis(spread, order, axis=0), axis=0)
    lower = _first_where(ordered, reached >= _HALF - _SLACK)
    upper = _first_where(ordered, reached > _HALF + _SLACK)
    return (lower + upper) / 2


def _counted(values: Floats, shares: Floats, neutral: float) -> Floats:
    """The values that count; what has no share is made neutral, an unknown value with it."""
    return values if np.all(shares > 0) else np.where(shares > 0, values, neutral)


def _weighted_sum(values: Floats, shares: Floats) -> Floats:
    total: Floats = np.einsum("k...,k...->...", values, shares)
    return total


def _first_where(ordered: Floats, mask: Bools) -> Floats:
    first: Floats = np.take_along_axis(ordered, np.argmax(mask, axis=0)[None], axis=0)[0]
    return first
