"""The words before a name's last word, and what each says of where the name begins."""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from wotu.identity.names import business_words
from wotu.reading.naming.lexicon import Lexicon
from wotu.reading.naming.place_names import loose_place_lexicon

LONGEST_NAME: Final = 36
"""Characters before a name's last word that are looked at."""

_BRACKETS: Final = {"）": "（", ")": "("}


class Word(IntEnum):
    """What a word says of the beginning of a name; the sections of ``name_words.txt``."""

    OTHER = 0
    BOUNDARY = 1
    NOUN = 2
    SOFT = 3
    WEAK = 4
    CLASS = 5
    MODIFIER = 6
    ORIGIN = 7
    REGION = 8
    DOMAIN = 9
    PLACE = 10


class Token(NamedTuple):
    """One word before a head: ``text[start:end]``."""

    start: int
    end: int
    word: Word


@cache
def word_classes() -> dict[str, Word]:
    """What each word says; a word that is in several sections has the first meaning."""
    text = files("wotu.reading.naming").joinpath("name_words.txt").read_text(encoding="utf-8")
    classes: dict[str, Word] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            section, *words = line.split()
            for word in words:
                classes.setdefault(word, Word[section.upper()])
    for word in business_words():
        if len(word) > 1:
            classes.setdefault(word, Word.DOMAIN)
    return classes


@cache
def _lexicon() -> Lexicon[Word]:
    """Words and places of two characters or more; a spelling that is both is a place."""
    places = dict.fromkeys(loose_place_lexicon().words(), Word.PLACE)
    return Lexicon(word_classes() | places)


@cache
def _single() -> dict[str, Word]:
    return {word: kind for word, kind in word_classes().items() if len(word) == 1}


def words_of(text: str, start: int, end: int) -> list[Token]:
    """The words of a stretch, the longest first; what is no known word is one character each."""
    single = _single()
    tokens = []
    for first, stop, word in _lexicon().split(text, start, end):
        kind = single.get(text[first], Word.OTHER) if word is None else word
        if kind is Word.PLACE and text.startswith("级", stop):
            kind = Word.CLASS
        tokens.append(Token(first, stop, kind))
    return tokens


def stretch_before(text: str, end: int, floor: int) -> int:
    """Where the characters that may belong to a name ending at ``end`` begin: after punctuation.

    A bracket of up to twelve characters is part of the name: 士泽生物医药（苏州）有限公司.
    """
    start, lowest = end, max(floor, end - LONGEST_NAME)
    while start > lowest:
        before = text[start - 1]
        if before.isalpha() or before in "&＆-":
            start -= 1
        elif before in _BRACKETS:
            opened = text.rfind(_BRACKETS[before], max(lowest, start - 14), start - 1)
            if opened <= lowest or not text[opened + 1 : start - 1].isalpha():
                break
            start = opened
        else:
            break
    dated = start < end and text[start] in "年月日时" and text[start - 1 : start].isdigit()
    return start + dated


def length_of(tokens: list[Token]) -> int:
    """Characters of words."""
    return sum(token.end - token.start for token in tokens)
