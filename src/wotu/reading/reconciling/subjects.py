"""Whether two writings of a subject mean the same place, zone or firm."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import Final, NamedTuple

from wotu.identity.places import EVERYDAY_WORDS, Place, place_stem, places
from wotu.packs.indicator_names import indicator_key

_ZONE_KINDS: Final = re.compile(
    "(?P<高新区>(?:国家级?)?(?:高新(?:技术)?(?:产业)?开发区|高新区))|"
    "(?P<经开区>(?:国家级?)?(?:经济技术开发区|经济开发区|经开区))|"
    "(?P<保税区>(?:综合)?保税区)|(?P<工业园区>工业园区)"
)
"""Kinds of zones under their long and short names; 保税区 and 综合保税区 are one."""
_ZONE_ROW: Final = re.compile("开发区|园区|高新区|示范区|管理区|实验区|合作区")
"""Rows of the division codes that are zones: read as a place and a zone, as documents do."""
_WHOLE: Final = re.compile("^全?[省市区县]域?$|^全域$")
_WHOLE_OF: Final = re.compile("^全?[省市区县](?:域)?")
_AMONG: Final = re.compile(r"^\d+[家个座]|^(?:所有|各)|当?中$|里$|(?<!国)内$")
_COUNTRY: Final = re.compile("^(?:我国|国内|中国)")
_INDUSTRY: Final = re.compile("(?:产业|行业|工业|制造业|领域|集群)$")
_LEVELS: Final = {"province": 0, "prefecture": 1, "county": 2}


class Subject(NamedTuple):
    """A subject in the form in which subjects are compared."""

    key: str
    field: str
    """What of the place is spoken of (电子信息产业); belongs before the metric. Else ""."""


@lru_cache(maxsize=1 << 18)
def subject_of(written: str | None) -> Subject:
    """Key of a subject: places by their code, zones by kind, all else letter by letter.

    A place within places is the last one; a name that several places bear is that place only
    where a place before it decides. A zone is never its city.

    >>> subject_of("苏州") == subject_of("江苏省苏州市"), subject_of("昆山高新区")
    (True, Subject(key='320583高新区', field=''))
    >>> subject_of("苏州市电子信息产业")
    Subject(key='320500', field='电子信息产业')
    """
    text = indicator_key(written or "")
    place, end = _leading(text)
    if place is None:
        zone, length = _zone(text)
        return Subject(zone + text[length:], "")
    zone, length = _zone(text[end:])
    rest = text[end + length :]
    if _WHOLE.match(rest):
        rest = ""
    if _INDUSTRY.search(rest):
        return Subject(place.code + zone, rest)
    return Subject(place.code + zone + rest, "")


def _zone(text: str) -> tuple[str, int]:
    found = _ZONE_KINDS.match(text)
    return (found.lastgroup or "", found.end()) if found else ("", 0)


def _leading(text: str) -> tuple[Place | None, int]:
    """The last place that the text begins with, and where its name ends."""
    known, lengths = _spellings()
    place: Place | None = None
    at = 0
    while True:
        for length in lengths.get(text[at : at + 2], ()):
            found = _the_one(known.get(text[at : at + length], ()), place)
            if found is not None:
                place, at = found, at + length
                break
        else:
            return place, at


def _the_one(bearers: tuple[Place, ...], within: Place | None) -> Place | None:
    """The place meant by a name: within the place before it, the widest, and only one."""
    if within is not None:
        head = within.code.rstrip("0")
        head += "0" * (len(head) % 2)
        bearers = tuple(one for one in bearers if one.code.startswith(head) and one != within)
    if not bearers:
        return None
    widest = min(_LEVELS[one.level] for one in bearers)
    best = [one for one in bearers if _LEVELS[one.level] == widest]
    return best[0] if len(best) == 1 else None


@cache
def _spellings() -> tuple[dict[str, tuple[Place, ...]], dict[str, tuple[int, ...]]]:
    """Places by each of their names, and by two characters the lengths of names that begin so.

    With their rank as the codes write it, or without; 吴江市 is what is 吴江区 now. A rank that
    is written is kept apart where another place bears it (长沙县 is not 长沙).
    """
    exact: dict[str, list[Place]] = defaultdict(list)
    loose: dict[str, list[Place]] = defaultdict(list)
    for place in places():
        if _ZONE_ROW.search(place.name):
            continue
        exact[place.name].append(place)
        stem = place_stem(place.name)
        if stem == place.name:
            continue
        if stem not in EVERYDAY_WORDS or place.level != "county":
            loose[stem].append(place)
        for rank in {"province": "省市", "prefecture": "市州", "county": "市县区"}[place.level]:
            loose[stem + rank].append(place)
    names = {name: tuple(bearers) for name, bearers in (loose | exact).items()}
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in names:
        lengths[name[:2]].add(len(name))
    return names, {head: tuple(sorted(found)[::-1]) for head, found in lengths.items()}


@lru_cache(maxsize=1 << 16)
def field_of_rank(written: str | None) -> str:
    """Among whom a rank is held, in the form in which it is compared; "" where nothing says.

    >>> field_of_rank("我国") == field_of_rank("全国"), field_of_rank("157家国家高新区")
    (True, '国家高新区')
    """
    text = indicator_key(written or "").replace("的", "")
    text = _COUNTRY.sub("全国", _AMONG.sub("", text))
    place, end = _leading(text)
    return text if place is None else place.code + _WHOLE_OF.sub("", text[end:])
