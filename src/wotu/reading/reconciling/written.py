"""How exactly a figure is written, and between which values its bound word lets the truth lie."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from wotu.reading.claim import Bound, Claim, ClaimKind, plain_decimal
from wotu.reading.reconciling.alike import dimension_of

_DIGITS: Final = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SPACE: Final = re.compile(r"\s+")
_OPEN: Final = re.compile("以上|至少|不少于|不低于")
_MONEY: Final = frozenset({"元", "美元"})
_EXACT_BELOW: Final = 100
"""Smaller whole numbers in Chinese numerals (十家, 六十家) are counted, not rounded."""

ABOUT: Final = Fraction(5, 100)
"""How far 约 and 左右 may be off, as a share of the figure."""
NEARLY: Final = Fraction(10, 100)
"""How far 近 may lie above the truth."""


class Interval(NamedTuple):
    """Values between which the truth lies, ends included; ``high`` None where nothing limits it."""

    low: Fraction
    high: Fraction | None

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return (self.high is None or other.low <= self.high) and (
            other.high is None or self.low <= other.high
        )


def written_step(claim: Claim) -> Fraction:
    """Value of the last digit that a figure is written with, in base units.

    Zeros at the end of a whole number count as digits: ``2000家`` is written to the single firm,
    ``4.36万亿元`` to 10^10 yuan, ``4.1%`` to a tenth.
    """
    return _step(claim.quote, abs(claim.figure))


@lru_cache(maxsize=1 << 14)
def _step(quote: str, figure: Decimal) -> Fraction:
    for match in _DIGITS.finditer(_SPACE.sub("", unicodedata.normalize("NFKC", quote))):
        digits = match[0].replace(",", "")
        number = Decimal(digits)
        if (number == 0) != (figure == 0):
            continue
        scale = Fraction(1) if figure == 0 else Fraction(figure) / Fraction(number)
        if _is_power_of_ten(scale):
            return scale * Fraction(Decimal(1).scaleb(-len(digits.partition(".")[2])))
    return _step_of_last_digit(figure)


def _is_power_of_ten(scale: Fraction) -> bool:
    whole = 1 in (scale.numerator, scale.denominator)
    return whole and str(scale.numerator * scale.denominator).strip("0") == "1"


def _step_of_last_digit(figure: Decimal) -> Fraction:
    exponent = figure.normalize().as_tuple().exponent
    if not figure or not isinstance(exponent, int):
        return Fraction(1)
    counted = figure < _EXACT_BELOW and exponent > 0
    return Fraction(1) if counted else Fraction(Decimal(1).scaleb(exponent))


def significant_digits(claim: Claim) -> int:
    """How many digits the figure is written with; 0 for zero."""
    return len(str(int(abs(Fraction(claim.figure)) / written_step(claim)))) if claim.figure else 0


def true_values(claim: Claim, step: Fraction) -> Interval:
    """Between which values the truth lies, as the claim is worded.

    An exact figure is rounded at its last digit, but a count to the last one is exact; 约 is off
    by 5% at most or half its last digit that is not zero, 近 lies up to 10% above; 超 speaks of
    values below one more in the first digit (超2000: up to 3000), 以上 and 至少 of any; ranks are
    never rounded.
    """
    figure = Fraction(claim.figure)
    if claim.figure_max is not None:
        return Interval(figure, Fraction(claim.figure_max))
    if claim.kind is ClaimKind.RANK:
        return Interval(Fraction(1) if claim.bound is Bound.UP_TO else figure, figure)
    match claim.bound:
        case Bound.OVER:
            return _over(claim, figure)
        case Bound.UP_TO:
            return Interval(min(Fraction(0), figure), figure)
        case Bound.NEARLY:
            return _between(figure - NEARLY * figure, figure)
        case Bound.ABOUT:
            most = max(ABOUT * abs(figure), _step_of_last_digit(abs(claim.figure)) / 2)
            return Interval(figure - most, figure + most)
        case _:
            counted = step == 1 and dimension_of(claim.unit)[0] == "count"
            slack = Fraction(0) if counted else step / 2
            return Interval(figure - slack, figure + slack)


def table_quote(value: Decimal, unit: str) -> str:
    """A figure of a table as a document would write it.

    Money comes in 亿元 and 万元, so that zeros below these are no digits; 2000 firms are counted
    to the last one.

    >>> table_quote(Decimal("41110000000.00"), "元"), table_quote(Decimal("2000"), "家")
    ('411.1亿元', '2000家')
    """
    scales = ((10**8, "亿"), (10**4, "万")) if unit in _MONEY else ()
    size, word = next((one for one in scales if abs(value) >= one[0]), (1, ""))
    return f"{plain_decimal(value / size)}{word}{unit}"


def _over(claim: Claim, figure: Fraction) -> Interval:
    if _OPEN.search(claim.quote):
        return Interval(figure, None)
    more = Fraction(Decimal(1).scaleb(claim.figure.adjusted() if claim.figure else 0))
    # 下降超5%: the decline is larger, the figure with its sign lower.
    return _between(figure, figure - more if figure < 0 else figure + more)


def _between(one: Fraction, other: Fraction) -> Interval:
    return Interval(min(one, other), max(one, other))
