"""One sheet under one contract, read to its end: clean chunks, duplicates found across them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from wotu.contracts.chunk_store import ChunkStore
from wotu.contracts.chunks import CleanChunk, stack_rejected
from wotu.contracts.cleaning import Cleaner
from wotu.contracts.columns import BoundTable
from wotu.contracts.duplicates import DuplicateRows, DuplicateSearch
from wotu.contracts.limits import CHUNK_ROWS
from wotu.contracts.mapping import Mapping
from wotu.contracts.notices import Notice
from wotu.contracts.readers.sheet import ROW, RawSheet, frame_of_rows
from wotu.contracts.rejects import with_raw
from wotu.contracts.schema import TableContract
from wotu.contracts.values import ValueReader
from wotu.progress import Progress, part_of, silent


@dataclass(frozen=True)
class TableImport:
    """One sheet under one contract, ready to be read; ``chunks`` may be called again."""

    bound: BoundTable
    reader: ValueReader
    source: RawSheet
    warnings: tuple[Notice, ...]
    folder: Path
    chunk_rows: int = CHUNK_ROWS

    @property
    def sheet(self) -> str | None:
        """Name of the sheet; null for a format that has only one."""
        return self.source.name

    @property
    def contract(self) -> TableContract:
        """The contract the rows come under."""
        return self.bound.contract

    @property
    def mapping(self) -> Mapping:
        """Which column is which field; saved, it reads next year's file as well."""
        return self.bound.mapping

    @property
    def row_estimate(self) -> int | None:
        """About how many rows there are, header included; null where nobody knows."""
        return self.source.row_estimate

    def chunks(self, progress: Progress = silent) -> Iterator[CleanChunk]:
        """All rows, cleaned, in the order of the file; at least one chunk, empty if need be.

        The first chunk comes when the whole table has been seen, since a row may contradict one
        far below it. Memory holds one chunk, and sixteen bytes a row.
        Raises:  UnreadableFileError where the file turns out to be broken further down.
        """
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            store = ChunkStore(Path(folder))
            search = DuplicateSearch(self.bound)
            cleaner = Cleaner(self.bound, self.reader)
            for raw in self._raw(part_of(progress, 0.0, 0.9)):
                chunk = cleaner.clean(raw)
                search.add(chunk.rows)
                store.add(chunk)
            if not store.count:  # nothing below the header
                store.add(cleaner.clean(self._no_rows()))
            duplicates = search.resolve(store)
            raws = self._raw_lines(duplicates) if duplicates else None
            for number in range(store.count):
                progress(0.9 + 0.1 * number / store.count, "checking for duplicates")
                chunk = store.get(number)
                yield _without(chunk, number, duplicates, raws) if duplicates else chunk
        progress(1.0, "done")

    def _no_rows(self) -> pl.DataFrame:
        return frame_of_rows([], self.source.width, self.bound.zone.data_row)

    def _raw(self, progress: Progress) -> Iterator[pl.DataFrame]:
        estimate = max(self.row_estimate or 0, 1)
        for raw in self.source.chunks(self.bound.zone.data_row, self.chunk_rows):
            yield raw
            progress(min(int(raw[ROW][-1]) / estimate, 1.0), f"row {raw[ROW][-1]}")

    def _raw_lines(self, duplicates: DuplicateRows) -> pl.DataFrame:
        """The lines of rejection with the raw rows, which are read once more for it."""
        lines = duplicates.lines
        wanted = lines["row"].unique().implode()
        parts = []
        for raw in self.source.chunks(self.bound.zone.data_row, self.chunk_rows):
            here = raw.filter(pl.col(ROW).is_in(wanted))
            if here.height:
                told = lines.filter(pl.col("row").is_in(here[ROW].implode()))
                parts.append(with_raw(told, here, self.bound))
        return pl.concat(parts)


def _without(
    chunk: CleanChunk, number: int, duplicates: DuplicateRows, raws: pl.DataFrame | None
) -> CleanChunk:
    """A chunk less its duplicates, which become lines of rejection."""
    here = pl.col("_chunk") == number
    places = duplicates.places.filter(here)["_place"]
    if raws is None or not places.len():
        return chunk
    kept = chunk.rows.with_row_index("_place").filter(~pl.col("_place").is_in(places.implode()))
    lines = duplicates.lines.filter(here).select("row")
    told = raws.filter(pl.col("row").is_in(lines["row"].implode()))
    return CleanChunk(kept.drop("_place"), stack_rejected([chunk.rejected, told]))
