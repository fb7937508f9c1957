"""What people decided about who is who: append-only, the last word counts, all of it reversible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import polars as pl

from wotu.errors import WotuError
from wotu.lake.decisions import record_decision, standing


class JudgementKind(StrEnum):
    """What is said of the two sides."""

    SAME_FIRM = "same_firm"  # left firm is the right firm
    LINK = "link"  # the reference on the left means the firm on the right
    REJECT = "reject"  # the reference does not mean that firm; with no firm, it means none


class JudgementError(WotuError):
    """A judgement contradicts itself or another."""

    kind = "judgement"


SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "at": pl.Datetime("us", "UTC"),
    "author": pl.String,
    "reason": pl.String,
    "kind": pl.String,
    "left": pl.String,
    "right": pl.String,
    "withdrawn": pl.Boolean,
}
"""Columns of the table of judgements, one row a decision or withdrawal."""


@dataclass(frozen=True)
class Judgement:
    """A decision that stands."""

    kind: JudgementKind
    left: str
    right: str | None
    author: str
    reason: str | None
    at: dt.datetime


class Judgements:
    """The decisions kept in a lake."""

    def __init__(self, lake_root: Path) -> None:
        self._path = lake_root / "judgements"

    def record(
        self,
        kind: JudgementKind,
        left: str,
        right: str | None,
        *,
        author: str,
        reason: str | None = None,
    ) -> None:
        """Write a decision.

        Raises:  JudgementError where a merge would run in a circle.
        """
        if kind is JudgementKind.SAME_FIRM:
            if right is None or right == left:
                raise JudgementError("合并须指明另一家企业。 A merge names another firm.")
            if canonical_ids(self.standing()).get(right, right) == left:
                raise JudgementError(
                    f"{right} 已并入 {left}，请先撤销。 {right} is merged into {left} already."
                )
        self._append(kind, left, right, author, reason, withdrawn=False)

    def withdraw(
        self, kind: JudgementKind, left: str, right: str | None, *, author: str, reason: str | None
    ) -> None:
        """Take a decision back."""
        self._append(kind, left, right, author, reason, withdrawn=True)

    def standing(self, known_on: dt.datetime | None = None) -> list[Judgement]:
        """Decisions that stand, or stood at a time, in the order in which they were made."""
        latest = standing(self._path, SCHEMA, ["kind", "left", "right"], known_on)
        return [
            Judgement(
                JudgementKind(row["kind"]),
                row["left"],
                row["right"],
                row["author"],
                row["reason"],
                row["at"],
            )
            for row in latest.to_dicts()
        ]

    def _append(
        self,
        kind: JudgementKind,
        left: str,
        right: str | None,
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
            kind=kind,
            left=left,
            right=right,
            withdrawn=withdrawn,
        )


def canonical_ids(judgements: Iterable[Judgement]) -> dict[str, str]:
    """For each firm that was merged into another: the firm that stands for both at the end."""
    into = {j.left: j.right for j in judgements if j.kind is JudgementKind.SAME_FIRM and j.right}
    final = {}
    for firm in into:
        target, seen = firm, {firm}
        while (following := into.get(target)) is not None and following not in seen:
            seen.add(following)
            target = following
        final[firm] = target
    return final
