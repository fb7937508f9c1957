"""Values of places and industries, read from any table whose columns are named."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from wotu.chains.complexity import ComplexityValueError
from wotu.contracts.readers.opening import open_location
from wotu.contracts.readers.sheet import ROW, RawRow, RawSheet
from wotu.errors import UnknownNameError, UnreadableFileError, did_you_mean
from wotu.progress import silent

_HEADER_WITHIN: Final = 20
"""Rows among which the header must be."""


@dataclass(frozen=True)
class ValueFile:
    """Rows of a file: ``row`` (its number), place, industry, value and perhaps time.

    ``left_out`` counts rows whose place, industry or time is blank: they belong nowhere.
    """

    rows: pl.DataFrame
    left_out: int


def read_values(path: Path, columns: Mapping[str, str]) -> ValueFile:
    """The named columns of the first sheet that has them.

    ``columns`` gives the title in the file for place, industry, value and, where there is one,
    time. Thousands separators in values are read.
    Raises:  UnreadableFileError; UnknownNameError for a title that no sheet has;
        ComplexityValueError for a value that is blank, no number or negative.
    """
    return _numbers(read_columns(path, columns))


def read_columns(path: Path, columns: Mapping[str, str]) -> pl.DataFrame:
    """The named columns of the first sheet that has them, as text, with ``row``, its number.

    ``columns`` gives the title in the file for each column. Rows that are blank in all are absent.
    Raises:  UnreadableFileError; UnknownNameError for a title that no sheet has.
    """
    with tempfile.TemporaryDirectory() as folder:
        opened = open_location(path, Path(folder), None, silent)
        for sheet in opened.sheets:
            header = _header(sheet.preview(_HEADER_WITHIN), columns.values())
            if header is not None:
                return _texts(sheet, *header, columns)
        seen = [cell for sheet in opened.sheets for cell in (sheet.preview(1) or [[]])[0] if cell]
    wanted = next((title for title in columns.values() if title not in seen), "")
    if not wanted:
        raise UnreadableFileError(
            f"{path.name} 没有可读的表。 {path.name} holds no table.", file=str(path)
        )
    hint = did_you_mean(wanted, seen)
    raise UnknownNameError(
        f"{path.name} 没有“{wanted}”列（有：{'、'.join(seen)}）。"
        f" There is no column '{wanted}' in {path.name}.{hint}",
        column=wanted,
    )


def _header(rows: Sequence[RawRow], titles: Iterable[str]) -> tuple[int, RawRow] | None:
    wanted: set[str | None] = set(titles)
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() if cell else cell for cell in row]
        if wanted <= set(cells):
            return number, cells
    return None


def _texts(
    sheet: RawSheet, header_row: int, header: RawRow, columns: Mapping[str, str]
) -> pl.DataFrame:
    wanted = {
        name: pl.col(str(header.index(title))).str.strip_chars().replace("", None)
        for name, title in columns.items()
    }
    chunks = [chunk.select(row=pl.col(ROW), **wanted) for chunk in sheet.chunks(header_row + 1)]
    table = pl.concat(chunks) if chunks else pl.DataFrame(schema=["row", *columns])
    return table.filter(pl.any_horizontal(pl.col(*columns).is_not_null()))


def _numbers(table: pl.DataFrame) -> ValueFile:
    keys = [name for name in table.columns if name not in ("row", "value")]
    placed = table.drop_nulls(keys)
    number = pl.col("value").str.replace_all(r"[,，\s]", "").cast(pl.Float64, strict=False)
    read = placed.with_columns(number=number)
    faulty = read.filter(~((pl.col("number") >= 0) & pl.col("number").is_finite()).fill_null(False))
    if not faulty.is_empty():
        first = faulty.row(0, named=True)
        raise ComplexityValueError(_fault(first), **{key: first[key] for key in placed.columns})
    rows = read.with_columns(value=pl.col("number")).drop("number")
    return ValueFile(rows, len(table) - len(placed))


def _fault(row: Mapping[str, object]) -> str:
    zh, en = ("空", "empty") if row["value"] is None else (row["value"], row["value"])
    return (
        f"第 {row['row']} 行（{row['place']}，{row['industry']}）的值是 {zh}，"
        f"应为不小于 0 的数；没有就填 0 或删去该行。 Row {row['row']} ({row['place']},"
        f" {row['industry']}): the value is {en}; expected a number from 0 up."
    )
