"""A document's characters as a page shows them: in parts, in paragraphs, with claims lit.

Pieces are stretches of the original characters, each shown as it is: where a page selects
characters, their offsets follow from the offset at which their piece begins.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wotu.reading.document import Block, BlockKind, Document
from wotu.reading.grammar.repair import Paragraph as ProseParagraph
from wotu.reading.grammar.repair import Prose, repair
from wotu.reading.library import StoredClaim

#: Characters of one part; what a person reads in some minutes and a browser lays out at once.
PART_CHARACTERS = 6_000
_SENTENCE_END = re.compile(r"[。！？!?；;][”’」』）)]*\s*")
#: How far round a figure its sentence is looked for.
LONGEST_SENTENCE = 400

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document: ``text[start:end]``."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that belong together; ``at`` is the offset of the first one.

    ``claims`` are those whose figure stands here, ``begins`` the ones that begin with this piece;
    ``sentence`` is the offset of the sentence of a claim, None outside of all.
    """

    text: str
    at: int
    claims: tuple[StoredClaim, ...] = ()
    begins: tuple[StoredClaim, ...] = ()
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces in order; ``kind`` is what the format says of them."""

    kind: BlockKind
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class PagedText:
    """A document with its prose and the parts in which it is shown."""

    document: Document
    prose: Prose
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, document: Document) -> PagedText:
        """Repair a document and cut it into parts where paragraphs begin."""
        prose = repair(document)
        starts = [prose.origin[one.start] for one in prose.paragraphs]
        return cls(document, prose, tuple(_parts(len(document.text), starts)))

    def part_at(self, offset: int) -> Part:
        """The part in which a character stands."""
        starts = [part.start for part in self.parts]
        return self.parts[max(bisect_right(starts, offset) - 1, 0)]

    def plain(self, start: int, end: int) -> str:
        """Original characters as the prose has them: on one line, without what means nothing."""
        origin = self.prose.origin
        found = self.prose.text[bisect_left(origin, start) : bisect_left(origin, end)]
        return " ".join(found.split("\n")).strip()

    def paragraphs(self, part: Part, claims: Sequence[StoredClaim]) -> tuple[Paragraph, ...]:
        """A part for reading; ``claims`` are those that stand in it."""
        marks = _Marks(claims)
        return tuple(
            Paragraph(kind, tuple(marks.pieces(self.document.text, spans)))
            for kind, spans in self._stretches(part)
        )

    def _stretches(self, part: Part) -> Iterator[tuple[BlockKind, list[Span]]]:
        """Paragraphs of a part as spans of original characters."""
        shown = self.prose.paragraphs
        place = bisect_left(shown, part.start, key=lambda one: self.prose.origin[one.end - 1])
        while place < len(shown) and self.prose.origin[shown[place].start] < part.end:
            block = self._block(self.prose.origin[shown[place].start])
            kind = block.kind if block else BlockKind.PARAGRAPH
            if kind is BlockKind.TABLE_ROW and block:
                yield kind, [(block.start, block.end)]
            else:
                heading = shown[place].heading
                spans = list(_spans(self.prose, shown[place], part))
                yield BlockKind.HEADING if heading else kind, spans
            place += 1

    def _block(self, offset: int) -> Block | None:
        """The block in which a character stands; None where the format states none."""
        blocks = self.document.blocks
        place = bisect_right(blocks, offset, key=lambda one: one.start) - 1
        return blocks[place] if place >= 0 else None


def around(text: str, start: int, end: int) -> Span:
    """The sentence in which characters stand, as far as its punctuation shows it."""
    first, last = max(start - LONGEST_SENTENCE, 0), min(end + LONGEST_SENTENCE, len(text))
    ends = [found.end() for found in _SENTENCE_END.finditer(text, first, start)]
    following = _SENTENCE_END.search(text, end, last)
    return (ends[-1] if ends else first), (following.end() if following else last)


class _Marks:
    """Where claims and their sentences begin and end."""

    def __init__(self, claims: Sequence[StoredClaim]) -> None:
        self.claims = claims
        edges = {edge for one in claims for edge in (one.claim.start, one.claim.end)}
        self.edges = sorted(edges | {edge for one in claims for edge in one.claim.sentence})

    def pieces(self, text: str, spans: Sequence[Span]) -> Iterator[Piece]:
        cut = [short for span in spans for short in self._cut(span)]
        starts = [start for start, _end in cut]
        held: list[list[StoredClaim]] = [[] for _one in cut]
        sentences: list[int | None] = [None] * len(cut)
        for one in self.claims:
            for place in _within(cut, starts, one.claim.sentence):
                sentences[place] = one.claim.sentence[0]
            for place in _within(cut, starts, (one.claim.start, one.claim.end)):
                held[place].append(one)
        for place, (start, end) in enumerate(cut):
            before = held[place - 1] if place else []
            begins = tuple(one for one in held[place] if one not in before)
            yield Piece(text[start:end], start, tuple(held[place]), begins, sentences[place])

    def _cut(self, span: Span) -> Iterator[Span]:
        start, end = span
        first, last = bisect_right(self.edges, start), bisect_left(self.edges, end)
        edges = [start, *self.edges[first:last], end]
        yield from itertools.pairwise(edges)


def _within(cut: Sequence[Span], starts: Sequence[int], span: Span) -> Iterator[int]:
    """Places of the pieces that lie within a span."""
    for place in range(bisect_left(starts, span[0]), len(cut)):
        if cut[place][1] > span[1]:
            return
        yield place


def _spans(prose: Prose, paragraph: ProseParagraph, part: Part) -> Iterator[Span]:
    """The original characters of a paragraph, as far as they stand in a part, run by run.

    A blank that the repair put in repeats the place of the character before it: there the
    original has space, of which the first character is shown.
    """
    start = last = -1
    for place in range(paragraph.start, paragraph.end):
        at = prose.origin[place]
        if not part.start <= at < part.end:
            continue
        if start < 0:
            start = at
        elif at == last:
            at += 1
        elif at != last + 1:
            yield start, last + 1
            start = at
        last = at
    if start >= 0:
        yield start, last + 1


def _parts(length: int, starts: Sequence[int]) -> Iterator[Part]:
    """Parts of about the same length that begin with paragraphs, as far as these are short."""
    start, number = 0, 1
    while length - start > PART_CHARACTERS:
        most = start + PART_CHARACTERS
        place = bisect_right(starts, most) - 1
        end = starts[place] if place >= 0 and starts[place] > start else most
        yield Part(number, start, end)
        start, number = end, number + 1
    yield Part(number, start, length)
