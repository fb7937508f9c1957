"""What every reader gives: sheets of raw text with the row numbers that a person sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

import polars as pl

from wotu.contracts.limits import CHUNK_ROWS
from wotu.contracts.notices import Notice

ROW: Final = "_row"
"""Column of the 1-based row number, Int64."""

SURPLUS: Final = "_surplus"
"""Column of the cells beyond the width of the sheet, joined; null in a proper row."""

RawRow: TypeAlias = list[str | None]


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A merged block of cells; rows from 1, columns from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class RawSheet(Protocol):
    """One sheet, text file or query result, read again from the start by each ``chunks``.

    Cells are strings as a person would read them, null where empty: numbers as exact decimal
    text, dates as ``YYYY-MM-DD HH:MM:SS``, errors as ``#REF!``, a formula that was never
    calculated as its own text (``=A1+B1``).
    """

    @property
    def name(self) -> str | None:
        """Name of the sheet; null for a format that has only one."""

    @property
    def width(self) -> int:
        """Number of columns."""

    @property
    def row_estimate(self) -> int | None:
        """About how many rows there are, where that is known."""

    @property
    def may_shift(self) -> bool:
        """Whether a stray delimiter can push the cells of a row to the right."""

    @property
    def merged(self) -> Sequence[MergedRange]:
        """Merged blocks, where the format has them."""

    @property
    def notices(self) -> Sequence[Notice]:
        """Remarks on the sheet as a whole."""

    def preview(self, rows: int) -> list[RawRow]:
        """The first rows, each ``width`` cells long."""

    def chunks(self, first_row: int, size: int = CHUNK_ROWS) -> Iterator[pl.DataFrame]:
        """Rows from ``first_row`` on: columns ``"0"`` to ``str(width - 1)``, ROW and SURPLUS."""


def frame_of_rows(rows: Sequence[Sequence[str | None]], width: int, first_row: int) -> pl.DataFrame:
    """A chunk made of lists of cells, the first of which is row ``first_row``."""
    columns = _transposed(rows, width)
    surplus = _surplus(rows, width)
    return pl.DataFrame(
        [
            *(pl.Series(str(i), cells, dtype=pl.String) for i, cells in enumerate(columns)),
            pl.int_range(first_row, first_row + len(rows), dtype=pl.Int64, eager=True).alias(ROW),
            pl.Series(SURPLUS, surplus, dtype=pl.String),
        ]
    )


def _transposed(rows: Sequence[Sequence[str | None]], width: int) -> list[Sequence[str | None]]:
    if all(len(row) == width for row in rows):
        return list(zip(*rows, strict=True)) if rows else [()] * width
    padding = [None] * width
    padded = [row if len(row) == width else [*row, *padding][:width] for row in rows]
    return list(zip(*padded, strict=True))


def _surplus(rows: Sequence[Sequence[str | None]], width: int) -> list[str | None]:
    def joined(row: Sequence[str | None]) -> str | None:
        cells = [cell.strip() for cell in row[width:] if cell and cell.strip()]
        return " | ".join(cells) or None

    return [joined(row) if len(row) > width else None for row in rows]
