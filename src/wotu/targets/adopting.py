"""Bringing the book up to a plan: what is new, what changed, what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Generic, TypeVar

from wotu.packs.schema import Label
from wotu.targets.book import TargetBook
from wotu.targets.meaning import meaning_faults
from wotu.targets.target import Target, Task

AGAIN: Final = "规划重新导入 · plan imported again"
"""The reason of changes that a second import of a plan makes."""

_KEPT: Final = frozenset({"id", "parent", "origin", "plan"})
"""Fields that an import does not compare; who moved a target in the tree is not overruled."""

Subject = TypeVar("Subject", Target, Task)


@dataclass(frozen=True)
class Planned(Generic[Subject]):
    """A target or task of a plan with its row; ``above`` is the number of the target above it."""

    sheet: str | None
    row: int
    subject: Subject
    above: str = ""


@dataclass(frozen=True)
class Refused:
    """A row that cannot be taken into the book, and why."""

    sheet: str | None
    row: int
    name: str
    why: Label


@dataclass(frozen=True)
class Adoption:
    """What a plan brought into the book."""

    added: tuple[Target, ...]
    changed: tuple[Target, ...]
    unchanged: tuple[Target, ...]
    tasks_added: tuple[Task, ...]
    tasks_changed: tuple[Task, ...]
    refused: tuple[Refused, ...]


def adopt_planned(
    book: TargetBook,
    targets: Sequence[Planned[Target]],
    tasks: Sequence[Planned[Task]],
    *,
    author: str,
    dry_run: bool,
) -> Adoption:
    """Add what is new, change what differs; with ``dry_run`` only say what would be done."""
    standing = book.standing()
    sorted_out = _SortedOut(standing, _linked(targets))
    if dry_run:
        added, changed = tuple(sorted_out.new), tuple(new for new, _ in sorted_out.differing)
    else:
        added = book.add(sorted_out.new, author=author)
        changed = tuple(
            book.change(
                known.id,
                author=author,
                reason=AGAIN,
                origin=new.origin,
                **_differences(new, known),
            )
            for new, known in sorted_out.differing
        )
        standing = book.standing()
    everything = (*standing, *added) if dry_run else standing
    of_tasks = _TasksSorted(everything, book.tasks(), tasks, sorted_out.plans)
    if not dry_run:
        tasks_added = book.add_tasks(of_tasks.new, author=author)
        for new, known in of_tasks.differing:
            book.change_task(known.id, author=author, reason=AGAIN, **_task_changes(new, known))
    return Adoption(
        added=added,
        changed=changed,
        unchanged=tuple(sorted_out.same),
        tasks_added=tuple(of_tasks.new) if dry_run else tasks_added,
        tasks_changed=tuple(new for new, _ in of_tasks.differing),
        refused=(*sorted_out.refused, *of_tasks.refused),
    )


def _linked(targets: Sequence[Planned[Target]]) -> list[Planned[Target]]:
    """Targets with a name of their own to which parents can point, and headings with a day.

    The target above is the one of the number that the row states, else the one whose number its
    own continues: 1.2 stands under 1. A heading is due when the last target below it is.
    """
    numbers = {one.subject.number for one in targets if one.subject.number}
    found = [
        replace(
            one,
            subject=replace(
                one.subject,
                id=_key(one),
                parent=_plan_key(_above(one.above, one.subject.number, numbers)),
            ),
        )
        for one in targets
    ]
    return [replace(one, subject=_dated(one.subject, found)) for one in found]


def _key(one: Planned[Target]) -> str:
    number = one.subject.number
    return f"number {number}" if number else f"row {one.sheet} {one.row}"


def _plan_key(number: str | None) -> str | None:
    return f"number {number}" if number else None


def _above(stated: str, number: str, numbers: set[str]) -> str | None:
    if stated:
        return stated
    for mark in (".", "-", "－", "．"):
        before = number.rpartition(mark)[0]
        if before and before in numbers:
            return before
    return None


def _dated(target: Target, planned: Sequence[Planned[Target]]) -> Target:
    if target.due != dt.date.max:
        return target
    below = [one.subject for one in planned if one.subject.parent == target.id]
    days = [one.due for one in below if one.due != dt.date.max]
    everything = [one.subject.due for one in planned if one.subject.due != dt.date.max]
    return replace(target, due=max(days or everything, default=dt.date.max))


class _SortedOut:
    """Planned targets against those that stand: new, differing, the same, refused."""

    def __init__(self, standing: Sequence[Target], planned: Sequence[Planned[Target]]) -> None:
        self.plans = {one.subject.plan for one in planned}
        self.new: list[Target] = []
        self.differing: list[tuple[Target, Target]] = []
        self.same: list[Target] = []
        self.refused: list[Refused] = []
        ids: dict[str, str] = {}
        known_of = {one.subject.id: _known(one.subject, standing) for one in planned}
        for key, known in known_of.items():
            if known is not None:
                ids[key] = known.id
        taken: set[str] = set()
        everything = (*standing, *(one.subject for one in planned))
        for one in planned:
            target = one.subject
            known = known_of[target.id]
            faults = list(meaning_faults(target, everything))
            if target.id in taken or (known is not None and known.id in taken):
                faults = ["同一目标写了两次。 The same target is given twice."]
            taken |= {target.id} | ({known.id} if known else set())
            if faults:
                self.refused += [_refused(one, target.name, fault) for fault in faults]
            elif known is None:
                self.new.append(target)
            elif _differences(target, known):
                self.differing.append((target, known))
            else:
                self.same.append(known)
        self._drop_orphans(ids)

    def _drop_orphans(self, ids: dict[str, str]) -> None:
        """Parents that stand already get their ids; a child of a refused parent goes to the top."""
        kept = {one.id for one in self.new}
        self.new = [
            replace(one, parent=ids.get(one.parent or "", one.parent))
            if one.parent in ids or one.parent in kept
            else replace(one, parent=None)
            for one in self.new
        ]


def _known(target: Target, standing: Sequence[Target]) -> Target | None:
    """The target that a planned one states again."""
    of_plan = [one for one in standing if one.plan == target.plan]
    if target.number:
        by_number = [one for one in of_plan if one.number == target.number]
        if by_number:
            return by_number[0]
    if target.indicator is None:
        return next((one for one in of_plan if one.name == target.name), None)
    same = (target.place_code, target.indicator, target.due)
    return next((one for one in of_plan if (one.place_code, one.indicator, one.due) == same), None)


def _differences(new: Target, known: Target) -> dict[str, Any]:
    return {
        field.name: getattr(new, field.name)
        for field in fields(Target)
        if field.name not in _KEPT and getattr(new, field.name) != getattr(known, field.name)
    }


def _refused(one: Planned[Target] | Planned[Task], name: str, fault: str) -> Refused:
    zh, _, en = fault.partition("。 ")
    return Refused(one.sheet, one.row, name, Label(zh=zh, en=en or zh))


class _TasksSorted:
    """Planned tasks against those that stand."""

    def __init__(
        self,
        targets: Sequence[Target],
        standing: Sequence[Task],
        planned: Sequence[Planned[Task]],
        plans: set[str],
    ) -> None:
        self.new: list[Task] = []
        self.differing: list[tuple[Task, Task]] = []
        self.refused: list[Refused] = []
        numbered = {one.number: one.id for one in targets if one.plan in plans and one.number}
        known = {(one.target, one.what): one for one in standing}
        for one in planned:
            target = numbered.get(one.above)
            if target is None:
                fault = f"没有编号为 {one.above} 的目标。 There is no target {one.above}."
                self.refused.append(_refused(one, one.subject.what, fault))
                continue
            task = replace(one.subject, target=target)
            same = known.get((target, task.what))
            if same is None:
                self.new.append(task)
            elif _task_changes(task, same):
                self.differing.append((task, same))


def _task_changes(new: Task, known: Task) -> dict[str, Any]:
    """What a plan says otherwise; a task that was done here stays done."""
    values = {name: getattr(new, name) for name in ("owner", "due", "note") if getattr(new, name)}
    if new.done_on is not None and known.done_on is None:
        values["done_on"] = new.done_on
    return {name: value for name, value in values.items() if value != getattr(known, name)}
