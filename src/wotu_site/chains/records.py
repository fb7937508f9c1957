"""The record of back-tests: how lists of links to fill would have fared in the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from wotu.build.snapshot import Snapshot
from wotu.chains.backtest import Lift, lift
from wotu.chains.tables import BACKTEST, CHAIN_FIRMS
from wotu.chains.windows import Window, limitations
from wotu.packs.schema import Label
from wotu_site.snapshots.remembering import remembered

#: In a record, all chains or all places together.
ALL = ""


@dataclass(frozen=True, slots=True)
class Method:
    """How one way of listing links fared, with its 95 % interval."""

    method: str
    listed: int
    gained: int
    rate: float
    rate_low: float | None
    rate_high: float | None


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one chain, or of all together."""

    chain: str
    cutoff: date
    until: date
    methods: tuple[Method, ...]
    lift: Lift
    limits: tuple[Label, ...]


@remembered
def record_or_none(snapshot: Snapshot, chain: str = ALL) -> Record | None:
    """How lists would have fared; None where no window of years could be tested."""
    table = _table(snapshot)
    rows = table.filter((pl.col("chain") == chain) & (pl.col("place") == ALL))
    if rows.is_empty():
        return None
    first = rows.row(0, named=True)
    return Record(
        chain=chain,
        cutoff=first["cutoff"],
        until=first["until"],
        methods=tuple(
            Method(**{name: row[name] for name in Method.__slots__})
            for row in rows.iter_rows(named=True)
        ),
        lift=lift(table, chain=chain),
        limits=_limits(snapshot, first["cutoff"], first["until"]),
    )


@remembered
def _table(snapshot: Snapshot) -> pl.DataFrame:
    if not snapshot.columns("chain_backtest"):
        return pl.DataFrame(schema=BACKTEST)
    columns = ", ".join(BACKTEST)
    return snapshot.frame(f"SELECT {columns} FROM chain_backtest").cast(dict(BACKTEST))


@remembered
def _limits(snapshot: Snapshot, cutoff: date, until: date) -> tuple[Label, ...]:
    founded = snapshot.frame("SELECT founded_on FROM chain_firm").cast(
        {"founded_on": CHAIN_FIRMS["founded_on"]}
    )
    return limitations(founded, Window(cutoff, until))
