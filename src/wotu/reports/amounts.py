"""Figures in the unit in which a person would write them, as numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from wotu.figures import (
    CHINESE_DOLLARS,
    CHINESE_SCALES,
    ENGLISH_DOLLARS,
    ENGLISH_SCALES,
    Scale,
    indicator_text,
)

_MONEY: Final = {
    ("元", True): CHINESE_SCALES,
    ("元", False): ENGLISH_SCALES,
    ("美元", True): CHINESE_DOLLARS,
    ("美元", False): ENGLISH_DOLLARS,
}


@dataclass(frozen=True)
class Amounts:
    """A unit to show figures in: they are divided by ``size``."""

    unit: str
    size: float = 1.0

    def of(self, value: float | None) -> float | None:
        """A figure in this unit; binary noise is taken off."""
        return None if value is None else float(f"{value / self.size:.12g}")


def amounts_for(values: Iterable[float | None], unit: str | None, language: str) -> Amounts:
    """The unit for figures that stand together: money in the largest that keeps most at 1 or more.

    >>> amounts_for([134e9, 126e9], "元", "zh").unit, amounts_for([479.0], "家", "zh").unit
    ('亿元', '家')
    """
    scales = _MONEY.get((unit or "", language.startswith("zh")))
    if scales is None:
        # Counting words are Chinese alone: 家 says nothing in English.
        return Amounts(indicator_text(1.0, unit or "", language).removeprefix("1").strip())
    known = sorted(abs(value) for value in values if value)
    middle = known[len(known) // 2] if known else 0.0
    scale: Scale = next((one for one in scales if middle >= one.size), scales[-1])
    return Amounts(scale.word, float(scale.size))
