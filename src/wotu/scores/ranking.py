"""Ranks along the last axis, of thousands of rows at once; NaN stays NaN."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wotu.scores.tree import Bools, Floats

Order = npt.NDArray[np.intp]


def least_ranks(values: Floats) -> Floats:
    """From 1, the smallest first; ties share the least rank.

    >>> least_ranks(np.array([[5.0, 3.0, 5.0, np.nan]]))
    array([[ 2.,  1.,  2., nan]])
    """
    order, equal = _ordered(values)
    return _unordered(values, order, (_first_of_equals(equal) + 1).astype(np.float64))


def mean_ranks(values: Floats) -> Floats:
    """From 1, the smallest first; ties share the mean of their ranks.

    >>> mean_ranks(np.array([[5.0, 3.0, 5.0, np.nan]]))
    array([[2.5, 1. , 2.5, nan]])
    """
    order, equal = _ordered(values)
    ranks = np.broadcast_to(np.arange(1.0, values.shape[-1] + 1), values.shape)
    tied = equal.any(axis=-1)
    if tied.any():
        ranks = ranks.copy()
        some = equal[tied]
        first = _first_of_equals(some)
        last = values.shape[-1] - 1 - _first_of_equals(some[..., ::-1])[..., ::-1]
        ranks[tied] = (first + last) / 2 + 1
    return _unordered(values, order, ranks)


def _ordered(values: Floats) -> tuple[Order, Bools]:
    """Positions from the smallest on, NaN last, and whether each but the first equals the one
    before it."""
    order = np.argsort(values, axis=-1)
    ordered = np.take_along_axis(values, order, axis=-1)
    return order, np.asarray(ordered[..., 1:] == ordered[..., :-1])


def _first_of_equals(equal: Bools) -> npt.NDArray[np.int64]:
    """Position from 0 of the first in each run of equals."""
    shape = (*equal.shape[:-1], equal.shape[-1] + 1)
    at = np.broadcast_to(np.arange(shape[-1]), shape)
    if not equal.any():
        return at
    first = at.copy()
    first[..., 1:][equal] = 0
    return np.maximum.accumulate(first, axis=-1)


def _unordered(values: Floats, order: Order, ranks: Floats) -> Floats:
    found = np.empty_like(values)
    np.put_along_axis(found, order, ranks, axis=-1)
    if np.isnan(values).any():
        found[np.isnan(values)] = np.nan
    return found
