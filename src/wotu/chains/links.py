"""What hangs on a link: what breaks without it, what can stand in, and which gaps press most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from wotu.chains.states import STATES
from wotu.chains.tables import ZONE
from wotu.packs.chains import ChainMap
from wotu.packs.schema import Label

GAPS: Final = ("missing", "fragile", "weak")
"""States of a link that ask for something to be done."""


@dataclass(frozen=True)
class StandIn:
    """A link whose goods can replace those of another, with the zone's firms there."""

    node: str
    state: str
    firms: int

    @property
    def present(self) -> bool:
        """Whether the zone has a firm that could step in."""
        return self.firms > 0


@dataclass(frozen=True)
class Broken:
    """A link that cannot work any more; ``needs`` is the link before it on the broken path."""

    node: str
    needs: str
    firms: int


@dataclass(frozen=True)
class Removal:
    """What happens when a link is taken away.

    ``broken`` are the links that need it as essential, directly or through others, the nearest
    first; ``held`` those that would break but for a stand-in of the zone. ``firms_affected`` counts
    firms on the link itself and on broken ones, ``firms_of_chain`` those on all links; a firm on
    two links counts twice. ``firms_elsewhere`` are other places' firms on the link, None where
    nothing is known of other places. Supply from elsewhere is not counted on.
    """

    chain: str
    node: str
    broken: tuple[Broken, ...]
    held: tuple[Broken, ...]
    stand_ins: tuple[StandIn, ...]
    firms_affected: int
    firms_of_chain: int
    firms_elsewhere: int | None
    places_elsewhere: int | None

    @property
    def share_affected(self) -> float | None:
        """Share of the chain's firms in the zone that is affected; null without firms."""
        return self.firms_affected / self.firms_of_chain if self.firms_of_chain else None


@dataclass(frozen=True)
class Gap:
    """A missing, weak or fragile link, with what makes it urgent.

    ``dependents`` are links of the zone with firms that need it, directly or through others;
    ``essential`` counts those that need it directly.
    """

    rank: int
    chain: str
    node: str
    label: Label
    state: str
    firms: int
    score: float | None
    density: float | None
    dependents: tuple[str, ...]
    essential: int
    stand_ins: tuple[StandIn, ...]
    reasons: tuple[Label, ...]


def without_node(
    chain: ChainMap, node: str, strengths: pl.DataFrame, place_node: pl.DataFrame | None = None
) -> Removal:
    """What breaks when a link is removed, and what can stand in for it.

    ``strengths`` is NODE_STRENGTH; with ``place_node`` (PLACE_NODE) suppliers elsewhere are
    counted where firms elsewhere are known at all. A link whose goods have a substitute made in
    the zone breaks nothing.
    Raises:  UnknownNameError for a node that the chain does not have.
    """
    chain.require(node)
    rows = _rows(chain, strengths)
    broken, held = _broken_by(chain, node, rows)
    affected = sum(one.firms for one in broken) + _firms(rows, node)
    firms, places = _elsewhere(chain.chain, node, place_node)
    return Removal(
        chain=chain.chain,
        node=node,
        broken=broken,
        held=held,
        stand_ins=_stand_ins(chain, node, rows),
        firms_affected=affected,
        firms_of_chain=sum(_firms(rows, link) for link in chain.links),
        firms_elsewhere=firms,
        places_elsewhere=places,
    )


def gaps(chain: ChainMap, strengths: pl.DataFrame) -> tuple[Gap, ...]:
    """The missing, weak and fragile links of a chain, the most urgent first.

    Order: how many links with firms of the zone depend on it; how many of them directly; how
    related the zone is to it (density); then missing before fragile before weak.
    """
    rows = _rows(chain, strengths)
    found = [_gap(chain, node, rows) for node in chain.links if _state(rows, node) in GAPS]
    found.sort(key=_urgency)
    return tuple(Gap(rank=rank, **one) for rank, one in enumerate(found, 1))


def _gap(chain: ChainMap, node: str, rows: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    row = rows[node]
    broken, _ = _broken_by(chain, node, rows)
    present = [one for one in broken if one.firms]
    stand_ins = _stand_ins(chain, node, rows)
    needed = Label(
        zh="本区没有环节离不开它。", en="No link of the zone with firms cannot do without it."
    )
    if present:
        needed = _needed_by(chain, [one.node for one in present])
    reasons = [Label(**one) for one in row["reasons"]]
    return {
        "chain": chain.chain,
        "node": node,
        "label": chain.nodes[node].label,
        "state": row["state"],
        "firms": row["firms"],
        "score": row["score"],
        "density": row["density"],
        "dependents": tuple(one.node for one in present),
        "essential": sum(one.needs == node for one in present),
        "stand_ins": stand_ins,
        "reasons": (needed, *_replaced(chain, stand_ins), *reasons),
    }


def _urgency(gap: dict[str, Any]) -> tuple[Any, ...]:
    return (
        -len(gap["dependents"]),
        -gap["essential"],
        -(gap["density"] or 0.0),
        list(STATES).index(gap["state"]),
        gap["node"],
    )


def _needed_by(chain: ChainMap, nodes: list[str]) -> Label:
    labels = [chain.nodes[node].label for node in nodes]
    shown = labels[:3]
    more_zh, more_en = ("等", " and others") if labels[3:] else ("", "")
    plural = "links of the zone need" if labels[1:] else "link of the zone needs"
    return Label(
        zh=f"本区有 {len(labels)} 个环节离不开它：{'、'.join(one.zh for one in shown)}{more_zh}。",
        en=f"{len(labels)} {plural} it: {', '.join(one.en for one in shown)}{more_en}.",
    )


def _replaced(chain: ChainMap, stand_ins: tuple[StandIn, ...]) -> Iterator[Label]:
    for one in stand_ins:
        if one.present:
            label = chain.nodes[one.node].label
            yield Label(
                zh=f"可由{label.zh}替代，本区有 {one.firms} 家。",
                en=f"{label.en} can stand in; the zone has {one.firms} there.",
            )


def _broken_by(
    chain: ChainMap, node: str, rows: Mapping[str, dict[str, Any]]
) -> tuple[tuple[Broken, ...], tuple[Broken, ...]]:
    """Links that break with a node, and those that a stand-in holds, the nearest first."""
    lost = {node}
    while True:
        broken, held = _closure(chain, node, rows, lost)
        # A stand-in that breaks itself holds nothing: look again without it.
        if set(broken) <= lost:
            kept = tuple(one for name, one in held.items() if name not in broken)
            return tuple(broken.values()), kept
        lost |= set(broken)


def _closure(
    chain: ChainMap, node: str, rows: Mapping[str, dict[str, Any]], lost: set[str]
) -> tuple[dict[str, Broken], dict[str, Broken]]:
    broken: dict[str, Broken] = {}
    held: dict[str, Broken] = {}
    queue = [node]
    for gone in queue:  # grows as links break
        stands = any(one.present and one.node not in lost for one in _stand_ins(chain, gone, rows))
        for edge in chain.customers(gone):
            if edge.essential and edge.to not in broken:
                one = Broken(edge.to, gone, _firms(rows, edge.to))
                if stands:
                    held.setdefault(edge.to, one)
                else:
                    broken[edge.to] = one
                    queue.append(edge.to)
    return broken, held


def _stand_ins(
    chain: ChainMap, node: str, rows: Mapping[str, dict[str, Any]]
) -> tuple[StandIn, ...]:
    return tuple(
        StandIn(other, _state(rows, other), _firms(rows, other))
        for other in chain.nodes[node].substitutes
    )


def _rows(chain: ChainMap, strengths: pl.DataFrame) -> dict[str, dict[str, Any]]:
    own = strengths.filter(pl.col("chain") == chain.chain)
    return {row["node"]: row for row in own.iter_rows(named=True)}


def _firms(rows: Mapping[str, dict[str, Any]], node: str) -> int:
    return int(rows[node]["firms"]) if node in rows else 0


def _state(rows: Mapping[str, dict[str, Any]], node: str) -> str:
    return str(rows[node]["state"]) if node in rows else "unknown"


def _elsewhere(
    chain: str, node: str, place_node: pl.DataFrame | None
) -> tuple[int | None, int | None]:
    if place_node is None or (place_node["place"] == ZONE).all():
        return None, None
    other = place_node.filter(
        (pl.col("chain") == chain)
        & (pl.col("node") == node)
        & (pl.col("place") != ZONE)
        & (pl.col("firms") > 0)
    )
    return int(other["firms"].sum()), len(other)
