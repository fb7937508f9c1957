"""Short names that a text introduces itself: 苏州生物医药产业园（英文简称为BioBAY）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from wotu.reading.naming.lexicon import Lexicon
from wotu.reading.naming.mention import Mention, MentionKind
from wotu.reading.naming.organisation_names import Organisation

_STATED: Final = re.compile(
    "（(?:(?:(?:以下|下文)?(?:统一|英文)?(?:简称|下称|称)[为：:]?)[“‘]?(?P<short>[^，。“”‘’（）]{2,12})[”’]?"
    "|(?P<latin>[A-Z][A-Za-z0-9-]{1,11}))）"
)
_SPACES: Final = frozenset({MentionKind.ZONE, MentionKind.PARK})
_POINTS_BACK: Final = re.compile(
    "园区|高新区|经开区|开发区|新区|自贸区|本?公司|集团|企业|中心|研究院|实验室|学院|大学|联盟|协会|平台|项目|"
    "办法|方案|规划|计划|意见|措施"
)
"""Not names but words that point back, whatever they have been said to stand for."""


def find_stated(
    text: str, names: Sequence[Organisation], canonical: Mapping[str, str]
) -> Iterator[Mention]:
    """Every use of a short name that follows a full one in brackets.

    A Latin one needs no 简称 before it. Zones and parks keep a Chinese short name (吴中经开区), by
    which they are known. ``canonical``: names in full, by how the text writes them.
    """
    shorts: dict[str, tuple[Organisation, str]] = {}
    for name in names:
        stated = _STATED.match(text, name.end)
        if stated is None:
            continue
        short = stated["short"] or stated["latin"]
        known_by_it = name.kind in _SPACES and not short.isascii()
        if not _POINTS_BACK.fullmatch(short) and not known_by_it:
            written = text[name.start : name.end]
            shorts.setdefault(short, (name, canonical.get(written, written)))
    for start, end, (name, full) in Lexicon(shorts).find(text):
        yield Mention(start, end, text[start:end], name.kind, full)
