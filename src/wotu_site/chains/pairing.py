"""Firms of the zone that could do business, as the library pairs them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wotu.build.snapshot import Snapshot
from wotu.chains.sourcing import LocalPartners, partners_of_firm, supply_pairs
from wotu.packs.chains import ChainMap
from wotu_site.chains import measured, placed
from wotu_site.snapshots.remembering import remembered
from wotu_site.ui.formats import page_language
from wotu_site.ui.tables import ListState


def asked_for(snapshot: Snapshot, state: ListState) -> tuple[ChainMap, str | None]:
    """The chain of an address, else the one with most firms, and a link of it if one is named."""
    chains = snapshot.packs.chains
    firms = measured.firms_placed(snapshot)
    chain = chains.get(state.value("chain")) or max(
        chains.values(), key=lambda one: firms.get(one.chain, 0)
    )
    link = state.value("link")
    return chain, link if link in chain.links else None


@remembered
def _pairs(snapshot: Snapshot, chain: str, link: str) -> list[dict[str, Any]]:
    return supply_pairs(
        snapshot.packs.chains[chain],
        link,
        placed.placement_table(snapshot, chain),
        placed.zone_firms(snapshot),
    ).to_dicts()


def pairs(snapshot: Snapshot, chain: ChainMap, link: str) -> list[dict[str, Any]]:
    """Pairs of firms around a link, the surest first, with the columns of ``supply_pairs``."""
    return _pairs(snapshot, chain.chain, link)


def goods_of(row: Mapping[str, Any]) -> str:
    """What flows in a pair, in the language of the page."""
    return str(row["goods_zh" if page_language().startswith("zh") else "goods_en"])


@remembered
def partners(snapshot: Snapshot, firm_id: str) -> list[LocalPartners]:
    """Local sourcing of a firm for every link on which it stands, the surest link first."""
    return partners_of_firm(
        snapshot.packs.chains,
        firm_id,
        placed.placements_beside(snapshot, firm_id),
        placed.zone_firms(snapshot),
    )
