"""Local sourcing: who in the zone could supply whom, and what is bought outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.build.snapshot import Snapshot
from wotu.chains.sourcing import MOST_PAIRS
from wotu.packs.chains import ChainMap, SupplyEdge
from wotu_site.access.roles import Person
from wotu_site.chains import measured, pairing
from wotu_site.chains.measured import Link
from wotu_site.chains.pages.frame import (
    ShownLink,
    chain_crumbs,
    chain_tabs,
    firm_address,
    shown_link,
)
from wotu_site.chains.pages.map_choices import Choice
from wotu_site.chains.words import enumerated, said
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import ListState, Pager
from wotu_site.ui.tabs import Tab

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """Goods that flow between two links, with the zone's firms on both."""

    supplier: ShownLink
    customer: ShownLink
    goods: str
    essential: bool
    pairs_address: str


@dataclass(frozen=True, slots=True)
class ShownPair:
    """Two firms of which one could supply the other."""

    supplier: str
    supplier_address: str
    supplier_link: str
    supplier_words: str
    customer: str
    customer_address: str
    customer_link: str
    customer_words: str
    goods: str
    essential: bool
    sureness: float


@dataclass(frozen=True, slots=True)
class SourcingPage:
    """Local sourcing of a chain, or around one of its links."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    as_of: date
    state: ListState
    chains: tuple[Choice, ...]
    links: tuple[Choice, ...]
    link: ShownLink | None
    outside: tuple[SupplyRow, ...]
    inside: tuple[SupplyRow, ...]
    pairs: tuple[ShownPair, ...]
    pager: Pager | None
    cut: bool
    export_address: str


def sourcing_page(snapshot: Snapshot, state: ListState, person: Person) -> SourcingPage:
    """The page of local sourcing in a state that the address gives."""
    chain, link = pairing.asked_for(snapshot, state)
    by_name = {one.name: one for one in measured.links_of_chain(snapshot, chain)}
    edges = [edge for edge in chain.edges if link is None or link in (edge.from_, edge.to)]
    rows = [_row(edge, chain, by_name, state) for edge in edges]
    found = pairing.pairs(snapshot, chain, link) if link else []
    pager = Pager.of(len(found), state.page, PAGE_SIZE) if link else None
    title = _("Local sourcing")
    return SourcingPage(
        title=title,
        breadcrumbs=chain_crumbs(Crumb(title)),
        tabs=chain_tabs("sourcing"),
        as_of=snapshot.manifest.as_of,
        state=state,
        chains=tuple(
            Choice(name, said(one.label), name == chain.chain)
            for name, one in snapshot.packs.chains.items()
        ),
        links=tuple(
            Choice(name, said(one.node.label), name == link) for name, one in by_name.items()
        ),
        link=shown_link(by_name[link]) if link else None,
        outside=tuple(row for row in rows if row.customer.firms and row.supplier.firms == 0),
        inside=tuple(row for row in rows if row.customer.firms and row.supplier.firms),
        pairs=_shown_pairs(chain, found, pager, person) if pager else (),
        pager=pager,
        cut=len(found) >= MOST_PAIRS,
        export_address=f"{reverse('chains:export-sourcing')}?{state.query.urlencode()}",
    )


def _row(
    edge: SupplyEdge, chain: ChainMap, by_name: dict[str, Link], state: ListState
) -> SupplyRow:
    supplier = by_name[edge.from_]
    return SupplyRow(
        supplier=shown_link(supplier),
        customer=shown_link(by_name[edge.to]),
        goods=said(edge.goods or supplier.node.label),
        essential=edge.essential,
        pairs_address=state.address(chain=chain.chain, link=edge.to),
    )


def _shown_pairs(
    chain: ChainMap, found: Sequence[dict[str, Any]], pager: Pager, person: Person
) -> tuple[ShownPair, ...]:
    return tuple(
        ShownPair(
            supplier=row["supplier"],
            supplier_address=firm_address(row["supplier_id"], person),
            supplier_link=said(chain.nodes[row["supplier_node"]].label),
            supplier_words=_words(row["supplier_words"]),
            customer=row["customer"],
            customer_address=firm_address(row["customer_id"], person),
            customer_link=said(chain.nodes[row["customer_node"]].label),
            customer_words=_words(row["customer_words"]),
            goods=pairing.goods_of(row),
            essential=row["essential"],
            sureness=row["sureness"],
        )
        for row in found[pager.offset : pager.offset + pager.size]
    )


def _words(words: Sequence[dict[str, str]] | None) -> str:
    return enumerated(dict.fromkeys(one["term"] for one in words or ()))
