"""A link in the drawer beside the map."""

from __future__ import annotations

from dataclasses import dataclass

from wotu.build.snapshot import Snapshot
from wotu_site.access.roles import Person
from wotu_site.chains import placed
from wotu_site.chains.measured import Link
from wotu_site.chains.pages.frame import (
    ShownLink,
    chain_crumbs,
    firm_address,
    map_address,
    shown_link,
)
from wotu_site.chains.words import enumerated, reason_texts, said
from wotu_site.ui.pages import Crumb

MOST_FIRMS = 12


@dataclass(frozen=True, slots=True)
class PanelFirm:
    """A firm of the drawer."""

    name: str
    address: str
    confidence: float
    terms: str


@dataclass(frozen=True, slots=True)
class PanelPage:
    """What the drawer says of a link."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    link: ShownLink
    about: str
    reasons: tuple[str, ...]
    firms: tuple[PanelFirm, ...]
    standing: int
    without: str


def panel_page(snapshot: Snapshot, link: Link, person: Person) -> PanelPage:
    """The drawer of a link."""
    standing = [one for one in placed.firms_on(snapshot, *link.key) if one.stands]
    chain = link.chain
    return PanelPage(
        title=said(link.node.label),
        breadcrumbs=chain_crumbs(
            Crumb(said(chain.label), map_address(chain.chain)), Crumb(said(link.node.label))
        ),
        link=shown_link(link),
        about=said(link.node.about),
        reasons=reason_texts(link.strength.reasons),
        firms=tuple(
            PanelFirm(
                one.name,
                firm_address(one.firm_id, person),
                one.confidence,
                enumerated(one.terms),
            )
            for one in standing[:MOST_FIRMS]
        ),
        standing=len(standing),
        without=f"{map_address(chain.chain)}?without={link.name}",
    )
