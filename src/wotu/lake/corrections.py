"""Contesting and correcting values: a correction is a new fact with its author and reason."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl

from wotu.contracts.schema import Settling
from wotu.errors import UnknownNameError, WotuError
from wotu.lake import tables
from wotu.lake.batches import Batch, BatchDraft, BatchKind
from wotu.lake.store import Lake
from wotu.packs.sources import CORRECTION


class ContestState(StrEnum):
    """Where a contested value stands."""

    OPEN = "open"
    CORRECTED = "corrected"
    UPHELD = "upheld"


class ContestError(WotuError):
    """A contest does not exist, or has been settled already."""

    kind = "contest"


@dataclass(frozen=True)
class FactAddress:
    """One value: the field of a contract, of one firm, at one key (e.g. a year)."""

    contract: str
    uscc: str
    field: str
    key: tuple[tuple[str, Any], ...] = ()


CONTESTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "contest": pl.String,
    "at": pl.Datetime("us", "UTC"),
    "author": pl.String,
    "state": pl.String,
    "contract": pl.String,
    "uscc": pl.String,
    "field": pl.String,
    "key": pl.String,
    "claimed": pl.String,
    "reason": pl.String,
    "batch": pl.String,
}
"""Events of contests, one row an event; the last one gives the state."""


def correct(lake: Lake, address: FactAddress, value: Any, *, author: str, reason: str) -> Batch:
    """State that a value is ``value``, or with None that it is not known; return the batch.

    ``value`` is of the field's stored type. Undo the batch to take the correction back.

    Raises:  UnknownNameError for a field or key that the contract lacks.
    """
    contract = lake.contract(address.contract)
    if contract.settling is Settling.ROWS:
        raise ContestError(
            f"“{contract.label.zh}”整行采信：请撤销有误的批次，或更正其文献中的数据。"
            f" Rows of {contract.name} count whole: undo the faulty batch, or correct the claim."
        )
    contract.require_field(address.field)
    if {name for name, _ in address.key} != set(contract.key):
        expected = ", ".join(contract.key) or "none"
        raise UnknownNameError(f"the key of {address.contract} is: {expected}", key=address.key)
    if not reason.strip():
        raise ContestError("更正须写明理由。 A correction states its reason.")
    row: dict[str, Any] = dict.fromkeys(contract.fields)
    row |= {"uscc": address.uscc, **dict(address.key), address.field: value}
    cleared = pl.Series([[address.field] if value is None else None], dtype=pl.List(pl.String))
    rows = pl.DataFrame([row], schema=contract.stored_types).with_columns(
        _row=pl.lit(1, dtype=pl.Int64), _cleared=cleared
    )
    draft = BatchDraft(
        contract=address.contract,
        source=CORRECTION,
        file_name="correction",
        # Corrections are never the same content twice: each is an act at a time.
        file_sha256=hashlib.sha256(secrets.token_bytes(32)).hexdigest(),
        author=author,
        kind=BatchKind.CORRECTION,
        reason=reason,
        mapping={"field": address.field, "key": dict(address.key), "uscc": address.uscc},
    )
    with lake.landing(draft) as landing:
        landing.add(rows)
    return lake.batch(landing.batch_id)


def contest(
    lake: Lake, address: FactAddress, *, claimed: str | None, author: str, reason: str
) -> str:
    """Put a value in doubt; return the name of the contest."""
    name = f"{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    _record(lake, name, address, ContestState.OPEN, author, reason, claimed, None)
    return name


def settle_contest(
    lake: Lake, name: str, state: ContestState, *, author: str, reason: str, batch: str | None
) -> None:
    """Close a contest as corrected (by ``batch``) or upheld.

    Raises:  ContestError when it is unknown or closed.
    """
    row = contests(lake).filter(pl.col("contest") == name).to_dicts()
    if not row or row[0]["state"] != ContestState.OPEN:
        raise ContestError(f"没有待处理的异议 {name}。 No open contest is named '{name}'.")
    found = row[0]
    address = FactAddress(found["contract"], found["uscc"], found["field"])
    _record(lake, name, address, state, author, reason, None, batch, found["key"])


def contests(lake: Lake) -> pl.DataFrame:
    """Every contest with its present state: columns of the opening event, state and settlement.

    ``settled_at``, ``settled_by`` and ``settlement`` are null while it is open.
    """
    events = tables.scan(lake.root / "contests", CONTESTS).collect().sort("at")
    opened = events.filter(pl.col("state") == ContestState.OPEN)
    closed = events.filter(pl.col("state") != ContestState.OPEN).select(
        "contest",
        settled_state="state",
        settled_at="at",
        settled_by="author",
        settlement="reason",
        settled_batch="batch",
    )
    return (
        opened.join(closed, on="contest", how="left")
        .with_columns(state=pl.coalesce("settled_state", "state"))
        .drop("settled_state", "batch")
    )


def _record(
    lake: Lake,
    name: str,
    address: FactAddress,
    state: ContestState,
    author: str,
    reason: str,
    claimed: str | None,
    batch: str | None,
    key: str | None = None,
) -> None:
    row = {
        "contest": name,
        "at": dt.datetime.now(dt.UTC),
        "author": author,
        "state": state,
        "contract": address.contract,
        "uscc": address.uscc,
        "field": address.field,
        "key": key or ",".join(f"{part}={value}" for part, value in address.key),
        "claimed": claimed,
        "reason": reason,
        "batch": batch,
    }
    tables.append(lake.root / "contests", pl.DataFrame([row], schema=CONTESTS))
