"""Whether two writings of a metric mean the same measured thing."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from wotu.packs.indicator_names import bare_key as bare
from wotu.packs.indicator_names import indicator_key
from wotu.packs.indicators import Indicator, IndicatorDictionary

_GROWTH: Final = re.compile(
    "(?:同比|比上年|较上年|比去年|较去年|上年同期)*的?(?:增长速度|增长幅度|增长率|增速|增幅|增长|涨幅|"
    "上升|下降|降幅|降低|提升|提高)$|(?:同比|比上年|较上年)$"
)
_VERBS: Final = re.compile("^(?:全年|共|实现|完成)+")
_NET: Final = re.compile("净增加?|增加|增长|增至")
_NEW: Final = re.compile("新增")
_OF_WHOLE: Final = re.compile("(?:占比达?|所?占|占到)(.+?)的?(?:比重|比例|份额|占比)?$")
_SCOPE: Final = re.compile(
    "规模以上|限额以上|全口径|市区(?!域)|全社会|市属|省属|区属|市本级|区本级|本级|不含[^的]+的?|剔除[^的]+的?|"
    "扣除[^的]+的?"
)
_BRACKET_SCOPE: Final = re.compile("[（(【]((?:不含|含|剔除|扣除|不包括|包括)[^）)】]*)[）)】]")


class Metric(NamedTuple):
    """A metric in the form in which metrics are compared."""

    key: str
    """Without the words of its extent and of growth."""
    scope: frozenset[str]
    """Words that name the extent: 规模以上, 全社会, 不含…"""
    indicator: str | None
    """Id in the dictionary; None where it does not know the metric."""
    label: str | None
    """Its Chinese name there."""
    is_growth: bool
    """Names the growth of something: then ``key`` is what grows."""


MetricReader = Callable[[str, bool, bool], Metric]


def metric_reader(indicators: IndicatorDictionary) -> MetricReader:
    """Reads metrics with a dictionary: ``read(name, is_change, is_difference)``, remembered.

    ``is_change``: the claim is a change in per cent, whose metric may or may not end in 增速.
    ``is_difference``: an absolute change; 净增 and 新增 are different things and stay apart.
    """

    @lru_cache(maxsize=1 << 18)
    def read(name: str, is_change: bool, is_difference: bool) -> Metric:
        key = indicator_key(name)
        mark = ""
        if is_difference:
            mark = "新增" if _NEW.search(key) else "净增"
            key = _NET.sub("", _NEW.sub("", key))
        found = _named(indicators, name if not mark else key)
        is_growth = is_change
        if found is None and (is_change or _is_speed(key)):
            is_growth, key = True, _GROWTH.sub("", key) or key
            found = _named(indicators, key)
        named_scope: frozenset[str] = frozenset()
        if found is None and (words := _SCOPE.findall(_in_terms(key))):
            found = _named(indicators, _SCOPE.sub("", _in_terms(key)))
            named_scope = frozenset(words) if found else named_scope
        if found is not None and found.growth_of:
            is_growth, found = True, indicators[found.growth_of]
        text = _whole_named(indicator_key(found.label.zh)) if found else _plain(key)
        scope = (
            named_scope | frozenset(_SCOPE.findall(text)) | frozenset(_BRACKET_SCOPE.findall(name))
        )
        return Metric(
            key=(_SCOPE.sub("", text) or text) + mark,
            scope=scope,
            indicator=found.id if found else None,
            label=found.label.zh if found else None,
            is_growth=is_growth,
        )

    return read


def _named(indicators: IndicatorDictionary, name: str) -> Indicator | None:
    plain = _VERBS.sub("", name)
    return indicators.named(plain) or indicators.named(_in_terms(indicator_key(plain)))


def _is_speed(key: str) -> bool:
    return key.endswith(("增速", "增长率", "增幅", "增长速度", "增长"))


def _plain(key: str) -> str:
    """Words of a metric that the dictionary does not know, without what adds nothing."""
    text = _whole_named(_in_terms(key)).replace("的", "")
    return bare(text) or text


def _whole_named(key: str) -> str:
    """A share of something named, in one form: 占规上工业的比重 is 占规上工业."""
    return _OF_WHOLE.sub(r"占\1", key)


@cache
def _terms() -> tuple[dict[str, str], re.Pattern[str]]:
    text = (
        files("wotu.reading.reconciling").joinpath("metric_terms.csv").read_text(encoding="utf-8")
    )
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    into = {term: row["term"] for row in rows for term in (row["term"], *row["writings"].split())}
    longest_first = sorted(into, key=len, reverse=True)
    return into, re.compile("|".join(map(re.escape, longest_first)))


def _in_terms(key: str) -> str:
    """The name with each term in its one writing.

    >>> _in_terms("规上工业gdp"), _in_terms("高企数")
    ('规模以上工业地区生产总值', '高新技术企业数')
    """
    into, pattern = _terms()
    return pattern.sub(lambda found: into[found[0]], key)
