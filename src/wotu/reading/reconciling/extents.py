"""Words around a figure that say of what extent it is, or which version."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from wotu.reading.claim import ClaimKind
from wotu.reading.reconciling.statements import Statement

_COMMA: Final = re.compile("[，；。！？;!?]")
_SPACE: Final = re.compile(r"\s+")
_WORDS: Final = re.compile(
    "规模以上|规上|限额以上|限上|全口径|全社会|市本级|区本级|本级|市区(?!域)|主城区|全域|市属|省属|区属|"
    "核心区|(?:不含|剔除|扣除|不包括)[^，。；）)]{1,8}|(?<![包其内])含(?![金有量义水])[^，。；）)]{1,8}"
)
_ONE_WRITING: Final = {"规上": "规模以上", "限上": "限额以上"}
_ZONES: Final = re.compile(
    "(?<![占比于])(?:高新区|高新技术产业开发区|经开区|经济技术开发区|开发区|工业园区|自贸区|新区)"
)
_WHOLE: Final = re.compile("(?<![占比于])全[市区县省]")
_VERSIONS: Final = {
    "final": re.compile("最终核实|最终核定|(?<!制)修订(?!标准|了?《)|核定数?为|核实数|普查|年报数"),
    "preliminary": re.compile("初步(?:核算|统计|测算|预计|数)|快报|预计"),
}
_COMPARED: Final = frozenset({ClaimKind.SHARE, ClaimKind.RANK, ClaimKind.CHANGE_ABS})
"""Kinds whose clause names another place to compare with, which is not what they are about."""


def extent_words(statement: Statement) -> frozenset[str]:
    """What the figure's clause names as its extent, beyond its subject.

    A zone named for a city's figure, 全市 named for a zone's, and words such as 规上 and 不含….
    """
    clause = _clause(statement)
    words = {_ONE_WRITING.get(found, found) for found in _WORDS.findall(clause)}
    claim = statement.claim
    subject = unicodedata.normalize("NFKC", claim.subject or "")
    if claim.kind not in _COMPARED:
        own = subject + claim.metric
        words |= {zone for zone in _ZONES.findall(clause) if zone not in own and "区" not in own}
        if "区" in subject:
            words |= {whole for whole in _WHOLE.findall(clause) if whole[1] != "区"}
    return frozenset(words)


def version_of(statement: Statement) -> str | None:
    """``final`` or ``preliminary`` where the sentence says which; None where it says nothing."""
    sentence = _SPACE.sub("", statement.sentence)
    return next((name for name, words in _VERSIONS.items() if words.search(sentence)), None)


def _clause(statement: Statement) -> str:
    """The part of the sentence between commas in which the figure stands, without white space."""
    sentence, claim = statement.sentence, statement.claim
    at = claim.start - claim.sentence[0]
    if sentence[at : at + len(claim.quote)] != claim.quote:
        at = sentence.find(claim.quote)
    if at < 0:
        return ""
    before = max((mark.end() for mark in _COMMA.finditer(sentence, 0, at)), default=0)
    after = _COMMA.search(sentence, at + len(claim.quote))
    return _SPACE.sub("", sentence[before : after.start() if after else len(sentence)])
