"""Names of organisations and zones by their last word: …有限公司, …实验室, …高新区, …联合体."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple

from wotu.reading.naming.lexicon import Found, Lexicon
from wotu.reading.naming.mention import MentionKind
from wotu.reading.naming.name_edges import Beginning, beginning_of
from wotu.reading.naming.place_names import loose_place_lexicon, place_lexicon

Needs = Literal["proper", "domain", "field", "none"]

_NO_HEAD_BEFORE: Final = {
    "大学": "生", "集团": "化军式内", "联盟": "赛", "银行": "业家卡账间存贷柜",
    "证券": "化市交账投监法代简", "新区": "域", "广场": "舞", "公司": "化制法", "法院": "长",
    "医院": "长", "学院": "派", "委员会": "议",
}  # fmt: skip
_OF_ALL: Final = ("百强", "排名", "排行", "名录", "评价", "们")
"""What follows a word that stands for all of their sort: 国家生物医药产业园百强."""
_BRANCHES: Final = ("分公司",)
_ONLY_BEFORE: Final = {"新闻": "·记讯网社"}
_SHORT_COMPANY: Final = 4
"""Characters that a name before a bare 公司 has at most: 盛迪亚公司."""

_WHOLE: Final = (MentionKind.COMPANY, MentionKind.UNIVERSITY)
"""Kinds whose names may be common words only: 航天信息股份有限公司, 电子科技大学."""
_POSITIONS: Final = frozenset("前后内外间里上下中")


class Head(NamedTuple):
    """The last word of a name and what it makes of it; a row of ``name_heads.csv``."""

    kind: MentionKind
    needs: Needs


@dataclass(frozen=True, slots=True)
class Organisation:
    """A name as found, before names of one text are held against each other."""

    start: int
    end: int
    kind: MentionKind
    clear: bool
    """Whether its beginning is certain."""
    told: bool = True
    """Whether its words tell it from others of its sort; else it is a description."""
    placed: bool = False
    """Whether a place is in it."""


@cache
def heads() -> Lexicon[Head]:
    """Last words of names."""
    text = files("wotu.reading.naming").joinpath("name_heads.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return Lexicon(
        {row["word"]: Head(MentionKind(row["kind"]), row["needs"]) for row in rows}  # type: ignore[arg-type]
    )


def find_organisations(text: str) -> Iterator[Organisation]:
    """Organisations and zones of a text, in order, without overlap.

    Descriptions (…的生物医药产业园) are among them only where the text has the same words as a
    name elsewhere.
    """
    doubtful: list[Organisation] = []
    names: list[Organisation] = []
    for found in _chains(text):
        (names if found.told else doubtful).append(found)
    written = {text[name.start : name.end] for name in names}
    again = [name for name in doubtful if text[name.start : name.end] in written]
    yield from sorted(names + again, key=lambda name: name.start)


def _chains(text: str) -> Iterator[Organisation]:
    """Names by their last words; those that stand side by side are one: 南京大学苏州校区."""
    held: Organisation | None = None
    for head in heads().find(text):
        if _is_other_word(text, head):
            continue
        found = _organisation(text, head, held.end if held else 0)
        if found is None:
            continue
        if held and found.start == held.end and _goes_on(text, held, found):
            found = _joined(held, found)
        elif held:
            yield held
        held = found
    if held:
        yield held


def _joined(held: Organisation, found: Organisation) -> Organisation:
    of_university = held.kind is MentionKind.UNIVERSITY and found.kind is MentionKind.INSTITUTE
    kind = held.kind if of_university else found.kind
    told = held.told or found.told
    return Organisation(held.start, found.end, kind, held.clear, told, held.placed)


def _is_other_word(text: str, head: Found[Head]) -> bool:
    """Whether the next character shows that this is no last word of a name: 大学生, 银行业."""
    written, after = text[head.start : head.end], text[head.end : head.end + 1]
    if written in _ONLY_BEFORE:
        return not after or after not in _ONLY_BEFORE[written]
    if text.startswith(_OF_ALL, head.end):
        return True
    return bool(after) and after in _NO_HEAD_BEFORE.get(written, "")


def _goes_on(text: str, held: Organisation, found: Organisation) -> bool:
    """Whether the second of two names side by side is part of the first: not where it begins anew,
    a company with its place or the same words again."""
    if found.kind is MentionKind.COMPANY:
        if held.kind is MentionKind.COMPANY and text.startswith(_BRANCHES, found.end - 3):
            return True
        in_group = text.startswith("集团", held.end - 2)
        return in_group or loose_place_lexicon().longest(text, found.start) is None
    begins = text[found.start : found.start + 2]
    again = begins in ("国家", "中国") or begins == text[held.start : held.start + 2]
    return (held.told or held.placed) and held.kind is not MentionKind.COMPANY and not again


def _organisation(text: str, head: Found[Head], floor: int) -> Organisation | None:
    """The name that ends in ``head``, where anything before it belongs to it."""
    kind, needs = head.value
    if needs == "none":
        start = _with_place_before(text, head.start, floor)
        return Organisation(start, head.end, kind, clear=True, told=True)
    begins = beginning_of(text, head.start, floor, firm=kind is MentionKind.COMPANY)
    if begins.start == head.start and head.start != floor:
        return None
    if kind is MentionKind.ZONE and text[head.start - 1] == "省":
        return None  # 江苏省高新区: all of the province's
    bare = text[head.start : head.end] == "公司"
    if bare and not _is_short_name(text, begins, head.start):
        return None
    end = _with_place_after(text, head.end, kind)
    told = _tells(begins, kind, needs)
    return Organisation(begins.start, end, kind, begins.clear, told, begins.placed)


def _is_short_name(text: str, begins: Beginning, end: int) -> bool:
    """Whether the words before a bare 公司 are the short name of one (盛迪亚公司), not 期内公司."""
    written = text[begins.start : end]
    return begins.clear and len(written) <= _SHORT_COMPANY and not _POSITIONS & set(written)


def _tells(begins: Beginning, kind: MentionKind, needs: Needs) -> bool:
    """Whether what stands before the last word tells this one from others of its sort."""
    said = begins.own + begins.domain
    if begins.placed and needs != "field":
        return True
    stately = begins.origin and kind is not MentionKind.ZONE
    if begins.of_class and begins.own < 2 and not (begins.placed or stately):
        return False
    if kind in _WHOLE and begins.whole:
        return True
    if needs == "proper":
        return begins.own >= 2 or stately or (begins.origin and said >= 2)
    return said >= 2


def _with_place_before(text: str, start: int, floor: int) -> int:
    """The start with a place right before it: 北京中关村."""
    for length in (3, 2):
        if start - length >= floor and place_lexicon().get(text[start - length : start]):
            return start - length
    return start


def _with_place_after(text: str, end: int, kind: MentionKind) -> int:
    """The end with a bracket that holds a place: 国家第三代半导体技术创新中心（苏州）."""
    if kind is MentionKind.COMPANY or text[end : end + 1] not in ("（", "("):
        return end
    closed = text.find("）" if text[end] == "（" else ")", end, end + 10)
    inner = text[end + 1 : closed] if closed > 0 else ""
    return closed + 1 if loose_place_lexicon().get(inner) else end
