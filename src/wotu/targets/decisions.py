"""What people decided about targets and tasks: one row a decision, never changed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final, TypeVar, get_type_hints

import polars as pl

from wotu.packs.schema import Label
from wotu.targets.target import Aim, Milestone, Origin, PathKind, Target, Task


class Action(StrEnum):
    """What a decision does."""

    ADD = "add"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    DONE = "done"
    REOPEN = "reopen"
    UNDO = "undo"  # takes the last decision back that was not taken back


ACTIONS: Final = {
    Action.ADD: Label(zh="新增", en="Added"),
    Action.CHANGE: Label(zh="调整", en="Changed"),
    Action.WITHDRAW: Label(zh="撤销", en="Withdrawn"),
    Action.DONE: Label(zh="办结", en="Done"),
    Action.REOPEN: Label(zh="重新打开", en="Reopened"),
    Action.UNDO: Label(zh="撤回上一步", en="Last step taken back"),
}

SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "at": pl.Datetime("us", "UTC"),
    "number": pl.Int64,  # place among all decisions
    "author": pl.String,
    "reason": pl.String,
    "action": pl.String,
    "subject": pl.String,  # id of the target or task
    "target": pl.String,  # the target itself, or that of the task
    "values": pl.String,  # JSON of the fields that are set
}
"""Columns of the table of decisions."""


@dataclass(frozen=True)
class Change:
    """A field before and after a decision, as stored."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Decision:
    """One step in the history of a target or task."""

    at: dt.datetime
    number: int
    author: str
    reason: str | None
    action: Action
    subject: str
    target: str
    values: Mapping[str, Any]
    changes: tuple[Change, ...] = ()
    taken_back: bool = False


Row = TypeVar("Row", Target, Task)


def stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a target or task as plain data for JSON."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Origin):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, tuple):
        return [[one.on.isoformat(), one.value] for one in value]
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, dt.date) else value


def restored(kind: type[Row], subject: str, values: Mapping[str, Any]) -> Row:
    """A target or task from plain data; fields that older decisions lack have their defaults."""
    known = {field.name for field in fields(kind)}
    return kind(
        **{name: _typed(name, value) for name, value in values.items() if name in known},
        id=subject,
    )


_DAYS: Final = frozenset({"due", "done_on"})


def _typed(name: str, value: Any) -> Any:
    if name in _DAYS and value is not None:
        return dt.date.fromisoformat(value)
    if name == "milestones":
        return tuple(Milestone(dt.date.fromisoformat(on), number) for on, number in value)
    if name == "origin":
        return Origin(**value)
    if name == "aim":
        return Aim(value)
    return PathKind(value) if name == "path" else value


def fields_of(kind: type[Target] | type[Task]) -> frozenset[str]:
    """Names of the fields that a person may set."""
    return frozenset(get_type_hints(kind)) - {"id"}


def decision_of(row: Mapping[str, Any]) -> Decision:
    """A row of the table as a decision."""
    return Decision(**{**row, "action": Action(row["action"]), "values": json.loads(row["values"])})


def folded(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    """The decisions on each subject in order, with what each changed and those taken back."""
    subjects: dict[str, list[Decision]] = {}
    for one in decisions:
        subjects.setdefault(one.subject, []).append(one)
    return {subject: _with_changes(steps) for subject, steps in subjects.items()}


def _with_changes(steps: list[Decision]) -> list[Decision]:
    standing: list[int] = []
    for place, step in enumerate(steps):
        if step.action is not Action.UNDO:
            standing.append(place)
        elif standing:
            standing.pop()
    state: dict[str, Any] = {}
    told: list[Decision] = []
    history: list[dict[str, Any]] = []
    for place, step in enumerate(steps):
        before = state
        if step.action is Action.UNDO:
            state = history.pop() if history else state
        else:
            history.append(state)
            state = {**state, **step.values}
        changes = tuple(
            Change(name, before.get(name), state.get(name))
            for name in sorted({*before, *state})
            if before.get(name) != state.get(name) and before
        )
        taken_back = step.action is not Action.UNDO and place not in standing
        told.append(_told(step, changes, taken_back))
    return told


def _told(step: Decision, changes: tuple[Change, ...], taken_back: bool) -> Decision:
    return Decision(**{**step.__dict__, "changes": changes, "taken_back": taken_back})


def last_state(steps: Iterable[Decision]) -> dict[str, Any] | None:
    """The fields that stand after decisions; None where the subject is withdrawn or never was."""
    standing = [step for step in steps if step.action is not Action.UNDO and not step.taken_back]
    if not standing or standing[-1].action is Action.WITHDRAW:
        return None
    state: dict[str, Any] = {}
    for step in standing:
        state |= step.values
    return state
