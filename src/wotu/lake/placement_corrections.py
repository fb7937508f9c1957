"""What people say of firms' places on industry chains: this firm belongs on that link, or does not.

Append-only like judgements: the last word on a firm and link counts, every one can be withdrawn.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from wotu.errors import WotuError
from wotu.lake.decisions import decisions, record_decision


class PlacementCorrectionError(WotuError):
    """A correction lacks its reason, or there is none to withdraw."""

    kind = "placement_correction"


SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "at": pl.Datetime("us", "UTC"),
    "author": pl.String,
    "reason": pl.String,
    "firm_id": pl.String,
    "chain": pl.String,
    "node": pl.String,
    "right": pl.Boolean,
    "withdrawn": pl.Boolean,
}
"""Columns of the table of corrections, one row a correction or withdrawal."""

_KEY = ("firm_id", "chain", "node")


@dataclass(frozen=True)
class PlacementCorrection:
    """A correction that stands: ``right`` says that the firm belongs on the link."""

    firm_id: str
    chain: str
    node: str
    right: bool
    author: str
    reason: str | None
    at: dt.datetime


class PlacementCorrections:
    """The corrections of placements kept in a lake."""

    def __init__(self, lake_root: Path) -> None:
        self._path = lake_root / "placement_corrections"

    def say(
        self, firm_id: str, chain: str, node: str, *, right: bool, author: str, reason: str
    ) -> None:
        """Say that a firm belongs on a link, or does not; an earlier word on it is replaced.

        Raises:  PlacementCorrectionError without a reason.
        """
        if not reason.strip():
            raise PlacementCorrectionError(
                "请写明理由。 A correction of a placement needs its reason."
            )
        self._append(firm_id, chain, node, right, author, reason.strip(), withdrawn=False)

    def withdraw(self, firm_id: str, chain: str, node: str, *, author: str) -> None:
        """Take a correction back; what the words say counts again.

        Raises:  PlacementCorrectionError where none stands.
        """
        standing = {(c.firm_id, c.chain, c.node): c for c in self.standing()}
        found = standing.get((firm_id, chain, node))
        if found is None:
            raise PlacementCorrectionError(
                "这条落位没有人工意见。 Nobody has corrected this placement.", firm=firm_id
            )
        self._append(firm_id, chain, node, found.right, author, None, withdrawn=True)

    def standing(self, known_on: dt.datetime | None = None) -> list[PlacementCorrection]:
        """Corrections that stand, or stood at a time, in the order in which they were made."""
        last: dict[tuple[str, ...], dict[str, Any]] = {}
        for row in decisions(self._path, SCHEMA, known_on).to_dicts():
            key = tuple(row[name] for name in _KEY)
            last.pop(key, None)
            last[key] = row
        return [
            PlacementCorrection(**{name: row[name] for name in SCHEMA if name != "withdrawn"})
            for row in last.values()
            if not row["withdrawn"]
        ]

    def table(self, known_on: dt.datetime | None = None) -> pl.DataFrame:
        """The standing corrections as firm_id, chain, node, right."""
        rows = [(c.firm_id, c.chain, c.node, c.right) for c in self.standing(known_on)]
        schema = {**dict.fromkeys(_KEY, pl.String), "right": pl.Boolean}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def _append(
        self,
        firm_id: str,
        chain: str,
        node: str,
        right: bool,
        author: str,
        reason: str | None,
        *,
        withdrawn: bool,
    ) -> None:
        record_decision(
            self._path,
            SCHEMA,
            author=author,
            reason=reason,
            firm_id=firm_id,
            chain=chain,
            node=node,
            right=right,
            withdrawn=withdrawn,
        )
