"""Which batches brought what is known of a firm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wotu.build.snapshot import Snapshot
from wotu.packs.schema import Label


@dataclass(frozen=True)
class Contribution:
    """A batch with rows about a firm, and how many."""

    batch: str
    contract: str
    contract_label: Label
    source_label: Label
    kind: str
    file_name: str
    sheet: str | None
    author: str
    reason: str | None
    received_at: datetime
    """Time in UTC."""
    rows: int


def contributions(snapshot: Snapshot, firm_id: str) -> list[Contribution]:
    """The batches of a snapshot that say something about a firm, the newest first."""
    parts = [
        f'SELECT _batch, _row FROM "{table}_{name}" WHERE firm_id = $1 AND _batch IS NOT NULL'
        for name in snapshot.packs.contracts
        for table in ("fact", "statement")
    ]
    sql = f"""
        WITH said AS ({" UNION ".join(parts)}),
        counted AS (SELECT _batch AS batch, count(*) AS about FROM said GROUP BY _batch)
        SELECT batch.*, about FROM counted JOIN batch USING (batch)
        ORDER BY received_at DESC, batch DESC
    """
    return [_contribution(snapshot, row) for row in snapshot.rows(sql, [firm_id])]


def _contribution(snapshot: Snapshot, row: dict[str, Any]) -> Contribution:
    known = snapshot.packs.sources.sources.get(row["source"])
    return Contribution(
        batch=row["batch"],
        contract=row["contract"],
        contract_label=snapshot.packs.contracts[row["contract"]].label,
        source_label=known.label if known else Label(zh=row["source"], en=row["source"]),
        kind=row["kind"],
        file_name=row["file_name"],
        sheet=row["sheet"],
        author=row["author"],
        reason=row["reason"],
        received_at=row["received_at"].replace(tzinfo=UTC),
        rows=row["about"],
    )
