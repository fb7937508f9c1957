"""Figures as people read them: 亿元 and 万元, shares never rounded across a threshold."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeAlias

Figure: TypeAlias = Decimal | Fraction | float | int


def _decimal(value: Figure) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value)) if isinstance(value, float) else Decimal(value)


def rounded(value: Figure, places: int) -> str:
    """``value`` with ``places`` decimals, thousands separated."""
    quantum = Decimal(1).scaleb(-places)
    return f"{_decimal(value).quantize(quantum, rounding=ROUND_HALF_UP):,}"


def trimmed(value: Figure, places: int) -> str:
    """``value`` with at most ``places`` decimals and no trailing zeros."""
    text = rounded(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def money_text(yuan: Figure, language: str = "zh") -> str:
    """Money in the unit that fits.

    >>> money_text(123_450_000), money_text(5_000_000, "en")
    ('1.23亿元', '5.00 million yuan')
    """
    amount = _decimal(yuan)
    size = abs(amount)
    if language.startswith("zh"):
        if size >= 100_000_000:
            return f"{rounded(amount / 100_000_000, 2)}亿元"
        if size >= 10_000:
            return f"{trimmed(amount / 10_000, 2)}万元"
        return f"{trimmed(amount, 2)}元"
    if size >= 1_000_000_000:
        return f"{rounded(amount / 1_000_000_000, 2)} billion yuan"
    if size >= 1_000_000:
        return f"{rounded(amount / 1_000_000, 2)} million yuan"
    return f"{trimmed(amount, 2)} yuan"


def share_text(share: Figure, threshold: Figure | None = None) -> str:
    """A share in percent with one decimal, with more where one would cross the threshold.

    >>> share_text(0.0496, 0.05), share_text(0.0495), share_text(0.05, 0.05)
    ('4.96%', '5.0%', '5.0%')
    """
    percent = _decimal(share) * 100
    limit = None if threshold is None else _decimal(threshold) * 100
    for places in range(1, 9):
        shown = percent.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        if limit is None or (shown >= limit) == (percent >= limit):
            break
    return f"{shown:,}%"


_UNITS = {
    "zh": {
        "count": "",
        "points": "分",
        "days": "天",
        "years": "年",
        "m2": "平方米",
        "number": "",
    },
    "en": {
        "count": "",
        "points": " points",
        "days": " days",
        "years": "",
        "m2": " m²",
        "number": "",
    },
}


def figure_text(
    value: Figure, unit: str, language: str = "zh", threshold: Figure | None = None
) -> str:
    """A figure in its unit, as kinds of values name units: ``cny``, ``share``, ``count``, …"""
    if unit == "cny":
        return money_text(value, language)
    if unit == "share":
        return share_text(value, threshold)
    words = _UNITS["zh" if language.startswith("zh") else "en"]
    return f"{trimmed(value, 2)}{words.get(unit, f' {unit}')}"
