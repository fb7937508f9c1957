"""Shares and proportions in words: 三分之一, 七成, 近一半, 2.4:48.0:49.6, 翻一番."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from wotu.reading.claim import Bound
from wotu.reading.grammar.bounds import BOUND_AFTER, BOUND_BEFORE, FIRST_CHARACTERS, pattern
from wotu.reading.grammar.figure import Figure, Form, bound_of
from wotu.reading.grammar.numerals import NUMERAL, chinese_number

_FRACTION: Final = re.compile(
    rf"(?=[\d零一二两三四五六七八九十百千万半{FIRST_CHARACTERS}])(?P<pre>{pattern(BOUND_BEFORE)})?"
    rf"(?:(?P<of>{NUMERAL}{{1,4}})分之(?P<parts>{NUMERAL}{{1,6}}(?:点{NUMERAL}+)?)"
    r"|(?<![\d/])(?P<top>[1-9])/(?P<bottom>[2-9]|\d\d)(?![\d/年月])"
    r"|(?P<tenths>[一二两三四五六七八九]|(?<!\d)[1-9])成(?P<half>半)?"
    r"(?![为立果本长就功熟员效分品型绩交都份套像])"
    r"|(?P<half_of>一半|半数(?!以)|半数(?=以上)))"
    rf"(?P<post>{pattern(BOUND_AFTER)})?"
)
_PROPORTION: Final = re.compile(r"(?<![\d.:：])\d+(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?){1,4}(?![\d:：])")
_RATIO: Final = re.compile(
    r"(?:比(?:例)?为|上年为)(?P<a>\d+\.\d+)(?![\d%:.万亿])(?=[，。；、（\n]|$|:1)"
)
_DOUBLED: Final = re.compile(r"翻(?:了)?(?:(?P<c>[一两二三四\d])番|番)(?P<post>以上|多)?")


def fractions(text: str) -> Iterator[Figure]:
    """Shares of a whole, in per cent."""
    for match in _FRACTION.finditer(text):
        value = _share(text, match)
        if value is not None:
            yield Figure(*match.span(), value, None, "%", bound_of(match), Form.SHARE)


def _share(text: str, match: re.Match[str]) -> Decimal | None:
    if match["half_of"]:
        near = text[max(0, match.start() - 12) : match.start()]
        stated = match["pre"] or match["post"] or "占" in near or near.endswith("过")
        return Decimal(50) if stated else None
    if match["tenths"]:
        start = match.start("tenths")
        if text[start - 1 : start] == "第" or text.startswith("一成不", start):
            return None
        written = match["tenths"]
        tenths = int(written) if written.isdecimal() else chinese_number(written) or 0
        return Decimal(tenths * 10 + (5 if match["half"] else 0))
    if match["top"]:
        share = _per_cent(int(match["top"]), int(match["bottom"]))
        return share if share < 100 else None
    of = chinese_number(match["of"])
    if not of or text[match.start("of") - 1 : match.start("of")] in {"“", "‘"}:
        return None  # “千分之一” in quotes is a figure of speech
    parts = decimal_number(match["parts"])
    return None if parts is None else _per_cent(parts, of)


def decimal_number(written: str) -> Decimal | None:
    """A Chinese numeral with decimals (三点二, 一点二亿); None where it is none.

    >>> decimal_number("三点二"), decimal_number("一点二亿")
    (Decimal('3.2'), Decimal('120000000.0'))
    """
    whole, point, rest = written.partition("点")
    value = chinese_number(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    digits = rest.rstrip("十百千万亿")
    scale = rest[len(digits) :]
    each = [chinese_number(character) for character in digits]
    if not each or None in each:
        return None
    decimal = Decimal(f"{value}." + "".join(map(str, each)))
    return decimal * (chinese_number(scale) or 1) if scale else decimal


def _per_cent(part: Decimal | int, whole: int) -> Decimal:
    """Two decimals, as such shares are quoted."""
    return round(Decimal(part) * 100 / whole, 2)


def proportions(text: str) -> Iterator[Figure]:
    """2.4:48.0:49.6 as three shares; 3:1 and 收入比为1.69 as ratios to one."""
    for match in _RATIO.finditer(text):
        yield Figure(*match.span("a"), Decimal(match["a"]), None, ":1", Bound.EXACT, Form.RATIO)
    for match in _PROPORTION.finditer(text):
        parts = re.split("[:：]", match.group())
        values = [Decimal(part) for part in parts]
        if len(values) > 2 and 99 <= sum(values) <= 101:
            place = match.start()
            for part, value in zip(parts, values, strict=True):
                yield Figure(place, place + len(part), value, None, "%", Bound.EXACT, Form.SHARE)
                place += len(part) + 1
        elif len(values) == 2 and 1 in values and max(values) > 1 and len(parts[1]) < 5:
            yield Figure(*match.span(), max(values), None, ":1", Bound.EXACT, Form.RATIO)


def doublings(text: str) -> Iterator[Figure]:
    """翻一番 is twice as much, 翻两番 four times."""
    for match in _DOUBLED.finditer(text):
        written = match["c"] or "一"
        times = int(written) if written.isdecimal() else chinese_number(written) or 1
        yield Figure(*match.span(), Decimal(2) ** times, None, "倍", bound_of(match), Form.RATIO)
