"""Periods as bureaus write them, in the one notation of :mod:`wotu.periods`."""

from __future__ import annotations

import polars as pl

from wotu.contracts.readings import Reading
from wotu.contracts.words import common_fault, matches_missing, tidy
from wotu.periods import period_of_text


def read_period(cells: pl.Series) -> Reading:
    """Periods of a column: ``2023年1—5月`` is ``2023-01/2023-05``."""
    cells = tidy(cells)
    distinct = cells.drop_nulls().unique(maintain_order=True)
    silent = [matches_missing(text) for text in distinct]
    found = [
        None if none else period_of_text(text) for text, none in zip(distinct, silent, strict=True)
    ]
    told = pl.DataFrame(
        {
            "text": distinct,
            "value": found,
            "fault": [
                None if none or one else "not_a_period"
                for one, none in zip(found, silent, strict=True)
            ],
        },
        schema={"text": pl.String, "value": pl.String, "fault": pl.String},
    ).with_columns(fault=pl.coalesce(common_fault(pl.col("text")), "fault"))
    return Reading.of(cells.to_frame("text").join(told, "text", "left", maintain_order="left"))
