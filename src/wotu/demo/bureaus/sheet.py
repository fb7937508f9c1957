"""A sheet as bureaus make them: titles above, headers of one or two rows, notes below."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import xlsxwriter

Cell = str | int | float | dt.date | None

_DATE_FORMAT: Final = "yyyy/m/d"


@dataclass(frozen=True)
class Column:
    """One column: its header, under a group's header or alone, and its cells."""

    header: str
    cells: Sequence[Cell]
    group: str | None = None


@dataclass(frozen=True)
class Sheet:
    """Columns of equal length, and what stands around them."""

    columns: tuple[Column, ...]
    titles: tuple[str, ...] = ()
    faulty: tuple[Mapping[str, Cell], ...] = ()
    """Rows by header that an import must set aside, spread among the others."""
    total: str | None = None
    """Word in the first cell of a row of totals."""
    notes: tuple[str, ...] = ()

    @property
    def height(self) -> int:
        """Rows of records, without the faulty ones."""
        return len(self.columns[0].cells)

    @property
    def header_rows(self) -> list[list[str | None]]:
        """One row, or two where columns have groups."""
        headers: list[str | None] = [column.header for column in self.columns]
        if not any(column.group for column in self.columns):
            return [headers]
        upper = [column.group or column.header for column in self.columns]
        return [list(upper), [c.header if c.group else None for c in self.columns]]

    def rows(self) -> Iterator[list[Cell]]:
        """Records with the faulty rows among them, then the totals."""
        stride = self.height // (len(self.faulty) + 1) + 1
        waiting = list(self.faulty)
        for place, row in enumerate(zip(*(column.cells for column in self.columns), strict=True)):
            if waiting and place and place % stride == 0:
                yield self._faulty_row(waiting.pop(0))
            yield list(row)
        for left in waiting:
            yield self._faulty_row(left)
        if self.total:
            yield [self.total, *(_sum(column) for column in self.columns[1:])]

    def _faulty_row(self, cells: Mapping[str, Cell]) -> list[Cell]:
        return [cells.get(column.header) for column in self.columns]


def write_workbook(path: Path, sheet: Sheet, made_on: dt.date, name: str = "Sheet1") -> None:
    """An .xlsx file with merged titles and headers; equal sheets give equal bytes."""
    write_book(path, {name: sheet}, made_on)


def write_book(path: Path, sheets: Mapping[str, Sheet], made_on: dt.date) -> None:
    """An .xlsx file of several sheets by name, each as :func:`write_workbook` makes it."""
    with xlsxwriter.Workbook(path, {"default_date_format": _DATE_FORMAT}) as book:
        book.set_properties({"created": dt.datetime(made_on.year, made_on.month, made_on.day)})
        bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter"})
        for name, sheet in sheets.items():
            _write_page(book.add_worksheet(name), sheet, bold)


def _write_page(page: Any, sheet: Sheet, bold: Any) -> None:
    width = len(sheet.columns)
    for line, title in enumerate(sheet.titles):
        page.merge_range(line, 0, line, width - 1, title, bold)
    top = len(sheet.titles)
    _write_header(page, sheet, top, bold)
    line = top + len(sheet.header_rows)
    for row in sheet.rows():
        for place, cell in enumerate(row):
            _write_cell(page, line, place, cell)
        line += 1
    for note in sheet.notes:
        page.write_string(line, 0, note)
        line += 1
    page.set_column(0, width - 1, 16)


def write_text(path: Path, sheet: Sheet, encoding: str) -> None:
    """A .csv file: groups of headers over their first column, dates as they are."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([title] for title in sheet.titles)
    for number, header in enumerate(sheet.header_rows):
        writer.writerow(_first_of_group(header) if number == 0 else header)
    writer.writerows(sheet.rows())
    writer.writerows([note] for note in sheet.notes)
    path.write_bytes(text.getvalue().encode(encoding))


def _write_header(page: Any, sheet: Sheet, top: int, bold: Any) -> None:
    upper, *lower = sheet.header_rows
    if not lower:
        page.write_row(top, 0, upper, bold)
        return
    place = 0
    for text, members in groupby(upper):
        count = len(list(members))
        if lower[0][place] is None:
            page.merge_range(top, place, top + 1, place, text, bold)
        elif count > 1:
            page.merge_range(top, place, top, place + count - 1, text, bold)
        else:
            page.write_string(top, place, text, bold)
        for column in range(place, place + count):
            if header := lower[0][column]:
                page.write_string(top + 1, column, header, bold)
        place += count


def _write_cell(page: Any, line: int, place: int, cell: Cell) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        page.write_string(line, place, cell)
    elif isinstance(cell, dt.date):
        page.write_datetime(line, place, cell)
    else:
        page.write_number(line, place, cell)


def _first_of_group(header: Sequence[str | None]) -> list[str | None]:
    return [
        text if place == 0 or header[place - 1] != text else None
        for place, text in enumerate(header)
    ]


def _sum(column: Column) -> Cell:
    numbers = [cell for cell in column.cells if isinstance(cell, int | float)]
    return round(sum(numbers), 2) if len(numbers) > 1 else None
