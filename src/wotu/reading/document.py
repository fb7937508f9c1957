"""A document as it is read: its characters, never changed, and what its format says of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from wotu.contracts.notices import Notice


class Format(StrEnum):
    """What kind of file a document came as."""

    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


class BlockKind(StrEnum):
    """What a stretch of a document is, where its format says so."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    FURNITURE = "furniture"  # running heads, page numbers, navigation: not read for figures


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or table row: ``text[start:end]`` of its document."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Of headings, 1 the highest; 0 where unknown or no heading."""


@dataclass(frozen=True)
class Document:
    """The characters of a document and where they come from.

    Every span that is stored points into ``text``: of a TXT file its decoded characters as they
    are, of other formats the characters that the intake took out of them.
    """

    name: str
    """File stem, by which claims name their document."""
    text: str
    published: dt.date | None = None
    format: Format = Format.TEXT
    sha256: str = ""
    """Of the original bytes."""
    title: str | None = None
    blocks: tuple[Block, ...] = ()
    """In order, without overlap; empty where the format states no structure (plain text): then
    paragraphs are inferred from the lines. Characters outside of all blocks belong to none."""
    pages: tuple[int, ...] = ()
    """Offset at which each page begins; empty where there are no pages."""
    notices: tuple[Notice, ...] = ()
    """What could not be read, in words."""

    def page_of(self, offset: int) -> int | None:
        """Number of the page (from 1) on which a character stands; None without pages."""
        return sum(start <= offset for start in self.pages) or None
