"""Figures of targets as people read them."""

from __future__ import annotations

from typing import Final

from wotu.figures import indicator_text, share_text
from wotu.packs.schema import Label

SMALL_DECIMALS: Final = 4
"""Of values below 1, such as energy per unit of product."""


def value_text(value: float, unit: str | None, language: str) -> str:
    """A value in its unit, money in 亿元 or 万元.

    >>> value_text(182_000_000_000, "元", "zh"), value_text(3500, "家", "en")
    ('1820亿元', '3,500')
    """
    # A sum of binary floats has digits that nobody measured.
    plain = float(f"{value:.12g}")
    return indicator_text(plain, unit or "", language, 2 if abs(plain) >= 1 else SMALL_DECIMALS)


def value_label(value: float, unit: str | None) -> Label:
    """:func:`value_text` in both languages."""
    return Label(zh=value_text(value, unit, "zh"), en=value_text(value, unit, "en"))


def chance_text(chance: float) -> str:
    """A chance in whole per cent; none is called certain that was drawn.

    >>> chance_text(0.0), chance_text(0.354), chance_text(1.0)
    ('<1%', '35%', '>99%')
    """
    if chance < 0.01:
        return "<1%"
    return ">99%" if chance > 0.99 else f"{chance:.0%}"


def share_label(share: float) -> str:
    """A share in per cent with one decimal."""
    return share_text(float(f"{share:.9g}"))
