"""Short names of companies that stand in a sentence by themselves: 旭创科技是…."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from wotu.reading.naming.lexicon import Lexicon
from wotu.reading.naming.mention import MentionKind
from wotu.reading.naming.name_tokens import Word, words_of
from wotu.reading.naming.organisation_names import Organisation
from wotu.reading.naming.short_names import is_everyday

_TAIL: Final = re.compile(
    "(?:科技|生物|医药|药业|制药|医疗|光电|光学|电子|微电子|半导体|股份|智能|能源|电气|重工|精密|"
    "激光|材料|新材|电材|软件|信息|通信|网络|汽车|控股|资本|创投|基因|动力|智造|光能|证券|机器人|环保)"
)
_SINGLE: Final = (Word.OTHER, Word.SOFT, Word.MODIFIER)
_BEFORE: Final = (Word.BOUNDARY, Word.NOUN, Word.CLASS)
_AFTER: Final = (Word.BOUNDARY, Word.SOFT)
_FIRM_WORDS: Final = ("企业", "公司", "龙头", "厂商", "巨头", "独角兽", "链主")
_LONGEST: Final = 3
_SPAN: Final = 10
"""Characters before a line of business that are looked at."""


def find_standing(text: str) -> Iterator[Organisation]:
    """Two or three characters that are no words, before a line of business and between boundaries.

    The text must have the name again, or a word for firms right before it.
    """
    found = [name for tail in _TAIL.finditer(text) if (name := _standing(text, tail))]
    called = {text[n.start : n.end] for n in found if text.endswith(_FIRM_WORDS, 0, n.start)}
    names = {text[name.start : name.end]: MentionKind.COMPANY for name in found}
    written = list(Lexicon(names).find(text))
    counted = Counter(text[start:end] for start, end, _ in written)
    for start, end, kind in written:
        if counted[text[start:end]] > 1 or text[start:end] in called:
            yield Organisation(start, end, kind, clear=True)


def _standing(text: str, tail: re.Match[str]) -> Organisation | None:
    start = tail.start()
    before = text[start - 2 : start]
    if not before.isalpha() or is_everyday(before) or is_everyday(before + tail[0]):
        return None
    if not _ends_here(text, tail.end()):
        return None
    while start > max(0, tail.start() - _SPAN) and text[start - 1].isalpha():
        start -= 1
    tokens = words_of(text, start, tail.start())
    run: list[Word] = []
    while tokens and tokens[-1].word in _SINGLE and tokens[-1].end - tokens[-1].start == 1:
        run.append(tokens.pop().word)
    if not 2 <= len(run) <= _LONGEST or run.count(Word.OTHER) < 2:
        return None
    if tokens and tokens[-1].word is not Word.PLACE and tokens[-1].word not in _BEFORE:
        return None
    placed = tokens and tokens[-1].word is Word.PLACE
    begins = tokens[-1].start if placed else tail.start() - len(run)
    return Organisation(begins, tail.end(), MentionKind.COMPANY, clear=True)


def _ends_here(text: str, end: int) -> bool:
    """Whether no word follows that could belong to the name or make it another word."""
    if not text[end : end + 1].isalpha():
        return True
    return words_of(text, end, min(len(text), end + 4))[0].word in _AFTER
