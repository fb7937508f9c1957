"""The path of a target: the value expected on each day.

A stock or a rate goes from its baseline through its milestones to its target. A flow is expected
year by year: what a whole year should come to lies on a line between the baseline's year and the
target's, and within the year the same share is expected as of the days that have passed (linear) or
as past years had by then (seasonal). A growth is expected of the year as a whole, on every day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from wotu.periods import period_days
from wotu.targets.actuals import Actuals
from wotu.targets.shares import (
    EVEN,
    EvenShares,
    YearShares,
    shares_of_increases,
    shares_of_totals,
)
from wotu.targets.target import Aim, Milestone, PathKind, Target

_YEAR_END: Final = (12, 31)


@dataclass(frozen=True)
class PathPoint:
    """The expected value on a day; ``upper`` is the other end where the aim is a range."""

    on: dt.date
    value: float
    upper: float | None = None


@dataclass(frozen=True)
class Line:
    """Expected values on all days from ``begins`` on; constant after the last knot."""

    knots: tuple[Milestone, ...]
    """Dated values in order; of a flow what the knot's year comes to by then."""
    begins: dt.date
    """First day on which something is expected."""
    shares: YearShares | EvenShares = EVEN
    is_flow: bool = False
    by_year: bool = False
    """Whether a year's value holds on every day of it (growths)."""

    def at(self, day: dt.date) -> float | None:
        """The expected value at the end of a day; None before the line begins."""
        if day < self.begins:
            return None
        if self.is_flow:
            return self._of_flow(day)
        if self.by_year:
            return self._level(dt.date(day.year, *_YEAR_END))
        if isinstance(self.shares, EvenShares):
            return self._level(day)
        first = max(dt.date(day.year - 1, *_YEAR_END), self.knots[0].on)
        last = min(dt.date(day.year, *_YEAR_END), self.knots[-1].on)
        return self._between(day, (first, self._level(first)), (last, self._level(last)))

    def _level(self, day: dt.date) -> float:
        days = [knot.on.toordinal() for knot in self.knots]
        return float(np.interp(day.toordinal(), days, [knot.value for knot in self.knots]))

    def _of_flow(self, day: dt.date) -> float:
        """Within a year from nought through its milestones to the year's whole."""
        end = dt.date(day.year, *_YEAR_END)
        within = [(knot.on, knot.value) for knot in self.knots if knot.on.year == day.year]
        marks = [(dt.date(day.year - 1, *_YEAR_END), 0.0), *within]
        if marks[-1][0] < end:
            marks.append((end, self._of_year(day.year)))
        place = next(i for i, (on, _) in enumerate(marks) if on >= day and i > 0)
        return self._between(day, marks[place - 1], marks[place])

    def _of_year(self, year: int) -> float:
        """What a whole year should come to: a line between the years of the knots."""
        years = {
            knot.on.year: knot.value / self.shares.by(knot.on)
            for knot in self.knots
            if self.shares.by(knot.on) > 0
        }
        return float(np.interp(year, list(years), list(years.values())))

    def _between(
        self, day: dt.date, first: tuple[dt.date, float], last: tuple[dt.date, float]
    ) -> float:
        """From one dated value to the next within a year, by the shares of the days between."""
        if day >= last[0] or first[0] >= last[0]:
            return last[1]
        start = 0.0 if first[0].year < day.year else self.shares.by(first[0])
        way = self.shares.by(last[0]) - start
        passed = (self.shares.by(day) - start) / way if way else 1.0
        return first[1] + (last[1] - first[1]) * passed


@dataclass(frozen=True)
class TargetPath:
    """The path of a target; ``upper`` is there where the aim is a range."""

    lower: Line
    upper: Line | None = None

    @property
    def begins(self) -> dt.date:
        """First day on which something is expected."""
        return self.lower.begins

    def at(self, day: dt.date) -> PathPoint | None:
        """What is expected on a day; None before the path begins."""
        value = self.lower.at(day)
        upper = self.upper.at(day) if self.upper else None
        return None if value is None else PathPoint(day, value, upper)


def path_of(target: Target, actuals: Actuals) -> TargetPath | None:
    """The path of a target; ``actuals`` give the seasons of past years.

    None where nothing says where it begins: a stock or a rate that has to rise, without baseline
    and milestones.
    """
    if target.value is None:
        return None
    lower = _line(target, target.value, actuals)
    if lower is None or target.aim is not Aim.WITHIN or target.value_max is None:
        return None if lower is None else TargetPath(lower)
    upper = _line(target, target.value_max, actuals)
    assert upper is not None
    # Who stands inside the range already need not leave it on the way.
    return TargetPath(
        _limited(lower, target.value, below=True), _limited(upper, target.value_max, below=False)
    )


def _limited(line: Line, value: float, *, below: bool) -> Line:
    clip = min if below else max
    return replace(
        line, knots=tuple(Milestone(knot.on, clip(knot.value, value)) for knot in line.knots)
    )


def _line(target: Target, value: float, actuals: Actuals) -> Line | None:
    goal = Milestone(target.due, value)
    on_the_way = _milestones(target)
    baseline = baseline_of(target)
    holds = actuals.is_growth or (target.aim is not Aim.AT_LEAST and not actuals.is_flow)
    if baseline is not None:
        begins = baseline.on + dt.timedelta(days=1)
    elif actuals.is_flow or actuals.is_growth:
        begins = dt.date(min(one.on for one in (*on_the_way, goal)).year, 1, 1)
    elif on_the_way:
        begins = on_the_way[0].on
    elif holds:
        begins = dt.date(target.due.year, 1, 1)
    else:
        return None
    before = (baseline,) if baseline is not None else ()
    knots = (*before, *(one for one in on_the_way if one.on < target.due), goal)
    shares = _shares(target, actuals, begins)
    return Line(knots, begins, shares, is_flow=actuals.is_flow, by_year=actuals.is_growth)


def _milestones(target: Target) -> Sequence[Milestone]:
    return sorted(target.milestones) if target.path is PathKind.MILESTONES else ()


def baseline_of(target: Target) -> Milestone | None:
    """The baseline on the last day of its period; None where value or period is not known."""
    days = period_days(target.baseline_period) if target.baseline_period else None
    if target.baseline is None or days is None or days.last >= target.due:
        return None
    return Milestone(days.last, target.baseline)


def _shares(target: Target, actuals: Actuals, begins: dt.date) -> YearShares | EvenShares:
    """Shares of the years before the path begins, so that it never moves afterwards."""
    if target.path is not PathKind.SEASONAL or actuals.is_rate:
        return EVEN
    of = shares_of_totals if actuals.is_flow else shares_of_increases
    return of(actuals.observations(), begins)


def path_points(path: TargetPath, due: dt.date) -> tuple[PathPoint, ...]:
    """The path at its beginning, at every month end and on the due date, for drawing."""
    days = {path.begins, due}
    month = path.begins.replace(day=1)
    while month <= due:
        following = (month + dt.timedelta(days=32)).replace(day=1)
        days.add(following - dt.timedelta(days=1))
        month = following
    points = (path.at(day) for day in sorted(days) if path.begins <= day <= due)
    return tuple(point for point in points if point is not None)
