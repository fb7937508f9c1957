"""Figures as people read them: money in 亿元 or 万元, shares in per cent, never across a threshold.

All arithmetic is exact; a binary float counts as the decimal number it is written as.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeAlias

Amount: TypeAlias = int | float | Decimal | Fraction

MOST_DECIMALS: Final = 12


@dataclass(frozen=True, slots=True)
class Scale:
    """One unit that money is shown in: its size in yuan, its word, its usual decimals."""

    size: int
    word: str
    decimals: int


CHINESE_SCALES: Final = (Scale(10**8, "亿元", 2), Scale(10**4, "万元", 1), Scale(1, "元", 2))
ENGLISH_SCALES: Final = (
    Scale(10**9, "billion CNY", 2),
    Scale(10**6, "million CNY", 2),
    Scale(10**3, "thousand CNY", 1),
    Scale(1, "CNY", 2),
)
"""The two languages count in different steps."""

CHINESE_DOLLARS: Final = (Scale(10**8, "亿美元", 2), Scale(10**4, "万美元", 1), Scale(1, "美元", 2))
ENGLISH_DOLLARS: Final = (
    Scale(10**9, "billion USD", 2),
    Scale(10**6, "million USD", 2),
    Scale(10**3, "thousand USD", 1),
    Scale(1, "USD", 2),
)

_UNITS: Final[dict[str, tuple[str, str]]] = {
    "count": ("", ""),
    "number": ("", ""),
    "years": ("年", ""),
    "points": ("分", " points"),
    "days": ("天", " days"),
    "m2": ("平方米", " m²"),
}
"""Words of the other units in Chinese and English, as kinds of values name them."""


@lru_cache(maxsize=1 << 13, typed=True)
def money_parts(cny: Amount, language: str, *, threshold: Amount | None = None) -> tuple[str, str]:
    """Number and unit of an amount of yuan, in the largest unit that keeps it at 1 or more.

    ``threshold`` (yuan) is what the amount is compared with: it is never rounded across it.
    A page asks for number, unit and wording of each amount apart, hence the cache.
    """
    scales = CHINESE_SCALES if language.startswith("zh") else ENGLISH_SCALES
    return _parts(cny, scales, threshold)


def _parts(
    money: Amount, scales: tuple[Scale, ...], threshold: Amount | None = None
) -> tuple[str, str]:
    amount = exact(money)
    limit = None if threshold is None else exact(threshold)
    at = next((i for i, scale in enumerate(scales) if abs(amount) >= scale.size), len(scales) - 1)
    number = _scaled(amount, scales[at], limit)
    if at and abs(Fraction(number)) * scales[at].size >= scales[at - 1].size:
        at -= 1  # rounding has carried it into the next unit
        number = _scaled(amount, scales[at], limit)
    return group_digits(number), scales[at].word


def money_text(cny: Amount, language: str = "zh", *, threshold: Amount | None = None) -> str:
    """An amount of yuan with its unit.

    >>> money_text(12_345_000), money_text(49_999_999, threshold=50_000_000)
    ('1,234.5万元', '4,999.9999万元')
    >>> money_text(1_230_000_000, "en")
    '1.23 billion CNY'
    """
    number, unit = money_parts(cny, language, threshold=threshold)
    return f"{number}{'' if language.startswith('zh') else ' '}{unit}"


def dollar_text(usd: Amount, language: str = "zh", *, threshold: Amount | None = None) -> str:
    """An amount of US dollars with its unit.

    >>> dollar_text(1_100_000_000), dollar_text(5_000_000, "en")
    ('11亿美元', '5 million USD')
    """
    chinese = language.startswith("zh")
    number, unit = _parts(usd, CHINESE_DOLLARS if chinese else ENGLISH_DOLLARS, threshold)
    return f"{number}{'' if chinese else ' '}{unit}"


def share_text(share: Amount, *, threshold: Amount | None = None) -> str:
    """A share of 0 to 1 in per cent, with one decimal or as many as keep its side of ``threshold``.

    >>> share_text(Decimal("0.0496"), threshold=Decimal("0.05")), share_text(0.0495)
    ('4.96%', '5.0%')
    """
    limit = None if threshold is None else exact(threshold) * 100
    return f"{faithful(exact(share) * 100, 1, limit)}%"


def points_text(difference: Amount, language: str = "zh") -> str:
    """How far two shares of 0 to 1 are apart, in percentage points and without a sign.

    >>> points_text(Fraction(1, 5)), points_text(Decimal("-0.004"), "en")
    ('20个百分点', '0.4 percentage points')
    """
    points = abs(exact(difference)) * 100
    number = faithful(points, 1, Fraction(0))
    if Fraction(number) == points:
        number = number.rstrip("0").rstrip(".")
    if language.startswith("zh"):
        return f"{number}个百分点"
    return f"{number} percentage point{'' if number == '1' else 's'}"


def number_text(number: Amount, decimals: int = 2) -> str:
    """A plain number with grouped digits and no more decimals than it has: ``12,345.5``."""
    amount = exact(number)
    if amount.denominator == 1:
        return group_digits(str(amount))
    text = faithful(amount, decimals, None)
    return group_digits(text.rstrip("0").rstrip("."))


def figure_text(
    value: Amount, unit: str, language: str = "zh", threshold: Amount | None = None
) -> str:
    """A figure in its unit, as kinds of values name units: ``cny``, ``share``, ``count``, …"""
    if unit == "cny":
        return money_text(value, language, threshold=threshold)
    if unit == "usd":
        return dollar_text(value, language, threshold=threshold)
    if unit == "share":
        return share_text(value, threshold=threshold)
    chinese, english = _UNITS.get(unit, (f" {unit}", f" {unit}"))
    return f"{number_text(value)}{chinese if language.startswith('zh') else english}"


def step_text(step: Amount, unit: str, language: str = "zh") -> str:
    """How far a figure moves, without a sign: shares by percentage points, others in their unit."""
    if unit == "share":
        return points_text(step, language)
    return figure_text(abs(exact(step)), unit, language)


def exact(amount: Amount) -> Fraction:
    """The amount without any error: a float counts as the decimal number it is written as."""
    return Fraction(repr(amount)) if isinstance(amount, float) else Fraction(amount)


def rounded(amount: Fraction, decimals: int) -> Decimal:
    """The amount with so many decimals, halves away from zero."""
    steps = math.floor(abs(amount) * 10**decimals + Fraction(1, 2))
    return Decimal(steps if amount >= 0 else -steps).scaleb(-decimals)


def faithful(amount: Fraction, decimals: int, threshold: Fraction | None) -> str:
    """The amount rounded, with more decimals where fewer would put it across the threshold."""
    for more in range(decimals, MOST_DECIMALS):
        text = rounded(amount, more)
        if threshold is None or _side(Fraction(text), threshold) == _side(amount, threshold):
            return f"{text:.{more}f}"
    return f"{rounded(amount, MOST_DECIMALS):.{MOST_DECIMALS}f}"


def group_digits(number: str) -> str:
    """A plain number with its whole digits in groups of three: ``1234.5`` becomes ``1,234.5``."""
    sign = "-" if number.startswith("-") else ""
    whole, point, rest = number.lstrip("-").partition(".")
    return f"{sign}{int(whole):,}{point}{rest}"


def _scaled(amount: Fraction, scale: Scale, limit: Fraction | None) -> str:
    value = amount / scale.size
    text = faithful(value, scale.decimals, None if limit is None else limit / scale.size)
    # Zeros at the end would claim a rounding that did not happen.
    return text.rstrip("0").rstrip(".") if Fraction(text) == value and "." in text else text


def _side(amount: Fraction, threshold: Fraction) -> int:
    return (amount > threshold) - (amount < threshold)


_INDICATOR_UNITS: Final[dict[str, str]] = {
    "%": "%",
    "人": " persons",
    "人年": " person-years",
    "平方公里": " km²",
    "立方米": " m³",
    "吨标准煤": " tce",
    "吨标准煤/万元": " tce per 10,000 CNY",
    "微克/立方米": " µg/m³",
    "分": " points",
}
"""English words of the units of indicators; classifiers (家, 个, 件) have none."""

_BELOW: Final[dict[str, str]] = {
    "人": " per person",
    "万人": " per 10,000 persons",
    "平方公里": " per km²",
}
"""What figures are given for one of, in English."""

_CLASSIFIERS: Final = frozenset("家个件户项张位所名支只座笔")


def indicator_text(value: Amount, unit: str, language: str = "zh", decimals: int = 2) -> str:
    """An indicator's figure with its unit, as the dictionary of indicators names units.

    >>> indicator_text(3500, "家"), indicator_text(3500, "家", "en")
    ('3,500家', '3,500')
    >>> indicator_text(2.1, "平方公里", "en"), indicator_text(35, "家/万人", "en")
    ('2.1 km²', '35 per 10,000 persons')
    """
    chinese = language.startswith("zh")
    over, slash, below = unit.partition("/")
    if slash and below in _BELOW:
        per = f"/{below}" if chinese else _BELOW[below]
        return indicator_text(value, over, language, decimals) + per
    if unit == "元":
        return money_text(value, language)
    if unit == "美元":
        return dollar_text(value, language)
    number = number_text(value, decimals)
    if chinese:
        return f"{number}{unit}"
    word = _INDICATOR_UNITS.get(unit)
    if word is None:
        word = "" if unit in _CLASSIFIERS or not unit else f" {unit}"
    return f"{number}{word}"
