"""One web page read from top to bottom: its pieces of visible text and what surrounds each."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Final

from wotu.reading.document import BlockKind
from wotu.reading.intake.dates import date_in
from wotu.reading.intake.html_names import (
    ARTICLE_NAME,
    CLOSED_BY,
    DATED,
    FURNITURE,
    FURNITURE_NAME,
    HEADINGS,
    HIDDEN,
    INLINE,
    PUBLISHED_JSON,
    TITLED,
    UNSEEN,
    VOID,
)
from wotu.reading.intake.limits import MAX_MARKUP_DEPTH, MAX_MARKUP_TOKENS, MAX_TABLE_COLUMNS
from wotu.reading.intake.markup import Tag, tokens

_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_MAX_ARTICLES: Final = 20


@dataclass
class Piece:
    """One paragraph, heading or row: its text, and how much of it are links."""

    kind: BlockKind
    level: int
    furniture: bool
    articles: tuple[int, ...]
    """Numbers of the elements around it that look like an article, the outermost first."""
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    cells: list[list[str]] = field(default_factory=list)
    cell: int = 0
    """Place of the cell that is being read."""

    @property
    def text(self) -> str:
        """Its characters, spaces as browsers show them."""
        lines = "".join(self.parts).split("\v")
        return "\n".join(_SPACE.sub(" ", line).strip(" ") for line in lines).strip()


@dataclass
class _Element:
    name: str
    unseen: bool
    furniture: bool
    article: int | None


class PageReader:
    """Reads a page; ``pieces``, ``title`` and ``published`` hold what was found."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.published: dt.date | None = None
        self.cut = False
        self._titles: dict[str, str] = {}
        self._open: list[_Element] = []
        self._counts: dict[str, int] = {}
        self._articles: tuple[int, ...] = ()
        self._article_count = 0
        self._piece: Piece | None = None
        self._rows: list[Piece] = []
        self._down: list[dict[int, int]] = [{}]
        """Of each open table: how many rows the cells above still reach down, by column."""

    @property
    def title(self) -> str | None:
        """As the page's metadata, its first heading of the first level, or its title says."""
        order = (*TITLED, "h1", "title")
        return next((self._titles[name] for name in order if self._titles.get(name)), None)

    def read(self, page: str) -> None:
        """Read a page, as far as the limits go; ``cut`` says where they did not."""
        for place, token in enumerate(tokens(page)):
            if place >= MAX_MARKUP_TOKENS:
                self.cut = True
                break
            if isinstance(token, str):
                self._text(token)
            elif token.closing:
                self._close(token.name)
            else:
                self._start(token)
        self._end_piece()
        while self._rows:
            self._end_row()

    # -- tags ------------------------------------------------------------------------------

    def _start(self, tag: Tag) -> None:
        name = tag.name
        if name == "br":
            self._text("\v")
            return
        if name == "meta":
            self._meta(tag.read())
            return
        if name in VOID:
            return
        if closed := CLOSED_BY.get(name):
            self._close_open(closed)
        if name not in INLINE:
            self._end_piece()
        if name == "table":
            self._down.append({})
            if self._rows:
                self._spill_row()  # a table that holds tables only lays out the page
        if len(self._open) < MAX_MARKUP_DEPTH:
            self._open.append(self._element(tag))
            self._counts[name] = self._counts.get(name, 0) + 1
        if name == "time" and self.published is None:
            self.published = date_in(tag.read().get("datetime", ""))
        if name == "tr" and not self._unseen:
            self._rows.append(self._new_piece(BlockKind.TABLE_ROW))
        elif name in {"td", "th"} and self._rows and not self._unseen:
            self._begin_cell(tag)

    def _element(self, tag: Tag) -> _Element:
        above = self._open[-1] if self._open else _Element("", False, False, None)
        if not tag.attributes.strip() and tag.name not in {"article", "main"}:
            unseen = above.unseen or tag.name in UNSEEN
            return _Element(tag.name, unseen, above.furniture or tag.name in FURNITURE, None)
        read = tag.read()
        named = f"{read.get('id', '')} {read.get('class', '')}"
        hidden = "hidden" in read or bool(HIDDEN.search(read.get("style", "")))
        article = None
        holds = tag.name in {"div", "td", "section"} or (tag.name == "span" and "id" in read)
        if tag.name in {"article", "main"} or (holds and ARTICLE_NAME.search(named)):
            self._article_count += 1
            article = self._article_count
            self._articles += (article,) if len(self._articles) < _MAX_ARTICLES else ()
        role = read.get("role") in {"navigation", "contentinfo", "banner", "search"}
        furniture = tag.name in FURNITURE or role or bool(FURNITURE_NAME.search(named))
        # A page may call its outermost element "main search": what surrounds all is no furniture.
        furniture = furniture and tag.name not in {"html", "body", "article", "main"}
        return _Element(
            tag.name,
            above.unseen or hidden or tag.name in UNSEEN,
            above.furniture or (furniture and article is None),
            article,
        )

    def _close(self, name: str) -> None:
        if name not in INLINE:
            self._end_piece()
        if not self._counts.get(name):
            return
        while self._open:
            closed = self._open[-1].name
            self._pop()
            if closed == name:
                return

    def _close_open(self, names: set[str]) -> None:
        """End elements that the next tag ends without saying so."""
        while self._open and self._open[-1].name in names | INLINE:
            if not any(self._counts.get(name) for name in names):
                return
            self._end_piece()
            self._pop()

    def _pop(self) -> None:
        element = self._open.pop()
        self._counts[element.name] -= 1
        if element.article is not None and element.article in self._articles:
            self._articles = self._articles[: self._articles.index(element.article)]
        if element.name == "table" and len(self._down) > 1:
            self._down.pop()
        if element.name == "tr" and self._rows and not element.unseen:
            self._end_piece()
            self._end_row()

    @property
    def _unseen(self) -> bool:
        return bool(self._open) and self._open[-1].unseen

    # -- text ------------------------------------------------------------------------------

    def _text(self, text: str) -> None:
        if self._open and self._open[-1].name == "title":
            self._titles.setdefault("title", _SPACE.sub(" ", text).strip())
        if self._unseen:
            if self.published is None and (found := PUBLISHED_JSON.search(text)):
                self.published = date_in(found.group(1))
            return
        if self._piece is None:
            if not text.strip(" \t\r\n\f\v\xa0\u3000"):
                return
            self._piece = self._new_piece(*self._kind())
        self._piece.parts.append(text if text == "\v" else text.replace("\v", " "))
        if self._counts.get("a"):
            self._piece.linked += len(text.strip())

    def _kind(self) -> tuple[BlockKind, int]:
        for element in reversed(self._open[-12:]):
            if element.name in HEADINGS:
                return BlockKind.HEADING, HEADINGS[element.name]
            if element.name in {"figcaption", "caption"}:
                return BlockKind.CAPTION, 0
        return BlockKind.PARAGRAPH, 0

    def _new_piece(self, kind: BlockKind, level: int = 0) -> Piece:
        furniture = bool(self._open) and self._open[-1].furniture
        return Piece(kind, level, furniture, self._articles)

    def _end_piece(self) -> None:
        piece, self._piece = self._piece, None
        if piece is None or not piece.text:
            return
        if piece.level == 1:
            self._titles.setdefault("h1", _SPACE.sub(" ", piece.text))
        if self._rows and self._rows[-1].cells:
            row = self._rows[-1]
            row.cells[row.cell].append(piece.text)
            row.linked += piece.linked
        else:
            self.pieces.append(piece)

    def _begin_cell(self, tag: Tag) -> None:
        """Begin a cell; columns that cells beside and above it cover stay empty."""
        cells, down = self._rows[-1].cells, self._down[-1]
        while down.get(len(cells), 0) > 0 and len(cells) < MAX_TABLE_COLUMNS:
            down[len(cells)] -= 1
            cells.append([])
        spans = tag.read() if "span" in tag.attributes.lower() else {}
        across, below = (_span(spans.get(name)) for name in ("colspan", "rowspan"))
        self._rows[-1].cell = len(cells)
        last = max(min(len(cells) + across, MAX_TABLE_COLUMNS), len(cells) + 1)
        for column in range(len(cells), last):
            cells.append([])
            if below > 1:
                down[column] = below - 1

    def _end_row(self) -> None:
        row = self._rows.pop()
        if any(row.cells):
            self.pieces.append(row)

    def _spill_row(self) -> None:
        """What a row held before a table began within it, as paragraphs."""
        row = self._rows[-1]
        for cell in row.cells:
            for text in cell:
                piece = Piece(BlockKind.PARAGRAPH, 0, row.furniture, row.articles, [text])
                self.pieces.append(piece)
        row.cells = []

    def _meta(self, read: dict[str, str]) -> None:
        name = (read.get("name") or read.get("property") or "").lower().replace(" ", "")
        content = read.get("content", "").strip()
        if name in DATED and self.published is None:
            self.published = date_in(content)
        elif name in TITLED and content:
            self._titles.setdefault(name, content)


def _span(text: str | None) -> int:
    """How many columns or rows a cell covers, as far as tables are read."""
    digits = (text or "").strip()
    return (
        min(max(int(digits), 1), MAX_TABLE_COLUMNS) if digits.isdecimal() and len(digits) < 6 else 1
    )
