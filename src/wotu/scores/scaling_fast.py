"""Normalisation of complete data, each period by itself: what :mod:`wotu.scores.scaling` gives,
without its care for unknown values. Thousands of draws go through here."""

from __future__ import annotations

import numpy as np

from wotu.packs.score_method import Normalisation, NormalisationKind
from wotu.scores.scaling import Marks
from wotu.scores.tree import Floats


def scale_complete(how: Normalisation, values: Floats, marks: Marks) -> Floats | None:
    """Points of (draws, indicators, places), or None for kinds that have no short way.

    No value may be unknown and no indicator the same everywhere. Overwrites ``values``.
    """
    if how.kind is NormalisationKind.RANK:
        return _ranked(how, values, marks)
    if how.kind is NormalisationKind.MIN_MAX:
        low, high = (side(axis=-1, keepdims=True) for side in (values.min, values.max))
        slope = marks.sign * (how.high - how.low) / (high - low)
        origin, base = np.where(marks.sign > 0, low, high), how.low
    elif how.kind is NormalisationKind.Z_SCORE:
        origin, base = values.mean(axis=-1, keepdims=True), how.mean
        values -= origin
        squares = np.einsum("...p,...p->...", values, values)[..., None]
        slope = marks.sign * how.deviation / np.sqrt(squares / (values.shape[-1] - 1))
        origin = np.zeros(1)
    else:
        return None
    values *= slope
    values += base - slope * origin
    return values


def _ranked(how: Normalisation, values: Floats, marks: Marks) -> Floats:
    """From the worst on, ties at their mean rank."""
    order = np.argsort(values, axis=-1)
    ordered = np.take_along_axis(values, order, axis=-1)
    last = values.shape[-1] - 1
    ranks = np.broadcast_to(np.arange(last + 1.0), values.shape)
    equal = ordered[..., 1:] == ordered[..., :-1]
    tied = equal.any(axis=-1)
    if tied.any():
        ranks = ranks.copy()
        ranks[tied] = _mean_ranks(equal[tied])
    slope = marks.sign * (how.high - how.low) / last
    base = np.where(marks.sign > 0, how.low, how.high)
    np.put_along_axis(values, order, base + slope * ranks, axis=-1)
    return values


def _mean_ranks(equal: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Floats:
    """Mean rank from 0 within each run of equals; ``equal[i, j]``: whether j + 1 equals j."""
    rows, n = len(equal), equal.shape[-1] + 1
    at = np.broadcast_to(np.arange(n), (rows, n))
    starts = np.ones((rows, n), bool)
    starts[:, 1:] = ~equal
    ends = np.ones((rows, n), bool)
    ends[:, :-1] = ~equal
    first = np.maximum.accumulate(np.where(starts, at, 0), axis=-1)
    last = np.minimum.accumulate(np.where(ends, at, n)[:, ::-1], axis=-1)[:, ::-1]
    return (first + last) / 2
