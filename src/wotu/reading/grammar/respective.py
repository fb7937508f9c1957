"""分别: a row of things and a row of figures, each its own (A、B和C产值分别增长1%、2%和3%)."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from wotu.reading.claim import Claim, ClaimKind
from wotu.reading.grammar.clauses import Sentence, Setting
from wotu.reading.naming.mention import Mention

_AMOUNTS: Final = frozenset({ClaimKind.LEVEL, ClaimKind.TARGET})
_AND: Final = re.compile("、|和|与|及|以及")
_REGION: Final = re.compile(
    "[苏皖浙鲁赣湘鄂粤闽辽陕冀豫川][东南西北中]|[东中西]部|东北|华[东南北中]"
)
_DATED: Final = re.compile(r"^(?:\d{4}年|去年|今年|上年|前年)(?:末|底|[上下]半年)?，?")
_GROWING: Final = re.compile("能级|不断|持续|加快|稳步|快速|齐头")
"""After the last of a row of things: what it does."""
_TAIL: Final = re.compile(
    "(?:产值|增加值|营业收入|主营业务收入|收入|总额|总量|数量|占比|比重|规模|投资|产量|销量|利润|增速|增幅|涨幅|零售额|出口额?|进口额?|余额)$"
)
_COUNT: Final = re.compile(r"\d[\d.]*[余多]?[万亿]*[余多]?[家个项件人名户种]$")
"""An amount: the row before is one of claims, not of things."""
_LEAD: Final = re.compile("^(?:其中|截至|目前|全[市区省]|[^，]{0,8}(?:实现|完成))[，：]?")
_KIND: Final = re.compile(
    "^(?:等)?(?:重点|主要|[一二三四五六七八九十]大|支柱|主导)?(?:行业|领域|产业|集群|门类)?"
)


class Own(NamedTuple):
    """What 分别 gives one figure for its own."""

    thing: str
    """A thing or a place."""
    noun: str
    """What is measured of it, if the row says so: 产值 of 张家港、常熟产值分别为…."""


def respective_metrics(
    text: str, sentence: Sentence, settings: Sequence[Setting], places: Container[str]
) -> dict[int, Own]:
    """What each figure is about that 分别 gives its own thing, by the figure's start.

    ``places``: names in the sentence that are no things. Empty where the rows are not equally long.
    """
    if len(settings) < 2 or "分别" not in settings[0].before:
        return {}
    before = settings[0].before
    things, _, verb = before.rpartition("分别")
    if not _DATED.sub("", things).strip("，"):
        clauses = re.split("[，；]", text[sentence.start : settings[0].clause.start])
        things = clauses[-2] if len(clauses) > 1 else ""
    items = _AND.split(_LEAD.sub("", _DATED.sub("", things)))
    if len(items) != len(settings) or any(_COUNT.search(item) for item in items):
        return {}
    last, tail = _last_and_tail(items[-1])
    if all(is_place(item, places) for item in items[:-1]):
        cut = next((n for n in range(len(items[-1]), 1, -1) if is_place(items[-1][:n], places)), 0)
        last, tail = (items[-1][:cut], items[-1][cut:]) if cut else (last, tail)
    tail = tail or _noun(verb)
    names = [*items[:-1], last]
    return {s.figure.start: Own(name, tail) for s, name in zip(settings, names, strict=True)}


def is_place(name: str, places: Container[str]) -> bool:
    """Whether a name is one of ``places``, or a region that has none (苏南)."""
    return name in places or _REGION.fullmatch(name) is not None


def respective_places(
    text: str, names: Sequence[Mention], settings: Sequence[Setting]
) -> dict[int, str]:
    """Subject of each figure of 北京经开区、江宁经开区加大投入，高企分别达到1144家和675家.

    ``names``: those in the clause before. Empty where they are no row, or not as many.
    """
    things, respectively, _ = settings[0].before.rpartition("分别")
    if len(settings) < 2 or not respectively or not things.strip("，") or _AND.search(things):
        return {}
    gaps = [text[one.end : other.start] for one, other in pairwise(names)]
    if len(names) != len(settings) or not all(_AND.fullmatch(gap) for gap in gaps):
        return {}
    return {s.figure.start: name.text for s, name in zip(settings, names, strict=True)}


def respective_to(settings: Sequence[Setting], stated: Sequence[Claim]) -> dict[int, Own]:
    """Metric of each figure of 分别增长8.9%和15.2%: those of the amounts stated before it.

    ``stated``: the claims of the sentence so far. Empty where these are fewer, or of one thing.
    """
    if len(settings) < 2 or not settings[0].before.strip("，、").startswith("分别"):
        return {}
    amounts = [one.metric for one in stated if one.kind in _AMOUNTS and one.metric]
    names = amounts[-len(settings) :]
    if len(set(names)) < len(settings):
        return {}
    return {s.figure.start: Own(name, "") for s, name in zip(settings, names, strict=True)}


def _last_and_tail(item: str) -> tuple[str, str]:
    """The last thing and the noun that all share: 电气机械等重点行业产值, 前沿新材料产值."""
    thing, also, rest = item.partition("等")
    if also:
        return thing, _KIND.sub("", rest)
    item = _GROWING.split(item)[0]
    noun = _TAIL.search(item)
    return (item[: noun.start()], noun.group()) if noun else (item, "")


def _noun(verb: str) -> str:
    """The noun in 分别实现产值."""
    found = _TAIL.search(re.sub("(?:达到?|为|约)+$", "", verb))
    return found.group() if found else ""
