"""The work lists: firms to be declared, helped over one step, completed or kept on their rung."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wotu.build.certificates import list_is_complete
from wotu.build.snapshot import Snapshot
from wotu.rules.screen import Standing
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.ladder import work
from wotu_site.ladder.pages.bureaus import BureauRow, bureau_rows
from wotu_site.ladder.pages.funnel import funnels
from wotu_site.ladder.pages.offers import ListingOffer, listing_offer
from wotu_site.ladder.pages.rows import (
    WorkRow,
    declaration_words,
    list_firms,
    list_lapses,
    near_words,
)
from wotu_site.ladder.pages.tabs import LABELS, tabs
from wotu_site.ladder.work import Rung, WorkList
from wotu_site.policies import queries as policies
from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.standings import standing_look
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager
from wotu_site.ui.tabs import Tab

FIRM = Column(gettext_lazy("Firm"), "name")
OFFICER = Column(gettext_lazy("Liaison officer"))
LISTS = Column(gettext_lazy("On lists"))
LAST = (OFFICER, LISTS)

COLUMNS: dict[WorkList, tuple[Column, ...]] = {
    WorkList.DECLARE: (
        FIRM,
        Column(gettext_lazy("Standing"), "standing"),
        Column(gettext_lazy("Declaration")),
        Column(gettext_lazy("Present certificate until"), "expires"),
        *LAST,
    ),
    WorkList.STEP: (FIRM, Column(gettext_lazy("What is short or missing"), "short"), *LAST),
    WorkList.FACTS: (
        FIRM,
        Column(gettext_lazy("How many"), "facts", numeric=True),
        Column(gettext_lazy("Which, and who has them")),
        *LAST,
    ),
    WorkList.EXPIRING: (
        FIRM,
        Column(gettext_lazy("Certificate"), "kind"),
        Column(gettext_lazy("Expires"), "expires"),
        Column(gettext_lazy("Days left"), numeric=True),
        Column(gettext_lazy("Would it pass today?"), "standing"),
        *LAST,
    ),
}


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One work list, with the funnels above it."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    as_of: dt.date
    work: str
    heading: str
    charts: tuple[Chart, ...]
    complete: bool
    rungs: tuple[Tab, ...]
    rung: str
    tabs: tuple[Tab, ...]
    state: ListState
    query: str
    here: str
    columns: tuple[Column, ...]
    rows: tuple[WorkRow, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    everything: str
    officers: tuple[policies.OfficerChoice, ...]
    bureaus: tuple[BureauRow, ...]
    offer: ListingOffer | None
    select_address: str
    export_address: str


def work_page(snapshot: Snapshot, which: WorkList, state: ListState, person: Person) -> WorkPage:
    """A work list in a state that the address gives."""
    language = page_language()
    rung = work.chosen_rung(snapshot, state)
    narrowing = work.narrowed(state, person)
    if which is WorkList.EXPIRING:
        listed = list_lapses(snapshot, state, work.wanted_lapses(narrowing.among, state))
    else:
        listed = list_firms(snapshot, which, rung, state, narrowing.among)
    query = state.address().partition("?")[2]
    return WorkPage(
        title=pgettext("navigation", "Ladder"),
        breadcrumbs=(Crumb(pgettext("navigation", "Ladder")),),
        as_of=snapshot.manifest.as_of,
        work=which.value,
        heading=str(LABELS[which]),
        charts=funnels(snapshot, language),
        complete=list_is_complete(snapshot),
        rungs=_rungs(snapshot, state, rung) if which is not WorkList.EXPIRING else (),
        rung=rung.label(language) if rung else "",
        tabs=tabs(snapshot, state, narrowing.among, rung, which.value),
        state=state,
        query=query,
        here=state.address(page=str(state.page) if state.page > 1 else None),
        columns=COLUMNS[which],
        rows=listed.rows,
        pager=listed.pager,
        facets=listed.facets,
        chips=_chips(snapshot, state, narrowing),
        everything=narrowing.everything(state.path),
        officers=policies.officer_choices(narrowing, person),
        bureaus=bureau_rows(snapshot, rung, narrowing.among, state)
        if which is WorkList.FACTS
        else (),
        offer=listing_offer(snapshot, rung.kind if rung else "")
        if person.role in FIRM_KEEPERS
        else None,
        select_address=reverse("ladder:act", args=[which.value]),
        export_address=_with(reverse("ladder:export", args=[which.value]), query),
    )


def _rungs(snapshot: Snapshot, state: ListState, chosen: Rung | None) -> tuple[Tab, ...]:
    language = page_language()
    return tuple(
        Tab(rung.label(language), state.address(rung=rung.kind, bureau=None), rung == chosen)
        for rung in work.ruled_rungs(snapshot)
    )


def _chips(snapshot: Snapshot, state: ListState, narrowing: policies.Narrowing) -> tuple[Chip, ...]:
    language = page_language()
    kinds = {one.kind: one.label(language) for one in work.rungs(snapshot)}
    standings = {one.value: standing_look(one).word for one in Standing}
    return policies.narrowing_chips(
        state,
        snapshot,
        narrowing,
        {
            "declaration": _("Declaration"),
            "within": _("Distance"),
            "bureau": _("Who has it"),
            "kind": _("Certificate"),
            "standing": _("Standing"),
            "listed": _("Cultivation lists"),
        },
        {
            "declaration": declaration_words(),
            "within": near_words(),
            "kind": kinds,
            "standing": standings,
            "listed": {"yes": _("On a list"), "no": _("Not on a list")},
        },
    )


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
