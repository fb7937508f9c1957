"""What moved in the pipelines: changes between two days, and counts by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from wotu.chains.pipeline_tables import CHANGES, LINE, YEAR_COUNTS, Change, Status
from wotu.chains.pipelines import line_records, lines_on, told_of_lines
from wotu.chains.stages import HALTS, ORDER


def changes_between(
    rows: pl.DataFrame, as_of: dt.date, before: dt.date, parents: Mapping[str, str]
) -> pl.DataFrame:
    """What became of lines after ``before`` and up to ``as_of``, :data:`CHANGES`, newest first."""
    now, was = lines_on(rows, as_of, parents), lines_on(rows, before, parents)
    both = now.join(
        was.select(*LINE, "stage", "status"),
        on=LINE,
        how="left",
        suffix="_before",
        nulls_equal=True,
    )
    order, order_before = (
        pl.col(name).replace_strict(ORDER, default=-1) for name in ("stage", "stage_before")
    )
    halted = pl.col("status").is_in([halt.value for halt in HALTS])
    was_halted = pl.col("status_before").is_in([halt.value for halt in HALTS])
    changed = pl.col("status") != pl.col("status_before").fill_null("")
    change = (
        pl.when(halted & changed)
        .then("status")
        .when((pl.col("status") == Status.APPROVED) & changed)
        .then(pl.lit(Change.APPROVED.value))
        .when(pl.col("status_before").is_null())
        .then(pl.lit(Change.NEW.value))
        .when(order > order_before)
        .then(pl.lit(Change.ADVANCED.value))
        .when(order < order_before)
        .then(pl.lit(Change.STEPPED_BACK.value))
        .when(was_halted & ~halted)
        .then(pl.lit(Change.RESUMED.value))
    )
    return (
        both.with_columns(change=change)
        .with_columns(
            happened_on=pl.when(pl.col("change").is_in([halt.value for halt in HALTS]))
            .then("halted_on")
            .when(pl.col("change") == Change.RESUMED)
            .then("moved_on")
            .otherwise("since")
        )
        .filter(pl.col("change").is_not_null())
        .sort("happened_on", *LINE, descending=[True, False, False, False], nulls_last=True)
        .select(pl.col(name).cast(kind) for name, kind in CHANGES.items())
    )


def counted_by_year(rows: pl.DataFrame, as_of: dt.date, parents: Mapping[str, str]) -> pl.DataFrame:
    """Products that first reached a stage in a year, by class: :data:`YEAR_COUNTS`.

    A product counts once a stage, with its first indication; halts are counted by their last day.
    """
    known = line_records(rows, parents).filter(pl.col("happened_on") <= as_of)
    if known.is_empty():
        return pl.DataFrame(schema=YEAR_COUNTS)
    classes = told_of_lines(known).select(*LINE, "registration_class")
    reached = known.drop("registration_class").join(classes, on=LINE, nulls_equal=True)
    first = reached.group_by("firm_id", "product", "stage").agg(
        pl.col("happened_on").min(),
        pl.col("registration_class").drop_nulls().first(),
    )
    return (
        first.group_by(pl.col("happened_on").dt.year().alias("year"), "stage", "registration_class")
        .agg(products=pl.len())
        .sort("year", pl.col("stage").replace_strict(ORDER, default=99), "registration_class")
        .select(pl.col(name).cast(kind) for name, kind in YEAR_COUNTS.items())
    )
