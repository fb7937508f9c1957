"""Delta tables in a folder: append, scan, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import TableNotFoundError

Schema = Mapping[str, pl.DataType | type[pl.DataType]]


def append(path: Path, rows: pl.DataFrame) -> None:
    """Add rows in one commit; readers see all of them or none."""
    write_deltalake(str(path), rows, mode="append", schema_mode="merge")


def scan(path: Path, schema: Schema) -> pl.LazyFrame:
    """All committed rows with the columns of ``schema``; none while the table does not exist.

    Columns that were added to the contract after rows were written are null in those rows.
    """
    try:
        table = DeltaTable(str(path))
    except TableNotFoundError:
        return pl.LazyFrame(schema=schema)
    rows = pl.scan_delta(table)
    present = rows.collect_schema()
    columns = [
        pl.col(name) if name in present else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in schema.items()
    ]
    return rows.select(columns)


def compact(path: Path, *, beyond: int) -> None:
    """Join the files of a table that has more than ``beyond``, so that reading stays fast.

    Rows stay the same, their order may not; who reads at that moment sees the old files.
    """
    try:
        table = DeltaTable(str(path))
    except TableNotFoundError:
        return
    if len(table.file_uris()) > beyond:
        table.optimize.compact()
