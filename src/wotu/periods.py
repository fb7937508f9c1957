"""Quarters, years and stated periods: the times in which a zone counts."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from typing import Final, Self


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


_MOMENT: Final = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-Q([1-4]))?$")
_PREFIXES: Final = ("by:", "asof:")


@dataclass(frozen=True)
class Days:
    """The first and the last day of a period, both included."""

    first: dt.date
    last: dt.date


def period_days(period: str) -> Days | None:
    """The days of a period in our notation; None for another text.

    ``2023``, ``2023-Q1``, ``2023-08``, ``2023-08-15`` are whole periods, ``2019/2024`` reaches from
    the first to the last; ``asof:2023`` and ``by:2026`` are the last day alone.

    >>> period_days("2024-01/2024-05").last, period_days("asof:2023").first
    (datetime.date(2024, 5, 31), datetime.date(2023, 12, 31))
    """
    prefix = next((one for one in _PREFIXES if period.startswith(one)), "")
    first, slash, last = period.removeprefix(prefix).partition("/")
    begin, end = _days_of(first), _days_of(last if slash else first)
    if begin is None or end is None or begin.first > end.last:
        return None
    return Days(end.last, end.last) if prefix else Days(begin.first, end.last)


def _days_of(moment: str) -> Days | None:
    found = _MOMENT.match(moment)
    if not found:
        return None
    year, month, day, quarter = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        if quarter:
            return Days(Quarter(year, quarter).first_day, Quarter(year, quarter).last_day)
        if day:
            return Days(dt.date(year, month or 1, day), dt.date(year, month or 1, day))
        first = dt.date(year, month or 1, 1)
        return Days(first, dt.date(year, month or 12, monthrange(year, month or 12)[1]))
    except ValueError:
        return None


_WHOLE_YEAR: Final = re.compile(r"^(\d{4})(?:\.0+)?年?度?(?:全年|1[-~至到]12月份?)?$")
_HALF: Final = re.compile(r"^(\d{4})年(上|下)半年$")
_QUARTERS: Final = re.compile(r"^(\d{4})年?(?:第?([一二三四1-4])季度?|q([1-4]))$")
_THREE_QUARTERS: Final = re.compile(r"^(\d{4})年前([二三23])个?季度$")
_MONTH: Final = re.compile(r"^(\d{4})(?:年|[-/.])?(\d{1,2})(?:月份?)?$")
_MONTHS: Final = re.compile(r"^(\d{4})(?:年|[-/.])(\d{1,2})月?[-~至到](\d{1,2})月份?$")
_DAY: Final = re.compile(r"^(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?:00:00:00)?$")
_AS_OF: Final = re.compile(
    r"^(截至|截止|至)?(?:到)?(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?([末底]?)$"
)
_YEARS: Final = re.compile(r"^(\d{4})年?[-~至到](\d{4})年?$")
_NUMERALS: Final = {"一": 1, "二": 2, "三": 3, "四": 4}
_HYPHENS: Final = str.maketrans(dict.fromkeys("—–－─‐", "-"))


def period_of_text(text: str) -> str | None:
    """The period that a cell of a table names, in our notation; None where it names none.

    >>> [period_of_text(t) for t in ("2023年", "2023年1—5月", "2023年末", "2024年一季度", "去年")]
    ['2023', '2023-01/2023-05', 'asof:2023', '2024-Q1', None]
    """
    bare = "".join(unicodedata.normalize("NFKC", text).translate(_HYPHENS).split())
    if period_days(bare):
        return bare
    period = _written_period(bare.casefold())
    return period if period and period_days(period) else None


def _written_period(text: str) -> str | None:
    if found := _WHOLE_YEAR.match(text):
        return found[1]
    if found := _HALF.match(text):
        year = found[1]
        return f"{year}-01/{year}-06" if found[2] == "上" else f"{year}-07/{year}-12"
    if found := _THREE_QUARTERS.match(text):
        last = 3 * (_NUMERALS.get(found[2]) or int(found[2]))
        return f"{found[1]}-01/{found[1]}-{last:02d}"
    if found := _QUARTERS.match(text):
        written = found[2] or found[3]
        return f"{found[1]}-Q{_NUMERALS.get(written) or int(written)}"
    if found := _MONTHS.match(text):
        first, last = int(found[2]), int(found[3])
        return f"{found[1]}-{first:02d}/{found[1]}-{last:02d}"
    if found := _DAY.match(text):
        return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
    if found := _AS_OF.match(text):
        return _as_of(*found.groups())
    if found := _MONTH.match(text):
        return f"{found[1]}-{int(found[2]):02d}"
    if found := _YEARS.match(text):
        return f"{found[1]}/{found[2]}"
    return None


def _as_of(until: str | None, year: str, month: str | None, day: str | None, end: str) -> str:
    moment = year + (f"-{int(month):02d}" if month else "") + (f"-{int(day):02d}" if day else "")
    return f"asof:{moment}" if until or end else moment


_YEAR_END: Final = re.compile(r"asof:(\d{4})(?:-12-31)?")
_WORDS: Final = {  # of a span, in Chinese and in English
    "by": ("到{}", "by {}"),
    "asof": ("截至{}", "as of {}"),
    "": ("{}", "{}"),
}


def period_in_words(period: str, language: str) -> str:
    """A period in our notation as people write it.

    >>> period_in_words("asof:2023-12-31", "zh"), period_in_words("2023-Q1/2023-Q2", "zh")
    ('2023年底', '2023年一季度 – 2023年二季度')
    >>> period_in_words("by:2026-06", "en"), period_in_words("2024-08", "en")
    ('by 2026-06', '2024-08')
    """
    zh = language.startswith("zh")
    if year := _YEAR_END.fullmatch(period):
        return f"{year[1]}年底" if zh else f"end of {year[1]}"
    head, colon, rest = period.partition(":")
    points = (rest if colon else head).split("/")
    span = " – ".join(_point_in_chinese(point) if zh else point for point in points)
    return _WORDS[head if colon else ""][0 if zh else 1].format(span)


def _point_in_chinese(point: str) -> str:
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", point):
        return f"{found[1]}年{'一二三四'[int(found[2]) - 1]}季度"
    parts = point.split("-")
    return "".join(f"{int(part)}{word}" for part, word in zip(parts, "年月日", strict=False))
