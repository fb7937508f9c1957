"""Names of firms and the parts they are made of.

A registered name is place, trade name (字号), line of business and legal form, in that order
(企业名称登记管理规定, 国务院令第734号, 第六条); the place may stand in brackets after the trade
name, and what follows the legal form names a branch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl

from wotu.identity.name_text import normalise_name, normalised_name
from wotu.identity.places import leading_place

__all__ = [
    "NameParts",
    "business_words",
    "is_branch_name",
    "normalise_name",
    "normalised_name",
    "parse_name",
    "parse_normalised_name",
]

_NOTE: Final = r"(?:\((?:原|曾用|更名|改制|微型企业|第二名称)[^()]*\))+$"
_SUBDIVISION: Final = (
    r"(?:分公司|支公司|分店|支店|分行|支行|分理处|储蓄所|分厂|分所|分社|分部|分院|分校|分局|支局|"
    r"办事处|代表处|营业部|营业厅|营业所|营业处|营业点|代理处|代办处|代办所|邮政所|联络处)\)?$"
)
_AFTER_COMPANY: Final = r"^.+?公司(?:\([^()]*\))*[^()].*$"
_OWN_COMPANY: Final = r"(?:有限公司|有限责任公司|集团公司|总公司|合伙\)|劳动服务公司|工会|委员会)$"
_HEAD: Final = re.compile(r"^.+?(?:公司|(?:银行|合作社|事务所)(?!.*公司))(?:\([^()]*\))*")
_NUMBERED: Final = re.compile(r"(?:第?[一二三四五六七八九十百\d]+)?" + _SUBDIVISION)
_LEGAL_FORM: Final = re.compile(
    r"(?:(?:股份)?有限(?:责任)?公司|股份公司|股份合作公司|集团公司|总公司|公司|合伙企业|"
    r"专业合作社(?:联合社)?|合作联?社|联合社|信用社|(?:会计师|税务师|律师)?事务所|设计院|研究院|研究所|"
    r"总厂|厂|中心|工作室|商行|商店|商场|药店|饭店|酒家|经营部|服务部|门市部|加油站|服务站|农场|林场|"
    r"医院|诊所|学校|幼儿园|协会|商会|联合会|基金会|工会委员会|[店院所社站部])"
    r"(?:\((?:有限合伙|普通合伙|特殊普通合伙|特殊的普通合伙)\))?$"
)
_BRACKET: Final = re.compile(r"\(([^()]*)\)?")


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of one firm name, each "" where the name has none."""

    place: str
    """Leading place or, without one, the place in brackets; with its zone (苏州工业园区)."""
    trade_name: str
    """字号; "" where place and business are all there is (常熟市食品有限公司)."""
    business: str
    """Line of business, 集团 and 控股 included."""
    legal_form: str
    branch: str
    """What follows the name of the head firm (苏州分公司, 前进路营业厅)."""


def is_branch_name(expr: pl.Expr) -> pl.Expr:
    """Boolean column of normalised names: a branch, not a firm of its own; null for null.

    A branch ends in a word for one (分公司, 支行, 营业厅) or goes on after its firm's 公司. Firms
    whose own name goes on that way end in a legal form again; trade unions are no branches.
    """
    name = expr.str.replace(_NOTE, "")
    goes_on = name.str.contains(_AFTER_COMPANY) & ~name.str.contains(_OWN_COMPANY)
    return name.str.contains(_SUBDIVISION) | goes_on


@cache
def business_words() -> frozenset[str]:
    """Words that state a line of business (``business_words.txt``)."""
    text = files("wotu.identity").joinpath("business_words.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def parse_name(text: str) -> NameParts:
    """The parts of a firm name; a reading by word lists, not a certainty.

    >>> parts = parse_name("苏州工业园区信达光电科技有限公司第一分公司")
    >>> parts.place, parts.trade_name, parts.business, parts.legal_form, parts.branch
    ('苏州工业园区', '信达', '光电科技', '有限公司', '第一分公司')
    """
    return parse_normalised_name(normalise_name(text))


def parse_normalised_name(name: str) -> NameParts:
    """The same as :func:`parse_name` for a name that is normalised already."""
    name = re.sub(_NOTE, "", name)
    head, branch = _split_branch(name)
    form = _LEGAL_FORM.search(head)
    legal_form = form[0] if form and form.start() > 0 else ""
    core = head[: len(head) - len(legal_form)]
    core, bracketed = _without_bracketed_place(core)
    place = leading_place(core)
    trade_name, business = _split_business(core[len(place) :], may_lack_trade_name=bool(place))
    return NameParts(place or bracketed, trade_name, business, legal_form, branch)


def _split_branch(name: str) -> tuple[str, str]:
    subdivision = _NUMBERED.search(name)
    goes_on = re.search(_AFTER_COMPANY, name) and not re.search(_OWN_COMPANY, name)
    if not (subdivision or goes_on):
        return name, ""
    head = _HEAD.match(name)
    cut = head.end() if head and head.end() < len(name) else len(name)
    if subdivision and (cut == len(name) or cut > subdivision.start()):
        cut = subdivision.start()
    return name[:cut].rstrip("("), name[cut:].strip("()")


def _without_bracketed_place(core: str) -> tuple[str, str]:
    """The name without brackets, and the place that stood in one."""
    place = ""
    for found in _BRACKET.finditer(core):
        inner = found[1]
        if inner and leading_place(inner) == inner:
            place = place or inner
            core = core.replace(found[0], "")
    return core.replace("(", "").replace(")", ""), place


def _split_business(core: str, *, may_lack_trade_name: bool) -> tuple[str, str]:
    """Trade name of two characters or more, and the longest run of business words after it."""
    words = business_words()
    ends_well = [False] * len(core) + [True]
    for start in range(len(core) - 1, -1, -1):
        ends_well[start] = any(
            ends_well[end] and core[start:end] in words
            for end in range(start + 1, min(len(core), start + 8) + 1)
        )
    starts = [start for start, good in enumerate(ends_well) if good and start != 1]
    first = next((start for start in starts if start or may_lack_trade_name), len(core))
    return core[:first], core[first:]
