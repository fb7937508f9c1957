"""The list of chains: how many links, firms placed, and how the links stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from wotu.build.snapshot import Snapshot
from wotu.packs.chains import ChainMap
from wotu_site.chains import measured
from wotu_site.chains.pages.frame import chain_crumbs, chain_tabs, map_address
from wotu_site.chains.words import STATES, said
from wotu_site.ui.pages import Crumb
from wotu_site.ui.shares import Part, SharesBar
from wotu_site.ui.tables import Column, ListState
from wotu_site.ui.tabs import Tab

COLUMNS = (
    Column(pgettext_lazy("chain", "Industry chain"), "name"),
    Column(_("Firms placed"), "firms", numeric=True),
    Column(pgettext_lazy("chain", "Links"), "links", numeric=True),
    Column(_("How its links stand"), "gaps"),
    Column(pgettext_lazy("chain", "Map of"), "edition"),
)
SORTS = tuple(column.sort for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One chain of the list."""

    label: str
    about: str
    address: str
    links: int
    firms: int
    gaps: int
    edition: str
    bar: SharesBar


@dataclass(frozen=True, slots=True)
class ChainsPage:
    """The list of chains."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    state: ListState
    columns: tuple[Column, ...]
    rows: tuple[ChainRow, ...]
    known: int
    as_of: date
    built_at: datetime


def chains_page(snapshot: Snapshot, state: ListState) -> ChainsPage:
    """The chains that a list asks for."""
    chains = snapshot.packs.chains
    words = state.value("q").casefold()
    rows = [_row(snapshot, chain) for chain in chains.values() if _has(chain, words)]
    rows.sort(key=_ORDERS[state.sort.removeprefix("-")], reverse=state.sort.startswith("-"))
    return ChainsPage(
        title=pgettext("navigation", "Industry chains"),
        breadcrumbs=chain_crumbs(),
        tabs=chain_tabs("home"),
        state=state,
        columns=COLUMNS,
        rows=tuple(rows),
        known=len(chains),
        as_of=snapshot.manifest.as_of,
        built_at=snapshot.manifest.built_at,
    )


def states_bar(snapshot: Snapshot, chain: ChainMap) -> SharesBar:
    """How many links of a chain are in each state, each part with the way to them."""
    counts = measured.states_of(snapshot, chain)
    home = map_address(chain.chain)
    return SharesBar(
        tuple(
            Part(look.word, counts[state], f"link-{state}", f"{home}?state={state}")
            for state, look in STATES.items()
            if counts[state]
        ),
        said(chain.label),
    )


def _row(snapshot: Snapshot, chain: ChainMap) -> ChainRow:
    counts = measured.states_of(snapshot, chain)
    return ChainRow(
        label=said(chain.label),
        about=said(chain.about),
        address=map_address(chain.chain),
        links=len(chain.links),
        firms=measured.firms_placed(snapshot).get(chain.chain, 0),
        gaps=counts["missing"],
        edition=chain.edition,
        bar=states_bar(snapshot, chain),
    )


def _has(chain: ChainMap, words: str) -> bool:
    """Whether a chain, or one of its links, is called so."""
    labels = (chain.label, *(node.label for node in chain.nodes.values()))
    return any(words in text.casefold() for label in labels for text in (label.zh, label.en))


_ORDERS: Mapping[str, Callable[[ChainRow], Any]] = {
    "name": lambda row: row.label,
    "firms": lambda row: (row.firms, row.label),
    "links": lambda row: (row.links, row.label),
    "gaps": lambda row: (row.gaps, row.label),
    "edition": lambda row: (row.edition, row.label),
}
