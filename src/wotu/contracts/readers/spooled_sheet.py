"""Reading back what :mod:`wotu.contracts.readers.spool` wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path

import polars as pl
import pyarrow as pa

from wotu.contracts.limits import CHUNK_ROWS
from wotu.contracts.notices import Notice
from wotu.contracts.readers.sheet import ROW, SURPLUS, MergedRange, RawRow


@dataclass(frozen=True)
class Overlay:
    """What is known of single cells beside the spooled rows; rows from 1, columns from 0."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    """Texts that stand in place of the spooled ones: errors, formulas without result."""
    percents: dict[int, set[int]] = field(default_factory=dict)
    """By column, rows that are shown as per cent: 0.055 is read as 5.5%."""

    @cached_property
    def columns(self) -> dict[int, dict[int, str]]:
        """The texts by column and row."""
        columns: dict[int, dict[int, str]] = {}
        for (row, column), text in self.texts.items():
            columns.setdefault(column, {})[row] = text
        return columns

    @cached_property
    def last_row(self) -> int:
        """The last row with a text of its own."""
        return max((row for row, _ in self.texts), default=0)


@dataclass(frozen=True)
class SpooledSheet:
    """A sheet of a workbook or the rows of a query, kept in a temporary Arrow file."""

    path: Path
    name: str | None
    width: int
    row_estimate: int | None
    merged: Sequence[MergedRange] = ()
    notices: Sequence[Notice] = ()
    may_shift: bool = False
    overlay: Overlay = Overlay()

    def preview(self, rows: int) -> list[RawRow]:
        """The first rows."""
        found: list[RawRow] = []
        for chunk in self.chunks(1, rows):
            found += [list(row) for row in chunk.drop(ROW, SURPLUS).iter_rows()]
            if len(found) >= rows:
                break
        return found[:rows]

    def chunks(self, first_row: int, size: int = CHUNK_ROWS) -> Iterator[pl.DataFrame]:
        """Rows from ``first_row`` on, as :class:`~wotu.contracts.readers.sheet.RawSheet` says."""
        row = 1
        for batch in self._batches():
            for part in batch.iter_slices(size):
                wanted = part.slice(max(0, first_row - row))
                if wanted.height:
                    yield self._finished(wanted, max(row, first_row))
                row += part.height

    def _batches(self) -> Iterator[pl.DataFrame]:
        with pa.memory_map(str(self.path)) as mapped, pa.ipc.open_file(mapped) as file:
            rows = 0
            for position in range(file.num_record_batches):
                batch = pl.DataFrame(file.get_batch(position))
                missing = [str(i) for i in range(batch.width, self.width)]
                empty = (pl.lit(None, pl.String).alias(name) for name in missing)
                rows += batch.height
                yield batch.with_columns(empty)
        below = min(self.overlay.last_row - rows, CHUNK_ROWS)
        if below > 0:  # rows that hold nothing but formulas without result
            empty_row = {
                str(i): pl.Series([None] * below, dtype=pl.String) for i in range(self.width)
            }
            yield pl.DataFrame(empty_row)

    def _finished(self, cells: pl.DataFrame, first_row: int) -> pl.DataFrame:
        end = first_row + cells.height
        written = []
        for column in sorted({*self.overlay.columns, *self.overlay.percents}):
            if column < self.width:
                series = cells[str(column)]
                places = self.overlay.percents.get(column, set())
                texts = _percent_texts(
                    series, [row - first_row for row in places if first_row <= row < end]
                )
                found = self.overlay.columns.get(column, {})
                texts |= {
                    row - first_row: text for row, text in found.items() if first_row <= row < end
                }
                written.append(
                    series.scatter(list(texts), list(texts.values())) if texts else series
                )
        numbers = pl.int_range(first_row, end, dtype=pl.Int64).alias(ROW)
        return cells.with_columns(*written, numbers, pl.lit(None, pl.String).alias(SURPLUS))


def _percent_texts(cells: pl.Series, positions: list[int]) -> dict[int, str]:
    """Fractions written as they are shown; a text in a cell formatted as per cent stays."""
    texts = {}
    for position, text in zip(positions, cells.gather(positions), strict=True):
        try:
            texts[position] = f"{(Decimal(text) * 100).normalize():f}%" if text else text
        except InvalidOperation:
            continue
    return texts
