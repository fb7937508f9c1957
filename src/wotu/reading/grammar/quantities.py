"""Quantities in Arabic digits, and magnitudes given as a class (千亿级, 5万吨级)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from wotu.reading.claim import Bound
from wotu.reading.grammar.bounds import BOUND_AFTER, BOUND_BEFORE, FIRST_CHARACTERS, pattern
from wotu.reading.grammar.figure import Figure, Form, bound_of
from wotu.reading.grammar.numerals import MULTIPLIER, chinese_number, multiplied
from wotu.reading.grammar.units import BASE_UNIT, UNIT

_PRE: Final = pattern(BOUND_BEFORE)
_POST: Final = pattern(BOUND_AFTER)
# No figure has more digits; and a pattern that fails on a mile of digits must not try each start.
_ARABIC: Final = r"(?<!\d)\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,9})?|(?<!\d)\d{1,18}(?:\.\d{1,9})?"
_DASH: Final = r"(?P<dash>-|—|–|~|至|到)"
# 千 of 千克 and 百 of 百分点 belong to the unit.
_TIMES: Final = MULTIPLIER.replace("[百千])", r"百(?!分)|千(?![克瓦米伏帕]))")
_UNITS: Final = rf"{UNIT}(?!(?<=[A-Za-z\d])[A-Za-z]|(?<=台)阶)"

_QUANTITY: Final = re.compile(
    rf"(?=[\d\-人{FIRST_CHARACTERS}])(?P<pre>{_PRE})?(?:人民币)?(?P<minus>(?<=[\u4e00-\u9fff])-)?(?<![A-Za-z\d.+/:])(?<![A-Za-z]-)"
    rf"(?P<a1>{_ARABIC})(?P<k1>[余多])?(?P<x1>{_TIMES})?(?P<j1>[余多])?(?P<z1>(?<=[万千百][余多])亿)?"
    rf"(?:(?P<u1>{_UNITS})?{_DASH}(?P<a2>{_ARABIC})(?P<x2>{_TIMES})?(?={_UNITS}))?"
    rf"(?P<plus>\+)?(?P<k2>[余多]|个多(?=百分点))?(?P<u>{_UNITS})?(?P<post>{_POST})?"
)
_CLASS: Final = re.compile(
    rf"(?=[\d十百千万亿{FIRST_CHARACTERS}])(?P<pre>{_PRE})?(?P<a>{_ARABIC})?(?P<m>[十百千]?万?亿|[十百千]万|万)"
    r"(?P<u>元|美元|吨|千瓦|人)?级别?"
)
_SHARED_UNIT: Final = re.compile(r"[、和及与]\d{1,3}\.\d{1,2}个?(?P<unit>百分点|%)")
_POINTS_TOO: Final = re.compile(r"[、和及与][\d.]{1,6}个?百分点")
_PART_OF_NAME: Final = re.compile(r"[第每逐]$|[A-Za-z][-·]?$|[“‘\"]\d*\+$")
_NAMED: Final = re.compile(
    r"年(?:代|行动|规划|计划)|岁以[上下][^，。；、]"
    r"|类(?:创?新药|药|医疗器械|器械|化学药|生物制品|证)|轮(?:驱动|回)"
)
_NO_QUANTITY: Final = re.compile(r"[年月日号版期级代届\-]|[A-Za-z\d]")

_UNIT_OF: Final = (
    (
        re.compile("人口|百姓|群众|市民|居民|用户|人才|职工|员工|从业|学生|就业|劳动力|客流|游客"),
        "人",
    ),
    (re.compile("专利|商标|著作权|知识产权|申请量|授权量"), "件"),
    (
        re.compile(
            "产值|GDP|总值|收入|投资|规模|营收|融资|市值|资金|税|额|利润|增加值|基金|贷款|余额|外资|"
            "存款|经济|工业|大关|产业|企业.{0,4}家"
        ),
        "元",
    ),
    (re.compile("企业|高企|公司|机构|市场主体|经营主体|商户"), "家"),
)
"""Unit of what a number without one counts, by the words around it."""


def quantities(text: str) -> Iterator[Figure]:
    """Figures in Arabic digits with a unit, or with a multiplier and a unit to be guessed."""
    for match in _QUANTITY.finditer(text):
        start, end = match.span()
        part = match.groupdict()
        if not part["pre"] and _PART_OF_NAME.search(text, max(0, start - 3), start):
            continue
        unit = part["u"] or _missing_unit(text, match) or _next_unit(text, match)
        if unit is None or (part["u"] and _is_name(text, match)):
            continue
        if unit == "个" and _POINTS_TOO.match(text, end):
            unit = "百分点"  # 提高4个和13.3个百分点
        for first, last, value, upper in _values(text, match):
            figure_end = end if last == match.end() else last
            first = start if first == match.start("a1") else first
            value = -value if part["minus"] else value
            bound = bound_of(match)
            base = BASE_UNIT.get(unit, unit)
            yield Figure(first, figure_end, value, upper, base, bound, Form.QUANTITY)


def _values(text: str, match: re.Match[str]) -> Iterator[tuple[int, int, Decimal, Decimal | None]]:
    """One value, a range (5%-8%), or the two ends of a way (从60家到70家)."""
    part = match.groupdict()
    times = (part["x1"] or "") + (part["z1"] or "")
    if not part["a2"]:
        yield match.start("a1"), match.end(), multiplied(part["a1"], times), None
        return
    upper = multiplied(part["a2"], part["x2"] or "")
    is_way = (
        part["dash"] in {"至", "到"}
        and "从" in text[max(0, match.start() - 12) : match.start()].rpartition("，")[2]
    )
    if not is_way and not times and not part["u1"]:
        times = part["x2"] or ""
    value = multiplied(part["a1"], times)
    if is_way:
        first_end = match.end("u1") if part["u1"] else match.end("x1" if times else "a1")
        yield match.start("a1"), first_end, value, None
        yield match.start("a2"), match.end(), upper, None
    elif upper > value:
        yield match.start("a1"), match.end(), value, upper


def _missing_unit(text: str, match: re.Match[str]) -> str | None:
    """Unit of a figure that names none, from the words around it; 个 by default."""
    if not (match["x1"] or match["x2"]) or _NO_QUANTITY.match(text, match.end()):
        return None
    after = re.split(r"[，。；、\n]", text[match.end() : match.end() + 6])[0]
    near = text[max(0, match.start() - 16) : match.start()]
    clause = re.split(r"[。；\n]", near)[-1]
    for around in (after, clause):
        for sign, unit in _UNIT_OF:
            if sign.search(around):
                return unit
    return "元" if "亿" in (match["x1"] or "") else "个" if after else None


def _next_unit(text: str, match: re.Match[str]) -> str | None:
    """Unit of a decimal that shares that of the next one: 分别高0.7、1.4个百分点."""
    shared = _SHARED_UNIT.match(text, match.end()) if "." in match["a1"] else None
    return shared["unit"] if shared and not match["a2"] else None


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether digits and unit are part of a name, or a day of a month (30日内 is a span)."""
    if match["u"] == "日":
        return match["post"] not in {"内", "以内", "之内"}
    return bool(_NAMED.match(text, match.start("u")))


def classes(text: str) -> Iterator[Figure]:
    """千亿级, 万亿元级, 5万吨级: at least the magnitude; of yuan where nothing else is said."""
    for match in _CLASS.finditer(text):
        size = Decimal(chinese_number(match["m"]) or 0)
        value = multiplied(match["a"]) * size if match["a"] else size
        if value < 10**6 and not match["u"]:
            continue
        bound = bound_of(match) if match["pre"] else Bound.OVER
        yield Figure(*match.span(), value, None, match["u"] or "元", bound, Form.CLASS)
