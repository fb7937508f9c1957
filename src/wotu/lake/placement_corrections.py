"""What people say of firms' places on industry chains: this firm belongs on that link, or does not.

Append-only like judgements: the last word on a firm and link counts, every one can be withdrawn.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from wotu.errors import WotuError
from wotu.lake.decisions import record_decision, standing


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
        key = {"firm_id": firm_id, "chain": chain, "node": node}
        said = {"right": right, "author": author, "reason": reason.strip()}
        record_decision(self._path, SCHEMA, **key, **said, withdrawn=False)

    def withdraw(self, firm_id: str, chain: str, node: str, *, author: str) -> None:
        """Take a correction back; what the words say counts again.

        Raises:  PlacementCorrectionError where none stands.
        """
        key = {"firm_id": firm_id, "chain": chain, "node": node}
        found = self._rows().filter(**key)
        if found.is_empty():
            raise PlacementCorrectionError(
                "这条落位没有人工意见。 Nobody has corrected this placement.", firm=firm_id
            )
        taken_back = {"right": found["right"].item(), "author": author, "reason": None}
        record_decision(self._path, SCHEMA, **key, **taken_back, withdrawn=True)

    def standing(self, known_on: dt.datetime | None = None) -> list[PlacementCorrection]:
        """Corrections that stand, or stood at a time, in the order in which they were made."""
        rows = self._rows(known_on).drop("withdrawn")
        return [PlacementCorrection(**row) for row in rows.to_dicts()]

    def table(self, known_on: dt.datetime | None = None) -> pl.DataFrame:
        """The standing corrections as firm_id, chain, node, right."""
        return self._rows(known_on).select(*_KEY, "right")

    def _rows(self, known_on: dt.datetime | None = None) -> pl.DataFrame:
        return standing(self._path, SCHEMA, _KEY, known_on)
