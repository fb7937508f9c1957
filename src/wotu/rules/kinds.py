"""Kinds of values in expressions: what may be added, compared and divided.

Dimensions catch the slips that cost people money: yuan against 万元, persons against shares.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final

from wotu.contracts.schema import FieldType
from wotu.units import USD_PER_UNIT, YUAN_PER_UNIT


class Base(StrEnum):
    """What a value is made of."""

    NUMBER = "number"
    TRUTH = "truth"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True)
class Kind:
    """Kind of a value.

    ``dimensions`` are base units with exponents, e.g. ``(("cny", 1),)``; empty for shares and
    plain numbers. A ``bare`` number was written without unit and takes that of its partner.
    An ``interval`` may be known only between two bounds.
    """

    base: Base
    dimensions: tuple[tuple[str, int], ...] = ()
    bare: bool = False
    interval: bool = False
    codes: str | None = None
    growth: bool = False
    """A compound growth rate: rarely a rational number, so it is compared and shown only."""

    @property
    def unit(self) -> str:
        """Unit in words: ``cny``, ``share``, ``count``, ``cny/count``, or ``number``."""
        if self.base is not Base.NUMBER:
            return self.base.value
        if not self.dimensions:
            return "number" if self.bare else "share"
        above = "*".join(unit for unit, exponent in self.dimensions if exponent > 0)
        below = "*".join(unit for unit, exponent in self.dimensions if exponent < 0)
        return f"{above or '1'}/{below}" if below else above

    def described(self, language: str = "en") -> str:
        """How an error calls this kind."""
        if language == "zh":
            return "复合增长率" if self.growth else _IN_CHINESE.get(self.unit, self.unit)
        names = {
            "cny": "money (yuan)",
            "usd": "money (US dollars)",
            "share": "a share",
            "count": "a count",
            "number": "a plain number",
            "points": "points",
            "class": "a class",
            "days": "days",
            "years": "years",
            "truth": "true or false",
            "text": "a code or text",
            "date": "a day",
        }
        return "a compound growth rate" if self.growth else names.get(self.unit, self.unit)


_IN_CHINESE: Final = {
    "cny": "金额（元）",
    "usd": "金额（美元）",
    "share": "占比",
    "count": "数量",
    "number": "没有单位的数字",
    "points": "分数",
    "class": "类别",
    "days": "天数",
    "years": "年份",
    "truth": "是否",
    "text": "代码或文字",
    "date": "日期",
}

TRUTH: Final = Kind(Base.TRUTH)
DATE: Final = Kind(Base.DATE)
TEXT: Final = Kind(Base.TEXT)
SHARE: Final = Kind(Base.NUMBER)
GROWTH: Final = Kind(Base.NUMBER, growth=True)
BARE: Final = Kind(Base.NUMBER, bare=True)
POINTS: Final = Kind(Base.NUMBER, (("points", 1),), interval=True)
CLASS: Final = Kind(Base.NUMBER, (("class", 1),), interval=True)
COUNT: Final = Kind(Base.NUMBER, (("count", 1),))
DAYS: Final = Kind(Base.NUMBER, (("days", 1),))
YEARS: Final = Kind(Base.NUMBER, (("years", 1),))
CNY: Final = Kind(Base.NUMBER, (("cny", 1),))
USD: Final = Kind(Base.NUMBER, (("usd", 1),))
AREA: Final = Kind(Base.NUMBER, (("m2", 1),))

MONEY_UNITS: Final = frozenset({"cny", "usd"})
"""Dimensions of money, which never stands with a number without unit."""

KIND_OF_FIELD: Final[dict[FieldType, Kind]] = {
    FieldType.USCC: TEXT,
    FieldType.REGISTRATION_NO: TEXT,
    FieldType.FIRM_NAME: TEXT,
    FieldType.TEXT: TEXT,
    FieldType.COUNT: COUNT,
    FieldType.POINTS: replace(POINTS, interval=False),
    FieldType.MONEY: CNY,
    FieldType.MONEY_USD: USD,
    FieldType.SHARE: SHARE,
    FieldType.AREA: AREA,
    FieldType.YEAR: YEARS,
    FieldType.DATE: DATE,
    FieldType.BOOLEAN: TRUTH,
    FieldType.CODE: TEXT,
    FieldType.NUMBER: BARE,
    FieldType.UNIT: TEXT,
    FieldType.PERIOD: TEXT,
}

_WORDS: Final[dict[str, tuple[Kind, Fraction]]] = {
    **{word: (CNY, Fraction(value)) for word, value in YUAN_PER_UNIT.items()},
    **{word: (USD, Fraction(value)) for word, value in USD_PER_UNIT.items()},
    "%": (SHARE, Fraction(1, 100)),
    "‰": (SHARE, Fraction(1, 1000)),
    "days": (DAYS, Fraction(1)),
    "天": (DAYS, Fraction(1)),
    "years": (YEARS, Fraction(1)),
    "年": (YEARS, Fraction(1)),
    "months": (Kind(Base.NUMBER, (("months", 1),)), Fraction(1)),
    "个月": (Kind(Base.NUMBER, (("months", 1),)), Fraction(1)),
    "persons": (COUNT, Fraction(1)),
    "人": (COUNT, Fraction(1)),
    "件": (COUNT, Fraction(1)),
    "项": (COUNT, Fraction(1)),
    "points": (replace(POINTS, interval=False), Fraction(1)),
    "分": (replace(POINTS, interval=False), Fraction(1)),
    "m2": (AREA, Fraction(1)),
    "平方米": (AREA, Fraction(1)),
}


def kind_of_unit(word: str | None) -> tuple[Kind, Fraction]:
    """Kind of a number with this unit word, and the base units (yuan, share, …) in one of it."""
    return (BARE, Fraction(1)) if word is None else _WORDS[word]


def common_kind(left: Kind, right: Kind) -> Kind | None:
    """The kind of a sum or choice of both, or None where they cannot stand together."""
    if left.base is not right.base or left.growth or right.growth:
        return None
    interval = left.interval or right.interval
    if left.base is not Base.NUMBER:
        return replace(left, codes=left.codes or right.codes)
    if left.dimensions == right.dimensions:
        return replace(left, bare=left.bare and right.bare, interval=interval)
    # Money never takes a number without unit: 5000 could be yuan or 万元.
    for bare, other in ((left, right), (right, left)):
        if bare.bare and not MONEY_UNITS & set(dict(other.dimensions)):
            return replace(other, interval=interval)
    return None


def product_kind(left: Kind, right: Kind, sign: int) -> Kind:
    """Kind of ``left * right`` (sign 1) or ``left / right`` (sign -1)."""
    exponents = dict(left.dimensions)
    for unit, exponent in right.dimensions:
        exponents[unit] = exponents.get(unit, 0) + sign * exponent
    dimensions = tuple(sorted((u, e) for u, e in exponents.items() if e))
    bare = left.bare and right.bare
    return Kind(Base.NUMBER, dimensions, bare=bare, interval=left.interval or right.interval)
