"""How well the values of a column suit a field, judged by the first rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from wotu.contracts.header_zone import HeaderZone
from wotu.contracts.readers.sheet import RawRow
from wotu.contracts.schema import FieldType
from wotu.contracts.units_written import ONE
from wotu.contracts.values import ValueReader

MISFIT: Final = 0.5
"""Share of unreadable cells from which a column is said not to suit its field."""

_ENOUGH: Final = 3


@dataclass(frozen=True)
class SheetSample:
    """What a proposal looks at: the header and the first rows of a sheet."""

    zone: HeaderZone
    rows: Sequence[RawRow]
    sheet: str | None
    file: str

    def cells(self, position: int) -> list[str | None]:
        """The first cells of a column below the header."""
        return [row[position] for row in self.rows[self.zone.data_row - 1 :] if position < len(row)]


def first_cells(sample: SheetSample, count: int = 3) -> dict[str, tuple[str, ...]]:
    """The first filled cells of each column, by its header: for showing what a column holds."""
    return {
        column.title: tuple(cell for cell in sample.cells(column.position) if cell)[:count]
        for column in sample.zone.columns
    }


def share_unreadable(cells: Sequence[str | None], field: str, reader: ValueReader) -> float:
    """Share of the filled cells that cannot be read as ``field``; 0 where few are filled."""
    column = pl.Series(cells, dtype=pl.String)
    reading = reader.read(field, column, ONE)
    # A unit that the header states is no fault of the values.
    faults = reading.faults.drop_nulls()
    faults = faults.filter(~faults.is_in(["ambiguous_share", "out_of_range"]))
    filled = faults.len() + reading.values.len() - reading.values.null_count()
    return faults.len() / filled if filled >= _ENOUGH else 0.0


def are_fractions(cells: Sequence[str | None], field: str, reader: ValueReader) -> bool:
    """Whether a column of shares holds plain numbers up to 1 only, and so no per cents."""
    spec = reader.contract.fields[field]
    assert spec.type is FieldType.SHARE
    reading = reader.read(field, pl.Series(cells, dtype=pl.String), ONE)
    values = reading.values.drop_nulls()
    return values.len() > 0 and reading.faults.null_count() == reading.faults.len()


def lost_leading_zeros(cells: Sequence[str | None]) -> bool:
    """Whether a column of four-digit codes holds three-digit ones where a zero stood in front."""
    digits = [cell.strip() for cell in cells if cell and cell.strip().isdecimal()]
    three = [text for text in digits if len(text) == 3]
    four = [text for text in digits if len(text) == 4]
    return bool(three) and len(four) > 4 * len(three) and not any(t[0] == "0" for t in digits)
