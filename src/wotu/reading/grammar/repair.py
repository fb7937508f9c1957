"""Prose repaired for understanding, every character of it tied to one of the original.

Text out of newspaper pages comes with lines broken inside words and figures, spaces between the
letters of a heading, and headings printed twice. Here lines are joined to paragraphs, spaces that
mean nothing left out and full-width forms made plain; nothing is ever inserted but a line feed
between paragraphs and a blank between Latin words, so each span leads back to original characters.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from typing import Final

from wotu.reading.document import BlockKind, Document
from wotu.reading.grammar.lines import Group, paragraphs_of, printed_once
from wotu.reading.grammar.punctuation import as_chinese

_PLAIN_FORMS: Final = {
    **{0xFF01 + i: 0x21 + i for i in range(94)},  # full-width ASCII, ...
    **{ord(c): c for c in "，；：？！（）"},  # ... but Chinese punctuation stays what it is
    ord("〜"): "~",
    ord("∶"): ":",
    ord("﹪"): "%",
    ord("⋯"): "…",
    ord("−"): "-",
    ord("﹣"): "-",
    ord("〇"): "〇",
    ord("·"): "·",
    ord("\u00a0"): " ",
    ord("「"): "“",
    ord("」"): "”",
}
"""Forms of one character each, so that offsets do not move."""

_TOKEN: Final = re.compile(r"\S+")
_LATIN_END: Final = re.compile(r"[A-Za-z0-9,.)&]$")
_LATIN_START: Final = re.compile(r"[A-Za-z(&]")


@dataclass(frozen=True)
class Paragraph:
    """``text[start:end]`` of the prose."""

    start: int
    end: int
    heading: bool


@dataclass(frozen=True)
class Prose:
    """Repaired text; paragraphs are parted by line feeds."""

    text: str
    origin: array[int]
    """Of each character its place in the original; that of a line feed or blank put in is the
    place of the character before it."""
    paragraphs: tuple[Paragraph, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Span of original characters from the first to the last of ``text[start:end]``."""
        return self.origin[start], self.origin[end - 1] + 1


def repair(document: Document) -> Prose:
    """The prose of a document, from its blocks or, in plain text, from its lines."""
    plain = as_chinese(document.text.translate(_PLAIN_FORMS))
    builder = _Builder(plain)
    if document.blocks:
        for block in document.blocks:
            if block.kind is not BlockKind.FURNITURE:
                builder.add(Group(block.start, block.end, block.kind is BlockKind.HEADING))
    else:
        for group in paragraphs_of(plain):
            builder.add(group)
    return Prose("".join(builder.parts), builder.origin, tuple(builder.paragraphs))


class _Builder:
    """Prose in the making."""

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self.parts: list[str] = []
        self.origin: array[int] = array("q")
        self.paragraphs: list[Paragraph] = []

    def add(self, group: Group) -> None:
        """One paragraph: its pieces without the spaces that mean nothing."""
        start = len(self.origin)
        before, end = "", group.start
        for token in _TOKEN.finditer(self.plain, group.start, group.end):
            piece = token.group()
            if before and "\t" in self.plain[end : token.start()]:
                self._put("，", end)  # the border between two cells of a table
            elif before and _LATIN_START.match(piece) and _LATIN_END.search(before):
                self._put(" ", self.origin[-1])
            before, end = piece, token.end()
            for first, last in printed_once(piece):
                self.parts.append(piece[first:last])
                self.origin.extend(range(token.start() + first, token.start() + last))
        if len(self.origin) > start:
            self.paragraphs.append(Paragraph(start, len(self.origin), group.heading))
            self._put("\n", self.origin[-1])

    def _put(self, character: str, origin: int) -> None:
        self.parts.append(character)
        self.origin.append(origin)
