"""The page of one link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wotu.build.snapshot import Snapshot
from wotu.chains.tables import PLACED_FROM, POSSIBLE_FROM
from wotu.contracts.schema import Sensitivity
from wotu.packs.chains import SupplyEdge
from wotu_site.access.fields import may_see
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.chains import corrections, measured, placed
from wotu_site.chains.firm_rows import (
    DOUBTFUL,
    FILTERS,
    PLACED,
    POSSIBLE,
    counts_of,
    level_of,
    wanted_firms,
)
from wotu_site.chains.measured import Link
from wotu_site.chains.pages.firms import FirmRow, firm_row
from wotu_site.chains.pages.frame import (
    ShownLink,
    chain_crumbs,
    chain_tabs,
    map_address,
    shown_link,
)
from wotu_site.chains.pages.strength import ShownScore, shown_score
from wotu_site.chains.places import place_name
from wotu_site.chains.words import reason_texts, said
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, chips, facet
from wotu_site.ui.tabs import Tab

PAGE_SIZE = 25
MOST_ELSEWHERE = 10
JUDGE = "chains:judge"

LEVELS: dict[str, str | Promise] = {
    PLACED: format_lazy("≥ {}", f"{PLACED_FROM:.0%}"),
    POSSIBLE: format_lazy(
        "{} {}", f"{POSSIBLE_FROM:.0%}–{PLACED_FROM:.0%}", gettext_lazy("to be checked")
    ),
    DOUBTFUL: format_lazy("< {}", f"{POSSIBLE_FROM:.0%}"),
}
MAIN: dict[str, str | Promise] = {
    "main": gettext_lazy("Main link of the firm"),
    "other": gettext_lazy("One of several"),
}
JUDGED: dict[str, str | Promise] = {
    "yes": gettext_lazy("Confirmed"),
    "no": pgettext_lazy("placement", "Refused"),
    "nobody": gettext_lazy("Not judged"),
}
WORDS = {"level": LEVELS, "main": MAIN, "judged": JUDGED}


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """Goods that flow, and the link at the other end."""

    link: ShownLink
    goods: str
    essential: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What another place has of a link."""

    name: str
    firms: int
    location_quotient: float | None


@dataclass(frozen=True, slots=True)
class NodePage:
    """All that is known of a link."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    as_of: date
    link: ShownLink
    about: str
    group: str
    words: tuple[tuple[str, str | Promise], ...]
    codes: tuple[str, ...]
    suppliers: tuple[EdgeRow, ...]
    customers: tuple[EdgeRow, ...]
    substitutes: tuple[ShownLink, ...]
    reasons: tuple[str, ...]
    score: ShownScore | None
    facts: tuple[tuple[Promise, str], ...]
    state: ListState
    columns: tuple[Column, ...]
    rows: tuple[FirmRow, ...]
    pager: Pager
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    possible: int
    possible_address: str
    sales_seen: bool
    may_judge: bool
    waiting: tuple[FirmRow, ...]
    elsewhere: tuple[FirmRow, ...]
    elsewhere_total: int
    places: tuple[PlaceRow, ...]
    export_address: str
    without: str
    targets_address: str
    sourcing_address: str


def node_page(snapshot: Snapshot, link: Link, state: ListState, person: Person) -> NodePage:
    """The page of a link in a state that the address gives."""
    chain, node = link.chain, link.node
    firms = placed.firms_on(snapshot, *link.key)
    said_of = corrections.standing_on(*link.key)
    found = wanted_firms(firms, state)
    pager = Pager.of(len(found), state.page, PAGE_SIZE)
    elsewhere = placed.firms_elsewhere(snapshot, *link.key)
    by_name = {one.name: one for one in measured.links_of_chain(snapshot, chain)}
    sales_seen = may_see(person, Sensitivity.CONFIDENTIAL)
    placed_ids = {one.firm_id: one for one in firms}
    label = said(node.label)
    return NodePage(
        title=label,
        breadcrumbs=chain_crumbs(Crumb(said(chain.label), map_address(chain.chain)), Crumb(label)),
        tabs=chain_tabs("home"),
        as_of=snapshot.manifest.as_of,
        link=shown_link(link),
        about=said(node.about),
        group=said(chain.nodes[node.parent].label) if node.parent else "",
        words=(
            *((word, gettext_lazy("product")) for word in node.products),
            *((word, gettext_lazy("wider word")) for word in node.terms),
            *((word, gettext_lazy("in names only")) for word in node.names),
            *((word, gettext_lazy("excluded")) for word in node.exclude),
        ),
        codes=tuple(_code_words(snapshot, link)),
        suppliers=_edges(chain.suppliers(link.name), by_name, "from_"),
        customers=_edges(chain.customers(link.name), by_name, "to"),
        substitutes=tuple(shown_link(by_name[name]) for name in node.substitutes),
        reasons=reason_texts(link.strength.reasons),
        score=shown_score(
            link.strength,
            snapshot.packs.strength,
            snapshot.manifest.as_of,
            sales_seen=sales_seen,
        ),
        facts=_facts(link),
        state=state,
        columns=_columns(sales_seen),
        rows=tuple(
            firm_row(one, link, said_of, person)
            for one in found[pager.offset : pager.offset + pager.size]
        ),
        pager=pager,
        facets=_facets(firms, state),
        chips=chips(
            state,
            {
                "q": _("Search"),
                "level": _("Confidence"),
                "main": _("Main link"),
                "judged": _("Judgement"),
            },
            WORDS,
        ),
        possible=sum(level_of(one.confidence) == POSSIBLE for one in firms),
        possible_address=state.address(level=POSSIBLE),
        sales_seen=sales_seen,
        may_judge=may_open(person, JUDGE),
        waiting=tuple(
            firm_row(corrections.as_placed(one, snapshot), link, said_of, person)
            for firm_id, one in said_of.items()
            if corrections.waits(one, placed_ids.get(firm_id)) and firm_id not in placed_ids
        ),
        elsewhere=tuple(firm_row(one, link, {}, person) for one in elsewhere[:MOST_ELSEWHERE]),
        elsewhere_total=len(elsewhere),
        places=tuple(
            PlaceRow(place_name(row["place"]), row["firms"], row["location_quotient"])
            for row in measured.other_places(snapshot, *link.key)[:MOST_ELSEWHERE]
        ),
        export_address=f"{reverse('chains:export-node', args=link.key)}?{state.query.urlencode()}",
        without=f"{map_address(chain.chain)}?without={link.name}",
        targets_address=f"{reverse('chains:targets')}?chain={chain.chain}&link={link.name}",
        sourcing_address=f"{reverse('chains:sourcing')}?chain={chain.chain}&link={link.name}",
    )


def _edges(edges: Sequence[SupplyEdge], by_name: dict[str, Link], end: str) -> tuple[EdgeRow, ...]:
    return tuple(
        EdgeRow(
            shown_link(by_name[getattr(edge, end)]),
            said(edge.goods or by_name[edge.from_].node.label),
            edge.essential,
        )
        for edge in edges
    )


def _code_words(snapshot: Snapshot, link: Link) -> list[str]:
    """Codes of the classifications with their names."""
    lists = snapshot.packs.code_lists
    named = []
    for codes, of in (("gbt4754_2017", link.node.gbt), ("sei2018", link.node.sei)):
        known = lists.get(codes)
        for code in of:
            label = said(known.labels.get(code)) if known else ""
            named.append(f"{code} {label}".strip())
    return named


def _facts(link: Link) -> tuple[tuple[Promise, str], ...]:
    """Where the zone stands among the places, as far as it is known."""
    one = link.strength
    rank = f"{one.place_rank} / {one.places}" if one.place_rank and one.places else ""
    shown = (
        (gettext_lazy("Location quotient"), _number(one.location_quotient)),
        (gettext_lazy("Rank among places"), rank),
        (gettext_lazy("Relatedness density"), _number(one.density)),
    )
    return tuple((label, text) for label, text in shown if text)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _columns(sales_seen: bool) -> tuple[Column, ...]:
    columns = (
        Column(_("Firm"), "name"),
        Column(_("Confidence"), "confidence", numeric=True),
        Column(_("Placed by")),
        Column(_("Registered capital"), "capital", numeric=True),
        Column(_("Sales"), "sales", numeric=True),
        Column(_("Employees"), "employees", numeric=True),
    )
    return tuple(one for one in columns if sales_seen or one.sort != "sales")


def _facets(firms: Sequence[placed.Placed], state: ListState) -> tuple[Facet, ...]:
    labels = {"level": _("Confidence"), "main": _("Main link"), "judged": _("Judgement")}
    facets = []
    for name in FILTERS:
        counts = counts_of(firms, state, name)
        rows = [(value, word, counts[value]) for value, word in WORDS[name].items()]
        facets.append(facet(state, name, labels[name], [row for row in rows if row[2]]))
    return tuple(one for one in facets if one.values)
