"""Normalisation of complete data, each period by itself: what :mod:`wotu.scores.scaling` gives,
without its care for unknown values. Thousands of draws go through here."""

from __future__ import annotations

import numpy as np

from wotu.packs.score_method import Normalisation, NormalisationKind
from wotu.scores.ranking import mean_ranks
from wotu.scores.scaling import Marks
from wotu.scores.tree import Floats


def scale_complete(how: Normalisation, values: Floats, marks: Marks) -> Floats | None:
    """Points of (draws, indicators, places), or None for kinds that have no short way.

    No value may be unknown and no indicator the same everywhere. May overwrite ``values``.
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
    slope = marks.sign * (how.high - how.low) / (values.shape[-1] - 1)
    base = np.where(marks.sign > 0, how.low, how.high)
    points = mean_ranks(values)
    points -= 1
    points *= slope
    points += base
    return points
