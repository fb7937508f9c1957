"""Which batches there are, and which of them a list asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wotu.lake.batches import Batch, BatchKind
from wotu_site.data import quarantine
from wotu_site.data.labels import contract_label, source_label
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.tables import ListState

STATES = ("landed", "superseded", "undone")
SORTS = ("received", "file", "contract", "source", "rows", "rejected", "values")


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch as a list shows it.

    ``state`` is ``landed``, ``undone``, or ``superseded`` where a newer file of the same name came
    in under the same contract. ``pending`` says that the snapshot does not know of it yet.
    ``values`` counts values that were set aside while the rest of their rows went in.
    """

    batch: Batch
    contract: str
    source: str
    state: str
    pending: bool
    values: int

    @property
    def received_at(self) -> datetime:
        """When it landed."""
        return self.batch.received_at

    @property
    def is_correction(self) -> bool:
        """Whether a person put one value right, and no file came in."""
        return self.batch.kind is BatchKind.CORRECTION


def all_rows() -> list[BatchRow]:
    """Every batch, the oldest first."""
    batches = snapshots.batches()
    newest = _newest_of_name(batches)
    pending = {batch.id for batch in pending_batches()}
    values = quarantine.values_by_batch()
    return [
        BatchRow(
            batch=batch,
            contract=contract_label(batch.contract),
            source=source_label(batch.source),
            state=_state(batch, newest),
            pending=batch.id in pending,
            values=values.get(batch.id, 0),
        )
        for batch in batches
    ]


def pending_batches() -> list[Batch]:
    """Batches that the next build will take in or leave out; all that count before the first."""
    if snapshots.has_snapshot():
        return snapshots.pending_batches()
    return [batch for batch in snapshots.batches() if batch.counts]


def wanted_rows(rows: Iterable[BatchRow], state: ListState) -> list[BatchRow]:
    """The rows that the filters of a list leave, in its order."""
    found = [row for row in rows if _fits(row, state)]
    key = state.sort.removeprefix("-")
    return sorted(found, key=_ORDERS[key], reverse=state.sort.startswith("-"))


def counts_of(rows: Iterable[BatchRow], state: ListState, name: str) -> Counter[str]:
    """How many rows each value of a filter would leave, the other filters in force."""
    return Counter(_FILTERS[name](row) for row in rows if _fits(row, state, but=name))


def _fits(row: BatchRow, state: ListState, but: str = "") -> bool:
    for name, value_of in _FILTERS.items():
        chosen = state.values(name)
        if chosen and name != but and value_of(row) not in chosen:
            return False
    words = state.value("q").casefold()
    told = (row.batch.file_name, row.batch.sheet or "", row.batch.author, row.batch.id)
    return not words or any(words in text.casefold() for text in told)


_FILTERS: dict[str, Callable[[BatchRow], str]] = {
    "contract": lambda row: row.batch.contract,
    "source": lambda row: row.batch.source,
    "state": lambda row: row.state,
    "build": lambda row: "pending" if row.pending else "built",
    "kind": lambda row: row.batch.kind.value,
}

_ORDERS: dict[str, Callable[[BatchRow], Any]] = {
    "received": lambda row: (row.received_at, row.batch.id),
    "file": lambda row: row.batch.file_name,
    "contract": lambda row: row.contract,
    "source": lambda row: row.source,
    "rows": lambda row: row.batch.rows,
    "rejected": lambda row: row.batch.rejected,
    "values": lambda row: row.values,
}


def _newest_of_name(batches: Sequence[Batch]) -> dict[tuple[str, ...], str]:
    """The newest batch that counts of each file name, sheet, contract and source."""
    return {_name_of(batch): batch.id for batch in batches if batch.counts}


def _state(batch: Batch, newest: dict[tuple[str, ...], str]) -> str:
    if not batch.counts:
        return "undone"
    imported = batch.kind is BatchKind.IMPORT
    return "superseded" if imported and newest[_name_of(batch)] != batch.id else "landed"


def _name_of(batch: Batch) -> tuple[str, ...]:
    return (batch.contract, batch.source, batch.file_name, batch.sheet or "")
