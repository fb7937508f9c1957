"""Web pages saved as .xls, as many reporting systems export them: one plain table is read."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from wotu.contracts.limits import MAX_COLUMNS, MAX_HTML_BYTES, MIB
from wotu.contracts.notices import Notice
from wotu.contracts.readers.bytes_source import ByteSource, text_lines
from wotu.contracts.readers.encoding import detect_encoding
from wotu.contracts.readers.extent import check_extent
from wotu.contracts.readers.refusals import refusal
from wotu.contracts.readers.sheet import MergedRange, RawSheet
from wotu.contracts.readers.spool import SpoolWriter
from wotu.contracts.readers.spooled_sheet import SpooledSheet

_MAX_SPAN: Final = 1_000


class _Table(HTMLParser):
    """Rows of the first table of a page; a table within a table is not plain."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[dict[int, str]] = []
        self.merged: list[MergedRange] = []
        self.nested = False
        self._depth = 0
        self._finished = False
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._taken: set[tuple[int, int]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            self.nested |= self._depth > 1
        elif self._finished or not self._depth:
            return
        elif tag == "tr":
            self._close_cell()
            self.rows.append({})
        elif tag in {"td", "th"}:
            self._close_cell()
            self._cell = []
            spans = dict(attrs)
            self._span = (_span(spans.get("rowspan")), _span(spans.get("colspan")))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._close_cell()
        if tag == "table":
            self._depth = max(self._depth - 1, 0)
            self._finished |= self._depth == 0 and bool(self.rows)

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _close_cell(self) -> None:
        if self._cell is None:
            return
        if not self.rows:
            self.rows.append({})
        row, column = len(self.rows), 0
        while column in self.rows[-1] or (row, column) in self._taken:
            column += 1
        self.rows[-1][column] = "".join(self._cell).strip()
        down, across = self._span
        if (down, across) != (1, 1):
            block = MergedRange(row, column, row + down - 1, column + across - 1)
            self.merged.append(block)
            within = ((row + i, column + j) for i in range(down) for j in range(across))
            self._taken |= set(within) - {(row, column)}
        self._cell = None


def read_html(source: ByteSource, folder: Path) -> RawSheet:
    """The table of a web page, spooled into ``folder``.

    Raises:  UnreadableFileError for a page that is large, nested or without a table.
    """
    if source.size > MAX_HTML_BYTES:
        found, limit = f"{source.size // MIB} MB", f"{MAX_HTML_BYTES // MIB} MB"
        raise refusal("too_large", source.name, found=found, limit=limit)
    table = _Table()
    for line in text_lines(source, detect_encoding(source).name):
        table.feed(line)
    table.close()
    if table.nested or not table.rows:
        kind = ("结构复杂的网页", "a web page of many parts")
        raise refusal("resave", source.name, found=kind[0], found_en=kind[1])
    width = max(max(row, default=-1) + 1 for row in table.rows)
    check_extent(len(table.rows), width, source.name, None)
    with SpoolWriter(folder / "page.arrow", width) as spool:
        for row in table.rows:
            spool.add([row.get(column) for column in range(width)])
    return SpooledSheet(
        folder / "page.arrow",
        None,
        width,
        row_estimate=spool.rows,
        merged=table.merged,
        notices=[
            Notice(
                "web_page",
                "这是以 .xls 为名的网页，已按其中的表格读取。",
                "This is a web page named .xls; its table was read.",
            )
        ],
    )


def _span(text: str | None) -> int:
    digits = (text or "").strip()
    span = int(digits) if digits.isdecimal() and len(digits) < 6 else 1
    return min(max(span, 1), _MAX_SPAN, MAX_COLUMNS)
