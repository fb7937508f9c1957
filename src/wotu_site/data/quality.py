"""How much each source knows, how often it is overruled, and how fresh it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wotu.build.snapshot import Snapshot
from wotu.lake.batches import BatchKind
from wotu_site.snapshots import queries as snapshots
from wotu_site.snapshots.remembering import remembered


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source says of one field for one year; counts of rows about known firms."""

    rows: int
    known: int
    compared: int
    lost: int


@dataclass(frozen=True, slots=True)
class Freshness:
    """The newest that came from a source; ``newest_year`` None where its tables have no years."""

    source: str
    batches: int
    rows: int
    newest_at: datetime
    newest_batch: str
    newest_year: int | None
    contracts: tuple[str, ...]


@remembered
def contracts_of(snapshot: Snapshot) -> tuple[str, ...]:
    """The contracts that any source has stated something of, in the order of the packs."""
    found = {row["contract"] for row in _rows(snapshot)}
    return tuple(name for name in snapshot.packs.contracts if name in found)


@remembered
def cells_of(snapshot: Snapshot, contract: str) -> dict[tuple[str, int | None], dict[str, Cell]]:
    """What each source and year says of each field of a contract that any source states."""
    found: dict[tuple[str, int | None], dict[str, Cell]] = {}
    for row in _rows(snapshot):
        if row["contract"] == contract:
            cell = Cell(row["rows"], row["known"], row["compared"], row["lost"])
            found.setdefault((row["source"], row["year"]), {})[row["field"]] = cell
    return found


def freshness() -> list[Freshness]:
    """Every source that has sent a file that counts, the freshest first."""
    years = _newest_years(snapshots.snapshot()) if snapshots.has_snapshot() else {}
    by_source: dict[str, list] = {}
    for batch in snapshots.batches():
        if batch.counts and batch.kind is BatchKind.IMPORT:
            by_source.setdefault(batch.source, []).append(batch)
    found = [
        Freshness(
            source=source,
            batches=len(batches),
            rows=sum(batch.rows for batch in batches),
            newest_at=batches[-1].received_at,
            newest_batch=batches[-1].id,
            newest_year=years.get(source),
            contracts=tuple(dict.fromkeys(batch.contract for batch in batches)),
        )
        for source, batches in by_source.items()
    ]
    return sorted(found, key=lambda one: one.newest_at, reverse=True)


@remembered
def _newest_years(snapshot: Snapshot) -> dict[str, int]:
    years: dict[str, int] = {}
    for row in _rows(snapshot):
        if row["year"] is not None and row["known"]:
            years[row["source"]] = max(years.get(row["source"], 0), row["year"])
    return years


@remembered
def _rows(snapshot: Snapshot) -> list[dict]:
    if not snapshot.columns("quality"):
        return []
    return snapshot.rows("SELECT * FROM quality ORDER BY contract, source, year, field")
