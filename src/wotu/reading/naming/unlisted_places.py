"""Places and parks that no list has, by their last character: 岚溪市, 巴城镇, 云栈谷."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from wotu.reading.naming.lexicon import Lexicon
from wotu.reading.naming.name_tokens import Word, word_classes, words_of

_RANK: Final = re.compile("市|县|镇|乡|街道|区|谷")
_BEFORE: Final = frozenset(
    "城都超门股楼夜集上园社辖片景校厂库地特灾战牧禁误盲级全各省本该新老两开保贸代副建"
)
"""Last characters before a rank that make a word of it: 城市, 园区, 集镇."""
_AFTER: Final = frozenset("场民域间值级面容属外内中里集")
"""Characters after a rank that make another word of it: 市场, 区域, 县级."""
_BODIES: Final = ("委", "政府", "人民", "长", "人大", "政协", "统计", "发改", "工信")
"""What follows the name of a place that has a government."""
_SINGLE: Final = (Word.OTHER, Word.SOFT, Word.MODIFIER)
_BORDERS: Final = (Word.BOUNDARY, Word.PLACE, Word.NOUN, Word.REGION)
_LONGEST: Final = 3
_CALENDAR: Final = "年月日"
"""What ends a time, and no name begins with: 1992年建区."""


def unlisted_places(text: str, listed: Iterable[tuple[int, int]]) -> set[str]:
    """Names with their rank (岚溪市) that the text uses as places.

    Two or three characters that are no words stand before the rank, and the text has the name more
    than once, or names a body of its government. ``listed``: spans that are places already.
    """
    ends = {end for _, end in listed}
    names: set[str] = set()
    governed: set[str] = set()
    for rank in _RANK.finditer(text):
        if rank.end() in ends or rank.start() in ends or not _may_follow(text, rank):
            continue
        if name := _name_before(text, rank):
            names.add(name)
            if text.startswith(_BODIES, rank.end()):
                governed.add(name)
    stems = {name: _stem(name) for name in names}
    counted = Counter(found.value for found in Lexicon({s: s for s in stems.values()}).find(text))
    recur = {name for name, stem in stems.items() if counted[stem] > 1}
    return governed | {name for name in recur if stems[name] not in word_classes()}


def _may_follow(text: str, rank: re.Match[str]) -> bool:
    before, after = text[rank.start() - 1 : rank.start()], text[rank.end() : rank.end() + 1]
    if before == "城" and rank[0] == "镇":  # 巴城镇, not 小城镇
        before = text[rank.start() - 2 : rank.start() - 1]
    return before not in _BEFORE and before.isalpha() and (not after or after not in _AFTER)


def _name_before(text: str, rank: re.Match[str]) -> str | None:
    """The name that ends in the rank, from the last boundary before it."""
    start = rank.start()
    while start > max(0, rank.start() - 10) and text[start - 1].isalpha():
        start -= 1
    tokens = words_of(text, start, rank.start())
    if tokens and tokens[-1].word is Word.PLACE:  # a county's name with another rank
        return text[tokens[-1].start : rank.end()]
    run = 0
    for token in reversed(tokens):
        if token.end - token.start > 1 or token.word not in _SINGLE:
            if token.word not in _BORDERS:
                return None
            break
        if text[token.start] in _CALENDAR:
            break
        run += 1
    return text[rank.start() - run : rank.end()] if 2 <= run <= _LONGEST else None


def _stem(name: str) -> str:
    return name.removesuffix("街道") if name.endswith("街道") else name[:-1]
