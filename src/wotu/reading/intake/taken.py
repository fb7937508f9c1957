"""What an intake takes out of a file, and the one way in which text and blocks grow together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wotu.contracts.notices import Notice
from wotu.reading.document import Block, BlockKind, Format
from wotu.reading.intake.faults import DocumentTooLargeError
from wotu.reading.intake.limits import MAX_CHARACTERS, MAX_TABLE_COLUMNS

CELL_BREAK: Final = "\t"
_LONGEST_CELL: Final = 200


@dataclass(frozen=True)
class Taken:
    """Text and structure of a file, before name, digest and day are added."""

    text: str
    format: Format
    title: str | None = None
    published: dt.date | None = None
    blocks: tuple[Block, ...] = ()
    pages: tuple[int, ...] = ()
    notices: tuple[Notice, ...] = ()


class BlockWriter:
    """Blocks written one after another, each on lines of its own."""

    def __init__(self, name: str) -> None:
        self.blocks: list[Block] = []
        self.position = 0
        self._name = name
        self._parts: list[str] = []

    @property
    def text(self) -> str:
        """All blocks, a line break after each."""
        return "".join(self._parts)

    def add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        """Write a block; blank ones are left out. Raises: DocumentTooLargeError."""
        text = text.strip(" \n\r\t\f\v")
        if not text:
            return
        self.blocks.append(Block(kind, self.position, self.position + len(text), level))
        self._parts.append(text + "\n")
        self.position += len(text) + 1
        if self.position > MAX_CHARACTERS:
            found, limit = f"> {self.position:,} 字", f"{MAX_CHARACTERS:,} 字"
            raise DocumentTooLargeError(self._name, found=found, limit=limit)

    def add_row(
        self, cells: Sequence[Sequence[str]], kind: BlockKind = BlockKind.TABLE_ROW
    ) -> None:
        """Write the cells of a table's row, each a list of paragraphs.

        Tables that only lay a page out hold prose: one cell, or paragraphs in it.
        """
        joined = [" ".join(filter(None, (part.strip() for part in cell))) for cell in cells]
        if len(cells) < 2 or max(map(len, joined), default=0) > _LONGEST_CELL:
            prose = BlockKind.PARAGRAPH if kind is BlockKind.TABLE_ROW else kind
            for cell in cells:
                for part in cell:
                    self.add(prose, part)
        else:
            # An empty first cell keeps its place by a break, which add would strip.
            shown = joined[:MAX_TABLE_COLUMNS]
            self.add(kind, CELL_BREAK.join(cell or "–" for cell in shown) if any(shown) else "")
