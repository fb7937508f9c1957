"""Who is who: the names that wait for a person, and what people have decided about names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from wotu.build.snapshot import Snapshot
from wotu.identity.judgements import Judgement, JudgementKind, Judgements
from wotu.identity.register import REFERENCE, reference_expr
from wotu.lake.batches import Batch
from wotu_site.data.models import Postponed
from wotu_site.snapshots import queries as snapshots
from wotu_site.snapshots.remembering import remembered

MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm that a name may mean; ``likeness`` is the probability (0-1) by the model."""

    firm_id: str
    name: str
    likeness: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name in rows without a code that may mean several firms, or none.

    ``own_firm`` is the identifier under which the register counts it as a firm of its own until
    somebody decides; empty where its rows wait.
    """

    reference: str
    name: str
    division_code: str | None
    registration_no: str | None
    rows: int
    contracts: tuple[str, ...]
    own_firm: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A row in which a name stands."""

    batch: Batch
    row: int


def waiting() -> list[Doubt]:
    """The names that nobody has decided on or put off, the most rows first."""
    later = postponed()
    return [doubt for doubt in undecided() if doubt.reference not in later]


def put_off() -> list[Doubt]:
    """The names that somebody has put off."""
    later = postponed()
    return [doubt for doubt in undecided() if doubt.reference in later]


def undecided() -> list[Doubt]:
    """The names that nobody has decided on, less the firms that they were told from since."""
    standing = decisions()
    linked = {one.left for one in standing if one.kind is JudgementKind.LINK}
    apart = {(one.left, one.right) for one in standing if one.kind is JudgementKind.REJECT}
    open_doubts = [
        doubt
        for doubt in all_doubts()
        if doubt.reference not in linked and (doubt.reference, None) not in apart
    ]
    return [less for doubt in open_doubts if (less := _less(doubt, apart)) is not None]


def all_doubts() -> list[Doubt]:
    """All doubtful names of the current snapshot, decided on since or not."""
    if not snapshots.has_snapshot():
        return []
    return list(_doubts(snapshots.snapshot()))


def _less(doubt: Doubt, apart: set[tuple[str, str | None]]) -> Doubt | None:
    """A doubt without the firms that it was told from; None where it was told from all."""
    left = tuple(one for one in doubt.candidates if (doubt.reference, one.firm_id) not in apart)
    if doubt.candidates and not left:
        return None
    return replace(doubt, candidates=left)


def number_waiting() -> int:
    """How many names wait for a person."""
    return len(waiting())


def decisions() -> list[Judgement]:
    """What people have decided about names and firms, in the order in which they did."""
    root = snapshots.workspace().lake.root
    return _decisions(root, snapshots.last_commit(root / "judgements"))


def number_pending() -> int:
    """Decisions made since the current snapshot was built."""
    built = built_at()
    return 0 if built is None else sum(one.at > built for one in decisions())


def built_at() -> datetime | None:
    """When the current snapshot was built; None before the first."""
    return snapshots.snapshot().manifest.built_at if snapshots.has_snapshot() else None


def postponed() -> dict[str, Postponed]:
    """The names that were put off, by reference."""
    return {one.reference: one for one in Postponed.objects.select_related("person")}


def places_of(doubt: Doubt) -> list[Place]:
    """The first rows in which a name stands, the newest batch first."""
    lake = snapshots.workspace().lake
    found = []
    for contract in doubt.contracts:
        rows = lake.rows(contract).filter(pl.col("uscc").is_null())
        here = rows.filter(reference_expr(rows.collect_schema().names()) == doubt.reference)
        found.append(here.select("_batch", "_row", "_received_at").collect())
    batches = {batch.id: batch for batch in snapshots.batches()}
    newest = pl.concat(found).sort(["_received_at", "_row"], descending=[True, False])
    return [
        Place(batches[row["_batch"]], row["_row"])
        for row in newest.head(MOST_PLACES).iter_rows(named=True)
    ]


def doubt_or_none(reference: str) -> Doubt | None:
    """The doubtful name of the current snapshot, decided on or not."""
    return next((doubt for doubt in all_doubts() if doubt.reference == reference), None)


def facts_of(firm_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Name, code and place of firms, to tell candidates apart."""
    marks = ", ".join("?" for _ in firm_ids) or "NULL"
    sql = f"SELECT firm_id, name, uscc, division_code, section FROM firm WHERE firm_id IN ({marks})"
    rows = snapshots.snapshot().rows(sql, list(firm_ids))
    return {row["firm_id"]: row for row in rows}


@remembered
def _doubts(snapshot: Snapshot) -> tuple[Doubt, ...]:
    rows = snapshot.rows(f"SELECT * FROM doubtful ORDER BY rows DESC, {REFERENCE}")
    return tuple(_doubt(row) for row in rows)


def _doubt(row: dict[str, Any]) -> Doubt:
    candidates = json.loads(row["candidates"] or "[]")
    return Doubt(
        reference=row[REFERENCE],
        name=row["firm_name"],
        division_code=row["division_code"],
        registration_no=row["registration_no"],
        rows=row["rows"],
        contracts=tuple(row["contracts"].split(",")),
        own_firm=row["firm_id"] or "",
        candidates=tuple(
            Candidate(one["firm_id"], one["name"], one["score"], tuple(one.get("reasons") or ()))
            for one in candidates
        ),
    )


@lru_cache(maxsize=1)
def _decisions(root: Path, _commit: str) -> list[Judgement]:
    return Judgements(root).standing()
