"""Batches: what was received, when, from whom; and which of them count at a point in time."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import polars as pl


class BatchKind(StrEnum):
    """How the rows of a batch came to be."""

    IMPORT = "import"
    CORRECTION = "correction"
    DOCUMENT = "document"  # what a person accepted of a document's claims and events


class BatchEvent(StrEnum):
    """What happened to a batch; the last event up to a time says whether it counts."""

    LANDED = "landed"
    UNDONE = "undone"
    RESTORED = "restored"


@dataclass(frozen=True)
class BatchDraft:
    """What is known of a batch before it lands.

    ``complete`` asserts that a list holds every row there is for the zone's firms. ``observed_on``
    is the day on which rows without a date of their own are true. ``fingerprint`` is the same for
    the same content read in the same way: such a batch lands once.
    """

    contract: str
    source: str
    file_name: str
    file_sha256: str
    author: str
    sheet: str | None = None
    mapping: dict[str, Any] = field(default_factory=dict)
    complete: bool = False
    observed_on: dt.date | None = None
    kind: BatchKind = BatchKind.IMPORT
    reason: str | None = None

    @property
    def fingerprint(self) -> str:
        """Digest of content, reading and source."""
        parts = [
            self.contract,
            self.source,
            self.file_sha256,
            self.sheet,
            json.dumps(self.mapping, sort_keys=True, ensure_ascii=False, default=str),
            self.complete,
            str(self.observed_on),
        ]
        text = json.dumps(parts, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Batch:
    """A batch that has landed, as it stands."""

    id: str
    contract: str
    source: str
    file_name: str
    file_sha256: str
    sheet: str | None
    author: str
    reason: str | None
    kind: BatchKind
    mapping: dict[str, Any]
    complete: bool
    observed_on: dt.date | None
    fingerprint: str
    received_at: dt.datetime
    rows: int
    rejected: int
    set_aside: int
    state: BatchEvent
    state_at: dt.datetime
    state_by: str
    state_reason: str | None

    @property
    def counts(self) -> bool:
        """Whether the rows of the batch are facts now."""
        return self.state is not BatchEvent.UNDONE


EVENTS_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "batch": pl.String,
    "event": pl.String,
    "at": pl.Datetime("us", "UTC"),
    "author": pl.String,
    "reason": pl.String,
    "contract": pl.String,
    "source": pl.String,
    "kind": pl.String,
    "file_name": pl.String,
    "file_sha256": pl.String,
    "sheet": pl.String,
    "mapping": pl.String,
    "complete": pl.Boolean,
    "observed_on": pl.Date,
    "fingerprint": pl.String,
    "rows": pl.Int64,
    "rejected": pl.Int64,
    "set_aside": pl.Int64,
}
"""Columns of the table of batch events, one row an event."""


def new_batch_id(received_at: dt.datetime) -> str:
    """A name that sorts by time and that no other batch has."""
    return f"{received_at:%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"


def batches_of(events: pl.DataFrame) -> list[Batch]:
    """Batches in the order in which they landed, from their events up to some time."""
    landed = events.filter(pl.col("event") == BatchEvent.LANDED).sort("at", "batch")
    latest = events.sort("at", maintain_order=True).unique("batch", keep="last")
    state_of = {row["batch"]: row for row in latest.to_dicts()}
    return [_batch(row, state_of[row["batch"]]) for row in landed.to_dicts()]


def _batch(row: dict[str, Any], state: dict[str, Any]) -> Batch:
    return Batch(
        id=row["batch"],
        contract=row["contract"],
        source=row["source"],
        file_name=row["file_name"],
        file_sha256=row["file_sha256"],
        sheet=row["sheet"],
        author=row["author"],
        reason=row["reason"],
        kind=BatchKind(row["kind"]),
        mapping=json.loads(row["mapping"] or "{}"),
        complete=bool(row["complete"]),
        observed_on=row["observed_on"],
        fingerprint=row["fingerprint"],
        received_at=row["at"],
        rows=row["rows"],
        rejected=row["rejected"],
        set_aside=row["set_aside"],
        state=BatchEvent(state["event"]),
        state_at=state["at"],
        state_by=state["author"],
        state_reason=state["reason"],
    )


def landed_event(
    batch_id: str, draft: BatchDraft, at: dt.datetime, rows: int, rejected: int, set_aside: int
) -> pl.DataFrame:
    """The event that makes a batch count."""
    return event_row(
        batch_id,
        BatchEvent.LANDED,
        at,
        draft.author,
        draft.reason,
        contract=draft.contract,
        source=draft.source,
        kind=draft.kind,
        file_name=draft.file_name,
        file_sha256=draft.file_sha256,
        sheet=draft.sheet,
        mapping=json.dumps(draft.mapping, ensure_ascii=False, default=str),
        complete=draft.complete,
        observed_on=draft.observed_on,
        fingerprint=draft.fingerprint,
        rows=rows,
        rejected=rejected,
        set_aside=set_aside,
    )


def event_row(
    batch_id: str,
    event: BatchEvent,
    at: dt.datetime,
    author: str,
    reason: str | None,
    **details: Any,
) -> pl.DataFrame:
    """One row of the table of batch events."""
    row = {"batch": batch_id, "event": event, "at": at, "author": author, "reason": reason}
    return pl.DataFrame([{**row, **details}], schema=EVENTS_SCHEMA)
