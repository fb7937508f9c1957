"""What people have said about values: contests, corrections, and which of them wait for a build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from wotu.lake.batches import Batch, BatchKind
from wotu.lake.corrections import ContestState
from wotu_site.snapshots import queries as snapshots


@dataclass(frozen=True, slots=True)
class Contest:
    """A value that somebody has put in doubt, and what became of it.

    ``settled_at``, ``settled_by`` and ``settlement`` are empty while it is open.
    """

    name: str
    at: datetime
    author: str
    state: str
    contract: str
    uscc: str
    field: str
    key: str
    claimed: str | None
    reason: str
    settled_at: datetime | None
    settled_by: str | None
    settlement: str | None
    settled_batch: str | None

    @property
    def open(self) -> bool:
        """Whether somebody still has to look into it."""
        return self.state == ContestState.OPEN


def contests(*, state: str = "", uscc: str | None = None) -> list[Contest]:
    """Contests, the newest first; of one state or one firm where that is asked for."""
    rows = snapshots.contests()
    if state:
        rows = rows.filter(pl.col("state") == state)
    if uscc is not None:
        rows = rows.filter(pl.col("uscc") == uscc)
    found = rows.sort("at", "contest", descending=True).rename({"contest": "name"}).to_dicts()
    return [Contest(**row) for row in found]


def contest_or_none(name: str) -> Contest | None:
    """The contest of this name."""
    return next((contest for contest in contests() if contest.name == name), None)


def open_contests_of(firm: Mapping[str, Any]) -> list[Contest]:
    """The contests on a firm's values that nobody has settled."""
    return contests(state=ContestState.OPEN, uscc=firm["uscc"]) if firm["uscc"] else []


def corrections_of(firm: Mapping[str, Any]) -> list[Batch]:
    """The corrections of a firm's values, the newest first, undone ones too."""
    found = [
        batch
        for batch in snapshots.batches()
        if batch.kind is BatchKind.CORRECTION and batch.mapping.get("uscc") == firm["uscc"]
    ]
    return found[::-1]


def pending_corrections(firm: Mapping[str, Any]) -> list[Batch]:
    """The corrections made or undone since the snapshot was built."""
    pending = {batch.id for batch in snapshots.pending_batches()}
    return [batch for batch in corrections_of(firm) if batch.id in pending]
