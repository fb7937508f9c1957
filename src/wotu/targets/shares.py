"""Which share of a year's total, or of a year's increase, is reached by each day of the year."""

from __future__ import annotations

import datetime as dt
from calendar import isleap, monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from wotu.targets.actuals import Observation

MOST_YEARS: Final = 5
"""Past years whose shares are averaged: older ones tell of another economy."""

LEAST_DAYS_IN_YEAR: Final = 3
"""Observations that a past year must have before its end, so that it shows a season."""


@dataclass(frozen=True)
class YearShares:
    """Share reached by the end of each month, January first; the last is 1.

    Shares of an increase may fall and may exceed 1 within the year, as where certificates end in
    autumn and new ones come in winter.
    """

    months: tuple[float, ...]
    years: tuple[int, ...] = ()
    """Past years that they come from; none of the even shares."""

    def by(self, day: dt.date) -> float:
        """Share reached at the end of a day, even within a month."""
        before = self.months[day.month - 2] if day.month > 1 else 0.0
        of_month = self.months[day.month - 1] - before
        return before + of_month * day.day / monthrange(day.year, day.month)[1]


@dataclass(frozen=True)
class EvenShares:
    """Every day of a year adds the same."""

    def by(self, day: dt.date) -> float:
        """Share of the year's days that have passed at the end of a day."""
        return day.timetuple().tm_yday / (366 if isleap(day.year) else 365)


EVEN: Final = EvenShares()


def shares_of_totals(
    observations: Sequence[Observation], before: dt.date
) -> YearShares | EvenShares:
    """The mean shares of a flow in full past years that ended before a day.

    ``observations`` are what each year came to by a day. :data:`EVEN` where no past year is known
    at its end and on three days before it.
    """
    found = [
        (year, [one / ends[-1] for one in ends])
        for year, days in _full_years(observations, before)
        if (ends := _month_ends(days, year, 0.0))[-1] > 0
    ]
    return _mean(found)


def shares_of_increases(
    observations: Sequence[Observation], before: dt.date
) -> YearShares | EvenShares:
    """The shares of a stock's increase over past years: mean increases over their mean total.

    :data:`EVEN` where no such year is known, or the stock did not grow over them.
    """
    ends = {
        one.on.year: one.value for one in observations if (one.on.month, one.on.day) == (12, 31)
    }
    found = [
        (year, [level - ends[year - 1] for level in _month_ends(days, year, ends[year - 1])])
        for year, days in _full_years(observations, before)
        if year - 1 in ends
    ]
    mean = np.mean([increases for _, increases in found], axis=0) if found else None
    if mean is None or mean[-1] <= 0:
        return EVEN
    return _mean([(year, list(mean / mean[-1])) for year, _ in found])


def _full_years(
    observations: Sequence[Observation], before: dt.date
) -> list[tuple[int, dict[dt.date, float]]]:
    """The last past years that are known at their end and on some days before it."""
    years: dict[int, dict[dt.date, float]] = {}
    for one in observations:
        years.setdefault(one.on.year, {})[one.on] = one.value
    full = [
        (year, days)
        for year, days in sorted(years.items())
        if (end := dt.date(year, 12, 31)) in days
        and end < before
        and len(days) > LEAST_DAYS_IN_YEAR
    ]
    return full[-MOST_YEARS:]


def _month_ends(days: dict[dt.date, float], year: int, start: float) -> list[float]:
    """Values at the twelve month ends, straight between the days that are known."""
    known = [0, *(day.timetuple().tm_yday for day in sorted(days))]
    values = [start, *(value for _, value in sorted(days.items()))]
    at = [
        dt.date(year, month, monthrange(year, month)[1]).timetuple().tm_yday
        for month in range(1, 13)
    ]
    return [float(one) for one in np.interp(at, known, values)]


def _mean(found: list[tuple[int, list[float]]]) -> YearShares | EvenShares:
    if not found:
        return EVEN
    months = [float(one) for one in np.mean([shares for _, shares in found], axis=0)]
    # The year's end is reached in full, whatever rounding says.
    return YearShares((*months[:-1], 1.0), tuple(year for year, _ in found))
