"""What the list of firms shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.among import NOT_KNOWN
from wotu_site.access.roles import Person
from wotu_site.firms import bulk_actions, queries
from wotu_site.firms.columns import USUAL, FirmColumn, columns, visible_columns
from wotu_site.firms.dimensions import Dimension
from wotu_site.firms.listing import BY_NAME, FirmRow, list_state, page_of_rows
from wotu_site.firms.models import SavedView
from wotu_site.firms.wanted import ME, WantedFirms
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, facet

#: Firms of a result that is still exported while somebody waits; more become a job.
EXPORTED_AT_ONCE = 5_000

#: Dimensions that are offered beside the list, in order; others can only be linked to.
OFFERED = (
    "standing",
    "technology",
    "specialised",
    "expiring",
    "size",
    "section",
    "division",
    "officer",
    "disagreement",
    "state",
    "kind",
)


#: Those of them whose values are seen without opening them.
ALWAYS_OPEN = frozenset({"standing", "technology", "specialised", "officer"})


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """A rule whose standings the list can show."""

    id: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column that can be shown or hidden."""

    name: str
    label: str | Promise
    chosen: bool


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A saved view: its address, and whose it is."""

    view: SavedView
    address: str
    own: bool
    current: bool


@dataclass(frozen=True, slots=True)
class FirmListPage:
    """A page of the list of firms in a state that the address gives."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    as_of: date
    firms: int
    state: ListState
    address: str
    query: str
    rules: tuple[RuleChoice, ...]
    first_column: Column
    columns: tuple[Column, ...]
    rows: tuple[FirmRow, ...]
    pager: Pager
    chips: tuple[Chip, ...]
    facets: tuple[Facet, ...]
    choices: tuple[ColumnChoice, ...]
    kept: tuple[tuple[str, str], ...]
    usual_address: str
    state_query: str
    views: tuple[ViewLink, ...]
    actions: tuple[bulk_actions.OfferedAction, ...]
    as_job: bool


def firm_list_page(request: HttpRequest) -> FirmListPage:
    """The page of the list that a request asks for."""
    person = request.user
    wanted = WantedFirms.of(request.GET, person)
    known = visible_columns(columns(wanted.snapshot, wanted.dimensions, page_language()), person)
    chosen = chosen_columns(known, request.GET.getlist("column"))
    state = list_state(request.path, request.GET, known, wanted)
    pager = Pager.of(wanted.total, state.page)
    return FirmListPage(
        title=pgettext("navigation", "Firms"),
        breadcrumbs=(Crumb(pgettext("navigation", "Firms")),),
        as_of=wanted.snapshot.manifest.as_of,
        firms=int(wanted.snapshot.manifest.report["firms"]),
        state=state,
        address=state.address(page=str(state.page) if state.page > 1 else None),
        query=state.address().partition("?")[2],
        rules=_rules(wanted),
        first_column=Column(_("Firm"), BY_NAME),
        columns=tuple(
            Column(column.label, name if column.order else "", column.numeric)
            for name, column in chosen.items()
        ),
        rows=tuple(page_of_rows(wanted, known, chosen, state.sort, pager)),
        pager=pager,
        chips=_chips(state, wanted),
        facets=_facets(state, wanted, person),
        choices=tuple(
            ColumnChoice(name, column.label, name in chosen) for name, column in known.items()
        ),
        kept=_kept(state, "column"),
        usual_address=state.address(column=None),
        state_query=state.address(page=str(pager.number)).partition("?")[2],
        views=_views(state, person),
        actions=bulk_actions.offered(request),
        as_job=pager.total > EXPORTED_AT_ONCE,
    )


def chosen_columns(known: Mapping[str, FirmColumn], names: Sequence[str]) -> dict[str, FirmColumn]:
    """The columns that are shown, in the order in which they are offered."""
    wanted = set(names) & set(known) or set(USUAL)
    return {name: column for name, column in known.items() if name in wanted}


def _rules(wanted: WantedFirms) -> tuple[RuleChoice, ...]:
    current = wanted.snapshot
    rules = current.rulebook.in_force(current.manifest.as_of)
    chosen = wanted.dimensions.rule
    return tuple(
        RuleChoice(
            rule.id,
            rule.spec.label.in_language(page_language()),
            chosen is not None and rule.id == chosen.id,
        )
        for rule in rules
    )


def _chips(state: ListState, wanted: WantedFirms) -> tuple[Chip, ...]:
    found = [Chip(pgettext("filter", "Search"), wanted.words, state.address(q=None))]
    officers = queries.officer_names(wanted.chosen.get("officer", ()))
    for name, values in wanted.chosen.items():
        dimension = wanted.dimensions.all[name]
        for written, value in zip(state.values(name), values, strict=True):
            word = officers.get(value, "") if name == "officer" else ""
            address = state.toggled(name, written)
            found.append(Chip(dimension.label, word or dimension.word(value), address))
    return tuple(found if wanted.words else found[1:])


def _facets(state: ListState, wanted: WantedFirms, person: Person) -> tuple[Facet, ...]:
    offered = [name for name in OFFERED if name in wanted.dimensions.all]
    return tuple(_facet(state, wanted, wanted.dimensions.all[name], person) for name in offered)


def _facet(state: ListState, wanted: WantedFirms, dimension: Dimension, person: Person) -> Facet:
    counts = wanted.counts(dimension.name)
    names: dict[str, str] = {}
    if dimension.name == "officer":
        names = queries.officer_names(list(counts))
        if mine := counts.pop(str(person.pk), 0):
            counts, names[ME] = {ME: mine, **counts}, _("My firms")
    by_frequency = sorted(counts, key=lambda value: (value == NOT_KNOWN, -counts[value], value))
    values = [*dimension.order, *(v for v in by_frequency if v not in dimension.order)]
    rows = [(v, names.get(v) or dimension.word(v), counts.get(v, 0)) for v in values]
    folds = dimension.name not in ALWAYS_OPEN
    return facet(state, dimension.name, dimension.label, rows, folds=folds)


def _kept(state: ListState, *but: str) -> tuple[tuple[str, str], ...]:
    """Parameters that a form repeats, so that sending it changes nothing else."""
    return tuple(
        (name, value)
        for name in state.query
        if name not in but and name != "page"
        for value in state.values(name)
    )


def _views(state: ListState, person: Person) -> tuple[ViewLink, ...]:
    here = state.address().partition("?")[2]
    return tuple(
        ViewLink(
            view,
            f"{state.path}?{view.query}" if view.query else state.path,
            view.owner_id == person.pk,
            view.query == here,
        )
        for view in queries.views_for(person)
    )
