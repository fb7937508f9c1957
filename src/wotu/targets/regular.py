"""Observations as a regular series, one value a month, quarter or year, for forecasting."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

import numpy as np
import numpy.typing as npt

from wotu.targets.actuals import Observation

STEPS: Final = (1, 3, 6, 12)
"""Months between two values of a series."""

RECENT_GAPS: Final = 8
"""Gaps between observations that tell the step: how the place reports now."""

MOST_GAP: Final = 2
"""Steps over which a missing value lies straight between its neighbours; a longer gap ends the
series, for a drawn line knows no noise."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class RegularSeries:
    """The last unbroken stretch of observations at equal steps.

    ``values`` are levels of a stock or rate, and of a flow what each step added.
    """

    step: int
    """Months."""
    last: int
    """Month of the last value, counted from the year 0 (:func:`month_index`)."""
    values: Floats
    of_year: float = 0.0
    """Of a flow: what the year of the last value has come to."""

    @property
    def season(self) -> int:
        """Values a year."""
        return 12 // self.step


def month_index(day: dt.date) -> int:
    """The month of a day, counted from January of the year 0."""
    return day.year * 12 + day.month - 1


def month_end(index: int) -> dt.date:
    """The last day of a month."""
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, monthrange(year, month + 1)[1])


def regular_levels(observations: Sequence[Observation]) -> RegularSeries | None:
    """The series of a stock or a rate; None without an observation.

    A last value between two steps, as a register counts it today, stands for the step that has
    begun.
    """
    months = {month_index(one.on): one.value for one in observations}
    if not months:
        return None
    known = sorted(months)
    step = _step([b - a for a, b in pairwise(known)])
    usual = Counter(month % step for month in known[-RECENT_GAPS:]).most_common(1)[0][0]
    stretch = _unbroken([month for month in known if month % step == usual], step)
    at = np.arange(stretch[0], stretch[-1] + 1, step)
    values = np.interp(at, stretch, [months[one] for one in stretch])
    if known[-1] > stretch[-1]:
        values = np.append(values, months[known[-1]])
    return RegularSeries(step, known[-1], values)


def regular_flows(observations: Sequence[Observation]) -> RegularSeries | None:
    """The series of a flow: what each step added to its year; None without an observation."""
    months = {month_index(one.on): one.value for one in observations}
    if not months:
        return None
    known = sorted(months)
    # The end of a year is the nought from which the next one starts.
    starts = {month // 12 * 12 - 1 for month in known}
    marks = sorted({*known, *starts})
    step = _step([b - a for a, b in pairwise(marks)])
    grid = [month for month in marks if (month + 1) % step == 0]
    stretch = _unbroken(grid, step)
    added: list[float] = []
    for before, month in pairwise(stretch):
        start = 0.0 if (before + 1) % 12 == 0 else months[before]
        if month not in months:  # a year whose end is not known: only its beginning is
            added = []
            continue
        steps = (month - before) // step
        added += [(months[month] - start) / steps] * steps
    if not added or stretch[-1] not in months:
        return None
    return RegularSeries(step, stretch[-1], np.array(added), months[stretch[-1]])


def _step(gaps: Sequence[int]) -> int:
    if not gaps:
        return STEPS[-1]
    usual = median(gaps[-RECENT_GAPS:])
    return max((step for step in STEPS if step <= usual), default=STEPS[0])


def _unbroken(grid: Sequence[int], step: int) -> list[int]:
    """The months from the last gap on that is too long to be drawn over."""
    start = 0
    for place in range(1, len(grid)):
        if grid[place] - grid[place - 1] > MOST_GAP * step:
            start = place
    return list(grid[start:])
