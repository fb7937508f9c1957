"""The cultivation lists, and one firm on one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wotu.build.among import ALL_FIRMS, ATTRIBUTES, Among, counts_by, firms_among
from wotu.build.certificates import list_is_complete
from wotu.build.snapshot import Snapshot
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.firms import queries as firms
from wotu_site.ladder import queries, work
from wotu_site.ladder.models import Membership
from wotu_site.ladder.pages.funnel import funnels
from wotu_site.ladder.pages.offers import ListingOffer, listing_offer
from wotu_site.ladder.pages.tabs import tabs
from wotu_site.ladder.queries import WantedMembers
from wotu_site.policies import queries as policies
from wotu_site.snapshots.remembering import remembered
from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, facet
from wotu_site.ui.tabs import Tab

COLUMNS = (
    Column(gettext_lazy("Firm"), "firm_name"),
    Column(gettext_lazy("Aim and standing"), "target"),
    Column(gettext_lazy("State"), "state"),
    Column(gettext_lazy("Next step and date"), "follow_up_on"),
    Column(gettext_lazy("Liaison officer")),
)

FOLLOW_UP_WORDS = {
    "overdue": gettext_lazy("Overdue"),
    "soon": gettext_lazy("Within 7 days"),
    "none": gettext_lazy("No date"),
}


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One firm on a list; ``known`` is false where the snapshot no longer has it."""

    membership: Membership
    address: str
    known: bool
    target: str
    standing: str
    overdue: bool
    officer: str
    can_change: bool


@dataclass(frozen=True, slots=True)
class MembersPage:
    """One cultivation list, with the funnels above it."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    as_of: dt.date
    today: dt.date
    kind: str
    heading: str
    charts: tuple[Chart, ...]
    complete: bool
    tabs: tuple[Tab, ...]
    state: ListState
    query: str
    here: str
    columns: tuple[Column, ...]
    rows: tuple[MemberRow, ...]
    states: tuple[tuple[str, str], ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    everything: str
    officers: tuple[policies.OfficerChoice, ...]
    offer: ListingOffer | None
    select_address: str
    export_address: str


def members_page(
    snapshot: Snapshot, kind: Membership.Kind, state: ListState, person: Person, today: dt.date
) -> MembersPage:
    """A cultivation list in a state that the address gives."""
    narrowing = work.own_first(state, person)
    wanted = wanted_members(snapshot, kind, state, person, today)
    pager = Pager.of(queries.count_members(wanted), state.page)
    found = queries.list_members(wanted, state.sort)[pager.offset : pager.offset + pager.size]
    query = state.address().partition("?")[2]
    export = reverse("ladder:export-members", args=[kind.value])
    return MembersPage(
        title=pgettext("navigation", "Ladder"),
        breadcrumbs=(Crumb(pgettext("navigation", "Ladder")),),
        as_of=snapshot.manifest.as_of,
        today=today,
        kind=kind.value,
        heading=str(kind.label),
        charts=funnels(snapshot, page_language()),
        complete=list_is_complete(snapshot),
        tabs=tabs(snapshot, state, narrowing.among, work.chosen_rung(snapshot, state), kind.value),
        state=state,
        query=query,
        here=state.address(page=str(state.page) if state.page > 1 else None),
        columns=COLUMNS,
        rows=_rows(snapshot, list(found), person, today),
        states=tuple((one.value, str(one.label)) for one in Membership.State),
        pager=pager,
        facets=_facets(snapshot, state, wanted, kind),
        chips=_chips(snapshot, state, narrowing),
        everything=narrowing.everything(state.path),
        officers=policies.officer_choices(narrowing, person),
        offer=listing_offer(snapshot) if person.role in FIRM_KEEPERS else None,
        select_address=reverse("ladder:act-members", args=[kind.value]),
        export_address=f"{export}?{query}" if query else export,
    )


def wanted_members(
    snapshot: Snapshot, kind: Membership.Kind, state: ListState, person: Person, today: dt.date
) -> WantedMembers:
    """Which firms of a list an address asks for."""
    years = tuple(int(year) for year in state.values("year") if year.isdigit())
    wanted = WantedMembers(
        kind=kind.value,
        day=today,
        years=years,
        targets=tuple(state.values("target")),
        states=tuple(state.values("state")),
        follow_ups=tuple(one for one in state.values("follow_up") if one in FOLLOW_UP_WORDS),
    )
    among = work.own_first(state, person).among
    if among == ALL_FIRMS:
        return wanted
    members = tuple(queries.member_firms(kind.value))
    ids = members if among.firm_ids is None else tuple(set(members) & set(among.firm_ids))
    narrowed = _firms_among(snapshot, replace(among, firm_ids=tuple(sorted(ids))))
    return replace(wanted, firm_ids=narrowed)


def _rows(
    snapshot: Snapshot, found: Sequence[Membership], person: Person, today: dt.date
) -> tuple[MemberRow, ...]:
    ids = [one.firm_id for one in found]
    officers = firms.officers_of(ids)
    rungs = {rung.kind: rung for rung in work.rungs(snapshot)}
    standings = _standings(snapshot, ids)
    keeper = person.role in FIRM_KEEPERS
    followed = Membership.State.FOLLOWED
    return tuple(
        MemberRow(
            membership=one,
            address=policies.firm_address(one.firm_id),
            known=one.firm_id in standings,
            target=rungs[one.target].label(page_language()) if one.target in rungs else one.target,
            standing=_standing_of(standings.get(one.firm_id, {}), rungs.get(one.target)),
            overdue=bool(one.follow_up_on and one.follow_up_on < today and one.state == followed),
            officer=officers[one.firm_id].display_name if one.firm_id in officers else "",
            can_change=keeper or _is_mine(officers.get(one.firm_id), person),
        )
        for one in found
    )


def _is_mine(officer: Any, person: Person) -> bool:
    return officer is not None and officer.pk == person.pk


def _standings(snapshot: Snapshot, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Rows of firms with their standings, by identifier."""
    if not ids:
        return {}
    rules = {rung.rule_id for rung in work.rungs(snapshot) if rung.rule_id}
    columns = ", ".join(["firm_id", *(f'"standing_{rule}"' for rule in sorted(rules))])
    marks = ", ".join("?" * len(ids))
    rows = snapshot.rows(f"SELECT {columns} FROM firm WHERE firm_id IN ({marks})", ids)
    return {row["firm_id"]: row for row in rows}


def _standing_of(row: Mapping[str, Any], rung: work.Rung | None) -> str:
    return (row.get(f"standing_{rung.rule_id}") or "") if rung and rung.rule_id else ""


@remembered
def _firms_among(snapshot: Snapshot, among: Among) -> tuple[str, ...]:
    clause = firms_among(snapshot, among)
    sql = f"SELECT f.firm_id FROM firm f WHERE {clause.sql} ORDER BY 1"
    return tuple(row["firm_id"] for row in snapshot.rows(sql, clause.parameters))


def _facets(
    snapshot: Snapshot, state: ListState, wanted: WantedMembers, kind: Membership.Kind
) -> tuple[Facet, ...]:
    rungs = {rung.kind: rung.label(page_language()) for rung in work.rungs(snapshot)}
    years, targets = queries.counts_of(wanted, "year"), queries.counts_of(wanted, "target")
    states, due = queries.counts_of(wanted, "state"), queries.counts_of(wanted, "follow_up")
    members = tuple(queries.member_firms(kind.value))
    chosen = {one: tuple(state.values(one)) for one in ATTRIBUTES}
    among = Among(firm_ids=members, **chosen)
    return (
        facet(
            state,
            "follow_up",
            _("Follow up"),
            [(one, word, due[one]) for one, word in FOLLOW_UP_WORDS.items()],
        ),
        facet(
            state,
            "state",
            _("State"),
            [(one.value, one.label, states.get(one.value, 0)) for one in Membership.State],
        ),
        facet(state, "year", _("Year"), [(year, year, years[year]) for year in sorted(years)]),
        facet(
            state,
            "target",
            _("Aims at"),
            [(one, rungs.get(one, one) or "—", number) for one, number in targets.items() if one],
        ),
        *policies.facets(state, snapshot, lambda one: counts_by(snapshot, one, among)),
    )


def _chips(snapshot: Snapshot, state: ListState, narrowing: policies.Narrowing) -> tuple[Chip, ...]:
    rungs = {rung.kind: rung.label(page_language()) for rung in work.rungs(snapshot)}
    return policies.narrowing_chips(
        state,
        snapshot,
        narrowing,
        {
            "follow_up": _("Follow up"),
            "state": _("State"),
            "year": _("Year"),
            "target": _("Aims at"),
        },
        {"follow_up": FOLLOW_UP_WORDS, "state": dict(Membership.State.choices), "target": rungs},
    )
