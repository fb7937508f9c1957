"""Local sourcing (本地配套): who in the zone could supply whom, and what has to come from outside.

Who stands on links that an edge of the map joins could do business; that they do is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from wotu.chains.tables import PLACED_FROM, ZONE
from wotu.packs.chains import ChainMap, SupplyEdge
from wotu.packs.schema import Label

MOST_PARTNERS: Final = 50
MOST_PAIRS: Final = 200


@dataclass(frozen=True)
class Word:
    """A word of the map that placed a firm, with where it was read."""

    field: str
    """name, products, scope, patents or industry"""
    term: str
    text: str


@dataclass(frozen=True)
class Partner:
    """A firm of the zone at the other end of an edge."""

    firm_id: str
    name: str
    confidence: float
    main: bool
    """Whether the link is the surest one of the firm on this chain."""
    capital_cny: int | None
    words: tuple[Word, ...]


@dataclass(frozen=True)
class SupplyLine:
    """One edge from a link's point of view: what flows, and who in the zone is at its other end."""

    node: str
    """The link at the other end."""
    label: Label
    goods: Label
    """What flows; where the map does not say, the name of the supplying link."""
    essential: bool
    partners: tuple[Partner, ...]
    """The surest first, at most :data:`MOST_PARTNERS`."""
    firms: int
    """All firms of the zone at the other end."""


@dataclass(frozen=True)
class LocalPartners:
    """Local sourcing around one link, for the link itself or for a firm on it."""

    chain: str
    node: str
    firm_id: str | None
    suppliers: tuple[SupplyLine, ...]
    """Goods that the link uses; essential ones first, then those with most firms."""
    customers: tuple[SupplyLine, ...]

    @property
    def bought_outside(self) -> tuple[SupplyLine, ...]:
        """Goods that nobody in the zone supplies, as far as is known."""
        return tuple(line for line in self.suppliers if not line.firms)

    @property
    def sold_outside(self) -> tuple[SupplyLine, ...]:
        """Links that use the goods and have no firm in the zone, as far as is known."""
        return tuple(line for line in self.customers if not line.firms)


def local_partners(
    chain: ChainMap,
    node: str,
    firm_id: str | None,
    placements: pl.DataFrame,
    firms: pl.DataFrame,
) -> LocalPartners:
    """Who in the zone could supply a link of ``chain``, and who could use its goods.

    With ``firm_id`` the firm itself is left out of its partners; whether it stands on the link is
    not asked. ``placements`` is PLACEMENT, ``firms`` CHAIN_FIRMS; firms elsewhere are passed over.
    Raises:  UnknownNameError for a node that the chain has not.
    """
    chain.require(node)
    suppliers, customers = chain.suppliers(node), chain.customers(node)
    others = {edge.from_ for edge in suppliers} | {edge.to for edge in customers}
    standing = _standing(chain.chain, others, placements, firms)
    if firm_id is not None:
        standing = standing.filter(pl.col("firm_id") != firm_id)
    by_node = {str(key[0]): rows for key, rows in standing.group_by("node", maintain_order=True)}
    return LocalPartners(
        chain=chain.chain,
        node=node,
        firm_id=firm_id,
        suppliers=_ordered(_line(chain, edge, edge.from_, by_node) for edge in suppliers),
        customers=_ordered(_line(chain, edge, edge.to, by_node) for edge in customers),
    )


def partners_of_firm(
    chains: Mapping[str, ChainMap],
    firm_id: str,
    placements: pl.DataFrame,
    firms: pl.DataFrame,
) -> list[LocalPartners]:
    """Local sourcing of a firm for every link on which it stands, the surest link first."""
    own = placements.filter(
        (pl.col("firm_id") == firm_id) & (pl.col("confidence") >= PLACED_FROM)
    ).sort("confidence", "chain", "node", descending=[True, False, False])
    return [
        local_partners(chains[chain], node, firm_id, placements, firms)
        for chain, node in own.select("chain", "node").iter_rows()
        if chain in chains and node in chains[chain].links
    ]


def supply_pairs(
    chain: ChainMap,
    node: str,
    placements: pl.DataFrame,
    firms: pl.DataFrame,
    *,
    most: int = MOST_PAIRS,
) -> pl.DataFrame:
    """Pairs of firms of the zone where one could supply the other, around a link.

    The surest first: by the product of the confidences that both stand where they should; a firm
    is not paired with itself. At most ``most`` rows.
    Columns: supplier_node, supplier_id, supplier, customer_node, customer_id, customer, goods_zh,
    goods_en, essential, sureness (0-1), supplier_words, customer_words (as in PLACEMENT).
    Raises:  UnknownNameError for a node that the chain has not.
    """
    chain.require(node)
    edges = _edge_rows(chain, [*chain.suppliers(node), *chain.customers(node)])
    ends = {end for column in ("supplier_node", "customer_node") for end in edges[column]}
    standing = _standing(chain.chain, ends, placements, firms)
    pairs = edges
    for side in ("supplier", "customer"):
        names = {"node": f"{side}_node", "firm_id": f"{side}_id", "name": side}
        renamed = standing.select(
            *(pl.col(old).alias(new) for old, new in names.items()),
            pl.col("confidence").alias(f"{side}_confidence"),
            pl.col("words").alias(f"{side}_words"),
        )
        pairs = pairs.join(renamed, f"{side}_node")
    return (
        pairs.filter(pl.col("supplier_id") != pl.col("customer_id"))
        .with_columns(sureness=pl.col("supplier_confidence") * pl.col("customer_confidence"))
        .sort("sureness", "supplier_id", "customer_id", descending=[True, False, False])
        .head(most)
        .select(
            *(
                f"{side}{part}"
                for side in ("supplier", "customer")
                for part in ("_node", "_id", "")
            ),
            "goods_zh",
            "goods_en",
            "essential",
            "sureness",
            "supplier_words",
            "customer_words",
        )
    )


def _standing(
    chain: str, nodes: set[str], placements: pl.DataFrame, firms: pl.DataFrame
) -> pl.DataFrame:
    """Firms of the zone on links, the surest first, then the larger."""
    return (
        placements.filter(
            (pl.col("chain") == chain)
            & pl.col("node").is_in(list(nodes))
            & (pl.col("confidence") >= PLACED_FROM)
        )
        .join(
            firms.filter(pl.col("place") == ZONE).select("firm_id", "name", "capital_cny"),
            "firm_id",
        )
        .sort(
            "confidence",
            "main",
            "capital_cny",
            "firm_id",
            descending=[True, True, True, False],
            nulls_last=True,
        )
    )


def _line(
    chain: ChainMap, edge: SupplyEdge, other: str, by_node: Mapping[str, pl.DataFrame]
) -> SupplyLine:
    rows = by_node.get(other)
    partners = rows.head(MOST_PARTNERS).iter_rows(named=True) if rows is not None else iter(())
    return SupplyLine(
        node=other,
        label=chain.nodes[other].label,
        goods=_goods(chain, edge),
        essential=edge.essential,
        partners=tuple(_partner(row) for row in partners),
        firms=rows.height if rows is not None else 0,
    )


def _goods(chain: ChainMap, edge: SupplyEdge) -> Label:
    return edge.goods or chain.nodes[edge.from_].label


def _partner(row: Mapping[str, Any]) -> Partner:
    return Partner(
        firm_id=row["firm_id"],
        name=row["name"],
        confidence=row["confidence"],
        main=bool(row["main"]),
        capital_cny=row["capital_cny"],
        words=tuple(Word(**word) for word in row["words"] or ()),
    )


def _ordered(lines: Iterable[SupplyLine]) -> tuple[SupplyLine, ...]:
    return tuple(sorted(lines, key=lambda line: (not line.essential, -line.firms, line.node)))


def _edge_rows(chain: ChainMap, edges: list[SupplyEdge]) -> pl.DataFrame:
    rows = [
        (edge.from_, edge.to, _goods(chain, edge).zh, _goods(chain, edge).en, edge.essential)
        for edge in edges
    ]
    schema = pl.Schema(
        {
            "supplier_node": pl.String,
            "customer_node": pl.String,
            "goods_zh": pl.String,
            "goods_en": pl.String,
            "essential": pl.Boolean,
        }
    )
    return pl.DataFrame(rows, schema=schema, orient="row")
