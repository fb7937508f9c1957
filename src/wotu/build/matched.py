"""Firms that certainly match a finance product, and the rows of lists that a measure judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import SUBJECT
from wotu.rules.screen import Standing

Order = Literal["limit", "-limit", "rate", "-rate", "name", "-name"]

ORDERS: Final[dict[str, str]] = {"limit": 'v."amount"', "rate": "v.rate", "name": "f.name"}


@dataclass(frozen=True)
class MatchedFirm:
    """A firm that meets a product's rule: what it could borrow in yuan, at which yearly rate."""

    firm_id: str
    name: str
    limit_cny: Decimal | None
    rate: float | None


@dataclass(frozen=True)
class JudgedRow:
    """A row of a list before a rule: its key and fields, verdict, standing and amount in yuan."""

    firm_id: str
    firm_name: str
    verdict: bool | None
    standing: Standing
    amount_cny: Decimal | None
    fields: dict[str, Any]


def matched_count(snapshot: Snapshot, rule: CheckedRule) -> int:
    """How many firms certainly match."""
    return int(snapshot.value(f'SELECT count(*) FROM "verdict_{rule.id}" WHERE verdict'))


def matched_firms(
    snapshot: Snapshot, rule: CheckedRule, order: str, *, limit: int = 50, offset: int = 0
) -> list[MatchedFirm]:
    """A page of the firms that certainly match; those without the figure come last."""
    by = ORDERS[order.removeprefix("-")]
    way = "DESC" if order.startswith("-") else "ASC"
    rate = "v.rate" if "rate" in snapshot.columns(f"verdict_{rule.id}") else "NULL"
    rows = snapshot.rows(
        f'SELECT f.firm_id, f.name, v."amount" AS limit_cny, {rate} AS rate'
        f' FROM "verdict_{rule.id}" v JOIN firm f USING (firm_id) WHERE v.verdict'
        f" ORDER BY {by} {way} NULLS LAST, f.firm_id LIMIT {int(limit)} OFFSET {int(offset)}"
    )
    return [MatchedFirm(**row) for row in rows]


def judged_count(snapshot: Snapshot, rule: CheckedRule, standings: Sequence[str]) -> dict[str, int]:
    """How many rows of the list stand where; ``standings`` narrows nothing but what is asked."""
    rows = snapshot.rows(f'SELECT standing, count(*) AS number FROM "verdict_{rule.id}" GROUP BY 1')
    counts = {row["standing"]: row["number"] for row in rows}
    return {name: counts.get(name, 0) for name in standings}


def judged_rows(
    snapshot: Snapshot,
    rule: CheckedRule,
    fields: Sequence[str],
    standings: Sequence[str],
    *,
    limit: int = 50,
    offset: int = 0,
) -> list[JudgedRow]:
    """A page of a list's rows before a rule, the surest and largest first.

    ``fields``: which fields of the list to give; a caller names only those its reader may see.
    """
    contract = snapshot.packs.contracts[rule.spec.subject]
    keys = " AND ".join(
        f'v."{SUBJECT}{key}" IS NOT DISTINCT FROM t."{key}"' for key in contract.key
    )
    columns = "".join(f', t."{name}" AS "field.{name}"' for name in fields)
    rows = snapshot.rows(
        f"SELECT v.firm_id, f.name AS firm_name, v.verdict, v.standing,"
        f' v."amount" AS amount_cny{columns}'
        f' FROM "verdict_{rule.id}" v JOIN firm f USING (firm_id)'
        f' JOIN "fact_{contract.name}" t ON t.firm_id = v.firm_id AND {keys}'
        " WHERE v.standing IN (SELECT unnest(?::VARCHAR[]))"
        ' ORDER BY v.verdict DESC NULLS LAST, v."amount" DESC NULLS LAST, f.name, v.firm_id'
        f" LIMIT {int(limit)} OFFSET {int(offset)}",
        [list(standings)],
    )
    return [
        JudgedRow(
            firm_id=row["firm_id"],
            firm_name=row["firm_name"],
            verdict=row["verdict"],
            standing=Standing(row["standing"]),
            amount_cny=row["amount_cny"],
            fields={name: row[f"field.{name}"] for name in fields},
        )
        for row in rows
    ]
