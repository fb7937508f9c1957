"""Figures in Chinese numerals: 二十三家, 百余家, 突破千亿元, 四大, 八连冠.

Small numerals are mostly ordinary speech: an article (一家), a pointer (这三个), the speaker's own
points (三个方面), a set phrase. Only what states a quantity is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from wotu.reading.claim import Bound
from wotu.reading.grammar.bounds import BOUND_AFTER, BOUND_BEFORE, pattern
from wotu.reading.grammar.figure import MORE, Figure, Form, bound_of
from wotu.reading.grammar.numerals import NUMERAL, chinese_number
from wotu.reading.grammar.shares import decimal_number
from wotu.reading.grammar.units import BASE_UNIT, UNIT, UNIT_KIND

_QUANTITY: Final = re.compile(
    rf"(?P<pre>{pattern(BOUND_BEFORE)}|上|过|跨越?)?"
    rf"(?P<c1>{NUMERAL}{{1,24}}(?:点{NUMERAL}{{1,12}})?)(?P<k1>[余多])?(?P<x1>[万亿]+)?(?P<j1>[余多])?"
    rf"(?:(?P<u1>{UNIT})?[至到](?P<c2>{NUMERAL}{{1,24}}))?(?P<k2>[余多])?(?P<u>{UNIT})?"
    rf"(?P<post>{pattern(BOUND_AFTER)})?"
)
_SET: Final = re.compile(
    r"(?<![第数几百千万这那])(?P<c>[两二三四五六七八九十]{1,2}|(?<![\d.])\d{1,2})大"
    r"(?![于小型学会陆洋家米人])"
)
_ROW: Final = re.compile(rf"(?P<c>{NUMERAL}{{1,2}}|\d{{1,2}})连[冠霸胜增升涨跳]")

_WEAK_BOUNDS: Final = frozenset({"上", "过", "跨", "跨越"})
"""Words that say 'more than' before a magnitude only: 上千家, 过百亿元."""

_ORDINAL: Final = re.compile(r"[第几数每\d.这那]$|[上下]$")
_OWN_POINTS: Final = re.compile(
    r"[“‘\"”]|方面|问题|关键|维度|层面|转[变型]|坚持|聚焦|原因|特点|突出|着力|抓手|阶段|更|"
    r"字[诀经]|[一二三四](?!级)"
)
_SET_PHRASE: Final = re.compile(
    r"代|磨一剑|级|行动|规划|计划|树木|年均|累计|以来|前|(?<=年)[一二三大]"
)
_NAMED: Final = re.compile(
    r"位数|周岁|岁以[上下][^，。；、]|类(?:创?新药|药|医疗器械|器械)|轮(?:驱动|回)|次(?:产业|元)|级"
)
_SPOKEN: Final = frozenset(
    "家个项名位人条座所件种款次张批年天月支台套辆只枚块本份篇部场户片组艘架栋幢笔轮类层对单"
)
"""Classifiers that follow small numerals; others mostly belong to set phrases."""

_MOVES: Final = re.compile("(?:上升|提升|前移|前进|进|跃升|上移|下降|后移|下滑)了?$")
_REACHES: Final = re.compile(r"(?:跨进|跨入|迈进|迈入|迈上|冲刺|挺进|达到|站上)$")
_CLASSED: Final = re.compile(r"产业|企业|集群|项目|城市|大关|园区|工程|新一代|规模|GDP")


def spoken_numbers(text: str) -> Iterator[Figure]:
    """Figures in Chinese numerals with a unit; of yuan where a magnitude has none."""
    for match in _QUANTITY.finditer(text):
        number = decimal_number(match["c1"])
        before = text[max(0, match.start() - 1) : match.start()]
        if number is None or _ORDINAL.search(before):
            continue
        if match["x1"]:
            number *= chinese_number(match["x1"]) or 1
        magnitude = not set(match["c1"]) & set("一二三四五六七八九两点") and match["c1"] != "十"
        if match["u"] is None:
            figure = _without_unit(text, match, number, magnitude)
        elif magnitude:
            figure = _magnitude(match, number)
        else:
            figure = _small(text, match, number)
        if figure is not None:
            yield figure


def _has_more(match: re.Match[str]) -> bool:
    return any(match.groupdict().get(name) for name in MORE)


def _without_unit(
    text: str, match: re.Match[str], number: Decimal, magnitude: bool
) -> Figure | None:
    """突破万亿, 千亿产业: a large number without unit counts yuan."""
    if number < 10**8 or match["k1"] or text.startswith("俱乐部", match.end()):
        return None
    reached = _REACHES.search(text, max(0, match.start() - 3), match.start())
    if match["pre"] or reached or (magnitude and _CLASSED.match(text, match.end())):
        bound = Bound.EXACT if reached and not match["pre"] else Bound.OVER
        return Figure(*match.span(), number, None, "元", bound, Form.QUANTITY)
    return None


def _magnitude(match: re.Match[str], number: Decimal) -> Figure | None:
    """近百家, 百余家, 千亿元, 亿元以上: a magnitude alone counts where something bounds it."""
    bounded = match["pre"] or _has_more(match)
    money = UNIT_KIND[BASE_UNIT[match["u"]]] == "money"
    if not bounded and not (money and (number >= 10**9 or match["post"] == "以上")):
        return None
    strong = match["pre"] not in _WEAK_BOUNDS
    bound = bound_of(match) if (match["pre"] and strong) or match["post"] else Bound.OVER
    return Figure(*match.span(), number, None, BASE_UNIT[match["u"]], bound, Form.QUANTITY)


def _small(text: str, match: re.Match[str], number: Decimal) -> Figure | None:
    """二十三家, 三百多亿元, 二百万至一亿八百万像素; nothing where it is only speech."""
    start, unit = match.start(), match["u"]
    weak = match["pre"] in _WEAK_BOUNDS
    if weak:
        start = match.start("c1")
    if not _has_more(match) and _is_speech(text, match, number):
        return None
    end = match.end()
    if UNIT_KIND[BASE_UNIT[unit]] == "duration" and text.startswith("半", end):
        number, end = number + Decimal("0.5"), end + 1  # 两年半
    upper = chinese_number(match["c2"]) if match["c2"] else None
    if upper is not None and upper <= number:
        return None
    bounded = not weak or _has_more(match) or match["post"]
    bound = bound_of(match) if bounded else Bound.EXACT
    top = None if upper is None else Decimal(upper)
    return Figure(start, end, number, top, BASE_UNIT[unit], bound, Form.QUANTITY)


def _is_speech(text: str, match: re.Match[str], number: Decimal) -> bool:
    """Whether a small numeral is ordinary speech: 一家, 这三个, 三个方面, “四个聚焦”."""
    unit, start = match["u"], match.start("u")
    after = text[match.end("u") : match.end("u") + 2]
    kind = UNIT_KIND[BASE_UNIT[unit]]
    if kind == "money":
        return number < 10
    if kind in {"rate", "measure"}:
        return number == 1 and unit == "度"  # 一度
    if _NAMED.match(text, start):
        return True
    if unit.startswith(("位", "个位")) and _MOVES.search(text, match.start() - 4, match.start()):
        return False  # 上升一位
    if number == 1 and (kind == "count" or unit == "天" or not re.match("[时内多后]", after)):
        return True
    if kind == "duration":
        return bool(_SET_PHRASE.match(text, match.end("u")))
    quoted = text[match.start() - 1 : match.start()] in {"“", "‘", '"', "一"}
    points = number <= 10 and (quoted or _OWN_POINTS.match(after))
    return unit not in _SPOKEN or bool(points)


def sets(text: str) -> Iterator[Figure]:
    """四大, 十大: members of a closed set, counted in 个."""
    yield from _counted(_SET, text, "个", Form.SET)


def rows(text: str) -> Iterator[Figure]:
    """八连冠: so many times in a row."""
    yield from _counted(_ROW, text, "次", Form.ROW)


def _counted(pattern_: re.Pattern[str], text: str, unit: str, form: Form) -> Iterator[Figure]:
    for match in pattern_.finditer(text):
        written = match["c"]
        value = int(written) if written.isdecimal() else chinese_number(written)
        if value:
            yield Figure(*match.span(), Decimal(value), None, unit, Bound.EXACT, form)
