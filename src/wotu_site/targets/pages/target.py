"""The page of one target: sentence, chart, every actual with its evidence, tasks, history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wotu.targets.actuals import Observation
from wotu.targets.forecast import LEVEL, METHODS
from wotu.targets.pace import MEASURES
from wotu.targets.target import AIMS, PATHS
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.targets import book
from wotu_site.targets.book import Known
from wotu_site.targets.charts import target_chart
from wotu_site.targets.forms import ReasonForm, TaskForm
from wotu_site.targets.pages.evidence import STATED, origin_words
from wotu_site.targets.pages.frame import owner_name, place_name, target_address, target_crumbs
from wotu_site.targets.pages.histories import Entry, history_of
from wotu_site.targets.pages.leads import (
    batch_address,
    sentence_address,
    series_address,
    stock_address,
)
from wotu_site.targets.pages.shown import Shown, ShownTask, actual_address, shown, shown_task
from wotu_site.targets.words import amount_text, day_text, goal_text, said, sentence, status_look
from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import page_language, share_text
from wotu_site.ui.pages import Crumb
from wotu_site.ui.periods import period_text

ACTUALS_AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class ActualRow:
    """An actual value, what the path expected on its day, and where it comes from."""

    day: str
    value: str
    expected: str
    origin: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of what was promised; with an address where it leads on."""

    label: str
    text: str
    address: str = ""
    note: str = ""
    in_drawer: bool = False


@dataclass(frozen=True)
class TargetPage:
    """One target with all that is known of it."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    row: Shown
    as_of: dt.date
    sentence: str
    why: str
    chart: Chart | None
    method: str
    actuals: tuple[ActualRow, ...]
    earlier: tuple[ActualRow, ...]
    facts: tuple[Fact, ...]
    growth: tuple[Fact, ...]
    children: tuple[Shown, ...]
    tasks: tuple[ShownTask, ...]
    owners: tuple[str, ...]
    history: tuple[Entry, ...]
    task_form: TaskForm | None
    reason_form: ReasonForm | None
    may_change: bool


def target_page(one: Known, person: Person, task_form: TaskForm | None = None) -> TargetPage:
    """The page of a target; ``task_form`` as it was sent with faults."""
    target, found = one.target, one.progress
    may_change = person.role in FIRM_KEEPERS
    title = f"{target.number} {target.name}".strip()
    actuals = [_actual(one, seen) for seen in reversed(found.observations)]
    return TargetPage(
        title=title,
        breadcrumbs=target_crumbs(*_above(one), Crumb(title)),
        row=shown(one),
        as_of=found.as_of,
        sentence=_gathered(one) if one.gathers else sentence(found, whole=one.whole),
        why=_("The gravest status of the targets beneath it.") if one.gathers else said(found.why),
        chart=target_chart(one, lambda day: actual_address(target.id, day), _source(one)),
        method=_method(one),
        actuals=tuple(actuals[:ACTUALS_AT_ONCE]),
        earlier=tuple(actuals[ACTUALS_AT_ONCE:]),
        facts=tuple(_facts(one, person)),
        growth=tuple(_growth(one)),
        children=tuple(shown(child) for child in book.children_of(target.id)),
        tasks=tuple(shown_task(task) for task in _tasks(one)),
        owners=tuple(sorted({each.owner for each in book.targets() if each.owner})),
        history=history_of(one),
        task_form=(task_form or TaskForm()) if may_change else None,
        reason_form=ReasonForm() if may_change else None,
        may_change=may_change,
    )


def _gathered(one: Known) -> str:
    """How the targets beneath one stand, in a sentence."""
    counts = (one.branch.counts or {}).items()
    words = [f"{status_look(status).word} {number:,}" for status, number in counts]
    comma = "、" if page_language().startswith("zh") else ", "
    number = sum(number for _status, number in counts)
    text = ngettext(
        "Gathers %(number)s target: %(words)s", "Gathers %(number)s targets: %(words)s", number
    )
    return text % {"number": f"{number:,}", "words": comma.join(words)}


def _above(one: Known) -> list[Crumb]:
    parent = book.known_or_none(one.target.parent) if one.target.parent else None
    if parent is None:
        return []
    return [*_above(parent), Crumb(parent.target.name, target_address(parent.target.id))]


def _tasks(one: Known) -> Sequence[Any]:
    """Open tasks, the next one first, then what is done, the latest first."""
    done = [task for task in one.tasks if task.done_on is not None]
    return [*one.open_tasks, *sorted(done, key=lambda task: task.done_on, reverse=True)]


def _actual(one: Known, seen: Observation) -> ActualRow:
    expected = {point.on: point.value for point in one.progress.path}.get(seen.on)
    origins = dict.fromkeys(str(origin_words(part)) for part in seen.parts)
    return ActualRow(
        day=day_text(seen.on),
        value=amount_text(seen.value, one.target.unit),
        expected="" if expected is None else amount_text(expected, one.target.unit),
        origin=", ".join(origins),
        evidence=actual_address(one.target.id, seen.on),
    )


def _source(one: Known) -> str:
    day = one.progress.as_of.isoformat()
    name = said(one.indicator.label) if one.indicator else one.target.name
    return _("%(indicator)s, registry of the snapshot as of %(day)s") % {
        "indicator": name,
        "day": day,
    }


def _method(one: Known) -> str:
    forecast = one.progress.forecast
    if forecast is None:
        return ""
    return _("%(method)s over %(values)s values; %(level)s of futures lie within the interval") % {
        "method": said(METHODS[forecast.method]),
        "values": f"{forecast.based_on:,}",
        "level": f"{LEVEL:.0%}",
    }


def _facts(one: Known, person: Person) -> list[Fact]:
    target = one.target
    facts = [
        Fact(pgettext("plan", "Plan"), target.plan, _filtered("plan", target.plan)),
        Fact(_("Place"), place_name(target.place_code)),
        *_indicator_fact(one, person),
        Fact(_("Target value"), _goal(one)),
        Fact(pgettext("plan", "Due on"), target.due.isoformat()),
        Fact(_("Baseline"), _baseline(one)),
        Fact(pgettext("plan", "Path"), _path(one)),
        Fact(
            pgettext("plan", "Owner"),
            owner_name(target.owner),
            _filtered("owner", target.owner) if target.owner else "",
            target.person,
        ),
        *_origin(one, person),
        Fact(_("Note"), target.note),
    ]
    return [fact for fact in facts if fact.text]


def _indicator_fact(one: Known, person: Person) -> list[Fact]:
    if one.indicator is None:
        return [Fact(_("Indicator"), _("none: it gathers the targets beneath it"))]
    series = series_address(one.indicator.id, one.target.place_code, person)
    facts = [Fact(_("Indicator"), said(one.indicator.label), series if _stated(one) else "")]
    stock = stock_address(one.indicator, person)
    if stock:
        label = _("Stock and forecast of the certificates")
        facts.append(Fact(pgettext("plan", "See also"), label, stock))
    return facts


def _stated(one: Known) -> bool:
    """Whether tables or documents state values, so that there is a series to look at."""
    seen = one.progress.observations
    return any(part.origin in STATED for each in seen for part in each.parts)


def _goal(one: Known) -> str:
    if one.target.value is None:
        return ""
    return f"{said(AIMS[one.target.aim])} {goal_text(one.target)}"


def _baseline(one: Known) -> str:
    target = one.target
    if target.baseline is None:
        return ""
    amount = amount_text(target.baseline, target.unit)
    return f"{amount} · {period_text(target.baseline_period)}"


def _path(one: Known) -> str:
    target = one.target
    if target.value is None:
        return ""
    points = "、".join(
        f"{day_text(point.on)} {amount_text(point.value, target.unit)}"
        for point in target.milestones
    )
    word = said(PATHS[target.path])
    return f"{word}: {points}" if points else word


def _origin(one: Known, person: Person) -> list[Fact]:
    origin, label = one.target.origin, _("Comes from")
    if origin.claim:
        address = sentence_address(origin.document, origin.claim, person)
        return [Fact(label, _("a sentence of a document"), address, in_drawer=True)]
    if origin.batch:
        text = _("row %(row)s of an imported plan") % {"row": origin.row}
        return [Fact(label, text, batch_address(origin.batch, person))]
    return []


def _growth(one: Known) -> list[Fact]:
    """What the way left asks for, against what was."""
    growth = one.progress.growth
    if growth is None:
        return []

    def told(value: float | None) -> str:
        if growth.measure.in_unit:
            return amount_text(value, one.target.unit)
        return share_text(value)

    measure = said(MEASURES[growth.measure])
    return [
        Fact(_("Needed from now on"), told(growth.needed), note=measure),
        Fact(pgettext("plan", "So far"), told(growth.so_far), note=measure),
    ]


def _filtered(name: str, value: str) -> str:
    return f"{reverse('targets:home')}?{urlencode({name: value})}"
