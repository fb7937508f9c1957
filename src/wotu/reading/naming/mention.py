"""A mention: a name that a text carries, and what it is the name of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from wotu.reading.naming.lexicon import Lexicon


class MentionKind(StrEnum):
    """What a name is the name of."""

    PLACE = "place"  # 苏州, 吴江区
    ZONE = "zone"  # 苏州工业园区, 太湖科学城
    PARK = "park"  # 苏州生物医药产业园, 阳澄湖两岸科创中心
    COMPANY = "company"
    INSTITUTE = "institute"  # 姑苏实验室, 国家生物药技术创新中心
    UNIVERSITY = "university"
    PLATFORM = "platform"
    CONSORTIUM = "consortium"  # 联合体, 联盟, 协会
    GOVERNMENT = "government"
    MEDIA = "media"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in a text: ``text[start:end]``."""

    start: int
    end: int
    text: str
    kind: MentionKind
    canonical: str
    """The name by which the text, or a name book, calls it in full: 士泽生物医药（苏州）有限公司
    of 士泽生物; of a place its official name."""


class KnownName(NamedTuple):
    """A name known before the text is read."""

    text: str
    kind: MentionKind
    canonical: str


class NameBook:
    """Names known beforehand: a register's firms with their short names, a zone's own parks.

    A name that is also an everyday word (机器人) counts only where 公司 or 股份 follows it, or
    where the text also has its full name.
    """

    def __init__(self, names: Iterable[KnownName]) -> None:
        """Where one spelling stands for several names the first counts."""
        spelled: dict[str, KnownName] = {}
        for name in names:
            spelled.setdefault(name.text, name)
        self.lexicon = Lexicon(spelled)
