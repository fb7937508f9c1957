"""What a snapshot knows of chains and their links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from wotu.build.snapshot import Snapshot
from wotu.chains.links import Gap, gaps
from wotu.chains.tables import NODE_STRENGTH, PLACE_NODE, PLACED_FROM, ZONE
from wotu.packs.chains import ChainMap, ChainNode
from wotu_site.snapshots.remembering import remembered

#: The tables without which there is nothing to show.
NEEDED = ("placement", "node_strength", "chain_firm")

#: A link of a chain.
LinkKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Strength:
    """What the zone has of one link, with the columns of ``NODE_STRENGTH``."""

    chain: str
    node: str
    state: str
    firms: int | None
    expected_firms: float | None
    score: float | None
    score_low: float | None
    score_high: float | None
    capital_cny: int | None
    sales_cny: int | None
    employees: int | None
    top_share: float | None
    hhi: float | None
    growth: float | None
    patents: int | None
    certified: int | None
    leaders: list[str] | None
    location_quotient: float | None
    density: float | None
    place_rank: int | None
    places: int | None
    components: list[dict[str, Any]] | None
    reasons: list[dict[str, str]] | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a map with what is known of it."""

    chain: ChainMap
    name: str
    node: ChainNode
    strength: Strength

    @property
    def key(self) -> LinkKey:
        """Chain and node."""
        return self.chain.chain, self.name


def has_chains(snapshot: Snapshot) -> bool:
    """Whether the snapshot was built with chains, and places firms on them."""
    return bool(snapshot.packs.chains) and all(snapshot.columns(name) for name in NEEDED)


@remembered
def strengths(snapshot: Snapshot) -> Mapping[LinkKey, Strength]:
    """What the zone has of every link."""
    columns = ", ".join(NODE_STRENGTH)
    rows = snapshot.rows(f"SELECT {columns} FROM node_strength")
    return {(row["chain"], row["node"]): Strength(**row) for row in rows}


@remembered
def strength_table(snapshot: Snapshot) -> pl.DataFrame:
    """The strengths as the library wants them."""
    columns = ", ".join(NODE_STRENGTH)
    return snapshot.frame(f"SELECT {columns} FROM node_strength").cast(dict(NODE_STRENGTH))


@remembered
def place_table(snapshot: Snapshot) -> pl.DataFrame | None:
    """What every place has of every link; None where nothing is known of other places."""
    if not snapshot.columns("place_node"):
        return None
    columns = ", ".join(PLACE_NODE)
    rows = snapshot.frame(f"SELECT {columns} FROM place_node").cast(dict(PLACE_NODE))
    return rows if rows["place"].n_unique() > 1 else None


@remembered
def all_gaps(snapshot: Snapshot) -> tuple[Gap, ...]:
    """The gaps of every chain, the most urgent of each first."""
    table = strength_table(snapshot)
    return tuple(gap for chain in snapshot.packs.chains.values() for gap in gaps(chain, table))


def links_of_chain(snapshot: Snapshot, chain: ChainMap) -> list[Link]:
    """The links of a map, in its order."""
    known = strengths(snapshot)
    return [
        Link(chain, name, node, known.get((chain.chain, name)) or unmeasured(chain.chain, name))
        for name, node in chain.links.items()
    ]


def all_links(snapshot: Snapshot) -> list[Link]:
    """The links of every map."""
    return [
        link for chain in snapshot.packs.chains.values() for link in links_of_chain(snapshot, chain)
    ]


def unmeasured(chain: str, node: str) -> Strength:
    """A link of which the snapshot says nothing."""
    empty: dict[str, Any] = dict.fromkeys(NODE_STRENGTH)
    return Strength(**{**empty, "chain": chain, "node": node, "state": "unknown"})


def states_of(snapshot: Snapshot, chain: ChainMap) -> Counter[str]:
    """How many links of a map are in each state."""
    return Counter(link.strength.state for link in links_of_chain(snapshot, chain))


@remembered
def firms_placed(snapshot: Snapshot) -> Mapping[str, int]:
    """How many firms of the zone stand on each chain."""
    rows = snapshot.rows(
        "SELECT chain, count(DISTINCT firm_id) AS firms FROM placement"
        " WHERE confidence >= ? GROUP BY chain",
        [PLACED_FROM],
    )
    return {row["chain"]: row["firms"] for row in rows}


@remembered
def firms_by_link(snapshot: Snapshot, confidence: float) -> Mapping[LinkKey, int]:
    """How many firms of the zone stand on each link with at least this confidence."""
    rows = snapshot.rows(
        "SELECT chain, node, count(*) AS firms FROM placement WHERE confidence >= ?"
        " GROUP BY chain, node",
        [confidence],
    )
    return {(row["chain"], row["node"]): row["firms"] for row in rows}


@remembered
def links_with_targets(snapshot: Snapshot) -> frozenset[LinkKey]:
    """The links for which a firm elsewhere is an attraction target."""
    if not snapshot.columns("chain_target"):
        return frozenset()
    rows = snapshot.rows("SELECT DISTINCT chain, node FROM chain_target")
    return frozenset((row["chain"], row["node"]) for row in rows)


@remembered
def other_places(snapshot: Snapshot, chain: str, node: str) -> list[dict[str, Any]]:
    """The places that have a link, the one with most firms first; the zone is left out."""
    if not snapshot.columns("place_node"):
        return []
    return snapshot.rows(
        "SELECT place, firms, location_quotient, density FROM place_node"
        " WHERE chain = ? AND node = ? AND place <> ? AND firms > 0"
        " ORDER BY firms DESC, place",
        [chain, node, ZONE],
    )
