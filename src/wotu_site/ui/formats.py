"""Numbers as people read them: money in 亿元 or 万元, shares in per cent, never across a threshold.

All arithmetic is exact (``Decimal`` or ``Fraction``); a binary float is taken at the value its
shortest text shows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language, ngettext, pgettext

Amount = int | float | Decimal | Fraction

MOST_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class Scale:
    """One unit that money is shown in: its size in yuan, its word, its usual decimals."""

    size: int
    word: str
    decimals: int


# The two languages count in different steps, so this is a table and not a translation.
CHINESE_SCALES = (Scale(10**8, "亿元", 2), Scale(10**4, "万元", 1), Scale(1, "元", 2))
ENGLISH_SCALES = (
    Scale(10**9, "billion CNY", 2),
    Scale(10**6, "million CNY", 2),
    Scale(10**3, "thousand CNY", 1),
    Scale(1, "CNY", 2),
)


def unknown_text() -> str:
    """The word shown where a value is missing; never a zero."""
    return pgettext("value", "unknown")


def money_parts(cny: Amount | None, *, threshold: Amount | None = None) -> tuple[str, str]:
    """Number and unit of an amount of yuan, in the largest unit that keeps it at 1 or more.

    ``threshold`` (yuan) is what the amount is compared with: it is never rounded across it.
    """
    if cny is None:
        return unknown_text(), ""
    chinese = (get_language() or "zh").startswith("zh")
    scales = CHINESE_SCALES if chinese else ENGLISH_SCALES
    amount = exact(cny)
    limit = None if threshold is None else exact(threshold)
    at = next((i for i, scale in enumerate(scales) if abs(amount) >= scale.size), len(scales) - 1)
    number = _scaled(amount, scales[at], limit)
    if at and abs(Fraction(number)) * scales[at].size >= scales[at - 1].size:
        at -= 1  # rounding has carried it into the next unit
        number = _scaled(amount, scales[at], limit)
    return group_digits(number), scales[at].word


def money_text(cny: Amount | None, *, threshold: Amount | None = None) -> str:
    """An amount of yuan with its unit: ``1,234.5万元``, ``1.23 billion CNY``.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"):
    ...     money_text(12_345_000), money_text(49_999_999, threshold=50_000_000)
    ('1,234.5万元', '4,999.9999万元')
    """
    number, unit = money_parts(cny, threshold=threshold)
    joint = "" if unit in {scale.word for scale in CHINESE_SCALES} else " "
    return f"{number}{joint}{unit}".strip()


def exact_money_text(cny: Amount | None) -> str:
    """An amount to the last yuan and fen: ``12,345,678.90``, for drawers and exports."""
    return unknown_text() if cny is None else group_digits(f"{rounded(exact(cny), 2):.2f}")


def share_text(share: Amount | None, *, threshold: Amount | None = None) -> str:
    """A share of 0 to 1 in per cent, with one decimal or as many as keep its side of ``threshold``.

    >>> share_text(Decimal("0.0496"), threshold=Decimal("0.05"))
    '4.96%'
    """
    if share is None:
        return unknown_text()
    limit = None if threshold is None else exact(threshold) * 100
    return f"{faithful(exact(share) * 100, 1, limit)}%"


def points_text(difference: Amount | None) -> str:
    """A difference of shares in percentage points: ``0.4 个百分点``."""
    if difference is None:
        return unknown_text()
    number = faithful(abs(exact(difference)) * 100, 1, Fraction(0))
    plural = 1 if number == "1.0" else 2
    return ngettext("%(number)s percentage point", "%(number)s percentage points", plural) % {
        "number": number
    }


def count_text(count: Amount | None) -> str:
    """A count with grouped digits: ``12,345``."""
    if count is None:
        return unknown_text()
    amount = exact(count)
    return group_digits(str(amount) if amount.denominator == 1 else faithful(amount, 2, None))


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
