"""What people decide about targets and tasks: it is kept in the lake, with who, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wotu.targets import candidates as candidate_rows
from wotu.targets.book import TargetError
from wotu.targets.decisions import stored
from wotu.targets.target import Target, Task
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.firms.services import author_of
from wotu_site.snapshots.queries import workspace
from wotu_site.targets.book import book, targets

#: What is entered of a target; the rest says where it comes from.
ENTERED = tuple(one.name for one in fields(Target) if one.name not in ("id", "origin"))


@dataclass(frozen=True, slots=True)
class Step:
    """A decision that can be taken back: on what, and its number among all decisions."""

    subject: str
    number: int

    def __str__(self) -> str:
        return f"{self.subject}@{self.number}"

    @classmethod
    def read(cls, text: str) -> Step | None:
        """The step that an address names; None for another text."""
        subject, _at, number = text.rpartition("@")
        good = bool(subject) and number.isascii() and number.isdigit() and len(number) < 10
        return cls(subject, int(number)) if good else None


def last_steps(subjects: Iterable[str]) -> tuple[Step, ...]:
    """The last decision on each of some targets or tasks."""
    known = book()
    return tuple(
        Step(subject, [one for one in known.history(subject) if one.subject == subject][-1].number)
        for subject in subjects
    )


def undo_address(subjects: Iterable[str]) -> str:
    """The address to post to for taking the last decisions on some targets or tasks back."""
    return undo_address_of(last_steps(subjects))


def undo_address_of(steps: Iterable[Step]) -> str:
    """The address to post to for taking these decisions back, while they are the last ones."""
    query = [("step", str(step)) for step in steps]
    return f"{reverse('targets:undo')}?{urlencode(query)}"


def add(target: Target, *, reason: str, acting_user: Person) -> Target:
    """Set a target. Raises: TargetError with every fault of meaning."""
    added = book().add([target], author=author_of(acting_user), reason=reason or None)[0]
    detail = {**stored({name: getattr(added, name) for name in ENTERED}), "reason": reason}
    _record("plan_target.added", added, acting_user, detail)
    return added


def adopt(candidates: Sequence[str], *, plan: str, acting_user: Person) -> tuple[Target, ...]:
    """Make targets of rows of the lake; those that are targets already stay.

    ``plan`` empty: the row's own plan, else the name of its document or file.
    Raises:  TargetError for an unknown candidate, or one that lacks what a target needs.
    """
    author = author_of(acting_user)
    adopted = candidate_rows.adopt(workspace(), candidates, author=author, plan=plan or None)
    for one in adopted:
        detail = {"plan": one.plan, "document": one.origin.document, "claim": one.origin.claim}
        _record("plan_target.adopted", one, acting_user, detail)
    return adopted


def change(target: Target, values: Mapping[str, Any], *, reason: str, acting_user: Person) -> bool:
    """Change what a target says; whether anything was different.

    Raises:  TargetError for a fault of meaning, or without a reason where one is needed.
    """
    changed = {name: value for name, value in values.items() if value != getattr(target, name)}
    if not changed:
        return False
    book().change(target.id, author=author_of(acting_user), reason=reason, **changed)
    before = stored({name: getattr(target, name) for name in changed})
    after = stored(changed)
    detail = {name: [before[name], after[name]] for name in changed} | {"reason": reason}
    _record("plan_target.changed", target, acting_user, detail)
    return True


def withdraw(target: Target, *, reason: str, acting_user: Person) -> None:
    """Take a target out of its plan. Raises: TargetError without a reason."""
    book().withdraw(target.id, author=author_of(acting_user), reason=reason)
    _record("plan_target.withdrawn", target, acting_user, {"reason": reason})


def undo(steps: Sequence[Step], *, acting_user: Person) -> None:
    """Take decisions back, the last one first.

    Raises:  TargetError where somebody has decided anew since, or nothing is left.
    """
    if not steps or steps != last_steps(step.subject for step in steps):
        raise TargetError(_("Somebody has changed it since: look at the history first."))
    for step in _lowest_first(steps):
        book().undo(step.subject, author=author_of(acting_user))
        about = audit.Subject("plan_target", step.subject)
        detail = {"number": step.number}
        audit.record("plan_target.undone", acting_user=acting_user, about=about, detail=detail)


def _lowest_first(steps: Sequence[Step]) -> list[Step]:
    """The last one first, but a target never before those beneath it."""
    parents = {one.id: one.parent for one in targets()}

    def depth(subject: str | None) -> int:
        return 0 if subject is None else 1 + depth(parents.get(subject))

    return sorted(steps, key=lambda step: (depth(step.subject), step.number), reverse=True)


def add_task(task: Task, *, acting_user: Person) -> Task:
    """Add a task to a target. Raises: TargetError for one that says nothing."""
    added = book().add_tasks([task], author=author_of(acting_user))[0]
    _record_task("plan_task.added", added, acting_user, {"what": added.what, "owner": added.owner})
    return added


def change_task(task: Task, values: Mapping[str, Any], *, reason: str, acting_user: Person) -> bool:
    """Change what a task says; whether anything was different.

    Raises:  TargetError for a new due date without a reason.
    """
    changed = {name: value for name, value in values.items() if value != getattr(task, name)}
    if not changed:
        return False
    book().change_task(task.id, author=author_of(acting_user), reason=reason or None, **changed)
    before = stored({name: getattr(task, name) for name in changed})
    after = stored(changed)
    detail = {name: [before[name], after[name]] for name in changed} | {"reason": reason}
    _record_task("plan_task.changed", task, acting_user, detail)
    return True


def finish_task(task: Task, on: dt.date, *, acting_user: Person) -> None:
    """Say that a task was done on a day."""
    book().done(task.id, on=on, author=author_of(acting_user))
    _record_task("plan_task.done", task, acting_user, {"on": on.isoformat()})


def reopen_task(task: Task, *, reason: str, acting_user: Person) -> None:
    """Say that a task is not done after all. Raises: TargetError without a reason."""
    book().reopen(task.id, author=author_of(acting_user), reason=reason)
    _record_task("plan_task.reopened", task, acting_user, {"reason": reason})


def _record(action: str, target: Target, person: Person, detail: Mapping[str, Any]) -> None:
    about = audit.Subject("plan_target", target.id, f"{target.number} {target.name}".strip())
    audit.record(action, acting_user=person, about=about, detail=detail)


def _record_task(action: str, task: Task, person: Person, detail: Mapping[str, Any]) -> None:
    about = audit.Subject("plan_task", task.id, task.what)
    audit.record(action, acting_user=person, about=about, detail=detail)
