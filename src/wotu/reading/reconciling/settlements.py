"""What people settled between statements that differ: append-only, reversible."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import polars as pl

from wotu.errors import UnknownNameError, WotuError
from wotu.lake import tables
from wotu.lake.decisions import decisions
from wotu.lake.lock import writer_lock
from wotu.lake.store import Lake
from wotu.reading.reconciling.difference_words import figure_words
from wotu.reading.reconciling.statements import Item, Settlement, fingerprint


class SettlementError(WotuError):
    """A settlement lacks its reason, or there is none to take back."""

    kind = "settlement"


SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "at": pl.Datetime("us", "UTC"),
    "author": pl.String,
    "reason": pl.String,
    "item": pl.String,
    "statement": pl.String,
    "figure": pl.String,
    "weighed": pl.List(pl.String),
    "withdrawn": pl.Boolean,
}
"""One row a settlement or its withdrawal; of a withdrawal ``statement`` to ``weighed`` are null."""


class Settlements:
    """The settlements kept in a lake."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._path = lake.root / "settlements"

    def settle(self, item: Item, statement_id: str, *, author: str, reason: str) -> None:
        """Take one statement of an item, with the reason; replaces an earlier settlement.

        It stays until a statement arrives that was not weighed here and does not agree.

        Raises:  SettlementError without a reason, UnknownNameError for a statement that the item
            does not have.
        """
        if not reason.strip():
            raise SettlementError("请写明理由。 Give a reason.", item=item.key)
        taken = next((one for one in item.statements if one.id == statement_id), None)
        if taken is None:
            raise UnknownNameError(
                f"这一项没有表述 {statement_id}；可选：{'、'.join(s.id for s in item.statements)}。"
                f" The item has no statement '{statement_id}'.",
                item=item.key,
                statement=statement_id,
            )
        self._append(
            item.key,
            author,
            reason.strip(),
            statement=statement_id,
            figure=figure_words(taken),
            weighed=sorted(map(fingerprint, item.statements)),
            withdrawn=False,
        )

    def withdraw(self, key: str, *, author: str, reason: str) -> None:
        """Take a settlement back; the item is open again.

        Raises:  SettlementError without a reason, or where nothing is settled.
        """
        if not reason.strip():
            raise SettlementError("请写明理由。 Give a reason.", item=key)
        if all(one.key != key for one in self.standing()):
            raise SettlementError(
                f"{key} 没有可撤销的核定。 Nothing is settled for {key}.", item=key
            )
        self._append(
            key, author, reason.strip(), statement=None, figure=None, weighed=None, withdrawn=True
        )

    def standing(self, known_on: dt.datetime | None = None) -> list[Settlement]:
        """Settlements that nobody took back, or stood at a time; the last of each item."""
        last = {row["item"]: row for row in self.history(known_on)}
        return [_settlement(row) for row in last.values() if not row["withdrawn"]]

    def history(self, known_on: dt.datetime | None = None) -> list[dict[str, Any]]:
        """Every settlement and withdrawal in the order in which they were made, as ``SCHEMA``."""
        return decisions(self._path, SCHEMA, known_on).to_dicts()

    def _append(self, key: str, author: str, reason: str, **what: Any) -> None:
        row = {"at": self._lake.clock(), "author": author, "reason": reason, "item": key, **what}
        with writer_lock(self._lake.lock_path):
            tables.append(self._path, pl.DataFrame([row], schema=SCHEMA))


def _settlement(row: dict[str, Any]) -> Settlement:
    return Settlement(
        key=row["item"],
        statement=row["statement"],
        figure=row["figure"],
        author=row["author"],
        reason=row["reason"],
        at=row["at"],
        weighed=frozenset(row["weighed"]),
    )
