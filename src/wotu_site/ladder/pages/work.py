"""The work lists: firms to be declared, helped over one step, completed or kept on their rung."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wotu.build.certificates import Lapse, WantedLapses, list_is_complete
from wotu.build.snapshot import Snapshot
from wotu.rules.screen import Standing
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.firms import queries as firms
from wotu_site.ladder import queries, work
from wotu_site.ladder.models import Membership
from wotu_site.ladder.pages.funnel import funnels
from wotu_site.ladder.pages.offers import ListingOffer, listing_offer
from wotu_site.ladder.pages.tabs import LABELS, tabs
from wotu_site.ladder.work import STEPS, Rung, WorkList
from wotu_site.policies import queries as policies
from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.standings import standing_look
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, facet
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
class ListTag:
    """A list that a firm is on."""

    label: str
    address: str
    title: str


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One firm of a work list; what its list does not show is empty."""

    firm_id: str
    name: str
    address: str
    section: str
    size: str
    officer: str
    lists: tuple[ListTag, ...]
    standing: str = ""
    short: tuple[Any, ...] = ()
    missing: tuple[Any, ...] = ()
    declaration: str = ""
    certificate: str = ""
    certificate_no: str = ""
    expires_on: dt.date | None = None
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class BureauRow:
    """A bureau that undecided firms wait for, with the facts it could give most of them."""

    name: str
    firms: int
    facts: tuple[tuple[str, int], ...]
    more: int
    chosen: bool
    address: str
    request_address: str


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
    officers: tuple[policies.OfficerChoice, ...]
    bureaus: tuple[BureauRow, ...]
    offer: ListingOffer | None
    select_address: str
    export_address: str


@dataclass(frozen=True, slots=True)
class _Listed:
    """What differs between the list of certificates and the others."""

    rows: tuple[WorkRow, ...]
    pager: Pager
    facets: tuple[Facet, ...]


def work_page(snapshot: Snapshot, which: WorkList, state: ListState, person: Person) -> WorkPage:
    """A work list in a state that the address gives."""
    language = page_language()
    rung = work.chosen_rung(snapshot, state)
    narrowing = work.narrowed(state, person)
    if which is WorkList.EXPIRING:
        listed = _lapses(snapshot, state, work.wanted_lapses(narrowing.among, state))
    else:
        listed = _firms(snapshot, which, rung, narrowing, state)
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
        chips=_chips(snapshot, state, rung),
        officers=policies.officer_choices(narrowing, person),
        bureaus=_bureaus(snapshot, rung, narrowing, state) if which is WorkList.FACTS else (),
        offer=listing_offer(snapshot, rung.kind if rung else "")
        if person.role in FIRM_KEEPERS
        else None,
        select_address=reverse("ladder:act", args=[which.value]),
        export_address=_with(reverse("ladder:export", args=[which.value]), query),
    )


def _firms(
    snapshot: Snapshot,
    which: WorkList,
    rung: Rung | None,
    narrowing: policies.Narrowing,
    state: ListState,
) -> _Listed:
    if rung is None:
        return _Listed((), Pager.of(0, 1), ())
    rule_id = rung.rule_id
    wanted = work.wanted_firms(snapshot, which, rung, narrowing.among, state)
    pager = Pager.of(policies.count(snapshot, rule_id, wanted), state.page)
    rows = policies.rows_of(snapshot, rule_id, wanted, state.sort, pager)
    lists = queries.lists_of(row.firm_id for row in rows)
    year = snapshot.manifest.as_of.year
    found = policies.facets(
        state,
        snapshot,
        lambda attribute: policies.counts_by(snapshot, rule_id, attribute, wanted),
    )
    if which is WorkList.STEP:
        standings = policies.standings(snapshot, rule_id, narrowing.among)
        words = [(one.value, standing_look(one).word, standings[one]) for one in STEPS]
        found = (facet(state, "standing", _("Step"), words), *found)
    return _Listed(
        tuple(
            WorkRow(
                firm_id=row.firm_id,
                name=row.name,
                address=row.address,
                section=row.section,
                size=row.size,
                officer=row.officer,
                lists=_tags(snapshot, lists.get(row.firm_id, ())),
                standing=row.standing,
                short=row.short,
                missing=row.missing,
                declaration=_declaration(row.expires_on, year),
                expires_on=row.expires_on,
            )
            for row in rows
        ),
        pager,
        found,
    )


def _lapses(snapshot: Snapshot, state: ListState, wanted: WantedLapses) -> _Listed:
    pager = Pager.of(work.count_lapses(snapshot, wanted), state.page)
    rows = work.page_of_lapses(snapshot, wanted, state.sort, pager.size, pager.offset)
    officers = firms.officers_of([row.firm_id for row in rows])
    lists = queries.lists_of(row.firm_id for row in rows)
    kinds = {rung.kind: rung.label(page_language()) for rung in work.rungs(snapshot)}
    return _Listed(
        tuple(_lapse_row(snapshot, row, kinds, officers, lists) for row in rows),
        pager,
        (
            facet(
                state,
                "kind",
                _("Certificate"),
                [
                    (kind, kinds.get(kind, kind), number)
                    for kind, number in work.lapse_counts(snapshot, "kind", wanted).items()
                ],
            ),
            facet(
                state,
                "standing",
                _("Would it pass today?"),
                [
                    (value, standing_look(value).word, number)
                    for value, number in work.lapse_counts(snapshot, "standing", wanted).items()
                    if value != "unknown"
                ],
            ),
            *policies.facets(state, snapshot, lambda one: work.lapse_counts(snapshot, one, wanted)),
        ),
    )


def _lapse_row(
    snapshot: Snapshot,
    row: Lapse,
    kinds: dict[str, str],
    officers: dict[str, Any],
    lists: dict[str, list[Membership]],
) -> WorkRow:
    officer = officers.get(row.firm_id)
    return WorkRow(
        firm_id=row.firm_id,
        name=row.name,
        address=policies.firm_address(row.firm_id),
        section=policies.attribute_text(snapshot, "section", row.section),
        size=policies.attribute_text(snapshot, "size", row.size),
        officer=officer.display_name if officer else "",
        lists=_tags(snapshot, lists.get(row.firm_id, ())),
        standing=row.standing or "",
        certificate=kinds.get(row.kind, row.kind),
        certificate_no=row.certificate_no or "",
        expires_on=row.expires_on,
        days_left=row.days_left,
    )


def _tags(snapshot: Snapshot, memberships: Sequence[Membership]) -> tuple[ListTag, ...]:
    language = page_language()
    labels = {rung.kind: rung.label(language) for rung in work.rungs(snapshot)}
    return tuple(
        ListTag(
            f"{one.get_kind_display()} {one.year}",
            reverse("ladder:membership", args=[one.pk]),
            " · ".join(filter(None, (labels.get(one.target, ""), one.get_state_display()))),
        )
        for one in memberships
    )


def _declaration(expires_on: dt.date | None, year: int) -> str:
    """What kind of declaration it would be: the first, a renewal, or one after a lapse."""
    if expires_on is None:
        return pgettext("declaration", "First")
    if expires_on.year == year:
        return pgettext("declaration", "Renewal")
    return pgettext("declaration", "After a lapse")


def _rungs(snapshot: Snapshot, state: ListState, chosen: Rung | None) -> tuple[Tab, ...]:
    language = page_language()
    return tuple(
        Tab(rung.label(language), state.address(rung=rung.kind, bureau=None), rung == chosen)
        for rung in work.ruled_rungs(snapshot)
    )


def _bureaus(
    snapshot: Snapshot, rung: Rung | None, narrowing: policies.Narrowing, state: ListState
) -> tuple[BureauRow, ...]:
    if rung is None:
        return ()
    language, chosen = page_language(), state.values("bureau")
    shown = 4
    rows = []
    for bureau in policies.bureaus(snapshot, rung.rule_id, narrowing.among):
        facts = [fact for fact in bureau.facts if fact.undecided]
        label = facts[0].named.supplier.in_language(language) if facts else bureau.name
        only = state.address(bureau=bureau.name).partition("?")[2]
        rows.append(
            BureauRow(
                name=label,
                firms=bureau.firms,
                facts=tuple(
                    (fact.named.title(language), fact.undecided)
                    for fact in sorted(facts, key=lambda one: -one.undecided)[:shown]
                ),
                more=max(len(facts) - shown, 0),
                chosen=bureau.name in chosen,
                address=state.toggled("bureau", bureau.name),
                request_address=_with(reverse("ladder:request"), only),
            )
        )
    return tuple(rows)


def _chips(snapshot: Snapshot, state: ListState, rung: Rung | None) -> tuple[Chip, ...]:
    language = page_language()
    kinds = {one.kind: one.label(language) for one in work.rungs(snapshot)}
    standings = {one.value: standing_look(one).word for one in Standing}
    return policies.narrowing_chips(
        state,
        snapshot,
        {
            "bureau": _("Who has it"),
            "kind": _("Certificate"),
            "standing": _("Standing"),
            "listed": _("Cultivation lists"),
        },
        {
            "kind": kinds,
            "standing": standings,
            "listed": {"yes": _("On a list"), "no": _("Not on a list")},
        },
    )


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
