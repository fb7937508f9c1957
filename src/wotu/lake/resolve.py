"""Settling facts: one value for each field where sources agree, disagree or say nothing.

The order of belief comes from the packs. Within one source the newer statement wins: first by the
day it is true on, then by when it was received. A state observed only after the day in question
stands back behind those observed before. Losing statements are kept beside the winner.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from wotu.contracts.schema import Settling, Subject, TableContract, TimeKind
from wotu.packs.sources import CORRECTION, SourceRegister

IDENTITY_FIELDS = Subject.FIRM.identity
"""Fields that name the firm: they say who a row is about and are settled with the identity."""


@dataclass(frozen=True)
class Settled:
    """Facts of one contract after settling.

    ``facts`` has one row a key, with ``_batch``, ``_row`` and ``_source`` where one row supplied
    all of it. ``statements`` holds every row of the keys that have several, best first, with
    ``_place`` 0 for the row that is believed most.
    """

    facts: pl.DataFrame
    statements: pl.DataFrame

    def disagreements(self, contract: TableContract) -> pl.DataFrame:
        """Keys on which rows state different values: the key, and the names of the fields."""
        key = full_key(contract)
        apart = {*key, *contract.subject.identity}
        fields = [name for name in contract.fields if name not in apart]
        fields = [name for name in fields if name != contract.time.from_field]
        differ = self.statements.group_by(key).agg(
            pl.when(pl.col(name).drop_nulls().n_unique() > 1).then(pl.lit(name)).alias(name)
            for name in fields
        )
        named = differ.select(*key, fields=pl.concat_list(fields).list.drop_nulls())
        return named.filter(pl.col("fields").list.len() > 0).sort(key)


def full_key(contract: TableContract) -> list[str]:
    """What tells facts of a contract apart: the subject, and the key's fields."""
    return [contract.subject.column, *contract.key]


def settle(
    rows: pl.DataFrame,
    contract: TableContract,
    sources: SourceRegister,
    true_on: dt.date | None = None,
) -> Settled:
    """Settle the rows of a contract, which carry the column of their subject (``firm_id``) and the
    evidence columns, as they were true on a day."""
    key = full_key(contract)
    count = pl.len().over(key)
    several = rows.filter(count > 1)
    single = rows.filter(count == 1)
    ranked = _ranked(several, contract, sources, None, true_on).sort([*key, "_place"])
    facts = _one_row_each(single, contract)
    if contract.settling is Settling.ROWS:
        best = _one_row_each(ranked.filter(pl.col("_place") == 0), contract)
        facts = pl.concat([facts, best])
    elif not several.is_empty():
        settled = _settled(several, key, contract, sources, true_on)
        facts = pl.concat([facts, settled.select(facts.columns)])
    return Settled(facts.sort(key), ranked)


def _one_row_each(rows: pl.DataFrame, contract: TableContract) -> pl.DataFrame:
    subject = contract.subject.column
    names = [name for name in contract.fields if name != subject]
    return rows.select(subject, *names, "_batch", "_row", "_source")


def _settled(
    rows: pl.DataFrame,
    key: list[str],
    contract: TableContract,
    sources: SourceRegister,
    true_on: dt.date | None,
) -> pl.DataFrame:
    fields = [name for name in contract.fields if name not in contract.key]
    parts = rows.select(key).unique()
    for order, names in sources.orders_of(contract.name, fields).items():
        ranked = _ranked(rows, contract, sources, names[0], true_on).sort("_place")
        chosen = ranked.group_by(key).agg(pl.col(name).drop_nulls().first() for name in names)
        assert order
        parts = parts.join(chosen, on=key, how="left", nulls_equal=True)
    parts = _without_cleared(parts, rows, key, fields)
    return parts.with_columns(
        _batch=pl.lit(None, dtype=pl.String),
        _row=pl.lit(None, dtype=pl.Int64),
        _source=pl.lit(None, dtype=pl.String),
    )


def _ranked(
    rows: pl.DataFrame,
    contract: TableContract,
    sources: SourceRegister,
    field: str | None,
    true_on: dt.date | None,
) -> pl.DataFrame:
    """Rows with ``_place``: their order of belief within their key, 0 the first."""
    ranks = sources.ranks(contract.name, field)
    rank = pl.col("_source").replace_strict(ranks, default=len(ranks), return_dtype=pl.Int32)
    states = contract.time.kind is TimeKind.STATE
    day = contract.time.from_field if states else contract.vintage
    observed = pl.col(day) if day else pl.lit(None, dtype=pl.Date)
    later = (observed > true_on).fill_null(False) if true_on and states else pl.lit(False)
    bound = pl.col(contract.bounded_by) if contract.bounded_by else pl.lit(None, dtype=pl.String)
    order = rows.with_columns(
        _rank=rank,
        _later=later,
        _bounded=(bound != "exact").fill_null(False),
        # Among states observed too late, the earliest is nearest to the day.
        _newest=pl.when(later).then(-observed.to_physical()).otherwise(observed.to_physical()),
    ).sort(
        ["_later", "_rank", "_bounded", "_newest", "_received_at", "_row"],
        descending=[False, False, False, True, True, True],
        nulls_last=True,
        maintain_order=True,
    )
    key = full_key(contract)
    return order.with_columns(_place=pl.int_range(pl.len(), dtype=pl.Int32).over(key)).drop(
        "_rank", "_later", "_bounded", "_newest"
    )


def _without_cleared(
    settled: pl.DataFrame, rows: pl.DataFrame, key: list[str], fields: Sequence[str]
) -> pl.DataFrame:
    """Fields that a later correction found to have no value are unknown."""
    corrections = rows.filter((pl.col("_source") == CORRECTION) & pl.col("_cleared").is_not_null())
    if corrections.is_empty():
        return settled
    latest_value = rows.filter(pl.col("_source") == CORRECTION)
    for field in fields:
        cleared = corrections.filter(pl.col("_cleared").list.contains(field))
        if cleared.is_empty():
            continue
        when = cleared.group_by(key).agg(_cleared_at=pl.col("_received_at").max())
        given = (
            latest_value.filter(pl.col(field).is_not_null())
            .group_by(key)
            .agg(_given_at=pl.col("_received_at").max())
        )
        settled = (
            settled.join(when, on=key, how="left", nulls_equal=True)
            .join(given, on=key, how="left", nulls_equal=True)
            .with_columns(
                pl.when(
                    pl.col("_cleared_at").is_null()
                    | (pl.col("_given_at") > pl.col("_cleared_at")).fill_null(False)
                )
                .then(pl.col(field))
                .alias(field)
            )
            .drop("_cleared_at", "_given_at")
        )
    return settled


def statements_on(
    statements: pl.DataFrame,
    contract: TableContract,
    sources: SourceRegister,
    field: str,
    true_on: dt.date | None = None,
) -> pl.DataFrame:
    """What each source said of one field of one key, best first; rows that say nothing left out.

    ``statements`` are the rows of one key. Columns: value, ``_source``, ``_batch``, ``_row``,
    ``_received_at`` and ``wins``.
    """
    bare = statements.drop("_place", strict=False)
    ranked = _ranked(bare, contract, sources, field, true_on)
    says = pl.col(field).is_not_null() | pl.col("_cleared").list.contains(field).fill_null(False)
    said = ranked.sort("_place").filter(says)
    return said.select(
        pl.col(field).alias("value"),
        "_source",
        "_batch",
        "_row",
        "_received_at",
        wins=pl.int_range(pl.len()) == 0,
    )
