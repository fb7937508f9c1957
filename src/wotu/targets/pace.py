"""The growth that a target still asks for, against the growth that was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wotu.packs.schema import Label
from wotu.targets.actuals import Actuals, Observation
from wotu.targets.target import Target

_YEAR: Final = 365.25


class Measure(StrEnum):
    """What a growth is a growth of."""

    A_YEAR = "a_year"  # share a year, compounded
    REST_OF_YEAR = "rest_of_year"  # share, against the same months of the year before
    POINTS = "points"  # in the target's unit a year
    A_MONTH = "a_month"  # in the target's unit a month, of a stock that is due within a year

    @property
    def in_unit(self) -> bool:
        """Whether it is said in the target's unit; else it is a share."""
        return self in (Measure.POINTS, Measure.A_MONTH)


MEASURES: Final = {
    Measure.A_YEAR: Label(zh="年均增速", en="Growth a year"),
    Measure.REST_OF_YEAR: Label(zh="当年剩余月份同比", en="Rest of the year on the year before"),
    Measure.POINTS: Label(zh="每年变动", en="Change a year"),
    Measure.A_MONTH: Label(zh="每月变动", en="Change a month"),
}


@dataclass(frozen=True)
class Growth:
    """Needed from the latest actual on, and so far, in the same measure; None where unknown.

    Shares are 0.08 for 8 per cent. Of the rest of a year ``so_far`` is the growth of the months
    that have passed.
    """

    measure: Measure
    needed: float
    so_far: float | None


def growth(target: Target, actuals: Actuals, observations: Sequence[Observation]) -> Growth | None:
    """What reaching the target's value asks for; None where the latest actual is past the day."""
    if target.value is None or not observations or observations[-1].on >= target.due:
        return None
    if actuals.is_flow:
        return _of_flow(target.value, target.due, observations)
    latest = observations[-1]
    years = (target.due - latest.on).days / _YEAR
    before = _value_on(observations, _year_before(latest.on))
    moved = None if before is None else latest.value - before
    if years < 1 and not actuals.is_rate:
        # A year's rate of a few weeks says nothing to anybody.
        needed = (target.value - latest.value) / (12 * years)
        return Growth(Measure.A_MONTH, needed, None if moved is None else moved / 12)
    if actuals.is_rate or min(latest.value, target.value) <= 0:
        return Growth(Measure.POINTS, (target.value - latest.value) / years, moved)
    needed = (target.value / latest.value) ** (1 / years) - 1
    so_far = latest.value / before - 1 if before is not None and before > 0 else None
    return Growth(Measure.A_YEAR, needed, so_far)


def _of_flow(value: float, due: dt.date, observations: Sequence[Observation]) -> Growth | None:
    by_day = {one.on: one.value for one in observations}
    latest = observations[-1]
    if latest.on.year == due.year:
        same_day = by_day.get(_year_before(latest.on))
        whole = by_day.get(_year_before(due))
        if same_day is None or whole is None or whole <= same_day or same_day <= 0:
            return None
        needed = (value - latest.value) / (whole - same_day) - 1
        return Growth(Measure.REST_OF_YEAR, needed, latest.value / same_day - 1)
    ends = [one for one in observations if (one.on.month, one.on.day) == (12, 31)]
    if not ends or min(ends[-1].value, value) <= 0:
        return None
    last = ends[-1]
    needed = (value / last.value) ** (1 / (due.year - last.on.year)) - 1
    before = by_day.get(_year_before(last.on))
    return Growth(Measure.A_YEAR, needed, last.value / before - 1 if before else None)


def _year_before(day: dt.date) -> dt.date:
    """The same day of the year before; of a month's end that month's end."""
    is_end = (day + dt.timedelta(days=1)).day == 1
    if is_end:
        following = day + dt.timedelta(days=1)
        return following.replace(year=following.year - 1) - dt.timedelta(days=1)
    return day.replace(year=day.year - 1)


def _value_on(observations: Sequence[Observation], day: dt.date) -> float | None:
    """The value on a day, straight between the days around it; None outside of them."""
    before = [one for one in observations if one.on <= day]
    after = [one for one in observations if one.on >= day]
    if not before or not after:
        return None
    first, last = before[-1], after[0]
    if first.on == last.on:
        return first.value
    share = (day - first.on).days / (last.on - first.on).days
    return first.value + (last.value - first.value) * share
