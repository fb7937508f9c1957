"""Chinese numerals and multipliers as exact decimals."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Final

DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = (("亿", 10**8), ("万", 10**4))

_KNOWN: Final = {*DIGITS, *_SMALL, "万", "亿"}

LONGEST: Final = 24
"""Characters: no numeral is written longer."""

NUMERAL: Final = "[零〇一二两三四五六七八九十百千万亿]"
"""Class of the characters that Chinese numerals are written with."""


@lru_cache(maxsize=1 << 12)
def chinese_number(text: str) -> int | None:
    """Value of a Chinese numeral; None where the characters form none.

    >>> chinese_number("一亿八百万"), chinese_number("两千五"), chinese_number("二〇二三")
    (108000000, 2500, 2023)
    >>> chinese_number("千亿"), chinese_number("三五") is None, chinese_number("十余") is None
    (100000000000, True, True)
    """
    if not 0 < len(text) <= LONGEST or not set(text) <= _KNOWN:
        return None
    text = text.lstrip("零〇") or "零"  # 十万零三百: the gap is no digit
    if len(text) > 1 and all(c in DIGITS for c in text):
        spelt = len(text) > 2 and set(text) & set("零〇")
        return int("".join(str(DIGITS[c]) for c in text)) if spelt else None
    for character, unit in _LARGE:
        head, found, tail = text.rpartition(character)
        if found:
            return _joined(1 if not head else chinese_number(head), unit, tail)
    return _below_ten_thousand(text)


def _joined(head: int | None, unit: int, tail: str) -> int | None:
    """``head`` units and what follows; a bare digit counts tenths of the unit (三万五)."""
    rest = DIGITS[tail] * unit // 10 if tail in DIGITS else chinese_number(tail) if tail else 0
    return None if head is None or rest is None else head * unit + rest


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last = 0, None, 1
    for character in text:
        if character in _SMALL:
            last = _SMALL[character]
            total += (1 if digit is None else digit) * last
            digit = None
        elif digit:
            return None  # two digits side by side: 三五 is three or five
        else:
            digit = DIGITS[character]
            last = last if digit else 10
    return total + (digit or 0) * (last // 10 if last >= 100 else 1)


_MULTIPLIERS: Final = {
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10**4),
    "亿": Decimal(10**8),
}

MULTIPLIER: Final = "(?:[十百千]?万亿|[十百千]?亿|[十百千]?万|[百千])"
"""What may stand between Arabic digits and the unit: 万, 亿, 千万, 万亿, …"""


def multiplied(digits: str, multiplier: str = "") -> Decimal:
    """Arabic digits, commas allowed, times a multiplier.

    >>> multiplied("2.4", "万亿"), multiplied("1,200", "万")
    (Decimal('2400000000000.0'), Decimal('12000000'))
    """
    value = Decimal(digits.replace(",", ""))
    for character in multiplier:
        value *= _MULTIPLIERS[character]
    return value
