"""Days that follow from a row's period where no column states them."""

from __future__ import annotations

import polars as pl

from wotu.contracts.schema import TableContract
from wotu.periods import period_days


def with_days(rows: pl.DataFrame, contract: TableContract) -> pl.DataFrame:
    """Rows of a contract with the first and last days of their periods filled in."""
    for name, spec in contract.fields.items():
        period = spec.first_day_of or spec.last_day_of
        if period is None:
            continue
        stated = rows[period].drop_nulls().unique()
        days = {text: period_days(text) for text in stated}
        known = {
            text: found.first if spec.first_day_of else found.last
            for text, found in days.items()
            if found is not None
        }
        derived = pl.col(period).replace_strict(known, default=None, return_dtype=pl.Date)
        rows = rows.with_columns(pl.coalesce(name, derived).alias(name))
    return rows
