"""The arithmetic of normalisation, on arrays: no panel, no log, any number of leading axes.

Source:  OECD/JRC handbook 2008, step 5 (normalisation of data), pages 27-31 and 83-88: ranking,
standardisation (z-scores), min-max, distance to a reference, categorical scales by percentiles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wotu.packs.score_method import Normalisation, NormalisationKind, Reference
from wotu.scores.ranking import mean_ranks
from wotu.scores.tree import Bools, Floats

RANKED = (NormalisationKind.RANK, NormalisationKind.PERCENTILE)
"""Kinds that look at the order only; the others are straight lines."""


SMALLEST = 1e-60
"""Smaller differences are none; the kurtosis divides by their fourth power."""


@dataclass(frozen=True)
class Marks:
    """What is fixed about indicators; every array broadcasts to values of (..., places).

    ``sign``: 1 or -1. ``worst``, ``best``: goalposts, ``target``: the value to reach, in the
    indicator's unit; NaN where there are none.
    """

    sign: Floats
    worst: Floats
    best: Floats
    target: Floats


@dataclass(frozen=True)
class Line:
    """Points are ``base + slope * (value - origin)``; arrays of (..., 1), slope NaN: undefined."""

    base: float
    origin: Floats
    slope: Floats


def scale(how: Normalisation, values: Floats, reference: Floats, marks: Marks) -> Floats:
    """Points of values, more is better; shape (..., places) as the values, NaN stays NaN.

    ``reference``: of shape (..., n), the values that set minimum, mean, best or order; the same
    array as ``values`` where a period is scaled by itself. NaN throughout where the reference does
    not define a scale (no spread, a target of zero). With x a value, s its sign, and
    L = low, H = high:

    - min-max: L + (H - L) * (x - worst) / (best - worst), over the reference's extremes;
    - z-score: mean + deviation * s * (x - m) / d, m and d (n - 1) those of the reference;
    - rank: L + (H - L) * (r - 1) / (n - 1), r the rank from the worst, ties share the mean rank;
      half way where n is 1; a value that the reference lacks stands between its neighbours;
    - percentile: L + (H - L) * (below + half of the equal) / n;
    - distance to target t: H + (H - L) * s * (x - t) / abs(t), not capped;
    - distance to best: the same with the reference's best value for t;
    - goalposts: as min-max with fixed worst and best, held within L and H.
    """
    if how.kind in RANKED:
        ordered = marks.sign * values
        against = ordered if reference is values else marks.sign * reference
        return _ranked(how, ordered, against)
    line = line_of(how, reference, marks)
    points = line.base + line.slope * (values - line.origin)
    if how.kind is NormalisationKind.GOALPOSTS:
        return np.clip(points, min(how.low, how.high), max(how.low, how.high))
    return points


def line_of(how: Normalisation, reference: Floats, marks: Marks) -> Line:
    """The straight line of a kind that is one: all but rank and percentile."""
    span = how.high - how.low
    if how.kind is NormalisationKind.Z_SCORE:
        mean, deviation = moments(reference)
        return Line(how.mean, mean, how.deviation * marks.sign / deviation)
    if how.kind is NormalisationKind.GOALPOSTS:
        return Line(how.low, marks.worst, _over(span, marks.best - marks.worst))
    if how.kind is NormalisationKind.DISTANCE_TO_TARGET:
        return Line(how.high, marks.target, marks.sign * _over(span, np.abs(marks.target)))
    low, high = extremes(reference)
    best, worst = np.where(marks.sign > 0, high, low), np.where(marks.sign > 0, low, high)
    if how.kind is NormalisationKind.DISTANCE_TO_BEST:
        return Line(how.high, best, marks.sign * _over(span, np.abs(best)))
    breadth = np.where(differ(low, high), best - worst, np.nan)
    return Line(how.low, worst, _over(span, breadth))


def reference_of(values: Floats, which: Reference) -> Floats:
    """The reference of values of (indicators, periods, places), broadcasting against them.

    The first period of an indicator is the first in which its places differ (:func:`base_periods`).
    """
    if which is Reference.PERIOD:
        return values
    indicators, periods, places = values.shape
    if which is Reference.POOLED:
        return values.reshape(indicators, 1, periods * places)
    return values[np.arange(indicators), base_periods(values)][:, None, :]


def base_periods(values: Floats) -> npt.NDArray[np.int64]:
    """Of values of (indicators, periods, places): the first period in which places differ, 0 where
    they never do."""
    return np.asarray(differ(*extremes(values))[..., 0].argmax(axis=1), dtype=np.int64)


def extremes(values: Floats) -> tuple[Floats, Floats]:
    """Smallest and largest along the last axis, which stays with length 1; NaN where none."""
    known = ~np.isnan(values)
    some = known.any(axis=-1, keepdims=True)
    low = np.where(known, values, np.inf).min(axis=-1, keepdims=True, initial=np.inf)
    high = np.where(known, values, -np.inf).max(axis=-1, keepdims=True, initial=-np.inf)
    return np.where(some, low, np.nan), np.where(some, high, np.nan)


def moments(values: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation (n - 1) likewise; the deviation is NaN where there is none."""
    known = ~np.isnan(values)
    n = known.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, values, 0.0).sum(axis=-1, keepdims=True) / n
        apart = np.where(known, values - mean, 0.0)
        deviation = np.sqrt((apart**2).sum(axis=-1, keepdims=True) / (n - 1))
    return mean, np.where(differ(*extremes(values)), deviation, np.nan)


def differ(low: Floats, high: Floats) -> Bools:
    """Whether a smallest and a largest value differ by more than the noise of division."""
    with np.errstate(invalid="ignore"):
        size = np.maximum(np.abs(low), np.abs(high))
        return np.asarray(high - low > np.maximum(1e-12 * size, SMALLEST))


def _over(span: float, by: Floats) -> Floats:
    return span / np.where(by == 0, np.nan, by)


def _ranked(how: Normalisation, values: Floats, reference: Floats) -> Floats:
    n = (~np.isnan(reference)).sum(axis=-1, keepdims=True)
    below = _middle(values, reference)
    if how.kind is NormalisationKind.PERCENTILE:
        share = below / np.maximum(n, 1)
    else:
        share = np.where(n > 1, np.clip((below - 0.5) / np.maximum(n - 1, 1), 0, 1), 0.5)
    return np.where(np.isnan(values), np.nan, how.low + (how.high - how.low) * share)


def _middle(values: Floats, reference: Floats) -> Floats:
    """How many of the reference are below each value, and half of those that equal it."""
    if reference is values:
        return mean_ranks(values) - 0.5
    found = np.empty_like(values)
    rows = np.broadcast_to(np.sort(reference, axis=-1), (*values.shape[:-1], reference.shape[-1]))
    for at in np.ndindex(values.shape[:-1]):
        row = rows[at][: np.count_nonzero(~np.isnan(rows[at]))]
        left = np.searchsorted(row, values[at], side="left")
        right = np.searchsorted(row, values[at], side="right")
        found[at] = (left + right) / 2
    return found
