"""What speaks for a link in a place: firms along its edges, relatedness, firms elsewhere.

One way of measuring serves attraction, which asks it of the zone today, and the back-test, which
asks it of every place on a past day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from wotu.chains.peers import peer_shares
from wotu.chains.tables import PLACED_FROM
from wotu.packs.attraction import AttractionFormula, LinkRanking, SupplyProximity
from wotu.packs.chains import ChainMap

OPENINGS: Final = pl.Schema(
    {
        "place": pl.String,
        "chain": pl.String,
        "node": pl.String,
        "firms": pl.Int64,  # of the place on the link
        "elsewhere": pl.Int64,  # firms on the link in all other places together
        "recent": pl.Int64,  # of those, founded in the last RECENT_YEARS years that are known
        "location_quotient": pl.Float64,
        "density": pl.Float64,  # 0-1
        "density_rank": pl.Int64,  # among all links of the place, 1 the most related
        "links": pl.Int64,  # links of the place whose density is known
        "related": pl.Float64,  # share of them that are not more related, 0-1
        "peers": pl.Float64,  # share of the link in places of a similar profile, 0-1
        "supply": pl.Float64,  # 0-1
        "promise": pl.Float64,  # higher: more likely to gain a firm; orders links of one place
    }
)
"""One row a place and link. Null where nothing is known."""

RECENT_YEARS: Final = 3

SMALLEST_SHARE: Final = 1e-4
"""Keeps the logarithm of a share finite; one firm in ten thousand."""

EDGES: Final = pl.Schema(
    {
        "chain": pl.String,
        "node": pl.String,
        "other": pl.String,  # the link at the other end
        "side": pl.String,  # supplier or customer: what the other end is to the node
        "essential": pl.Boolean,
    }
)
"""Every supply edge twice, once from each end."""


def openings(
    place_node: pl.DataFrame,
    placements: pl.DataFrame,
    firms: pl.DataFrame,
    chains: Mapping[str, ChainMap],
    formula: AttractionFormula,
    as_of: date,
) -> pl.DataFrame:
    """What speaks for every link in every place; see :data:`OPENINGS`.

    ``place_node`` is PLACE_NODE, ``placements`` PLACEMENT and ``firms`` CHAIN_FIRMS; of the last
    two only firms founded recently are counted.
    """
    keys = ["place", "chain", "node"]
    recent = newcomers(placements, firms.filter(_recent(firms, as_of)))
    links = pl.col("density").count().over("place")
    table = (
        place_node.join(supply_proximity(place_node, chains, formula.supply), keys, "left")
        .join(peer_shares(place_node), keys, "left")
        .join(recent, keys, "left")
        .with_columns(pl.col("newcomers").fill_null(0))
    )
    return (
        table.with_columns(
            elsewhere=_elsewhere("firms"),
            recent=_elsewhere("newcomers"),
            density_rank=pl.col("density").rank("min", descending=True).over("place"),
            links=links,
            related=pl.col("density").rank("max").over("place") / links,
        )
        .with_columns(promise=_promise(formula.ranking))
        .select(*OPENINGS)
        .cast(OPENINGS)
    )


def newcomers(placements: pl.DataFrame, founded: pl.DataFrame) -> pl.DataFrame:
    """How many of the firms ``founded`` stand on each link: place, chain, node, newcomers."""
    return (
        placements.filter(pl.col("confidence") >= PLACED_FROM)
        .join(founded.select("firm_id", "place"), "firm_id")
        .group_by("place", "chain", "node")
        .agg(newcomers=pl.col("firm_id").n_unique().cast(pl.Int64))
    )


def _recent(firms: pl.DataFrame, as_of: date) -> pl.Expr:
    """Firms founded in the years before the last founding known, which may lie well before."""
    founded = pl.col("founded_on")
    last = firms.select(founded.filter(founded <= as_of).max()).item()
    if last is None:
        return pl.lit(False)
    return founded.is_between(date(last.year - RECENT_YEARS, 12, 31), last, closed="right")


def _elsewhere(column: str) -> pl.Expr:
    return pl.col(column).sum().over("chain", "node") - pl.col(column)


def edge_table(chains: Mapping[str, ChainMap]) -> pl.DataFrame:
    """The supply edges of maps, seen from both ends; see :data:`EDGES`."""
    rows = [
        row
        for chain in chains.values()
        for edge in chain.edges
        for row in (
            (chain.chain, edge.to, edge.from_, "supplier", edge.essential),
            (chain.chain, edge.from_, edge.to, "customer", edge.essential),
        )
    ]
    return pl.DataFrame(rows, schema=EDGES, orient="row")


def supply_proximity(
    place_node: pl.DataFrame, chains: Mapping[str, ChainMap], weights: SupplyProximity
) -> pl.DataFrame:
    """How well a place could supply a link and use its goods, 0-1.

    The mean over the link's edges of n / (n + ``half_firms``), where n firms of the place stand
    at the other end; edges weigh by side and by whether their goods are essential. A firm more
    at any end never lowers it.
    Columns: place, chain, node, supply (null where every edge weighs nothing).
    """
    sides = {"customer": weights.customers, "supplier": weights.suppliers}
    edges = edge_table(chains).with_columns(
        weight=pl.col("side").replace_strict(sides, return_dtype=pl.Float64)
        * pl.when("essential").then(1.0).otherwise(weights.optional)
    )
    there = place_node.select(
        "place",
        "chain",
        pl.col("node").alias("other"),
        presence=pl.col("firms") / (pl.col("firms") + weights.half_firms),
    )
    # Every place answers for every edge: a link without a row there has no firm there.
    every = place_node.select("place").unique().join(edges, how="cross")
    weighed = (pl.col("presence").fill_null(0.0) * pl.col("weight")).sum()
    total = pl.col("weight").sum()
    return (
        every.join(there, ["place", "chain", "other"], "left")
        .group_by("place", "chain", "node")
        .agg(supply=pl.when(total > 0).then(weighed / total))
    )


def _promise(ranking: LinkRanking) -> pl.Expr:
    return pl.sum_horizontal(
        weight * ranking_features()[name] for name, weight in ranking.model_dump().items()
    )


def ranking_features() -> dict[str, pl.Expr]:
    """What the ranking weighs, by the names of its coefficients, over :data:`OPENINGS`.

    Where no place is known to be like this one, all others stand in for it. Unknown relatedness
    counts as the mean of the place's links: it decides nothing.
    """
    density = pl.col("density").fill_null(pl.col("density").mean().over("place"))
    everywhere = pl.col("elsewhere") / pl.max_horizontal(pl.col("elsewhere").sum().over("place"), 1)
    return {
        "popularity": pl.col("elsewhere").log1p(),
        "recent": pl.col("recent").log1p(),
        "density": density.fill_null(0.0),
        "peers": (pl.col("peers").fill_null(everywhere) + SMALLEST_SHARE).log(),
        "supply": pl.col("supply").fill_null(0.0),
    }
