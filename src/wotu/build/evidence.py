"""Where a value comes from: the row of a file for each source that states it, the winner first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wotu.build.snapshot import Snapshot
from wotu.contracts.schema import TableContract
from wotu.lake.resolve import statements_on
from wotu.packs.schema import Label


@dataclass(frozen=True)
class Statement:
    """What one row of one file says of a field."""

    value: Any
    wins: bool
    source: str
    source_label: Label
    batch: str
    file_name: str
    sheet: str | None
    row: int
    column: str | None
    """Header in the file, None where the value was stated for the whole file."""
    unit: str | None
    received_at: datetime
    """Time in UTC."""
    author: str
    reason: str | None
    """Why, in a correction."""
    corrected: bool


@dataclass(frozen=True)
class FactEvidence:
    """A settled value with all statements about it, the believed one first."""

    contract: TableContract
    field: str
    key: Mapping[str, Any]
    value: Any
    statements: tuple[Statement, ...]

    @property
    def disagreeing(self) -> bool:
        """Whether sources state different values."""
        return len({str(statement.value) for statement in self.statements}) > 1


def evidence_of(
    snapshot: Snapshot, contract_name: str, firm_id: str, field: str, key: Mapping[str, Any]
) -> FactEvidence:
    """The evidence of one field of one firm at a key such as ``{"year": 2025}``.

    Raises:  UnknownNameError for an unknown contract or field.
    """
    contract = snapshot.packs.contract(contract_name)
    contract.require_field(field)
    where = " AND ".join(f'"{name}" IS NOT DISTINCT FROM ?' for name in ("firm_id", *contract.key))
    parameters = [firm_id, *(key.get(name) for name in contract.key)]
    fact = snapshot.row(f'SELECT * FROM "fact_{contract_name}" WHERE {where}', parameters) or {}
    value = fact.get(field)
    rows = snapshot.frame(f'SELECT * FROM "statement_{contract_name}" WHERE {where}', parameters)
    if rows.is_empty():
        said = (
            [{**fact, "value": value, "wins": True}]
            if fact.get("_batch") and value is not None
            else []
        )
    else:
        sources = snapshot.packs.sources
        said = statements_on(rows, contract, sources, field, snapshot.manifest.as_of).to_dicts()
    batches = {row["batch"]: row for row in _batches(snapshot, [one["_batch"] for one in said])}
    statements = tuple(
        _statement(snapshot, field, key, one, batches[one["_batch"]]) for one in said
    )
    return FactEvidence(contract, field, key, value, statements)


def _batches(snapshot: Snapshot, names: list[str]) -> list[dict[str, Any]]:
    return (
        snapshot.rows("SELECT * FROM batch WHERE list_contains(?, batch)", [names]) if names else []
    )


def _statement(
    snapshot: Snapshot,
    field: str,
    key: Mapping[str, Any],
    said: Mapping[str, Any],
    batch: Mapping[str, Any],
) -> Statement:
    mapping = json.loads(batch["mapping"] or "{}")
    columns = [c for c in mapping.get("columns", []) if c.get("field") == field]
    # A sheet with a column for each year has the field several times.
    years = (None, key.get("year"))
    column: dict[str, Any] = next((c for c in columns if c.get("year") in years), {})
    source = batch["source"]
    known = snapshot.packs.sources.sources.get(source)
    return Statement(
        value=said["value"],
        wins=said["wins"],
        source=source,
        source_label=known.label if known else Label(zh=source, en=source),
        batch=batch["batch"],
        file_name=batch["file_name"],
        sheet=batch["sheet"],
        row=said["_row"],
        column=column.get("header"),
        unit=column.get("unit"),
        received_at=batch["received_at"].replace(tzinfo=UTC),
        author=batch["author"],
        reason=batch["reason"],
        corrected=batch["kind"] == "correction",
    )
