"""Actual values of a target from the registry, made comparable with its path.

A stock counts on its day (31 December of a year, the last day of a quarter), a rate as it is, and
a flow as what its year has come to: cumulated months as they stand, months and quarters summed
while none is missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from wotu.packs.indicators import Indicator, IndicatorKind
from wotu.packs.schema import Label

_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Actual:
    """One value of the registry with its evidence, as ``INDICATOR_VALUES`` has it
    (:mod:`wotu.scores.tables`)."""

    period: str
    first: dt.date
    last: dt.date
    value: float
    """In the target's unit."""
    origin: str = "table"
    """table, document, register or formula."""
    source: str | None = None
    batch: str | None = None
    row: int | None = None
    document: str | None = None
    claim: str | None = None
    expression: str | None = None
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Observation:
    """A value that can be held against the path: a stock on a day, or a year's flow up to a day."""

    on: dt.date
    value: float
    parts: tuple[Actual, ...]
    """The values of the registry that it is made of; several where months were summed."""


@dataclass(frozen=True)
class Actuals:
    """What is known of a target's indicator; ``indicator`` is None where the target has none."""

    indicator: Indicator | None
    values: tuple[Actual, ...] = ()
    supplier: Label | None = None
    """Who supplies the indicator, to be asked where values are missing."""
    other_units: tuple[str, ...] = ()
    """Units, not the target's, in which the place has values of the indicator."""

    @property
    def is_flow(self) -> bool:
        """Whether values add up over a year."""
        return self.indicator is not None and self.indicator.kind is IndicatorKind.FLOW

    @property
    def is_rate(self) -> bool:
        """Whether values are rates or ranks, which no part of a year adds to."""
        kinds = (IndicatorKind.RATE, IndicatorKind.RANK)
        return self.indicator is not None and self.indicator.kind in kinds

    @property
    def is_whole(self) -> bool:
        """Whether whole things are counted."""
        return self.indicator is not None and self.indicator.whole

    @property
    def is_growth(self) -> bool:
        """Whether it is a growth on the year before, which is promised of the year as a whole."""
        return self.indicator is not None and self.indicator.growth_of is not None

    def until(self, day: dt.date) -> Actuals:
        """The values whose period had ended by a day."""
        return replace(self, values=tuple(one for one in self.values if one.last <= day))

    def observations(self) -> tuple[Observation, ...]:
        """Comparable values in the order of their days, one a day."""
        return _cumulated(self.values) if self.is_flow else _as_they_are(self.values)


def actual_values(rows: Iterable[Mapping[str, Any]]) -> tuple[Actual, ...]:
    """The values among rows of ``INDICATOR_VALUES``, in the order of their days."""
    found = [
        Actual(
            period=row["period"],
            first=row["period_first"],
            last=row["period_last"],
            value=row["value"],
            origin=row["origin"],
            source=row["source"],
            batch=row["batch"],
            row=row["row"],
            document=row["document"],
            claim=row["claim"],
            expression=row["expression"],
            inputs=tuple(row["inputs"] or ()),
        )
        for row in rows
        if row["value"] is not None and row["period_last"] is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.last, one.first)))


def _as_they_are(values: Iterable[Actual]) -> tuple[Observation, ...]:
    """One value a day: of several periods that end on it the shortest, which is nearest to it."""
    by_day: dict[dt.date, Actual] = {}
    for one in values:
        held = by_day.get(one.last)
        if held is None or one.first > held.first:
            by_day[one.last] = one
    return tuple(Observation(day, by_day[day].value, (by_day[day],)) for day in sorted(by_day))


def _cumulated(values: Iterable[Actual]) -> tuple[Observation, ...]:
    """What each year has come to: a value that begins on 1 January stands before a sum of parts."""
    years: dict[int, dict[dt.date, Observation]] = {}
    # Whole stretches first, so that a month can be added to the cumulated value before it.
    for one in sorted(values, key=lambda one: (one.last, one.first)):
        if one.first.year != one.last.year:
            continue
        year = years.setdefault(one.last.year, {})
        if (one.first.month, one.first.day) == (1, 1):
            year[one.last] = Observation(one.last, one.value, (one,))
        elif one.last not in year and (before := year.get(one.first - _DAY)):
            parts = (*before.parts, one)
            year[one.last] = Observation(one.last, before.value + one.value, parts)
    return tuple(year[day] for _, year in sorted(years.items()) for day in sorted(year))
