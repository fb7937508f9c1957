"""Administrative places as firm names carry them: 江苏省, 苏州, 昆山市, 苏州工业园区."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple

Level = Literal["province", "prefecture", "county"]

_SUFFIX: Final = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|林区|新区|[省市州盟县区旗])$")
_PEOPLES: Final = re.compile(
    "(?:(?:各|满|回|藏|苗|彝|壮|侗|瑶|白|傣|黎|佤|畲|水|土|羌|蒙古|布依|朝鲜|土家|哈尼|傈僳|拉祜|东乡|"
    "纳西|景颇|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|普米|鄂温克|裕固|独龙|保安)族|"
    "维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|(?<!内)蒙古)+$"
)
_ZONE: Final = re.compile(
    r"(?:国家)?(?:(?:高新技术|经济技术|高技术|经济)?(?:产业)?开发区|高新区|经开区|(?:综合)?保税区|"
    r"出口加工区|工业园区?|科技园区?|自贸区|新区)"
)
EVERYDAY_WORDS: Final = frozenset(
    {
        "东方",
        "永安",
        "永康",
        "兴平",
        "安宁",
        "新民",
        "瑞安",
        "乐平",
        "同江",
        "合作",
        "同仁",
        "新星",
        "双河",
        "灯塔",
        "江山",
        "天长",
        "新乐",
        "安国",
        "高安",
        "大安",
        "东兴",
        "福安",
        "德兴",
        "兴仁",
        "安达",
        "海城",
        "文昌",
    }
)
"""Names of counties that firms use as trade names; places only with their suffix."""


class Place(NamedTuple):
    """One row of ``places.csv``."""

    code: str
    """GB/T 2260, six digits."""
    name: str
    level: Level


@cache
def places() -> tuple[Place, ...]:
    """All provinces, prefectures and counties, in the order of their codes."""
    text = files("wotu.identity").joinpath("places.csv").read_text(encoding="utf-8")
    rows = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    next(rows)
    return tuple(Place(code, name, level) for code, name, level in rows)  # type: ignore[arg-type]


def place_stem(name: str) -> str:
    """Name of a place without its rank: ``苏州`` of 苏州市, ``恩施`` of 恩施土家族苗族自治州.

    A stem of one character (``赵县``) is left whole.
    """
    stem = _SUFFIX.sub("", name)
    if "自治" in name:
        stem = _PEOPLES.sub("", stem) or stem
    return stem if len(stem) > 1 else name


@cache
def spellings() -> frozenset[str]:
    """Every beginning of a firm name that is a place.

    Provinces and prefectures with and without rank; counties with their own rank or a former one
    (吴江市 became 吴江区), county-level cities also without, unless the stem is an everyday word.
    """
    spellings = set()
    for place in places():
        stem = place_stem(place.name)
        spellings.add(place.name)
        bare = place.level != "county" or place.name.endswith("市")
        if bare and stem not in EVERYDAY_WORDS:
            spellings.add(stem)
        if stem != place.name:
            ranks = {"province": "省市", "prefecture": "市州", "county": "市县区"}[place.level]
            spellings.update(stem + rank for rank in ranks)
    return frozenset(spellings)


@cache
def _longest() -> int:
    return max(map(len, spellings()))


def leading_place(text: str) -> str:
    """Places that ``text`` begins with, 中国 first, with a zone after them; "" if none.

    >>> leading_place("江苏省苏州工业园区某某科技有限公司")
    '江苏省苏州工业园区'
    """
    end = len("中国") if text.startswith("中国") else 0
    while (step := _step(text, end)) > end:
        end = step
    if end and (zone := _ZONE.match(text, end)):
        end = zone.end()
    return text[:end]


def _step(text: str, start: int) -> int:
    known = spellings()
    for end in range(min(len(text), start + _longest()), start + 1, -1):
        if text[start:end] in known:
            return end
    return start


def same_place(first: str, second: str) -> bool:
    """Whether one of two written places lies in the spelling of the other, ranks apart.

    >>> same_place("苏州", "江苏省苏州市")
    True
    """
    one, other = place_stem(first), place_stem(second)
    return bool(one and other) and (one in second or other in first)
