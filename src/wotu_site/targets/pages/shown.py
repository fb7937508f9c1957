"""A target as lists show it: where it should be, where it is, and where it is heading."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.targets.forecast import LEVEL
from wotu.targets.target import Task
from wotu.targets.words import chance_text
from wotu_site.snapshots.queries import snapshot
from wotu_site.targets.book import Known
from wotu_site.targets.pages.frame import owner_name, place_name, target_address
from wotu_site.targets.small_chart import SmallChart, small_chart
from wotu_site.targets.words import (
    StatusLook,
    amount_text,
    behind_since,
    day_text,
    expected_text,
    gap_text,
    goal_text,
    range_text,
    said,
    sentence,
    status_look,
)


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A task as lists show it; ``overdue`` as of the day of the snapshot."""

    id: str
    what: str
    owner: str
    due: str
    overdue: bool
    done: str
    note: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of a list; texts are empty where there is nothing to say."""

    id: str
    number: str
    name: str
    address: str
    plan: str
    place: str
    look: StatusLook
    since: str
    missing: str
    chart: SmallChart | None
    actual: str
    actual_day: str
    evidence: str
    expected: str
    gap: str
    behind: bool
    median: str
    interval: str
    level: float
    chance: str
    goal: str
    due: dt.date
    due_text: str
    owner: str
    person: str
    next_task: ShownTask | None
    overdue_tasks: int
    warned: str


def shown(one: Known) -> Shown:
    """A target in the words of a list."""
    target, found, seen = one.target, one.progress, one.progress.latest
    end = found.forecast.at_due if found.forecast else None
    tasks = [shown_task(task) for task in one.open_tasks]
    return Shown(
        id=target.id,
        number=target.number,
        name=target.name,
        address=target_address(target.id),
        plan=target.plan,
        place=place_name(target.place_code),
        look=status_look(one.status),
        since=day_text(behind_since(found)),
        missing="" if one.gathers else said(found.missing),
        chart=small_chart(found, _chart_words(one), is_flow=one.is_flow),
        actual=amount_text(seen.value, target.unit) if seen else "",
        actual_day=day_text(seen.on) if seen else "",
        evidence=actual_address(target.id, seen.on) if seen else "",
        expected=expected_text(found, whole=one.whole),
        gap=gap_text(found, whole=one.whole),
        behind=found.gap is not None and found.gap < 0,
        median=amount_text(end.median, target.unit, whole=one.whole) if end else "",
        interval=range_text(end.low, end.high, target.unit, whole=one.whole) if end else "",
        level=LEVEL,
        chance=chance_text(found.chance) if found.chance is not None else "",
        goal=goal_text(target),
        due=target.due,
        due_text=day_text(target.due),
        owner=owner_name(target.owner),
        person=target.person,
        next_task=tasks[0] if tasks else None,
        overdue_tasks=sum(task.overdue for task in tasks),
        warned=day_text(found.warned_from),
    )


def shown_task(task: Task) -> ShownTask:
    """A task in the words of a list."""
    return ShownTask(
        id=task.id,
        what=task.what,
        owner=task.owner,
        due=task.due.isoformat() if task.due else "",
        overdue=task.is_overdue(snapshot().manifest.as_of),
        done=task.done_on.isoformat() if task.done_on else "",
        note=task.note,
    )


def actual_address(target_id: str, day: dt.date) -> str:
    """The evidence of what a target had come to by a day."""
    return reverse("targets:actual", args=[target_id, day.isoformat()])


def _chart_words(one: Known) -> str:
    words = sentence(one.progress, whole=one.whole)
    return _("Path and actual of %(name)s: %(words)s") % {"name": one.target.name, "words": words}
