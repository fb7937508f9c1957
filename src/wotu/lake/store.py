"""The store of facts: rows land in batches, batches can be undone, any past state can be read."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from wotu.contracts.chunks import REJECTED_SCHEMA
from wotu.contracts.faults import FAULT_KINDS
from wotu.contracts.schema import TableContract, TimeKind
from wotu.errors import BatchError, UnknownNameError
from wotu.lake import tables
from wotu.lake.batches import (
    EVENTS_SCHEMA,
    Batch,
    BatchDraft,
    BatchEvent,
    batches_of,
    event_row,
    landed_event,
    new_batch_id,
)
from wotu.lake.lock import writer_lock
from wotu.program import program

EVIDENCE: dict[str, pl.DataType | type[pl.DataType]] = {
    "_batch": pl.String,
    "_row": pl.Int64,
    "_source": pl.String,
    "_received_at": pl.Datetime("us", "UTC"),
    "_cleared": pl.List(pl.String),
}
"""Columns that every fact carries beside its contract's: the batch, the row of the file, the
source, when it was received and, in corrections, the fields that were found to have no value."""

REJECTED = pl.Schema([("_batch", pl.String()), *REJECTED_SCHEMA.items()])
"""The quarantine: one row for each row or value that was set aside, with the reason."""

HARMLESS = [code for code, kind in FAULT_KINDS.items() if not kind.alarming]
"""Codes of rows that are no records at all: totals, notes, repeated headers, plain repeats."""


class Landing:
    """A batch on its way in: rows are written as they come and count once it has landed."""

    def __init__(self, lake: Lake, draft: BatchDraft) -> None:
        self.draft = draft
        self.received_at = lake.clock()
        self.batch_id = new_batch_id(self.received_at)
        self.rows = self.rejected = self.set_aside = 0
        self._lake = lake
        self._contract = lake.contract(draft.contract)

    def add(self, rows: pl.DataFrame) -> None:
        """Write clean rows: the contract's fields, ``_row`` and, in corrections, ``_cleared``."""
        if rows.is_empty():
            return
        if "_cleared" not in rows.columns:
            rows = rows.with_columns(_cleared=pl.lit(None, dtype=pl.List(pl.String)))
        time = self._contract.time
        if time.kind is TimeKind.STATE:
            day = self.draft.observed_on or self.received_at.date()
            rows = rows.with_columns(pl.col(time.from_field).fill_null(pl.lit(day)))
        rows = rows.with_columns(
            _batch=pl.lit(self.batch_id),
            _source=pl.lit(self.draft.source),
            _received_at=pl.lit(self.received_at, dtype=pl.Datetime("us", "UTC")),
        )
        schema = {**self._contract.stored_types, **EVIDENCE}
        tables.append(self._lake.facts_path(self.draft.contract), rows.select(list(schema)))
        self.rows += rows.height

    def reject(self, rejected: pl.DataFrame) -> None:
        """Write to the quarantine: the columns of :data:`REJECTED` but the batch."""
        if rejected.is_empty():
            return
        rows = rejected.with_columns(_batch=pl.lit(self.batch_id)).select(list(REJECTED))
        tables.append(self._lake.rejected_path, rows)
        no_records = rows.filter(pl.col("code").is_in(HARMLESS))["row"].n_unique()
        self.set_aside += no_records
        self.rejected += rows.filter(pl.col("scope") == "row")["row"].n_unique() - no_records


class Lake:
    """All facts of a workspace, as Delta tables under one folder.

    ``clock`` gives the time in UTC at which things land.
    """

    def __init__(
        self,
        root: Path,
        contracts: dict[str, TableContract],
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self.root = root
        self.clock = clock
        self.contracts = contracts
        self.rejected_path = root / "rejected"
        self.events_path = root / "batches"
        self.lock_path = root / ".lock"

    def contract(self, name: str) -> TableContract:
        """The contract of a table.

        Raises:  UnknownNameError.
        """
        if name not in self.contracts:
            raise UnknownNameError(f"There is no contract '{name}'.", contract=name)
        return self.contracts[name]

    def facts_path(self, contract: str) -> Path:
        """Folder of a contract's Delta table."""
        return self.root / "facts" / contract

    # -- batches ---------------------------------------------------------------------------

    @contextmanager
    def landing(self, draft: BatchDraft) -> Iterator[Landing]:
        """Write a batch inside the block; it lands when the block ends without an error.

        A process that dies in between leaves rows that no reader counts.

        Raises:  AlreadyLandedError when the same content has landed meanwhile.
        """
        with self.landing_together([draft]) as (landing,):
            yield landing

    @contextmanager
    def landing_together(self, drafts: Sequence[BatchDraft]) -> Iterator[list[Landing]]:
        """Write several batches inside the block, such as the sheets of a workbook: all land or
        none does.

        Raises:  AlreadyLandedError when the content of one has landed meanwhile.
        """
        landings = [Landing(self, draft) for draft in drafts]
        yield landings
        with writer_lock(self.lock_path):
            for draft in drafts:
                self.refuse_landed(draft)
            # The time of landing, not of receipt: who reads as of a time sees what was seen then.
            now = self.clock()
            events = [
                landed_event(
                    item.batch_id, item.draft, now, item.rows, item.rejected, item.set_aside
                )
                for item in landings
            ]
            if events:
                tables.append(self.events_path, pl.concat(events))

    def refuse_landed(self, draft: BatchDraft) -> None:
        """Raise AlreadyLandedError if a batch with this fingerprint counts already."""
        same = self.batch_with_fingerprint(draft.fingerprint)
        if same:
            raise AlreadyLandedError(same)

    def batch_with_fingerprint(self, fingerprint: str) -> Batch | None:
        """The batch with this content and reading that counts now, if any."""
        return next((b for b in self.batches() if b.fingerprint == fingerprint and b.counts), None)

    def batches(self, known_on: dt.datetime | None = None) -> list[Batch]:
        """All batches that had landed by ``known_on``, in order, as they stood then."""
        events = tables.scan(self.events_path, EVENTS_SCHEMA)
        if known_on is not None:
            events = events.filter(pl.col("at") <= known_on.astimezone(dt.UTC))
        return batches_of(events.collect())

    def batch(self, batch_id: str) -> Batch:
        """One batch by its name or the beginning of it.

        Raises:  BatchError when none or several fit.
        """
        found = [batch for batch in self.batches() if batch.id.startswith(batch_id)]
        exact = [batch for batch in found if batch.id == batch_id]
        if len(exact or found) == 1:
            return (exact or found)[0]
        problem = "没有这个批次" if not found else "有多个批次以此开头"
        raise BatchError(
            f"{problem}：{batch_id}。`{program()} batches` 列出全部批次。"
            f" {'No batch is' if not found else 'Several batches are'} named '{batch_id}'.",
            batch=batch_id,
        )

    def undo(self, batch_id: str, author: str, reason: str | None = None) -> Batch:
        """Take a batch back: its rows no longer count, and stay readable as of earlier times."""
        return self._change(batch_id, BatchEvent.UNDONE, author, reason)

    def restore(self, batch_id: str, author: str, reason: str | None = None) -> Batch:
        """Let an undone batch count again."""
        return self._change(batch_id, BatchEvent.RESTORED, author, reason)

    def _change(self, batch_id: str, event: BatchEvent, author: str, reason: str | None) -> Batch:
        with writer_lock(self.lock_path):
            batch = self.batch(batch_id)
            if batch.counts == (event is BatchEvent.RESTORED):
                state = "已撤销" if event is BatchEvent.UNDONE else "并未撤销"
                raise BatchError(
                    f"批次 {batch.id} {state}。 Batch {batch.id} is {batch.state} already.",
                    batch=batch.id,
                )
            if event is BatchEvent.RESTORED and (
                same := self.batch_with_fingerprint(batch.fingerprint)
            ):
                raise AlreadyLandedError(same)
            now = self.clock()
            tables.append(self.events_path, event_row(batch.id, event, now, author, reason))
        return self.batch(batch.id)

    # -- facts -----------------------------------------------------------------------------

    def rows(
        self,
        contract: str,
        *,
        known_on: dt.datetime | None = None,
        true_on: dt.date | None = None,
    ) -> pl.LazyFrame:
        """Facts of a contract with their evidence.

        ``known_on`` reads the state as it was known at a time: batches that landed later, or were
        undone later, are seen as they were. ``true_on`` leaves out years, certificates and events
        that begin after a day. Of states the later ones stay: settling takes them only where
        nothing earlier is known, for a firm's industry of November is the best guess for June.
        """
        table = self.contract(contract)
        schema = {**table.stored_types, **EVIDENCE}
        counting = [b.id for b in self.batches(known_on) if b.counts and b.contract == contract]
        rows = tables.scan(self.facts_path(contract), schema)
        rows = rows.filter(pl.col("_batch").is_in(counting))
        if true_on is not None and table.time.kind is not TimeKind.STATE:
            begins = pl.col(table.time.from_field)
            last = true_on.year if table.time.kind is TimeKind.YEAR else true_on
            rows = rows.filter(begins.is_null() | (begins <= last))
        return rows

    def rejected(self, batch_id: str | None = None) -> pl.LazyFrame:
        """The quarantine of all batches that landed, or of one."""
        landed = [b.id for b in self.batches()] if batch_id is None else [batch_id]
        return tables.scan(self.rejected_path, REJECTED).filter(pl.col("_batch").is_in(landed))

    def complete_lists(self, known_on: dt.datetime | None = None) -> set[str]:
        """Contracts whose list is known to hold every row there is."""
        return {b.contract for b in self.batches(known_on) if b.counts and b.complete}

    # -- originals -------------------------------------------------------------------------

    def keep_original(self, path: Path, sha256: str) -> Path:
        """Copy a received file into the lake, once, under its digest."""
        kept = self.original_path(sha256)
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            partial = kept.with_name(f"{kept.name}.{os.getpid()}.partial")
            shutil.copyfile(path, partial)
            partial.replace(kept)
        return kept

    def original_path(self, sha256: str) -> Path:
        """Where the file of this digest is kept."""
        return self.root / "originals" / sha256[:2] / sha256


class AlreadyLandedError(BatchError):
    """The same content, read in the same way, counts already."""

    kind = "already_landed"

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        super().__init__(
            f"这份数据已在批次 {batch.id} 中导入，没有变化。"
            f" The same content landed as batch {batch.id}; nothing changed.",
            batch=batch.id,
        )
