"""Where actuals are heading: median and interval up to the due date, and the chance of the target.

From :data:`wotu.targets.smoothing.LEAST_VALUES` values on the series is smoothed with a damped
trend and, where two full years are known, with seasons. Fewer values are carried on by their mean
step as a random walk with drift, whose interval is the wider the fewer they are. One value is no
forecast. A flow that is always positive is forecast as logarithms. Futures are drawn with a fixed
seed; equal inputs give equal figures.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

import numpy as np

from wotu.packs.schema import Label
from wotu.targets.actuals import Actuals, Observation
from wotu.targets.regular import (
    RegularSeries,
    month_end,
    month_index,
    regular_flows,
    regular_levels,
)
from wotu.targets.smoothing import LEAST_VALUES, Floats, smooth
from wotu.targets.target import Aim, Target

LEVEL: Final = 0.8
"""Share of futures inside an interval."""

DRAWS: Final = 2_000
SEED: Final = 20_160_129

LEAST_FOR_DRIFT: Final = 2
LEAST_FOR_SPREAD: Final = 4
"""Values from which their steps show how even they are."""

DRIFT_SPREAD: Final = 1.0
"""Standard error of a step where two or three values cannot show it, as a share of the mean size of
the steps known: none and twice as much are both taken as likely."""

LEAST_SPREAD_OF_LEVEL: Final = 0.02
"""The same, as a share of the level, where the steps known are nearly nought."""

MOST_TIMES: Final = 1_000
"""Times the largest value known beyond which no future is drawn: few values have wild tails."""

MOST_STEPS: Final = 120
"""Steps ahead: ten years of months. Beyond that nobody can say."""


class Method(StrEnum):
    """By what a forecast was made."""

    SMOOTHING = "smoothing"
    SEASONAL = "seasonal"
    DRIFT = "drift"


METHODS: Final = {
    Method.SMOOTHING: Label(zh="阻尼趋势指数平滑", en="Exponential smoothing, damped trend"),
    Method.SEASONAL: Label(
        zh="带季节的阻尼趋势指数平滑", en="Exponential smoothing, damped trend and seasons"
    ),
    Method.DRIFT: Label(
        zh="按平均增量外推（数据少，区间放宽）",
        en="Mean step carried on (few values, wide interval)",
    ),
}


@dataclass(frozen=True)
class ForecastPoint:
    """The forecast for a day: median and interval of :data:`LEVEL`."""

    on: dt.date
    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """From the latest actual to the due date."""

    method: Method
    based_on: int
    """Values that it was fitted to."""
    points: tuple[ForecastPoint, ...]
    """Ahead, in order; the last is the due date."""
    chance: float
    """Of reaching the target on its day, 0-1."""

    @property
    def at_due(self) -> ForecastPoint:
        """The forecast for the due date."""
        return self.points[-1]


@dataclass(frozen=True)
class Goal:
    """What is asked of the value on the due date."""

    due: dt.date
    aim: Aim
    value: float
    value_max: float | None = None

    def is_reached(self, value: float) -> bool:
        """Whether one value reaches it."""
        return bool(self.reached_by(np.array([value]))[0])

    def reached_by(self, values: Floats) -> Floats:
        """Which values reach it, as 0 and 1."""
        if self.aim is Aim.AT_LEAST:
            reached = values >= self.value
        elif self.aim is Aim.AT_MOST:
            reached = values <= self.value
        else:
            upper = np.inf if self.value_max is None else self.value_max
            reached = (values >= self.value) & (values <= upper)
        return reached.astype(np.float64)


def goal_of(target: Target) -> Goal | None:
    """What a target asks; None of one that only gathers others."""
    if target.value is None:
        return None
    return Goal(target.due, target.aim, target.value, target.value_max)


def forecast(goal: Goal, actuals: Actuals) -> Forecast | None:
    """The forecast up to a goal's day; None with fewer than two values, or nothing ahead."""
    known = tuple((one.on, one.value) for one in actuals.observations())
    return _forecast(goal, known, actuals.is_flow)


@lru_cache(maxsize=4096)
def _forecast(
    goal: Goal, known: tuple[tuple[dt.date, float], ...], is_flow: bool
) -> Forecast | None:
    """Kept by its inputs: a page asks for the same forecasts again and again."""
    observations = [Observation(on, value, ()) for on, value in known]
    series = regular_flows(observations) if is_flow else regular_levels(observations)
    if series is None or len(series.values) < LEAST_FOR_DRIFT:
        return None
    ahead = -(-(month_index(goal.due) - series.last) // series.step)
    if not 0 < ahead <= MOST_STEPS:
        return None
    method, futures = _futures(series, ahead, log=is_flow and bool(np.all(series.values[:-1] > 0)))
    days = [month_end(series.last + series.step * (one + 1)) for one in range(ahead)]
    start = (month_end(series.last), known[-1][1])
    if is_flow:
        futures = _cumulated(futures, series)
    points, at_due = _points(days, futures, start, goal.due, is_flow=is_flow)
    chance = float(np.mean(goal.reached_by(at_due)))
    return Forecast(method, len(series.values), points, chance)


def _futures(series: RegularSeries, steps: int, *, log: bool) -> tuple[Method, Floats]:
    """Draws of the values of the next steps, one row a future."""
    values = series.values
    draw = np.random.default_rng(SEED)
    if log:
        # A last value below nought is a correction; it counts as very small.
        values = np.log(np.maximum(values, 0.01 * float(np.min(values[:-1]))))
    if len(values) < LEAST_VALUES:
        method, futures = Method.DRIFT, _drifting(values, steps, draw)
    else:
        fitted = smooth(values, series.season)
        method = Method.SEASONAL if fitted.is_seasonal else Method.SMOOTHING
        errors = _errors(fitted.spread, fitted.freedom, steps, draw)
        of_trend = _errors(fitted.trend_spread, fitted.freedom, 1, draw) * fitted.damped(steps)
        futures = fitted.ahead(steps) + errors @ fitted.reach_of_errors(steps).T + of_trend
    if not log:
        return method, futures
    most = float(np.max(values)) + np.log(MOST_TIMES)
    return method, np.exp(np.minimum(futures, most))


def _drifting(values: Floats, steps: int, draw: np.random.Generator) -> Floats:
    """A random walk with drift, whose drift is as uncertain as so few steps make it."""
    changes = np.diff(values)
    drift = float(values[-1] - values[0]) / len(changes)
    spread, freedom = _spread_of(changes, float(np.mean(np.abs(values))))
    of_drift = _errors(spread / np.sqrt(len(changes)), freedom, 1, draw)
    of_steps = np.cumsum(_errors(spread, freedom, steps, draw), axis=1)
    futures: Floats = values[-1] + (drift + of_drift) * np.arange(1, steps + 1) + of_steps
    return futures


def _spread_of(changes: Floats, level: float) -> tuple[float, int]:
    """Standard error of a step, from all steps but the latest, and its degrees of freedom."""
    if len(changes) + 1 < LEAST_FOR_SPREAD:
        spread = max(DRIFT_SPREAD * float(np.mean(np.abs(changes))), LEAST_SPREAD_OF_LEVEL * level)
        return spread, 1
    earlier = changes[:-1]
    rounding = 1e-9 * level
    return max(float(np.std(earlier, ddof=1)), rounding), len(earlier) - 1


def _errors(spread: float, freedom: int, steps: int, draw: np.random.Generator) -> Floats:
    """Errors of the steps ahead, one row a future, whose common spread is itself uncertain.

    Every draw comes with its opposite, so that their median is just nought.
    """
    scale = np.sqrt(freedom / draw.chisquare(freedom, (DRAWS // 2, 1)))
    half = draw.standard_normal((DRAWS // 2, steps)) * scale * spread
    both: Floats = np.concatenate([half, -half])
    return both


def _cumulated(added: Floats, series: RegularSeries) -> Floats:
    """What each year has come to by each step, from what the steps add."""
    sums = np.empty_like(added)
    so_far: Floats = np.full(len(added), series.of_year)
    for step in range(added.shape[1]):
        first_of_year = (series.last + series.step * step + 1) % 12 == 0
        so_far = added[:, step] + (0.0 if first_of_year else so_far)
        sums[:, step] = so_far
    return sums


def _points(
    days: list[dt.date],
    futures: Floats,
    start: tuple[dt.date, float],
    due: dt.date,
    *,
    is_flow: bool,
) -> tuple[tuple[ForecastPoint, ...], Floats]:
    """Quantiles at every step before the due date and on it, and the draws on it."""
    columns = [futures[:, place] for place in range(len(days))]
    place = next(i for i, day in enumerate(days) if day >= due)
    before_day, before = (start[0], np.full(DRAWS, start[1]))
    if place > 0:
        before_day, before = days[place - 1], columns[place - 1]
    if is_flow and before_day.year < due.year:
        before_day, before = dt.date(due.year - 1, 12, 31), np.zeros(DRAWS)
    share = (due - before_day).days / (days[place] - before_day).days
    at_due: Floats = before + (columns[place] - before) * share
    if place == 0:
        # Errors of a part of a step add up as its root, not in proportion.
        middle = float(np.median(at_due))
        at_due = middle + (at_due - middle) / np.sqrt(share)
    shown = [*zip(days[:place], columns[:place], strict=True), (due, at_due)]
    tail = (1 - LEVEL) / 2
    return tuple(
        ForecastPoint(
            day,
            *(float(one) for one in np.quantile(draws, (0.5, tail, 1 - tail))),
        )
        for day, draws in shown
    ), at_due
