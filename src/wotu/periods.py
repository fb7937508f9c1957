"""Quarters and years: the periods in which a zone counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a calendar year.

    >>> Quarter.of(dt.date(2026, 6, 30)), Quarter(2026, 4).next(), Quarter(2026, 2).last_day
    (Quarter(year=2026, number=2), Quarter(year=2027, number=1), datetime.date(2026, 6, 30))
    """

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """The quarter of a day."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def first_day(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> dt.date:
        """Its last day."""
        return self.next().first_day - dt.timedelta(days=1)

    @property
    def index(self) -> int:
        """Its place in the count of all quarters: the next one's is one more."""
        return self.year * 4 + self.number - 1

    def next(self, quarters: int = 1) -> Quarter:
        """The quarter so many quarters later; before, for fewer than none."""
        year, place = divmod(self.index + quarters, 4)
        return Quarter(year, place + 1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"


def quarters_between(first: Quarter, last: Quarter) -> list[Quarter]:
    """All quarters from one to another, both included."""
    return [first.next(step) for step in range(last.index - first.index + 1)]


def parse_quarter(text: str) -> Quarter | None:
    """The quarter that ``2026Q4`` names, None for another text."""
    year, _, number = text.upper().partition("Q")
    is_year = len(year) == 4 and year.isascii() and year.isdigit()
    if not is_year or number not in {"1", "2", "3", "4"}:
        return None
    return Quarter(int(year), int(number))
