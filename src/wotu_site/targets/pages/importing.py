"""The pages on which a plan is handed in, and on which its effect is shown before it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wotu.targets.importing import Imported, RowReport
from wotu.targets.target import Target, Task
from wotu_site.targets import book
from wotu_site.targets.forms import PlanForm
from wotu_site.targets.importing import Waiting
from wotu_site.targets.pages.frame import owner_name, place_name, target_crumbs
from wotu_site.targets.words import goal_text, said
from wotu_site.ui.pages import Crumb


@dataclass(frozen=True, slots=True)
class HandInPage:
    """The form on which a plan is handed in."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    form: PlanForm
    plans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A target as the plan states it; ``before`` is what the book says where it differs."""

    number: str
    name: str
    place: str
    goal: str
    due: str
    owner: str
    before: str


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """A row that was not taken, or needs a look, with the reason."""

    where: str
    name: str
    why: str


@dataclass(frozen=True)
class PreviewPage:
    """What a plan would add and change, and which of its rows are refused."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    waiting: Waiting
    added: tuple[PlannedRow, ...]
    changed: tuple[PlannedRow, ...]
    unchanged: int
    tasks: tuple[Task, ...]
    tasks_changed: int
    refused: tuple[ReportedRow, ...]
    noted: tuple[ReportedRow, ...]
    may_confirm: bool


def hand_in_page(form: PlanForm) -> HandInPage:
    """The page on which a plan is handed in."""
    title = _("Import a plan")
    plans = tuple(dict.fromkeys(one.plan for one in book.targets()))
    return HandInPage(title, target_crumbs(Crumb(title)), form, plans)


def preview_page(waiting: Waiting, tried: Imported) -> PreviewPage:
    """What would become of a plan."""
    adoption = tried.adoption
    standing = {one.id: one for one in book.targets()}
    by_number = {(one.plan, one.number): one for one in standing.values() if one.number}
    title = waiting.plan
    return PreviewPage(
        title=title,
        breadcrumbs=target_crumbs(Crumb(_("Import a plan")), Crumb(title)),
        waiting=waiting,
        added=tuple(_row(one, {}) for one in adoption.added),
        changed=tuple(_row(one, by_number) for one in adoption.changed),
        unchanged=len(adoption.unchanged),
        tasks=adoption.tasks_added,
        tasks_changed=len(adoption.tasks_changed),
        refused=_reported(tried.reports, refused=True),
        noted=_reported(tried.reports, refused=False),
        may_confirm=bool(
            adoption.added or adoption.changed or adoption.tasks_added or adoption.tasks_changed
        ),
    )


def _row(one: Target, known: Mapping[tuple[str, str], Target]) -> PlannedRow:
    before = known.get((one.plan, one.number))
    return PlannedRow(
        number=one.number,
        name=one.name,
        place=place_name(one.place_code),
        goal=goal_text(one),
        due=one.due.isoformat(),
        owner=owner_name(one.owner),
        before=_difference(before, one) if before else "",
    )


def _difference(before: Target, after: Target) -> str:
    """What the book says of a target that the plan states otherwise."""
    said_before = (
        (goal_text(before), goal_text(after)),
        (before.due.isoformat(), after.due.isoformat()),
        (before.owner, after.owner),
        (before.name, after.name),
    )
    return " · ".join(was for was, now in said_before if was and was != now)


def _reported(reports: Sequence[RowReport], *, refused: bool) -> tuple[ReportedRow, ...]:
    return tuple(
        ReportedRow(_where(one), one.name, said(one.why))
        for one in reports
        if one.refused == refused
    )


def _where(one: RowReport) -> str:
    row = _("row %(row)s") % {"row": one.row}
    return f"{one.sheet} · {row}" if one.sheet else row
