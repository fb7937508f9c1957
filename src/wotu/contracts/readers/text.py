"""CSV, TSV and other delimited text, read record by record in bounded memory."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

import polars as pl

from wotu.contracts.limits import CHUNK_ROWS, MAX_COLUMNS, MAX_LINE_CHARS, PREVIEW_ROWS
from wotu.contracts.notices import Notice
from wotu.contracts.readers.bytes_source import ByteSource, text_lines
from wotu.contracts.readers.encoding import Encoding, detect_encoding
from wotu.contracts.readers.refusals import refusal
from wotu.contracts.readers.sheet import MergedRange, RawRow, frame_of_rows

_DELIMITERS: Final = (",", "\t", ";", "|")
_MAX_LINES_OF_RECORD: Final = 1_000
"""Lines of one record. An address has a few; a thousand mean that a quote was never closed."""


@dataclass(frozen=True)
class TextSheet:
    """A delimited text file; its row numbers are those Excel shows for it."""

    source: ByteSource
    encoding: Encoding
    delimiter: str
    name: str | None = None
    merged: Sequence[MergedRange] = ()
    may_shift: bool = True

    @cached_property
    def _head(self) -> list[list[str]]:
        return list(islice(self._records(), PREVIEW_ROWS))

    @cached_property
    def width(self) -> int:
        """The widest of the first rows.

        Raises:  UnreadableFileError beyond the limit of columns.
        """
        width = max((len(row) for row in self._head), default=0)
        if width > MAX_COLUMNS:
            raise refusal("too_many_columns", self.source.name, found=width, limit=MAX_COLUMNS)
        return width

    @property
    def row_estimate(self) -> int | None:
        """From the size of the first rows; unknown for a packed file."""
        if self.source.compressed or len(self._head) < PREVIEW_ROWS:
            return None if self.source.compressed else len(self._head)
        sample = "".join(islice(text_lines(self.source, self.encoding.name), PREVIEW_ROWS))
        return self.source.size * PREVIEW_ROWS // len(sample.encode(self.encoding.name, "replace"))

    @property
    def notices(self) -> Sequence[Notice]:
        """A remark where some characters could not be read."""
        if not self.encoding.damaged:
            return ()
        found = self.encoding.damaged
        return (
            Notice(
                "damaged_text",
                f"{found} 个字符无法按 {self.encoding.name} 解读，含有它们的单元格被搁置。",
                f"{found} characters cannot be read as {self.encoding.name}; "
                "the cells that hold them are set aside.",
                {"characters": found, "encoding": self.encoding.name},
            ),
        )

    def preview(self, rows: int) -> list[RawRow]:
        """The first rows, filled up to the width."""
        padding: RawRow = [None] * self.width
        return [[*row, *padding][: self.width] for row in self._head[:rows]]

    def chunks(self, first_row: int, size: int = CHUNK_ROWS) -> Iterator[pl.DataFrame]:
        """Rows from ``first_row`` on, as :class:`~wotu.contracts.readers.sheet.RawSheet` says."""
        records = islice(self._records(), first_row - 1, None)
        row = first_row
        while batch := list(islice(records, size)):
            yield frame_of_rows(batch, self.width, row)
            row += len(batch)

    def _records(self) -> Iterator[list[str]]:
        csv.field_size_limit(MAX_LINE_CHARS)
        open_lines: list[str] = []
        lines = _remembering(text_lines(self.source, self.encoding.name), open_lines)
        reader = csv.reader(lines, delimiter=self.delimiter)
        row = 0
        while True:
            open_lines.clear()
            row += 1
            try:
                record = next(reader, None)
            except csv.Error as error:
                raise refusal("open_quote", self.source.name, row=row) from error
            if record is None:
                return
            if len(open_lines) > 1 and _ends_inside_quotes(open_lines):
                raise refusal("open_quote", self.source.name, row=row)
            yield record


def _remembering(lines: Iterator[str], kept: list[str]) -> Iterator[str]:
    """The lines themselves, noted in ``kept`` until the reader of records clears it."""
    for line in lines:
        if len(kept) >= _MAX_LINES_OF_RECORD:
            raise csv.Error("a quote without its pair")
        kept.append(line)
        yield line


def _ends_inside_quotes(lines: list[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 1


def open_text(source: ByteSource) -> TextSheet:
    """A text file with its encoding and delimiter found out.

    Raises:  UnreadableFileError for binary data, another encoding, or nothing but blanks.
    """
    encoding = detect_encoding(source)
    sample = list(islice(text_lines(source, encoding.name), PREVIEW_ROWS))
    if not any(line.strip("\ufeff\0 \t\r\n") for line in sample):
        raise refusal("empty", source.name)
    return TextSheet(source, encoding, sniff_delimiter(sample))


def sniff_delimiter(lines: Sequence[str]) -> str:
    r"""The delimiter that cuts most lines into the same number of cells, the larger number first.

    >>> sniff_delimiter(["名单\n", "代码\t名称\t经营范围\n", "1\t甲\t销售,安装\n"])
    '\t'
    """

    def regularity(delimiter: str) -> tuple[float, int]:
        csv.field_size_limit(MAX_LINE_CHARS)
        widths = [len(record) for record in csv.reader(lines, delimiter=delimiter) if record]
        wide = Counter(width for width in widths if width > 1)
        if not wide:
            return (0.0, 0)
        width, times = max(wide.items(), key=lambda item: (item[1], item[0]))
        return (round(times / len(widths), 1), width)

    return max(_DELIMITERS, key=regularity)
