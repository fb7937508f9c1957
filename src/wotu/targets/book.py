"""The book of targets and tasks: append-only decisions of the lake, each with author and reason."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import polars as pl

from wotu.lake import tables
from wotu.lake.decisions import decisions
from wotu.lake.lock import writer_lock
from wotu.targets.decisions import (
    SCHEMA,
    Action,
    Decision,
    decision_of,
    fields_of,
    folded,
    last_state,
    restored,
    stored,
)
from wotu.targets.meaning import meaning_faults
from wotu.targets.refusals import (
    TargetError,
    need_reason,
    refuse,
    refuse_unknown_fields,
    unknown_subject,
)
from wotu.targets.target import Target, Task

__all__ = ["TargetBook", "TargetError"]

MOST_FILES: Final = 200
"""Decisions in files of their own before they are joined."""

PROMISED: Final = frozenset(
    {"value", "value_max", "aim", "due", "baseline", "baseline_period", "path", "milestones"}
    | {"indicator", "unit", "place_code"}
)
"""Fields of a target that are what was promised: a change of one needs its reason."""


class TargetBook:
    """The targets and tasks kept in a lake.

    Ids are given by the book and never again: ``T1``, ``T2`` …, tasks ``T1.1``, ``T1.2`` ….
    Writers wait for each other, so that no row is lost and no id is given twice.
    """

    def __init__(self, lake_root: Path) -> None:
        self._path = lake_root / "target_decisions"
        self._lock = lake_root / ".targets.lock"

    # -- reading ---------------------------------------------------------------------------

    def standing(self, known_on: dt.datetime | None = None) -> tuple[Target, ...]:
        """Targets that stand, or stood at a time, in the order in which they were added."""
        return self._standing(self._folded(known_on))

    def tasks(
        self, target: str | None = None, known_on: dt.datetime | None = None
    ) -> tuple[Task, ...]:
        """Tasks of all targets that stand, or of one, in the order in which they were added."""
        told = self._folded(known_on)
        kept = {one.id for one in self._standing(told)}
        states = {name: last_state(steps) for name, steps in told.items() if _is_task(name)}
        found = (restored(Task, name, state) for name, state in states.items() if state is not None)
        return tuple(one for one in found if one.target in kept and target in (None, one.target))

    def require(self, target: str, known_on: dt.datetime | None = None) -> Target:
        """The target of an id, or of a number that only one has.

        Raises:  TargetError, with the nearest known id.
        """
        return self._require(target, self.standing(known_on))

    def history(self, subject: str, known_on: dt.datetime | None = None) -> tuple[Decision, ...]:
        """Every decision on a target and its tasks, or on one task, in order.

        Raises:  TargetError where there never was one.
        """
        told = self._folded(known_on)
        steps = [one for found in told.values() for one in found]
        of_subject = [one for one in steps if subject in (one.subject, one.target)]
        if not of_subject:
            raise unknown_subject(subject, list(told))
        return tuple(sorted(of_subject, key=lambda one: one.number))

    # -- targets ---------------------------------------------------------------------------

    def add(
        self, targets: Sequence[Target], *, author: str, reason: str | None = None
    ) -> tuple[Target, ...]:
        """Add targets and give them their ids; a parent may be the ``id`` of another of them.

        Raises:  TargetError with every fault of meaning; none is added then.
        """
        with writer_lock(self._lock):
            told = self._folded(None)
            first = sum(1 for name in told if not _is_task(name)) + 1
            ids = [f"T{first + place}" for place in range(len(targets))]
            named = {one.id: new for one, new in zip(targets, ids, strict=True) if one.id}
            added = tuple(
                replace(one, id=new, parent=named.get(one.parent or "", one.parent))
                for one, new in zip(targets, ids, strict=True)
            )
            everything = (*self._standing(told), *added)
            refuse([fault for one in added for fault in meaning_faults(one, everything)])
            row = partial(_row, author=author, reason=reason, action=Action.ADD)
            self._write(told, [row(one.id, one.id, _fields(one)) for one in added])
        return added

    def change(self, target: str, *, author: str, reason: str | None, **values: Any) -> Target:
        """Set fields of a target; what stays the same is not written.

        Raises:  TargetError for an unknown field or target, a fault of meaning, or a change of
            what was promised (:data:`PROMISED`) without a reason.
        """
        refuse_unknown_fields(values, fields_of(Target))
        with writer_lock(self._lock):
            told = self._folded(None)
            standing = self._standing(told)
            before = self._require(target, standing)
            after = replace(before, **values)
            changed = {name: value for name, value in values.items() if value != _of(before, name)}
            if not changed:
                return before
            if PROMISED & set(changed) and not (reason or "").strip():
                raise TargetError(
                    "调整目标值、期限、基期或路径须写明理由。"
                    " A change of value, date, baseline or path needs its reason.",
                    target=before.id,
                )
            refuse(meaning_faults(after, standing))
            row = _row(before.id, before.id, changed, author, reason, Action.CHANGE)
            self._write(told, [row])
        return after

    def withdraw(self, target: str, *, author: str, reason: str) -> None:
        """Take a target out of its plan; its history stays.

        Raises:  TargetError without a reason, or while targets below it stand.
        """
        need_reason(reason, "撤销目标须写明理由。 Withdrawing a target needs its reason.")
        with writer_lock(self._lock):
            told = self._folded(None)
            standing = self._standing(told)
            found = self._require(target, standing)
            below = [one.id for one in standing if one.parent == found.id]
            if below:
                raise TargetError(
                    f"下面还有目标 {'、'.join(below)}，请先调整。"
                    f" Targets stand below it: {', '.join(below)}; move or withdraw them first.",
                    target=found.id,
                )
            self._write(told, [_row(found.id, found.id, {}, author, reason, Action.WITHDRAW)])

    # -- tasks -----------------------------------------------------------------------------

    def add_tasks(
        self, tasks: Sequence[Task], *, author: str, reason: str | None = None
    ) -> tuple[Task, ...]:
        """Add tasks to targets and give them their ids.

        Raises:  TargetError for an unknown target or a task that says nothing.
        """
        with writer_lock(self._lock):
            told = self._folded(None)
            standing = self._standing(told)
            given = list(told)
            added: list[Task] = []
            for one in tasks:
                target = self._require(one.target, standing).id
                if not one.what.strip():
                    raise TargetError("请写明任务内容。 Say what the task is.", target=target)
                number = sum(1 for name in given if name.startswith(f"{target}.")) + 1
                added.append(replace(one, id=f"{target}.{number}", target=target))
                given.append(added[-1].id)
            row = partial(_row, author=author, reason=reason, action=Action.ADD)
            self._write(told, [row(one.id, one.target, _fields(one)) for one in added])
        return tuple(added)

    def change_task(self, task: str, *, author: str, reason: str | None, **values: Any) -> Task:
        """Set fields of a task.

        Raises:  TargetError for an unknown field or task, or a new due date without a reason.
        """
        refuse_unknown_fields(values, fields_of(Task) - {"target"})
        if "due" in values:
            need_reason(reason, "调整任务期限须写明理由。 A new due date needs its reason.")
        return self._set_task(task, values, author, reason, Action.CHANGE)

    def done(self, task: str, *, on: dt.date, author: str, note: str | None = None) -> Task:
        """Say that a task was done on a day. Raises: TargetError."""
        values: dict[str, Any] = {"done_on": on} | ({"note": note} if note else {})
        return self._set_task(task, values, author, None, Action.DONE)

    def reopen(self, task: str, *, author: str, reason: str) -> Task:
        """Say that a task is not done after all. Raises: TargetError without a reason."""
        need_reason(reason, "重新打开任务须写明理由。 Reopening a task needs its reason.")
        return self._set_task(task, {"done_on": None}, author, reason, Action.REOPEN)

    def withdraw_task(self, task: str, *, author: str, reason: str) -> None:
        """Take a task out; its history stays. Raises: TargetError without a reason."""
        need_reason(reason, "撤销任务须写明理由。 Withdrawing a task needs its reason.")
        self._set_task(task, {}, author, reason, Action.WITHDRAW)

    # -- both ------------------------------------------------------------------------------

    def undo(self, subject: str, *, author: str, reason: str | None = None) -> Decision:
        """Take the last decision on a target or task back; again, the one before it.

        Raises:  TargetError where nothing is left to take back, or what would stand then has
            faults.
        """
        with writer_lock(self._lock):
            told = self._folded(None)
            if subject not in told:
                raise unknown_subject(subject, list(told))
            standing = [
                one for one in told[subject] if one.action is not Action.UNDO and not one.taken_back
            ]
            if not standing:
                raise TargetError(
                    f"{subject} 没有可撤回的步骤。 Nothing of {subject} is left to take back.",
                    target=subject,
                )
            last = standing[-1]
            row = _row(subject, last.target, {}, author, reason, Action.UNDO)
            self._refuse_undo(told, subject, row)
            self._write(told, [row])
        return last

    def _refuse_undo(
        self, told: dict[str, list[Decision]], subject: str, row: dict[str, Any]
    ) -> None:
        if _is_task(subject):
            return
        step = decision_of({**row, "at": dt.datetime.now(dt.UTC), "number": 0})
        after = {**told, subject: folded([*told[subject], step])[subject]}
        standing = self._standing(after)
        ids = {one.id for one in standing}
        below = [one.id for one in standing if one.parent == subject and subject not in ids]
        if below:
            raise TargetError(
                f"下面还有目标 {'、'.join(below)}，请先调整。"
                f" Targets stand below it: {', '.join(below)}; move or withdraw them first.",
                target=subject,
            )
        refuse([f for one in standing if one.id == subject for f in meaning_faults(one, standing)])

    def _set_task(
        self, task: str, values: dict[str, Any], author: str, reason: str | None, action: Action
    ) -> Task:
        with writer_lock(self._lock):
            told = self._folded(None)
            state = last_state(told.get(task, ())) if _is_task(task) else None
            if state is None:
                raise unknown_subject(task, [name for name in told if _is_task(name)])
            found = restored(Task, task, state)
            self._write(told, [_row(task, found.target, values, author, reason, action)])
        return replace(found, **values)

    def _folded(self, known_on: dt.datetime | None) -> dict[str, list[Decision]]:
        rows = decisions(self._path, SCHEMA, known_on).sort("number", maintain_order=True)
        return folded(decision_of(row) for row in rows.to_dicts())

    @staticmethod
    def _standing(told: dict[str, list[Decision]]) -> tuple[Target, ...]:
        states = {name: last_state(steps) for name, steps in told.items() if not _is_task(name)}
        return tuple(
            restored(Target, name, state) for name, state in states.items() if state is not None
        )

    @staticmethod
    def _require(target: str, standing: Sequence[Target]) -> Target:
        found = [one for one in standing if one.id == target]
        found = found or [one for one in standing if one.number and one.number == target]
        if len(found) != 1:
            raise unknown_subject(target, [one.id for one in standing])
        return found[0]

    def _write(self, told: dict[str, list[Decision]], rows: Sequence[dict[str, Any]]) -> None:
        if not rows:
            return
        number = sum(len(steps) for steps in told.values())
        now = dt.datetime.now(dt.UTC)
        numbered = [{**row, "at": now, "number": number + i} for i, row in enumerate(rows)]
        tables.append(self._path, pl.DataFrame(numbered, schema=SCHEMA))
        tables.compact(self._path, beyond=MOST_FILES)


def _row(
    subject: str,
    target: str,
    values: dict[str, Any],
    author: str,
    reason: str | None,
    action: Action,
) -> dict[str, Any]:
    return {
        "author": author,
        "reason": (reason or "").strip() or None,
        "action": action.value,
        "subject": subject,
        "target": target,
        "values": json.dumps(stored(values), ensure_ascii=False),
    }


def _fields(one: Target | Task) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in fields(one) if field.name != "id"}


def _of(target: Target, name: str) -> Any:
    return getattr(target, name)


def _is_task(subject: str) -> bool:
    return "." in subject
