"""Where a name begins in running text: Chinese puts no space before it, but words that tell.

A name is read from its last word (有限公司, 实验室) to the left, as far as words go that can be
part of a name; a verb, a function word or a noun such as 企业 ends it, a place begins it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wotu.reading.naming.name_tokens import (
    LONGEST_NAME,
    Token,
    Word,
    length_of,
    stretch_before,
    words_of,
)

_CLASSIFIERS: Final = frozenset("家个座所项批")
_COUNTING: Final = frozenset("0123456789几多余数两三四五六七八九十百")
_PARTICLES: Final = frozenset("和为以至经但并还年月日")
_DEEDS: Final = frozenset(
    ("建设", "投资", "联合", "合作", "探索", "支持", "促进", "推广", "指导", "主导", "联动", "对接")
)
_JOINING: Final = frozenset("和并为以")
_AFTER_VERB: Final = frozenset("出到于向至为成入")
_SINGLE: Final = (Word.OTHER, Word.SOFT, Word.MODIFIER)
_PLACED: Final = (Word.PLACE, Word.ORIGIN, Word.REGION)


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
    whole: bool
    """Whether it begins after punctuation and is long enough for a name of common words only."""


def beginning_of(text: str, end: int, floor: int, *, firm: bool) -> Beginning:
    """Where the name begins whose last word begins at ``end``; not before ``floor``.

    ``firm``: the name of a company, which begins with its place where it has one.
    """
    start = stretch_before(text, end, floor)
    tokens = words_of(text, start, end)
    first, of_class = _first_token(tokens, text, start, firm=firm)
    if first == 0 and start == floor and tokens and _joins_names(text, tokens[0]):
        first = 1
    at_edge = start == 0 or start > max(floor, end - LONGEST_NAME)
    if firm and first and not _is_trade_name(text, tokens[first:]):
        first = _earlier(text, tokens, first, at_edge=at_edge)
    clear = first > 0 or at_edge
    chosen = tokens[first:]
    if later := _later_place(text, chosen, firm=firm):
        chosen, clear = chosen[later:], True
    whole = first == 0 and at_edge and length_of(chosen) >= 4 and (len(chosen) > 1 or not firm)
    return _beginning(text, chosen, end, of_class=of_class, clear=clear, whole=whole)


def _joins_names(text: str, token: Token) -> bool:
    """Whether the first word after a name says what is done: 园区以创新平台…, 某局联合某银行."""
    return token.word is Word.SOFT or text[token.start : token.end] in _DEEDS


def _is_trade_name(text: str, tokens: list[Token]) -> bool:
    return _own(text, tokens) >= 2 or any(_is_place(text, token) for token in tokens)


def _earlier(text: str, tokens: list[Token], first: int, *, at_edge: bool) -> int:
    """First word of a firm's name that has an everyday word inside: 湖北共同药业, 我爱我家."""
    between = text[tokens[0].start : tokens[first].start] if first < len(tokens) else "的"
    if "的" in between[1:]:
        return first
    for n in range(first - 1, -1, -1):
        if _is_place(text, tokens[n]):
            return n
    single = all(token.end - token.start == 1 for token in tokens[:first])
    return 0 if at_edge and single and length_of(tokens) <= 8 else first


def _later_place(text: str, tokens: list[Token], *, firm: bool) -> int:
    """Index of a place inside the words with which the name begins; 0 where it does not.

    What is before it must be long enough not to be part of the name, and of a firm what is after
    it must tell more than its business: 思瑞浦微电子科技苏州股份有限公司 begins with 思瑞浦.
    """
    places = [n for n, token in enumerate(tokens) if _is_place(text, token)]
    if not places or not places[0]:
        return 0
    before, after = tokens[: places[0]], tokens[places[0] + 1 :]
    if not firm:
        return places[0] if length_of(before) > 6 else 0
    named_before = _own(text, before) >= 2 or before[0].word is Word.ORIGIN
    if length_of(before) < 2 or (named_before and _own(text, after) < 2):
        return 0
    return places[0]


def _beginning(
    text: str, tokens: list[Token], end: int, *, of_class: bool, clear: bool, whole: bool
) -> Beginning:
    words = [token.word for token in tokens]
    return Beginning(
        start=tokens[0].start if tokens else end,
        own=_own(text, tokens),
        domain=length_of([token for token in tokens if token.word is Word.DOMAIN]),
        placed=Word.PLACE in words or Word.REGION in words[:1],
        origin=bool(words) and words[0] is Word.ORIGIN,
        of_class=of_class,
        clear=clear,
        whole=whole,
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
        if text[token.start - 1 : token.start].isdigit() and text[token.start] == "号":
            return n + 1, False  # 金鸡湖大道99号苏州纳米城
        if token.word is Word.BOUNDARY and not _coordinates(text, tokens, n):
            return n + 1, text[token.start : token.end] == "的"
        if token.word is Word.NOUN and rest and _is_whole(text, rest):
            return n + 1, False
        if token.word is Word.SOFT and _completes_verb(text, tokens, n):
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


def _completes_verb(text: str, tokens: list[Token], n: int) -> bool:
    """Whether the character belongs to the verb before it: 计算出, 扎根于."""
    return text[tokens[n].start] in _AFTER_VERB and n > 0 and tokens[n - 1].word is Word.BOUNDARY


def _parts(text: str, tokens: list[Token], n: int, *, firm: bool) -> bool:
    """Whether one character that may be a verb or a particle stands before a name here.

    Trade names have such characters too (立讯, 宁德时代): before them only particles count.
    """
    rest = tokens[n + 1 :]
    if not rest and not firm and text[tokens[n].start] in _JOINING:
        return True
    if not _is_whole(text, rest) or _is_half(tokens, n):
        return False
    placed = rest[0].word in _PLACED
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
    if tokens[0].word in _PLACED:
        return True
    return length_of([token for token in tokens if token.word is not Word.SOFT]) >= 4 and any(
        token.word in (Word.OTHER, Word.DOMAIN) for token in tokens[:2]
    )


def _is_verb(tokens: list[Token], n: int, *, firm: bool) -> bool:
    """Whether a word such as 建设 is a verb here: before a place, after an adverb, or first."""
    rest = tokens[n + 1 :]
    if rest[0].word in _PLACED:
        return True
    if n and tokens[n - 1].word is Word.BOUNDARY:
        return True
    own = length_of([token for token in rest if token.word is Word.OTHER])
    return not firm and n == 0 and own >= 2


def _is_place(text: str, token: Token) -> bool:
    in_brackets = token.start > 0 and text[token.start - 1] in "（("
    return token.word is Word.PLACE and not in_brackets
