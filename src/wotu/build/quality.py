"""How good each source is: how much of each field it knows, and how often it is overruled."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.contracts.schema import TableContract, TimeKind
from wotu.lake.resolve import IDENTITY_FIELDS, Settled, full_key

SCHEMA: Final = pl.Schema(
    {
        "contract": pl.String(),
        "source": pl.String(),
        "year": pl.Int32(),
        "field": pl.String(),
        "rows": pl.Int64(),
        "known": pl.Int64(),
        "compared": pl.Int64(),
        "lost": pl.Int64(),
    }
)
"""Columns of the table of quality: one row for each contract, source, year (null where the
contract has no years) and field.

``rows`` counts rows about known firms, ``known`` those that state the field, ``compared`` those of
them that stand beside another row of the same key that states it too, and ``lost`` those whose
value is not the one that is believed.
"""


def quality_of(settled: Settled, contract: TableContract) -> pl.DataFrame:
    """The quality of every source of one contract, in the columns of :data:`SCHEMA`."""
    fields = _fields_of(contract)
    stated = [*full_key(contract), "_source", *fields]
    columns = list(dict.fromkeys([*stated, contract.time.from_field]))
    single = settled.facts.filter(pl.col("_source").is_not_null()).select(columns)
    rows = pl.concat([single, settled.statements.select(columns)])
    known = _per_field(rows, contract, [pl.col(name).is_not_null() for name in fields], "known")
    compared, lost = _contests(settled, contract, fields)
    found = known
    for part in (compared, lost):
        found = found.join(part, on=["source", "year", "field"], how="left", nulls_equal=True)
    counts = rows.group_by("_source", _year(contract)).agg(rows=pl.len().cast(pl.Int64))
    counts = counts.rename({"_source": "source"})
    return (
        found.join(counts, on=["source", "year"], how="left", nulls_equal=True)
        .with_columns(pl.col("compared", "lost").fill_null(0), contract=pl.lit(contract.name))
        .select(SCHEMA.names())
        .cast(SCHEMA)
        .sort("contract", "source", "year", "field", nulls_last=True)
    )


def _fields_of(contract: TableContract) -> list[str]:
    """Fields that sources state, beside whom and when they speak of."""
    apart = {*contract.key, *IDENTITY_FIELDS, contract.time.from_field}
    return [name for name in contract.fields if name not in apart]


def _contests(
    settled: Settled, contract: TableContract, fields: list[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Statements that stand beside others, and those of them that are not believed."""
    key = full_key(contract)
    statements = settled.statements
    said = statements.group_by(key).agg(pl.col(name).count().alias(f"{name}#") for name in fields)
    believed = settled.facts.select(*key, *(pl.col(name).alias(f"{name}!") for name in fields))
    rows = statements.join(said, on=key, how="left", nulls_equal=True).join(
        believed, on=key, how="left", nulls_equal=True
    )
    beside = [pl.col(name).is_not_null() & (pl.col(f"{name}#") > 1) for name in fields]
    differs = [pl.col(name).ne_missing(pl.col(f"{name}!")) for name in fields]
    overruled = [one & other for one, other in zip(beside, differs, strict=True)]
    return (
        _per_field(rows, contract, beside, "compared"),
        _per_field(rows, contract, overruled, "lost"),
    )


def _per_field(
    rows: pl.DataFrame, contract: TableContract, tests: list[pl.Expr], name: str
) -> pl.DataFrame:
    """How many rows pass the test of each field: source, year, field and ``name``."""
    fields = _fields_of(contract)
    counts = rows.group_by("_source", _year(contract)).agg(
        test.sum().cast(pl.Int64).alias(field) for test, field in zip(tests, fields, strict=True)
    )
    return counts.rename({"_source": "source"}).unpivot(
        fields, index=["source", "year"], variable_name="field", value_name=name
    )


def _year(contract: TableContract) -> pl.Expr:
    if contract.time.kind is TimeKind.YEAR:
        return pl.col(contract.time.from_field).cast(pl.Int32).alias("year")
    return pl.lit(None, dtype=pl.Int32).alias("year")
