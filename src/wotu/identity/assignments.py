"""Names that a person assigned: which place or indicator a document's words mean.

Append-only like judgements: the last word counts, every one can be withdrawn, and what was said
once holds for every later document and table.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import polars as pl

from wotu.errors import WotuError
from wotu.identity.name_text import normalise_name
from wotu.lake.decisions import decisions, record_decision


class AssignmentKind(StrEnum):
    """What a name is assigned to."""

    PLACE = "place"  # a code of the divisions
    INDICATOR = "indicator"  # an id of the dictionary


class AssignmentError(WotuError):
    """An assignment is empty, or there is none to withdraw."""

    kind = "assignment"


SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "at": pl.Datetime("us", "UTC"),
    "author": pl.String,
    "reason": pl.String,
    "kind": pl.String,
    "name": pl.String,
    "code": pl.String,
    "withdrawn": pl.Boolean,
}
"""Columns of the table of assignments, one row an assignment or withdrawal."""


@dataclass(frozen=True)
class Assignment:
    """An assignment that stands."""

    kind: AssignmentKind
    name: str
    """As it was written first."""
    code: str
    author: str
    reason: str | None
    at: dt.datetime


class Assignments:
    """The assignments kept in a lake."""

    def __init__(self, lake_root: Path) -> None:
        self._path = lake_root / "assignments"

    def assign(
        self,
        kind: AssignmentKind,
        name: str,
        code: str,
        *,
        author: str,
        reason: str | None = None,
    ) -> None:
        """Say what a name means, from now on; an earlier word on it is replaced.

        Raises:  AssignmentError for a name without a character that counts.
        """
        if not name_key(name):
            raise AssignmentError("名称不能为空。 A name has at least one character.")
        self._append(kind, name, code, author, reason, withdrawn=False)

    def withdraw(
        self, kind: AssignmentKind, name: str, *, author: str, reason: str | None = None
    ) -> None:
        """Take an assignment back.

        Raises:  AssignmentError where none stands.
        """
        standing = self.codes(kind).get(name_key(name))
        if standing is None:
            raise AssignmentError(
                f"“{name}”没有指定过。 '{name}' has not been assigned.", name=name
            )
        self._append(kind, name, standing, author, reason, withdrawn=True)

    def standing(self, known_on: dt.datetime | None = None) -> list[Assignment]:
        """Assignments that stand, or stood at a time, in the order in which they were made."""
        last: dict[tuple[str, str], dict[str, object]] = {}
        for row in decisions(self._path, SCHEMA, known_on).to_dicts():
            last[row["kind"], name_key(row["name"])] = row
        rows = (row for row in last.values() if not row["withdrawn"])
        return [
            Assignment(
                **{name: row[name] for name in SCHEMA if name not in {"kind", "withdrawn"}},  # type: ignore[arg-type]
                kind=AssignmentKind(str(row["kind"])),
            )
            for row in rows
        ]

    def codes(self, kind: AssignmentKind, known_on: dt.datetime | None = None) -> dict[str, str]:
        """What names of a kind stand for, by :func:`name_key`."""
        return {name_key(a.name): a.code for a in self.standing(known_on) if a.kind is kind}

    def _append(
        self,
        kind: AssignmentKind,
        name: str,
        code: str,
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
            name=name,
            code=code,
            withdrawn=withdrawn,
        )


def name_key(name: str) -> str:
    """A name in the form in which assignments compare names.

    >>> name_key(" 苏州工业园区（SIP） ") == name_key("苏州工业园区(sip)")
    True
    """
    return normalise_name(name)
