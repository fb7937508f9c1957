"""Names of indicators in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_NOISE: Final = re.compile(r"[^\w&%+]|_")
_BRACKETS: Final = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_BEFORE: Final = re.compile(
    r"^(?:全市|全区|全省|全县|园区|辖区|区内|本区|全年|当年|年度|年末|年底|期末|累计|共有|拥有|现有|已有"
    r"|实现|完成|达成|总计|合计|其中|预计)+"
)
_AFTER: Final = re.compile(
    r"(?:的?(?:累计)?(?:总数量|总数|总量|总额|总值|数量|数目|个数|家数|户数|人数|件数|规模|达到?|为"
    r"|总规模|(?<![指系倍人次天位])数))$"
)


def indicator_key(name: str) -> str:
    """A name in the form in which names are compared: half width, no case, no punctuation.

    >>> indicator_key("国家专精特新“小巨人”企业"), indicator_key("R&D 经费")
    ('国家专精特新小巨人企业', 'r&d经费')
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", name).casefold())


def keys_of(metric: str) -> Iterator[str]:
    """Keys under which a metric may be known, the fullest first."""
    half = unicodedata.normalize("NFKC", metric)
    for text in (half, _BRACKETS.sub("", half)):
        key = indicator_key(text)
        bare = _BEFORE.sub("", key)
        for candidate in (key, _AFTER.sub("", key), bare, _AFTER.sub("", bare)):
            if candidate:
                yield candidate


def bare_key(name: str) -> str:
    """A name as :func:`indicator_key` gives it, without what adds nothing: brackets, 累计, 总数.

    >>> bare_key("全市实现出口总额（亿元）")
    '出口'
    """
    return list(keys_of(name))[-1] if indicator_key(name) else ""
