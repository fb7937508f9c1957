"""Which pieces of a web page are its article, judged by the elements around them and by links."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from wotu.reading.document import BlockKind
from wotu.reading.intake.html_page import PageReader, Piece
from wotu.reading.intake.taken import BlockWriter

_MOST_LINKED: Final = 0.5
_ENOUGH: Final = 0.6
_SHORTEST_ARTICLE: Final = 80
_LEAST_KEPT: Final = 0.2


def write_page(reader: PageReader, name: str) -> BlockWriter:
    """The blocks of a page in order; what is not the article is furniture.

    Raises:  DocumentTooLargeError.
    """
    writer = BlockWriter(name)
    pieces = _trusted(reader.pieces)
    article = _article(pieces)
    for piece in pieces:
        outside = article is not None and article not in piece.articles
        # The headline often stands above the element that holds the text.
        outside = outside and not (piece.level == 1 and not piece.linked)
        furniture = piece.furniture or outside or _is_links(piece)
        if piece.cells:
            kind = BlockKind.FURNITURE if furniture else BlockKind.TABLE_ROW
            writer.add_row(piece.cells, kind)
        else:
            kind = BlockKind.FURNITURE if furniture else piece.kind
            writer.add(kind, piece.text, 0 if furniture else piece.level)
    return writer


def _trusted(pieces: list[Piece]) -> list[Piece]:
    """The pieces; where names call almost all prose furniture, they are not believed."""
    prose = [piece for piece in pieces if not _is_links(piece)]
    kept = sum(_length(piece) for piece in prose if not piece.furniture)
    if kept < _LEAST_KEPT * sum(map(_length, prose)):
        return [replace(piece, furniture=False) for piece in pieces]
    return pieces


def _article(pieces: list[Piece]) -> int | None:
    """The innermost element that looks like an article and holds most of the page's prose.

    None where no element does: then only links and named furniture are set apart.
    """
    prose: Counter[int] = Counter()
    depth: dict[int, int] = {}
    total = 0
    for piece in pieces:
        if piece.furniture or _is_links(piece):
            continue
        length = _length(piece)
        total += length
        for place, number in enumerate(piece.articles):
            prose[number] += length
            depth[number] = place
    fitting = [
        n for n, length in prose.items() if length >= max(_ENOUGH * total, _SHORTEST_ARTICLE)
    ]
    return max(fitting, key=depth.__getitem__, default=None)


def _length(piece: Piece) -> int:
    return (
        sum(len(part) for cell in piece.cells for part in cell) if piece.cells else len(piece.text)
    )


def _is_links(piece: Piece) -> bool:
    return piece.linked > _MOST_LINKED * _length(piece)
