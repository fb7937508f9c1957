"""A temporary copy of rows on disk, so that a sheet can be read twice without being held twice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

import pyarrow as pa

_CELLS_PER_BATCH: Final = 2_000_000
_MAX_ROWS_PER_BATCH: Final = 100_000


class SpoolWriter:
    """Writes rows of strings to an Arrow file; rows must all have ``width`` cells."""

    def __init__(self, path: Path, width: int) -> None:
        self.rows = 0
        self._width = width
        self._pending: list[Sequence[str | None]] = []
        self._batch_rows = min(_MAX_ROWS_PER_BATCH, max(1_000, _CELLS_PER_BATCH // max(width, 1)))
        self._schema = pa.schema([(str(i), pa.large_string()) for i in range(width)])
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        self._file = pa.ipc.new_file(str(path), self._schema, options=options)

    def __enter__(self) -> SpoolWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._flush()
        self._file.close()

    def add(self, row: Sequence[str | None]) -> None:
        """One row."""
        self._pending.append(row)
        if len(self._pending) >= self._batch_rows:
            self._flush()

    def add_columns(self, columns: Sequence[Sequence[str | None]]) -> None:
        """Rows given column by column, all of one length."""
        self._flush()
        arrays = [pa.array(column, pa.large_string()) for column in columns]
        self._write(arrays, len(columns[0]) if columns else 0)

    def _flush(self) -> None:
        if self._pending:
            columns = zip(*self._pending, strict=True)
            arrays = [pa.array(column, pa.large_string()) for column in columns]
            self._write(arrays, len(self._pending))
            self._pending = []

    def _write(self, arrays: list[pa.Array], rows: int) -> None:
        self._file.write_batch(pa.record_batch(arrays, schema=self._schema))
        self.rows += rows
