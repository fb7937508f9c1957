"""What all pages of chains share: their tabs and the way to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from wotu.build.snapshot import Snapshot
from wotu.packs.chains import ChainMap
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.chains.measured import Link
from wotu_site.chains.words import STAGES, StateLook, said, state_look
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tabs import Tab

#: The pages over which tabs stand: address name and words.
TABS: tuple[tuple[str, Promise], ...] = (
    ("home", pgettext_lazy("chain", "Chains")),
    ("gaps", _("Gaps and weak links")),
    ("targets", _("Attraction targets")),
    ("sourcing", _("Local sourcing")),
    ("pipelines", pgettext_lazy("product", "Product pipelines")),
)


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as lists name it."""

    chain: str
    chain_label: str
    chain_address: str
    name: str
    label: str
    stage: str
    look: StateLook
    firms: int | None
    address: str


@dataclass(frozen=True, slots=True)
class BuildAgainPage:
    """What stands in place of a page while the snapshot knows nothing of chains."""

    title: str | Promise
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    built_at: datetime
    build_address: str
    has_maps: bool


def build_again_page(snapshot: Snapshot, person: Person) -> BuildAgainPage:
    """The page that says that a build is needed, with the way to it."""
    title = pgettext_lazy("navigation", "Industry chains")
    build = reverse("data:builds") if may_open(person, "data:build") else ""
    return BuildAgainPage(
        title=title,
        breadcrumbs=(Crumb(title),),
        tabs=(),
        built_at=snapshot.manifest.built_at,
        build_address=build,
        has_maps=bool(snapshot.packs.chains),
    )


def chain_tabs(current: str) -> tuple[Tab, ...]:
    """The tabs over the pages of chains."""
    return tuple(Tab(label, reverse(f"chains:{name}"), name == current) for name, label in TABS)


def chain_crumbs(*more: Crumb) -> tuple[Crumb, ...]:
    """The way to a page of chains."""
    home = reverse("chains:home") if more else ""
    return (Crumb(pgettext("navigation", "Industry chains"), home), *more)


def map_address(chain: str) -> str:
    """The page of a chain."""
    return reverse("chains:map", args=[chain])


def node_address(chain: str, node: str) -> str:
    """The page of a link."""
    return reverse("chains:node", args=[chain, node])


def firm_address(firm_id: str, person: Person) -> str:
    """The page of a firm of the zone; empty for those who may not open it."""
    return reverse("firms:firm", args=[firm_id]) if may_open(person, "firms:firm") else ""


def shown_link(link: Link) -> ShownLink:
    """A link in the words of the page."""
    chain: ChainMap = link.chain
    return ShownLink(
        chain=chain.chain,
        chain_label=said(chain.label),
        chain_address=map_address(chain.chain),
        name=link.name,
        label=said(link.node.label),
        stage=str(STAGES[link.node.stage]),
        look=state_look(link.strength.state),
        firms=link.strength.firms,
        address=node_address(chain.chain, link.name),
    )
