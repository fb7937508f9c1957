"""The figure of a place for an indicator and a period, with where it is said."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from wotu.packs.indicators import Indicator, IndicatorKind
from wotu.periods import Days, period_days

EXACT = "exact"


@dataclass(frozen=True)
class Evidence:
    """Where a figure is said: a table's row, a document's claim, or what it was computed from."""

    place: str
    indicator: str
    period: str
    origin: str
    source: str | None = None
    batch: str | None = None
    row: int | None = None
    document: str | None = None
    claim: str | None = None
    expression: str | None = None
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A value in its unit; ``bound`` (nearly, over, …) and ``value_max`` where it is not exact.

    ``same_period`` is False where it is the nearest that is known: to show, not to compare.
    """

    value: float
    unit: str
    period: str
    first: dt.date
    last: dt.date
    bound: str | None
    value_max: float | None
    same_period: bool
    evidence: tuple[Evidence, ...]

    @property
    def is_exact(self) -> bool:
        """Whether it is one number, neither a bound nor a range."""
        return self.bound is None and self.value_max is None


class Figures:
    """Figures of the registry (``indicator_value``), looked up by place, indicator and period."""

    def __init__(self, values: pl.DataFrame) -> None:
        found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        known = values.filter(pl.col("value").is_not_null())
        for row in known.iter_rows(named=True):
            found[row["place_code"], row["indicator"]].append(row)
        self._rows: Mapping[tuple[str, str], list[dict[str, Any]]] = found

    @property
    def places(self) -> tuple[str, ...]:
        """Every place with a figure, by code."""
        return tuple(sorted({place for place, _ in self._rows}))

    def indicators_of(self, place: str) -> frozenset[str]:
        """Indicators of which a place has a figure."""
        return frozenset(indicator for one, indicator in self._rows if one == place)

    def years_of(self, place: str) -> frozenset[int]:
        """Years of which a place has a figure of the whole year or its end."""
        return frozenset(
            row["period_last"].year
            for (one, _), rows in self._rows.items()
            if one == place
            for row in rows
            if (row["period_last"].month, row["period_last"].day) == (12, 31)
        )

    def of(self, place: str, indicator: Indicator, period: str) -> Figure | None:
        """The figure of a period, else the nearest of a like period, marked; None if unknown.

        Of a stock or rank the last day counts (2025 and asof:2025-12-31 are one), of a flow both
        days. Figures in another unit than the indicator's own are taken where there is no other.
        """
        days = period_days(period)
        rows = self._rows.get((place, indicator.id), [])
        rows = [row for row in rows if row["unit"] == _unit(rows, indicator)]
        if days is None or not rows:
            return None
        like = [row for row in rows if _is_like(row, days, indicator.kind)]
        if not like:
            return None
        best = min(like, key=lambda row: (*_distance(row, days, indicator.kind), row["period"]))
        return _figure(best, _distance(best, days, indicator.kind)[0] == 0)


def year_before(period: str) -> str | None:
    """The same period of the year before, in our notation; None for what names no period.

    >>> year_before("2025"), year_before("2025-Q2"), year_before("asof:2025-12-31")
    ('2024', '2024-Q2', 'asof:2024-12-31')
    """
    if period_days(period) is None:
        return None
    prefix, colon, rest = period.rpartition(":")
    moments = [f"{int(one[:4]) - 1:04d}{one[4:]}" for one in rest.split("/")]
    before = prefix + colon + "/".join(moments)
    return before if period_days(before) else None


def _unit(rows: Iterable[dict[str, Any]], indicator: Indicator) -> str | None:
    units = {row["unit"] for row in rows}
    return next((unit for unit in indicator.units if unit in units), None)


def _by_last_day(kind: IndicatorKind) -> bool:
    return kind in {IndicatorKind.STOCK, IndicatorKind.RANK}


def _is_like(row: dict[str, Any], days: Days, kind: IndicatorKind) -> bool:
    """Whether a period can stand beside another: of a flow a quarter never stands for a year."""
    if _by_last_day(kind):
        return True
    length = (row["period_last"] - row["period_first"]).days
    # A rate may be stated as of the last day; leap years and months differ by some days.
    as_of_rate = kind is IndicatorKind.RATE and length == 0
    return as_of_rate or bool(abs(length - (days.last - days.first).days) <= 3)


def _distance(row: dict[str, Any], days: Days, kind: IndicatorKind) -> tuple[int, bool]:
    """Days between the ends of two periods; of equally near ones the earlier comes first."""
    return abs((row["period_last"] - days.last).days), row["period_last"] > days.last


def _figure(row: dict[str, Any], same_period: bool) -> Figure:
    bound = row["bound"]
    return Figure(
        value=row["value"],
        unit=row["unit"],
        period=row["period"],
        first=row["period_first"],
        last=row["period_last"],
        bound=None if bound == EXACT else bound,
        value_max=row["value_max"],
        same_period=same_period,
        evidence=(
            Evidence(
                row["place_code"],
                row["indicator"],
                row["period"],
                row["origin"],
                row["source"],
                row["batch"],
                row["row"],
                row["document"],
                row["claim"],
                row["expression"],
                tuple(row["inputs"] or ()),
            ),
        ),
    )
