"""Tables written to files, and cells that a spreadsheet shows and does not run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

import polars as pl
import xlsxwriter

from wotu.errors import UnreadableFileError

T = TypeVar("T")

#: What a spreadsheet takes for the beginning of a formula, in both widths, and the control
#: characters with which it could be hidden from view.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # fmt: skip


AS_TEXT: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""How a workbook is opened so that every text stays a text."""

MOST_SHEET_ROWS: Final = 1_048_576
"""Rows of a sheet in the .xlsx format."""


def safe_cell(value: T) -> T | str:
    """The value for a cell of a CSV file or sheet; text that Excel could run is made plain text.

    A text that begins like a formula, also after spaces, gets an apostrophe in front, which
    spreadsheets take as "this is text". Numbers, dates and None are left as they are: a negative
    number is no formula.

    >>> safe_cell("=HYPERLINK(A1)"), safe_cell("91320505MA1WTU01KU"), safe_cell(-5)
    ("'=HYPERLINK(A1)", '91320505MA1WTU01KU', -5)
    """
    if not isinstance(value, str):
        return value
    risky = value.startswith(FORMULA_STARTS) or value.lstrip().startswith(FORMULA_STARTS)
    return f"'{value}" if risky else value


def safe_column(column: str | pl.Expr) -> pl.Expr:
    """:func:`safe_cell` over a column of text."""
    text = pl.col(column) if isinstance(column, str) else column
    starts = "[" + re.escape("".join(FORMULA_STARTS)) + "]"
    risky = text.str.contains(rf"^\s*{starts}")
    return pl.when(risky).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)


def write_table(table: pl.DataFrame, path: Path, sheet: str = "wotu") -> None:
    """Write a table as ``.csv``, ``.xlsx``, ``.parquet`` or ``.json``, by the ending of ``path``.

    The file appears whole under its name or not at all. CSV carries a byte-order mark, without
    which Excel misreads Chinese.

    Raises:  UnreadableFileError for another ending, or a sheet of more rows than Excel can hold.
    """
    writers = {
        ".csv": _write_csv,
        ".xlsx": _write_xlsx,
        ".parquet": _write_parquet,
        ".json": _write_json,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise UnreadableFileError(
            f"不会写 {path.suffix or '没有后缀的'} 文件；可用 {'、'.join(writers)}。"
            f" Cannot write '{path.suffix}': use {', '.join(writers)}.",
            file=str(path),
        )
    with written_whole(path) as partial:
        writer(table, partial, sheet)


def write_sheets(sheets: Mapping[str, pl.DataFrame], path: Path) -> None:
    """Write tables as the sheets of one workbook, by name; texts stay texts.

    The file appears whole under its name or not at all.
    Raises:  UnreadableFileError for a sheet of more rows than Excel can hold.
    """
    with (
        written_whole(path) as partial,
        xlsxwriter.Workbook(str(partial), AS_TEXT) as workbook,
    ):
        for name, table in sheets.items():
            _write_sheet(workbook, table, name)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Where to write what appears under ``path`` once the block ends without an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _write_csv(table: pl.DataFrame, path: Path, sheet: str) -> None:
    flat = _flat(table)
    texts = [name for name, dtype in flat.schema.items() if dtype == pl.String]
    flat.with_columns([safe_column(name).alias(name) for name in texts]).write_csv(
        path, include_bom=True
    )


def _write_xlsx(table: pl.DataFrame, path: Path, sheet: str) -> None:
    with xlsxwriter.Workbook(str(path), AS_TEXT) as workbook:
        _write_sheet(workbook, table, sheet)


def _write_sheet(workbook: xlsxwriter.Workbook, table: pl.DataFrame, sheet: str) -> None:
    if table.height >= MOST_SHEET_ROWS:
        raise UnreadableFileError(
            f"{table.height:,} 行超过一张工作表的上限；请导出 CSV 或 Parquet。"
            f" {table.height:,} rows do not fit on a sheet: export CSV or Parquet.",
            rows=table.height,
        )
    _flat(table).write_excel(
        workbook, worksheet=sheet, autofit=table.height < 5_000, freeze_panes=(1, 0)
    )


def _write_parquet(table: pl.DataFrame, path: Path, sheet: str) -> None:
    table.write_parquet(path)


def _write_json(table: pl.DataFrame, path: Path, sheet: str) -> None:
    table.write_json(path)


def _flat(table: pl.DataFrame) -> pl.DataFrame:
    """Lists as text: a cell holds one value."""
    lists = [name for name, dtype in table.schema.items() if isinstance(dtype, pl.List)]
    return table.with_columns([pl.col(name).list.join("; ") for name in lists])
