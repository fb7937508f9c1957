"""What cleaning gives: typed rows, and every row or value that was set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

REJECTED_SCHEMA: Final = pl.Schema(
    {
        "row": pl.Int64,
        "column": pl.String,
        "field": pl.String,
        "value": pl.String,
        "expected": pl.String,
        "expected_en": pl.String,
        "code": pl.String,
        "scope": pl.String,
        "raw": pl.String,
    }
)


@dataclass(frozen=True)
class CleanChunk:
    """Some rows of a table, cleaned.

    ``rows``: the contract's fields in their stored types and order, then ``_row`` (Int64), the
    row number that a person sees. A wide row (years in its headers) gives one row a year.

    ``rejected``: one line a fault. ``row``; ``column``, the header as in the file, null where
    the fault is about the whole row; ``field``; ``value`` as in the file; ``expected`` and
    ``expected_en``; ``code``, one of :data:`wotu.contracts.faults.FAULT_KINDS`; ``scope``,
    ``row`` where the row did not go in and ``value`` where only the value did not; ``raw``, the
    whole row as JSON, header to cell. A row with three unreadable cells has three lines.
    """

    rows: pl.DataFrame
    rejected: pl.DataFrame


def stack_rejected(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Lines of rejection put together in the order of rows."""
    if not parts:
        return pl.DataFrame(schema=REJECTED_SCHEMA)
    return pl.concat(parts).sort("row", maintain_order=True)
