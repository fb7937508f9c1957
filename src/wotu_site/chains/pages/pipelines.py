"""Product pipelines: what moved, what each year brought, and where every product stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wotu.build.snapshot import Snapshot
from wotu.chains.pipeline_tables import Change
from wotu_site.access.roles import Person
from wotu_site.chains import pipelines
from wotu_site.chains.pages.frame import chain_crumbs, chain_tabs, firm_address
from wotu_site.chains.pipeline_chart import year_chart
from wotu_site.chains.pipeline_words import (
    CHANGES,
    MARKS,
    MEASURES,
    ChangeLook,
    change_word,
    code_word,
    filter_labels,
    filter_words,
    limit_words,
    status_word,
)
from wotu_site.chains.pipelines import FILTERS, Line, Since
from wotu_site.ui.charts import Chart
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, chips, facet
from wotu_site.ui.tabs import Tab

PAGE_SIZE = 50
CHANGES_SHOWN = 6
COLUMNS = (
    Column(pgettext_lazy("product", "Product"), "product"),
    Column(gettext_lazy("Firm"), "firm"),
    Column(gettext_lazy("Class of registration"), "class"),
    Column(pgettext_lazy("product", "Stage"), "stage"),
    Column(pgettext_lazy("product", "Since"), "since"),
    Column(gettext_lazy("Days"), "days", numeric=True),
)
#: Spans for which changes are offered, in days.
SPANS = (30, 90, 365)
_DRUGS_OF_FIRST_CLASSES = ("drug_1", "drug_2")


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of the pipeline as the list shows it."""

    product: str
    note: str
    firm: str
    firm_address: str
    kind: str
    of_class: str
    stage: str
    number: str
    since: date | None
    days: int | None
    limit: str
    status: str
    status_word: str
    stalled: bool
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """What became of one line."""

    day: date | None
    look: ChangeLook
    word: str
    product: str
    firm: str
    firm_address: str
    before: str
    now: str
    note: str


@dataclass(frozen=True, slots=True)
class Told:
    """An approval that documents alone tell."""

    firm: str
    firm_address: str
    product: str
    kind: str
    period: str
    sentence: str
    address: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A segment to choose."""

    label: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the head of the page, with the list behind it."""

    label: str
    value: int
    address: str


@dataclass(frozen=True)
class PipelinesPage:
    """The pipelines of the zone in a state that the address gives."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    as_of: date
    known: bool
    state: ListState
    numbers: tuple[Number, ...]
    measures: tuple[Choice, ...]
    chart: Chart | None
    since: Since
    spans: tuple[Choice, ...]
    changes: tuple[ShownChange, ...]
    changes_more: int
    all_changes_address: str
    told: tuple[Told, ...]
    columns: tuple[Column, ...]
    rows: tuple[ShownLine, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    export_address: str


def pipelines_page(snapshot: Snapshot, state: ListState, person: Person) -> PipelinesPage:
    """The page of pipelines."""
    lines = pipelines.all_lines(snapshot)
    found = pipelines.wanted_lines(lines, state)
    pager = Pager.of(len(found), state.page, PAGE_SIZE)
    words = filter_words(snapshot, lines)
    since = pipelines.since_of(snapshot, state, person)
    moved = pipelines.changes_after(snapshot, since.day)
    measure = state.value("measure") if state.value("measure") in MEASURES else "approved"
    shown = moved if state.value("moves") == "all" else moved[:CHANGES_SHOWN]
    title = pgettext("product", "Product pipelines")
    return PipelinesPage(
        title=title,
        breadcrumbs=chain_crumbs(Crumb(title)),
        tabs=chain_tabs("pipelines"),
        as_of=snapshot.manifest.as_of,
        known=bool(lines),
        state=state,
        numbers=_numbers(snapshot, lines),
        measures=tuple(
            Choice(str(label), state.address(measure=name), name == measure)
            for name, label in MEASURES.items()
        ),
        chart=year_chart(
            pipelines.by_year(snapshot),
            measure,
            str(MEASURES[measure]),
            words.get("class", {}),
            snapshot.manifest.as_of,
        ),
        since=since,
        spans=_spans(snapshot, state, since),
        changes=tuple(_shown_change(snapshot, one, person) for one in shown),
        changes_more=len(moved) - len(shown),
        all_changes_address=state.address(
            moves="all", since=since.day.isoformat(), page=str(state.page)
        ),
        told=_told(snapshot, person),
        columns=COLUMNS,
        rows=tuple(
            shown_line(snapshot, line, person)
            for line in found[pager.offset : pager.offset + pager.size]
        ),
        pager=pager,
        facets=_facets(lines, state, words),
        chips=chips(state, {"q": pgettext("filter", "Search"), **filter_labels()}, words),
        export_address=f"{reverse('chains:export-pipelines')}?{state.query.urlencode()}",
    )


def shown_line(snapshot: Snapshot, line: Line, person: Person) -> ShownLine:
    """A line in the words of the page."""
    return ShownLine(
        product=line.product,
        note=line.indication or "",
        firm=line.firm_name or line.firm_id,
        firm_address=firm_address(line.firm_id, person),
        kind=code_word(snapshot, "product_kinds", line.kind),
        of_class=code_word(snapshot, "registration_classes", line.registration_class),
        stage=code_word(snapshot, "product_stages", line.stage),
        number=line.number or "",
        since=line.since,
        days=line.days,
        limit=limit_words(line),
        status=line.status,
        status_word=status_word(line.status),
        stalled=bool(line.stalled),
        marks=tuple(str(word) for name, word in MARKS.items() if getattr(line, name)),
    )


def _numbers(snapshot: Snapshot, lines: tuple[Line, ...]) -> tuple[Number, ...]:
    """What the year has brought so far, and what is late."""
    year = snapshot.manifest.as_of.year
    this_year = pipelines.by_year(snapshot).filter(pl.col("year") == year)
    home = reverse("chains:pipelines")

    def reached(stage: str, classes: tuple[str, ...] = ()) -> int:
        rows = this_year.filter(pl.col("stage") == stage)
        if classes:
            rows = rows.filter(pl.col("registration_class").is_in(classes))
        return int(rows["products"].sum())

    filed = _("IND accepted in %(year)s") % {"year": year}
    drugs = _("Class 1 and 2 drugs approved in %(year)s") % {"year": year}
    devices = _("Class III devices approved in %(year)s") % {"year": year}
    late = sum(bool(line.stalled) for line in lines)
    return (
        Number(_("Products"), len({(line.firm_id, line.product) for line in lines}), home),
        Number(filed, reached("ind_filed"), f"{home}?measure=ind_filed"),
        Number(
            drugs,
            reached("approved", _DRUGS_OF_FIRST_CLASSES),
            f"{home}?stage=approved&class=drug_1&class=drug_2",
        ),
        Number(
            devices, reached("approved", ("device_3",)), f"{home}?stage=approved&class=device_3"
        ),
        Number(str(MARKS["stalled"]), late, f"{home}?mark=stalled&sort=-days"),
    )


def _spans(snapshot: Snapshot, state: ListState, since: Since) -> tuple[Choice, ...]:
    as_of = snapshot.manifest.as_of
    choices = []
    for days in SPANS:
        day = as_of - timedelta(days=days)
        label = _("%(days)s days") % {"days": days}
        address = state.address(since=day.isoformat(), page=str(state.page))
        choices.append(Choice(label, address, since.day == day))
    return tuple(choices)


def _shown_change(snapshot: Snapshot, row: Mapping[str, Any], person: Person) -> ShownChange:
    return ShownChange(
        day=row["happened_on"],
        look=CHANGES[Change(row["change"])],
        word=change_word(row["change"]),
        product=row["product"],
        firm=row["firm_name"] or row["firm_id"],
        firm_address=firm_address(row["firm_id"], person),
        before=code_word(snapshot, "product_stages", row["stage_before"]),
        now=code_word(snapshot, "product_stages", row["stage"]),
        note=row["note"] or "",
    )


def _told(snapshot: Snapshot, person: Person) -> tuple[Told, ...]:
    """Approvals of which the register of stages knows nothing."""
    rows = pipelines.only_told(snapshot)
    return tuple(
        Told(
            firm=row["firm_name"] or row["firm_id"],
            firm_address=firm_address(row["firm_id"], person),
            product=row["product"] or "",
            kind=code_word(snapshot, "event_kinds", row["kind"]),
            period=row["period"] or "",
            sentence=row["sentence"] or "",
            address=reverse("documents:document", args=[row["document"]]),
        )
        for row in rows
    )


def _facets(
    lines: tuple[Line, ...], state: ListState, words: dict[str, dict[str, str]]
) -> tuple[Facet, ...]:
    labels = filter_labels()
    facets = []
    for name in FILTERS:
        counts = pipelines.counts_of(lines, state, name)
        known = words.get(name, {})
        values = [one for one in known if counts[one]] if name != "firm" else list(counts)
        if name == "firm":
            values.sort(key=lambda one: (-counts[one], known.get(one, one)))
        shown = [(value, known.get(value, value), counts[value]) for value in values]
        facets.append(facet(state, name, labels[name], shown, folds=name == "firm"))
    return tuple(one for one in facets if one.values)
