"""Parquet files, read batch by batch; row 1 is the line of column names, as in a table export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from wotu.contracts.limits import CHUNK_ROWS, MAX_COLUMNS
from wotu.contracts.notices import Notice
from wotu.contracts.readers.refusals import refusal
from wotu.contracts.readers.sheet import ROW, SURPLUS, MergedRange, RawRow, frame_of_rows
from wotu.contracts.readers.typed_columns import texts_of


@dataclass(frozen=True)
class ParquetSheet:
    """The table of a Parquet file."""

    path: Path
    file_name: str
    columns: tuple[str, ...]
    row_estimate: int | None
    name: str | None = None
    merged: Sequence[MergedRange] = ()
    notices: Sequence[Notice] = ()
    may_shift: bool = False

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.columns)

    def preview(self, rows: int) -> list[RawRow]:
        """The column names and the first rows."""
        found: list[RawRow] = [list(self.columns)]
        for chunk in self.chunks(2, rows):
            found += [list(row) for row in chunk.drop(ROW, SURPLUS).iter_rows()]
            if len(found) >= rows:
                break
        return found[:rows]

    def chunks(self, first_row: int, size: int = CHUNK_ROWS) -> Iterator[pl.DataFrame]:
        """Rows from ``first_row`` on, as :class:`~wotu.contracts.readers.sheet.RawSheet` says."""
        if first_row == 1:
            yield frame_of_rows([self.columns], self.width, 1)
        row = 2
        with _told(self.file_name), pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(batch_size=size):
                renamed = batch.rename_columns([str(i) for i in range(self.width)])
                typed = pl.DataFrame(renamed)
                wanted = typed.slice(max(0, first_row - row))
                if wanted.height:
                    start = max(row, first_row)
                    numbers = pl.int_range(start, start + wanted.height, dtype=pl.Int64, eager=True)
                    yield pl.DataFrame([texts_of(column) for column in wanted]).with_columns(
                        numbers.alias(ROW), pl.lit(None, pl.String).alias(SURPLUS)
                    )
                row += typed.height


def open_parquet(path: Path, name: str) -> ParquetSheet:
    """The Parquet file at ``path``.

    Raises:  UnreadableFileError for damage and too many columns.
    """
    with _told(name), pq.ParquetFile(path) as file:
        columns = tuple(file.schema_arrow.names)
        if len(columns) > MAX_COLUMNS:
            raise refusal("too_many_columns", name, found=f"{len(columns):,}", limit=MAX_COLUMNS)
        return ParquetSheet(path, name, columns, file.metadata.num_rows + 1)


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as error:
        found = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise refusal("broken", name, found=f"parquet: {found}"[:160]) from error
