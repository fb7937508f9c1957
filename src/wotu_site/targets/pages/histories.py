"""What people decided about a target and its tasks, each with who, when, why and what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wotu.targets.decisions import ACTIONS, Action, Change, Decision
from wotu.targets.target import AIMS, PATHS, Aim, PathKind
from wotu_site.targets import book
from wotu_site.targets.book import Known
from wotu_site.targets.pages.frame import place_name
from wotu_site.targets.registry import indicator_or_none
from wotu_site.targets.services import Step, undo_address_of
from wotu_site.targets.words import amount_text, said

FIELDS: Mapping[str, str | Promise] = {
    "name": pgettext_lazy("plan", "Name"),
    "number": gettext_lazy("Number in the plan"),
    "plan": pgettext_lazy("plan", "Plan"),
    "place_code": gettext_lazy("Place"),
    "indicator": gettext_lazy("Indicator"),
    "unit": gettext_lazy("Unit of the figures"),
    "aim": pgettext_lazy("plan", "Aim"),
    "value": gettext_lazy("Target value"),
    "value_max": gettext_lazy("Upper end"),
    "baseline": gettext_lazy("Baseline"),
    "baseline_period": gettext_lazy("Period of the baseline"),
    "due": pgettext_lazy("plan", "Due on"),
    "path": pgettext_lazy("plan", "Path"),
    "milestones": pgettext_lazy("plan", "Milestones"),
    "owner": gettext_lazy("Department in charge"),
    "person": gettext_lazy("Person in charge"),
    "parent": gettext_lazy("Part of"),
    "note": gettext_lazy("Note"),
    "what": pgettext_lazy("plan", "Task"),
    "done_on": gettext_lazy("Done on"),
}
#: Fields that are kept as figures in the unit of the target.
FIGURES = frozenset({"value", "value_max", "baseline"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision; ``undo`` is the address that takes it back, where it is the last on its
    subject."""

    what: str
    about: str
    at: dt.datetime
    author: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]
    taken_back: bool
    undo: str


def history_of(one: Known) -> tuple[Entry, ...]:
    """All decisions on a target and its tasks, the latest first."""
    decisions = book.book().history(one.target.id)
    last = {step.subject: step.number for step in decisions}
    standing = {
        step.subject: step.number
        for step in decisions
        if step.action is not Action.UNDO and not step.taken_back
    }
    names = {task.id: task.what for task in one.tasks}
    undoable = {number for subject, number in standing.items() if last[subject] == number}
    return tuple(
        _entry(one, step, names, undoable=step.number in undoable) for step in reversed(decisions)
    )


def _entry(one: Known, step: Decision, names: Mapping[str, str], *, undoable: bool) -> Entry:
    about = ""
    if step.subject != step.target:
        about = names.get(step.subject) or str(step.values.get("what") or step.subject)
    # A target that was only just set is withdrawn with a reason, not undone from here.
    first = step.action is Action.ADD and step.subject == step.target
    return Entry(
        what=said(ACTIONS[step.action]),
        about=about,
        at=step.at,
        author=step.author,
        reason=step.reason or "",
        changes=tuple(_change(one, change) for change in step.changes),
        taken_back=step.taken_back,
        undo=undo_address_of([Step(step.subject, step.number)]) if undoable and not first else "",
    )


def _change(one: Known, change: Change) -> tuple[str, str, str]:
    label = str(FIELDS.get(change.field, change.field))
    return label, _told(one, change.field, change.before), _told(one, change.field, change.after)


def _told(one: Known, field: str, value: Any) -> str:
    """A stored field in the words of the page."""
    if value in (None, "", []):
        return _("nothing")
    if field in FIGURES:
        return amount_text(float(value), one.target.unit)
    if field == "milestones":
        return "、".join(f"{day} {amount_text(figure, one.target.unit)}" for day, figure in value)
    if field == "aim":
        return said(AIMS[Aim(value)])
    if field == "path":
        return said(PATHS[PathKind(value)])
    if field == "place_code":
        return place_name(value)
    if field == "indicator":
        known = indicator_or_none(value)
        return said(known.label) if known else str(value)
    return str(value)
