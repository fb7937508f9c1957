"""The list of targets: one row a target, what is late first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wotu.targets.status import STATUSES, Status
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.snapshots.queries import snapshot
from wotu_site.targets import book
from wotu_site.targets.book import Known
from wotu_site.targets.pages.frame import owner_name, place_name, target_crumbs, target_tabs
from wotu_site.targets.pages.shown import Shown, shown
from wotu_site.targets.rows import NONE, counts_of, wanted
from wotu_site.targets.words import StatusLook, said, status_look
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, chips, facet
from wotu_site.ui.tabs import Tab

PAGE_SIZE = 50
#: Filters that are opened on demand.
FOLDED = frozenset({"theme", "place"})
COLUMNS = (
    Column(pgettext_lazy("plan", "Target"), "number"),
    Column(pgettext_lazy("plan", "Status"), "status"),
    Column(gettext_lazy("Path and actual")),
    Column(gettext_lazy("Actual against path"), "gap"),
    Column(gettext_lazy("Forecast at due"), "chance"),
    Column(gettext_lazy("Owner and next task"), "owner"),
)


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many targets have a status, and the list of them."""

    look: StatusLook
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True)
class ListPage:
    """The targets that a list asks for, one page of them."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    as_of: dt.date
    state: ListState
    columns: tuple[Column, ...]
    statuses: tuple[StatusCount, ...]
    rows: tuple[Shown, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    several_places: bool
    several_plans: bool
    may_change: bool


def list_page(state: ListState, person: Person) -> ListPage:
    """The page of targets in a state that the address gives."""
    known = book.counted()
    found = wanted(known, state)
    pager = Pager.of(len(found), state.page, PAGE_SIZE)
    return ListPage(
        title=pgettext("plan", "Targets"),
        breadcrumbs=target_crumbs(),
        tabs=target_tabs("home", person),
        as_of=snapshot().manifest.as_of,
        state=state,
        columns=COLUMNS,
        statuses=_statuses(known, state),
        rows=tuple(shown(one) for one in found[pager.offset : pager.offset + pager.size]),
        pager=pager,
        facets=_facets(known, state),
        chips=chips(state, {"q": pgettext("filter", "Search"), **_labels()}, _words(known)),
        several_places=len({one.target.place_code for one in known}) > 1,
        several_plans=len({one.target.plan for one in known}) > 1,
        may_change=person.role in FIRM_KEEPERS,
    )


def _statuses(known: Sequence[Known], state: ListState) -> tuple[StatusCount, ...]:
    counts, chosen = counts_of(known, state, "status"), set(state.values("status"))
    return tuple(
        StatusCount(
            status_look(status),
            counts[status],
            state.toggled("status", status),
            status in chosen,
        )
        for status in STATUSES
        if counts[status] or status in chosen
    )


def _labels() -> dict[str, str]:
    return {
        "status": pgettext("plan", "Status"),
        "owner": pgettext("plan", "Owner"),
        "plan": pgettext("plan", "Plan"),
        "theme": _("Theme"),
        "place": _("Place"),
        "due": pgettext("plan", "Due"),
    }


def _words(known: Sequence[Known]) -> dict[str, dict[str, str | Promise]]:
    return {
        "status": {status.value: said(STATUSES[status]) for status in Status},
        "owner": {NONE: owner_name("")},
        "theme": {
            NONE: _("gathers others"),
            **{
                one.indicator.theme: said(one.indicator.theme_label)
                for one in known
                if one.indicator
            },
        },
        "place": {one.target.place_code: place_name(one.target.place_code) for one in known},
    }


def _facets(known: Sequence[Known], state: ListState) -> tuple[Facet, ...]:
    """All filters but the status, which stands above the list; those that leave a choice."""
    words = _words(known)
    facets = []
    for name, label in _labels().items():
        counts = counts_of(known, state, name)
        if name == "status" or (len(counts) < 2 and not state.values(name)):
            continue
        said_of = words.get(name, {})
        shown_values = [(value, said_of.get(value, value), n) for value, n in counts.most_common()]
        facets.append(facet(state, name, label, shown_values, folds=name in FOLDED))
    return tuple(facets)
