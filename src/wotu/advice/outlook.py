"""Where a firm is heading before a rule: its own figures carried on along their trend.

Every yearly figure goes on by the median of its yearly slopes (Theil and Sen's estimate, which one
odd year does not upset), and, for a slower and a faster course, by the lower and upper quartile of
them. Lists of yearly rows, such as results converted, go on as in the last years. Days pass as
they do, so rights lapse and certificates run out; all else stays as it is. It is an extrapolation
of one firm, not a forecast with a probability.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations, groupby
from typing import Any, Final

import polars as pl

from wotu.build.snapshot import Snapshot
from wotu.contracts.schema import FieldType, TableContract, TimeKind
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID
from wotu.rules.frame import input_frame
from wotu.rules.interpret import Interpreter

YEARS_OF_TREND: Final = 5
"""The trend is that of so many last years."""

LEAST_YEARS: Final = 3
"""With fewer years on record a figure is held at its last value."""


class Course(StrEnum):
    """At which pace the figures go on."""

    SLOW = "slow"
    TREND = "trend"
    FAST = "fast"


_QUANTILE: Final = {
    Course.SLOW: Fraction(1, 4),
    Course.TREND: Fraction(1, 2),
    Course.FAST: Fraction(3, 4),
}


@dataclass(frozen=True)
class Prospect:
    """The firm before the rule on a later day, on one course.

    ``failing`` are conditions that are then certainly not met.
    """

    day: dt.date
    course: Course
    verdict: bool | None
    failing: tuple[str, ...]


@dataclass(frozen=True)
class Outlook:
    """A firm's prospects, year by year from the day of the rule on."""

    prospects: tuple[Prospect, ...]
    carried: int
    """Figures with a trend; the others of the rule are held at their last value."""

    def on(self, course: Course) -> tuple[Prospect, ...]:
        """The prospects on one course, in order of days."""
        return tuple(p for p in self.prospects if p.course is course)

    def crosses(self, course: Course) -> dt.date | None:
        """The first day on which nothing fails any more, where something fails now."""
        now, *later = self.on(course)
        return next((p.day for p in later if not p.failing), None) if now.failing else None

    def loses(self, course: Course) -> dt.date | None:
        """The first day on which something fails, where nothing fails now."""
        now, *later = self.on(course)
        return None if now.failing else next((p.day for p in later if p.failing), None)


@dataclass(frozen=True)
class Span:
    """Years in a row, both counted, in which the same conditions fail."""

    first: int
    last: int
    failing: tuple[str, ...]


def spans(prospects: Sequence[Prospect]) -> tuple[Span, ...]:
    """The years of one course, in order, drawn together while the same conditions fail."""
    found: list[Span] = []
    for failing, group in groupby(prospects, key=lambda prospect: prospect.failing):
        years = [prospect.day.year for prospect in group]
        found.append(Span(years[0], years[-1], failing))
    return tuple(found)


def firm_outlook(snapshot: Snapshot, firm_id: str, rule: CheckedRule, years: int = 4) -> Outlook:
    """The prospects of one firm of a snapshot, ``years`` years ahead."""
    tables = {
        name: snapshot.frame(f'SELECT * FROM "fact_{name}" WHERE firm_id = ?', [firm_id])
        for name in sorted({item.table for item in rule.inputs})
    }
    complete = set(snapshot.manifest.report["complete_lists"])
    contracts = snapshot.packs.contracts
    return outlook(rule, contracts, tables, firm_id, snapshot.manifest.as_of, complete, years)


def outlook(
    rule: CheckedRule,
    contracts: Mapping[str, TableContract],
    tables: Mapping[str, pl.DataFrame],
    firm_id: str,
    as_of: dt.date,
    complete: Collection[str],
    years: int = 4,
) -> Outlook:
    """The prospects of one firm, whose settled facts ``tables`` holds by contract."""
    prospects: list[Prospect] = []
    carried = 0
    for course in Course:
        later: dict[str, pl.LazyFrame] = {}
        trends = 0
        for name, table in tables.items():
            contract = contracts[name]
            if _is_yearly(contract):
                table, counted = carried_on(table, contract, as_of.year - 1, years, course)
                trends += counted
            later[name] = table.lazy()
        carried = max(carried, trends)
        for ahead in range(years + 1):
            day = _years_on(as_of, ahead)
            firms = pl.LazyFrame({FIRM_ID: [firm_id]})
            facts = {name: table.lazy() for name, table in tables.items()}
            if ahead:
                facts = {name: _repeated(t, contracts[name], ahead) for name, t in later.items()}
            frame = input_frame(firms, facts, [rule], contracts, day, complete).collect()
            held = Interpreter(rule, day, frame.to_dicts()[0])
            failing = tuple(c.id for c in rule.conditions if held.truth(c.term) is False)
            prospects.append(Prospect(day, course, held.verdict(), failing))
    return Outlook(tuple(prospects), carried)


def _repeated(rows: pl.LazyFrame, contract: TableContract, ahead: int) -> pl.LazyFrame:
    """A list of yearly rows moved on, as if each of its last years came again."""
    if contract.time.kind is not TimeKind.YEAR or _is_yearly(contract):
        return rows
    return rows.with_columns(pl.col(contract.time.from_field) + ahead)


def _is_yearly(contract: TableContract) -> bool:
    """Whether a firm has one row a year."""
    return contract.time.kind is TimeKind.YEAR and contract.key == (contract.time.from_field,)


def carried_on(
    table: pl.DataFrame, contract: TableContract, last_year: int, years: int, course: Course
) -> tuple[pl.DataFrame, int]:
    """A firm's yearly table with the years after ``last_year`` added, and how many figures have a
    trend.

    A year that is on record already is left as it is, but for its gaps.
    """
    year_field = contract.time.from_field
    rows = {row[year_field]: row for row in table.sort(year_field).iter_rows(named=True)}
    if not rows:
        return table, 0
    ahead = range(last_year + 1, last_year + years + 2)
    newest = {**rows[max(rows)]}
    for year in ahead:
        rows[year] = {
            **newest,
            **dict.fromkeys(contract.fields),
            **rows.get(year, {}),
            year_field: year,
        }
    counted = 0
    for name, field in contract.fields.items():
        if name == year_field:
            continue
        known = {
            y: row[name] for y, row in rows.items() if row[name] is not None and y <= last_year
        }
        if not known:
            continue
        figures = field.type in {FieldType.MONEY, FieldType.COUNT} and not contract.judged
        slope = _slope(known, course) if figures and len(known) >= LEAST_YEARS else None
        counted += slope is not None
        last = max(known)
        for year in ahead:
            if rows[year][name] is None:
                rows[year][name] = _extended(known, last, year, slope)
    return pl.DataFrame(list(rows.values()), schema=table.schema), counted


def _slope(known: Mapping[int, Any], course: Course) -> Fraction:
    """A quantile of the slopes between all pairs of the last years (Theil 1950, Sen 1968)."""
    recent = sorted(known)[-YEARS_OF_TREND:]
    slopes = sorted(
        (Fraction(known[b]) - Fraction(known[a])) / (b - a) for a, b in combinations(recent, 2)
    )
    return _quantile(slopes, _QUANTILE[course])


def _quantile(values: Sequence[Fraction], share: Fraction) -> Fraction:
    """Linear between neighbours."""
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


def _extended(known: Mapping[int, Any], last: int, year: int, slope: Fraction | None) -> Any:
    value = known[last]
    if slope is None:
        return value
    moved = Fraction(value) + slope * (year - last)
    if min(known.values()) >= 0:
        moved = max(moved, Fraction(0))
    # Persons come whole, money to the fen.
    if isinstance(value, Decimal):
        return Decimal(round(moved * 100)) / 100
    return round(moved)


def _years_on(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; 28 February for a leap day."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)
