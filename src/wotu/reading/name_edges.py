"""Where a name begins in running text: Chinese puts no space before it, but words that tell.

A name is read from its last word (有限公司, 实验室) to the left, as far as words go that can be
part of a name; a verb, a function word or a noun such as 企业 ends it, a place begins it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Final

from wotu.identity.names import business_words
from wotu.reading.place_names import loose_place_lexicon

LONGEST_NAME: Final = 36
"""Characters before a name's last word that are looked at."""

_LONGEST_WORD: Final = 8
_CLASSIFIERS: Final = frozenset("家个座所项批")
_COUNTING: Final = frozenset("0123456789几多余数两三四五六七八九十百")
_PARTICLES: Final = frozenset("和为以至经但并还年月日")
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


_SINGLE: Final = (Word.OTHER, Word.SOFT, Word.MODIFIER)


@dataclass(frozen=True, slots=True)
class Token:
    """One word before a head: ``text[start:end]``."""

    start: int
    end: int
    word: Word


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a name begins and what stands between there and its last word."""

    start: int
    own: int
    """Characters that are no common words: what tells this one from others."""
    domain: int
    """Characters that name a field of work."""
    placed: bool
    """Whether a place is in it."""
    origin: bool
    """Whether it begins with 国家, 中国 or the like."""
    of_class: bool
    """Whether words before it make it one of many (一批, 的, 5家)."""
    clear: bool
    """Whether the beginning is certain: a place, a boundary or punctuation, not a guess."""


@cache
def word_classes() -> dict[str, Word]:
    """What each word says; a word that is in several sections has the first meaning."""
    text = files("wotu.reading").joinpath("name_words.txt").read_text(encoding="utf-8")
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
def _lengths() -> dict[str, tuple[int, ...]]:
    """Lengths of the words that begin with a character, the longest first."""
    lengths: dict[str, set[int]] = {}
    for word in word_classes():
        lengths.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(own)[::-1]) for first, own in lengths.items()}


def words_of(text: str, start: int, end: int) -> list[Token]:
    """The words of a stretch, the longest first; what is no known word is one character each."""
    tokens: list[Token] = []
    classes, lengths, known_places = word_classes(), _lengths(), loose_place_lexicon()
    while start < end:
        place = known_places.longest(text, start, end)
        stop, word = (place.end, Word.PLACE) if place else (start + 1, None)
        for length in lengths.get(text[start], ()):
            if start + length < (stop if word else 0):
                break
            found = classes.get(text[start : start + length])
            if found and start + length <= end and (word is None or start + length > stop):
                stop, word = start + length, found
                break
        if word is Word.PLACE and text.startswith("级", stop):
            stop, word = stop + 1, Word.CLASS
        tokens.append(Token(start, stop, word or Word.OTHER))
        start = stop
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


def beginning_of(text: str, end: int, floor: int, *, firm: bool) -> Beginning:
    """Where the name begins whose last word begins at ``end``; not before ``floor``.

    ``firm``: the name of a company, which begins with its place where it has one.
    """
    start = stretch_before(text, end, floor)
    tokens = words_of(text, start, end)
    first, of_class = _first_token(tokens, text, start, firm=firm)
    if first == 0 and start == floor and tokens and tokens[0].word is Word.SOFT:
        first = 1  # what joins a sentence to the name before it: 苏州工业园区以创新平台
    clear = first > 0 or start == 0 or start > max(floor, end - LONGEST_NAME)
    chosen = tokens[first:]
    placed = [n for n, token in enumerate(chosen) if _is_place(text, token)]
    if placed and placed[0] and (firm or _length(chosen[: placed[0]]) > 6):
        chosen, clear = chosen[placed[0] :], True
    return _beginning(text, chosen, end, of_class=of_class, clear=clear)


def _beginning(
    text: str, tokens: list[Token], end: int, *, of_class: bool, clear: bool
) -> Beginning:
    words = [token.word for token in tokens]
    return Beginning(
        start=tokens[0].start if tokens else end,
        own=_own(text, tokens),
        domain=_length([token for token in tokens if token.word is Word.DOMAIN]),
        placed=Word.PLACE in words or Word.REGION in words[:1],
        origin=bool(words) and words[0] is Word.ORIGIN,
        of_class=of_class,
        clear=clear,
    )


def _own(text: str, tokens: list[Token]) -> int:
    """Characters that are in no word: unknown ones, and runs of single ones (南大)."""
    own = run = 0
    for token in tokens:
        single = token.end - token.start == 1 and text[token.start].isalpha()
        run = run + 1 if single and token.word in _SINGLE else 0
        own += run if run == 2 else run > 2
    unknown = sum(token.word is Word.OTHER and text[token.start].isalpha() for token in tokens)
    return max(own, unknown)


def _first_token(tokens: list[Token], text: str, start: int, *, firm: bool) -> tuple[int, bool]:
    """Index of the name's first word, and whether what stands before makes it a class: 5家, 的."""
    for n in range(len(tokens) - 1, -1, -1):
        token, rest = tokens[n], tokens[n + 1 :]
        if _is_class(text, tokens, n):
            return n + 1, True
        if token.word is Word.BOUNDARY and not _coordinates(text, tokens, n):
            return n + 1, text[token.start : token.end] == "的"
        if token.word is Word.NOUN and rest and _is_whole(text, rest):
            return n + 1, False
        if token.word is Word.SOFT and _parts(text, tokens, n, firm=firm):
            return n + 1, False
        if token.word is Word.WEAK and rest and _is_verb(tokens, n, firm=firm):
            return n + 1, False
    return 0, start > 0 and text[start - 1].isdigit()


def _is_class(text: str, tokens: list[Token], n: int) -> bool:
    """Whether the word makes a class of what follows: 一批, 全国, a classifier after a number."""
    written = text[tokens[n].start : tokens[n].end]
    if tokens[n].word is Word.CLASS:
        return not (written == "全球" and n and tokens[n - 1].word in _SINGLE)
    token = tokens[n]
    return written in _CLASSIFIERS and text[token.start - 1 : token.start] in _COUNTING


def _coordinates(text: str, tokens: list[Token], n: int) -> bool:
    """Whether the word joins two fields of work in one name: 小核酸及生物医药产业园."""
    near = tokens[n - 1 : n + 2] if n else []
    fields = [token.word for token in near[::2]] == [Word.DOMAIN, Word.DOMAIN]
    return fields and text[tokens[n].start : tokens[n].end] in ("及", "与", "和")


def _parts(text: str, tokens: list[Token], n: int, *, firm: bool) -> bool:
    """Whether one character that may be a verb or a particle stands before a name here.

    Trade names have such characters too (立讯, 宁德时代): before them only particles count.
    """
    rest = tokens[n + 1 :]
    if not _is_whole(text, rest) or _is_half(tokens, n):
        return False
    placed = rest[0].word in (Word.PLACE, Word.ORIGIN, Word.REGION)
    return placed or not firm or text[tokens[n].start] in _PARTICLES


def _is_half(tokens: list[Token], n: int) -> bool:
    """Whether a soft boundary would leave one strange character before it: 深时数字地球."""
    return (
        n > 0
        and tokens[n - 1].word in _SINGLE
        and tokens[n - 1].end - tokens[n - 1].start == 1
        and (n == 1 or tokens[n - 2].word not in _SINGLE)
    )


def _is_whole(text: str, tokens: list[Token]) -> bool:
    """Whether the words after a doubtful boundary can be a name without it."""
    if not tokens or not text[tokens[0].start].isalpha():
        return False
    if tokens[0].word in (Word.PLACE, Word.ORIGIN, Word.REGION):
        return True
    return _length([token for token in tokens if token.word is not Word.SOFT]) >= 4 and any(
        token.word in (Word.OTHER, Word.DOMAIN) for token in tokens[:2]
    )


def _is_verb(tokens: list[Token], n: int, *, firm: bool) -> bool:
    """Whether a word such as 建设 is a verb here: before a place, after an adverb, or first."""
    rest = tokens[n + 1 :]
    if rest[0].word in (Word.PLACE, Word.ORIGIN, Word.REGION):
        return True
    if n and tokens[n - 1].word is Word.BOUNDARY:
        return True
    own = _length([token for token in rest if token.word is Word.OTHER])
    return not firm and n == 0 and own >= 2


def _is_place(text: str, token: Token) -> bool:
    in_brackets = token.start > 0 and text[token.start - 1] in "（("
    return token.word is Word.PLACE and not in_brackets


def _length(tokens: list[Token]) -> int:
    return sum(token.end - token.start for token in tokens)
