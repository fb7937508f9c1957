"""A firm's place on industry chains, on the page of the firm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.build.snapshot import Snapshot
from wotu.chains.sourcing import LocalPartners, SupplyLine
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person, Role
from wotu_site.chains import corrections, measured, pairing, placed
from wotu_site.chains.firm_rows import POSSIBLE, level_of
from wotu_site.chains.measured import Link
from wotu_site.chains.pages.firms import FirmRow, firm_row
from wotu_site.chains.pages.frame import firm_address, node_address
from wotu_site.chains.words import STAGES, said
from wotu_site.ui.pages import Crumb

MOST_PARTNERS = 3
MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class ShownLine:
    """Goods that flow to or from a link, and who in the zone is at the other end."""

    label: str
    address: str
    goods: str
    essential: bool
    firms: int
    partners: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FirmLink:
    """A link on which a firm stands, with its possible partners."""

    chain: str
    label: str
    stage: str
    address: str
    row: FirmRow
    suppliers: tuple[ShownLine, ...]
    customers: tuple[ShownLine, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirmChainsPage:
    """Where a firm stands; partners are shown to people of the zone only."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    firm_id: str
    links: tuple[FirmLink, ...]
    possible: int
    staff: bool
    known: bool


def firm_chains_page(snapshot: Snapshot, firm: Mapping[str, Any], person: Person) -> FirmChainsPage:
    """The links on which a firm stands."""
    firm_id, staff = firm["firm_id"], person.role != Role.FIRM
    known = measured.has_chains(snapshot)
    found = placed.links_of_firm(snapshot, firm_id) if known else ()
    standing = [one for one in found if one.stands]
    partners: Sequence[LocalPartners] = (
        pairing.partners(snapshot, firm_id) if staff and standing else ()
    )
    beside = {(one.chain, one.node): one for one in partners}
    links = {link.key: link for link in measured.all_links(snapshot)} if standing else {}
    return FirmChainsPage(
        title=_("Industry chains of %(firm)s") % {"firm": firm["name"]},
        breadcrumbs=(Crumb(firm["name"]),),
        firm_id=firm_id,
        links=tuple(
            _link(links[one.chain, one.node], one, beside.get((one.chain, one.node)), person)
            for one in standing
            if (one.chain, one.node) in links
        ),
        possible=sum(level_of(one.confidence) == POSSIBLE for one in found),
        staff=staff,
        known=known,
    )


def _link(
    link: Link, one: placed.Placed, partners: LocalPartners | None, person: Person
) -> FirmLink:
    said_of = corrections.standing_on(*link.key)
    staff = may_open(person, "chains:node")
    return FirmLink(
        chain=said(link.chain.label),
        label=said(link.node.label),
        stage=str(STAGES[link.node.stage]),
        address=node_address(*link.key) if staff else "",
        row=firm_row(one, link, said_of, person),
        suppliers=_lines(link, partners.suppliers if partners else (), person),
        customers=_lines(link, partners.customers if partners else (), person),
        outside=tuple(said(line.goods) for line in partners.bought_outside) if partners else (),
    )


def _lines(link: Link, lines: Sequence[SupplyLine], person: Person) -> tuple[ShownLine, ...]:
    return tuple(
        ShownLine(
            label=said(line.label),
            address=reverse("chains:node", args=[link.chain.chain, line.node]),
            goods=said(line.goods),
            essential=line.essential,
            firms=line.firms,
            partners=tuple(
                (partner.name, firm_address(partner.firm_id, person))
                for partner in line.partners[:MOST_PARTNERS]
            ),
        )
        for line in lines
        if line.firms
    )[:MOST_LINES]
