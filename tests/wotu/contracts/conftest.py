import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import settings

from wotu.contracts.chunks import stack_rejected
from wotu.contracts.importing import open_import
from wotu.contracts.table_import import TableImport
from wotu.identity.uscc import check_character
from wotu.packs.loader import PackSet

TODAY = datetime.date(2026, 3, 1)

# A busy machine is no fault of the code.
settings.register_profile("contracts", deadline=None)
settings.load_profile("contracts")


def code_of(number: int) -> str:
    """A valid unified code, one a number."""
    body = f"91320505MA{number:07d}"
    return body + check_character(body)


FIRMS = [f"苏州甲{number}科技有限公司" for number in range(100)]
CODES = [code_of(number) for number in range(100)]


class Outcome:
    """All rows and rejections of one table."""

    def __init__(self, table: TableImport) -> None:
        chunks = list(table.chunks())
        self.table = table
        self.rows = pl.concat([chunk.rows for chunk in chunks])
        self.rejected = stack_rejected([chunk.rejected for chunk in chunks])

    def values(self, field: str) -> list[Any]:
        return self.rows[field].to_list()

    @property
    def faults(self) -> list[tuple[int, str | None, str]]:
        """Row, field and code of what was rejected, rows that are no records aside."""
        real = self.rejected.filter(pl.col("code") != "not_a_record")
        return list(real.select("row", "field", "code").iter_rows())

    @property
    def aside(self) -> dict[int, str]:
        """Rows that are no records, with the reason."""
        real = self.rejected.filter(pl.col("code") == "not_a_record")
        return dict(real.select("row", "expected").iter_rows())


@pytest.fixture
def read_all(packs: PackSet) -> Callable[..., dict[str, Outcome]]:
    """Reads a file to the end: outcomes by contract."""

    def read(location: str | Path, **options: Any) -> dict[str, Outcome]:
        with open_import(location, packs, today=TODAY, **options) as opened:
            return {table.contract.name: Outcome(table) for table in opened.tables}

    return read


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    def write(
        rows: Sequence[Sequence[Any]],
        name: str = "统计.csv",
        encoding: str = "utf-8",
        sep: str = ",",
    ) -> Path:
        path = tmp_path / name
        lines = (sep.join("" if cell is None else str(cell) for cell in row) for row in rows)
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return path

    return write


@pytest.fixture
def write_xlsx(tmp_path: Path) -> Callable[..., Path]:
    def write(
        rows: Sequence[Sequence[Any]], name: str = "统计.xlsx", merged: Sequence[Any] = ()
    ) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy/m/d"}) as book:
            sheet = book.add_worksheet("Sheet1")
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for block in merged:
                sheet.merge_range(*block)
        return path

    return write
