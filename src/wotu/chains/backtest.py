"""Back-test: how often links that a list would have named on a past day gained firms afterwards.

Lists are made for every place and chain from firms founded up to the cutoff. All methods choose
from the same links, those missing or weak in the place on that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wotu.chains.intervals import bootstrap_ratio, wilson
from wotu.chains.openings import OPENINGS, newcomers, openings
from wotu.chains.strength import place_nodes
from wotu.chains.tables import BACKTEST
from wotu.packs.attraction import AttractionFormula
from wotu.packs.chains import ChainMap

OURS: Final = "ours"
POPULARITY: Final = "popularity"
RANDOM: Final = "random"
METHODS: Final = (OURS, POPULARITY, RANDOM)

ALL: Final = ""
"""Stands for all chains, or all places, together."""

LIST_SIZE: Final = 5
FEWEST_OF_PLACE: Final = 20
"""Placed firms before the cutoff below which a place has no list: too little is known of it."""

DRAWS: Final = 2000
SEED: Final = 20260101

CANDIDATES: Final = pl.Schema(
    [
        *OPENINGS.items(),
        ("newcomers", pl.Int64()),  # firms founded in the window that stand on the link there
        ("ours_rank", pl.Int64()),  # among the candidates of the place and chain, 1 named first
        ("popularity_rank", pl.Int64()),
    ]
)
"""One row a place and link that was missing or weak there on the cutoff."""


def backtest(
    placements: pl.DataFrame,
    firms: pl.DataFrame,
    chains: Mapping[str, ChainMap],
    formula: AttractionFormula,
    cutoff: date,
    until: date,
    *,
    size: int = LIST_SIZE,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pl.DataFrame:
    """The record of three ways to list ``size`` links a place and chain; see BACKTEST.

    ``ours`` ranks by the formula's ``ranking``, ``popularity`` by the number of firms elsewhere,
    ``random`` draws ``draws`` lists. A link gained where at least one firm founded after
    ``cutoff`` and up to ``until`` stands on it with confidence >= PLACED_FROM. Rows are given for
    every place and chain, for each alone, and for all together (:data:`ALL`). Intervals are
    Wilson's, for ``random`` the middle 95 % of the draws; ``gained`` of ``random`` is the mean.
    """
    found = candidates(placements, firms, chains, formula, cutoff, until)
    lists = found.group_by("place", "chain", maintain_order=True).agg(
        listed=pl.len().clip(upper_bound=size).cast(pl.Int64),
        candidates=pl.len().cast(pl.Int64),
        gaining=(pl.col("newcomers") > 0).sum().cast(pl.Int64),
        **{
            method: ((pl.col("newcomers") > 0) & (pl.col(f"{method}_rank") <= size))
            .sum()
            .cast(pl.Int64)
            for method in (OURS, POPULARITY)
        },
    )
    drawn = _drawn(lists, draws, seed)
    groups = [
        (chain, place, lists.select(rows=_rows_of(chain, place)).to_series().to_numpy())
        for chain in (ALL, *lists["chain"].unique(maintain_order=True))
        for place in (ALL, *lists["place"].unique(maintain_order=True))
    ]
    rows = [
        (chain, place, cutoff, until, method, *_record(lists, drawn, chosen, method))
        for chain, place, chosen in groups
        if chosen.any()
        for method in METHODS
    ]
    return pl.DataFrame(rows, schema=BACKTEST, orient="row")


def candidates(
    placements: pl.DataFrame,
    firms: pl.DataFrame,
    chains: Mapping[str, ChainMap],
    formula: AttractionFormula,
    cutoff: date,
    until: date,
) -> pl.DataFrame:
    """The links missing or weak in a place on the cutoff, ranked, and what came; see CANDIDATES.

    Weak is a location quotient below 1. Firms without a day of founding count nowhere.
    """
    founded = pl.col("founded_on")
    before = firms.filter(founded <= cutoff)
    known = placements.join(before.select("firm_id"), "firm_id", "semi")
    place_node = place_nodes(known, before, chains)
    table = openings(place_node, known, before, chains, formula, cutoff)
    came = newcomers(placements, firms.filter((founded > cutoff) & (founded <= until)))
    enough = place_node.group_by("place").agg(pl.col("firms").sum())
    enough = enough.filter(pl.col("firms") >= FEWEST_OF_PLACE)
    weak = (pl.col("firms") == 0) | (pl.col("location_quotient") < 1)
    table = table.join(enough, "place", "semi").filter(weak)
    # Equal links are listed in the order of their names: ranks follow the order of rows.
    table = table.join(came, ["place", "chain", "node"], "left").sort("node")
    cell = ["place", "chain"]
    ranked = table.with_columns(
        pl.col("newcomers").fill_null(0),
        ours_rank=_ranked("promise").over(cell),
        popularity_rank=_ranked("elsewhere").over(cell),
    )
    return ranked.sort("place", "chain", "ours_rank").cast(CANDIDATES)


def _ranked(column: str) -> pl.Expr:
    return pl.col(column).rank("ordinal", descending=True).cast(pl.Int64)


def _drawn(lists: pl.DataFrame, draws: int, seed: int) -> NDArray[np.int64]:
    """Gaining links in random lists, places and chains x draws.

    Drawing without replacement and counting hits is one hypergeometric number.
    """
    gaining, among = lists["gaining"].to_numpy(), lists["candidates"].to_numpy()
    listed = lists["listed"].to_numpy()
    if not len(listed):
        return np.zeros((0, draws), np.int64)
    generator = np.random.default_rng(seed)
    counts = generator.hypergeometric(gaining, among - gaining, listed, (draws, len(listed)))
    return np.asarray(counts.T, np.int64)


def _rows_of(chain: str, place: str) -> pl.Expr:
    within = pl.lit(True) if chain == ALL else pl.col("chain") == chain
    there = pl.lit(True) if place == ALL else pl.col("place") == place
    return pl.repeat(True, pl.len()) & within & there


def _record(
    lists: pl.DataFrame, drawn: NDArray[np.int64], chosen: NDArray[np.bool_], method: str
) -> tuple[int, int, float, float, float]:
    """Links listed and gaining, their rate and its interval."""
    listed = int(lists["listed"].to_numpy()[chosen].sum())
    if method == RANDOM:
        rates = drawn[chosen].sum(axis=0) / listed
        low, high = np.quantile(rates, [0.025, 0.975])
        mean = float(rates.mean())
        return listed, round(mean * listed), mean, float(low), float(high)
    gained = int(lists[method].to_numpy()[chosen].sum())
    return listed, gained, gained / listed, *wilson(gained, listed)


@dataclass(frozen=True)
class Lift:
    """The rate of one method over that of another."""

    chain: str
    over: str
    ratio: float | None
    """None where the other method had no hit."""
    low: float | None
    """95 % interval over places drawn anew; None with fewer than two places."""
    high: float | None
    places: int


def lift(
    record: pl.DataFrame,
    *,
    chain: str = ALL,
    over: str = POPULARITY,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Lift:
    """How much more often links that we list gain firms than those of another method.

    ``record`` is what :func:`backtest` gives, or the snapshot's table of it. 1 is no difference,
    below 1 ours did worse.
    """
    rows = record.filter((pl.col("chain") == chain) & (pl.col("place") != ALL))
    hits = rows.with_columns(hits=pl.col("rate") * pl.col("listed"))
    wide = hits.pivot("method", index="place", values="hits").sort("place")
    if not wide.height or over not in wide.columns:
        return Lift(chain, over, None, None, None, 0)
    ours, theirs = (wide[method].fill_null(0).to_numpy() for method in (OURS, over))
    interval = bootstrap_ratio(ours, theirs, draws=draws, seed=seed)
    ratio = float(ours.sum() / theirs.sum()) if theirs.sum() else None
    low, high = interval or (None, None)
    return Lift(chain, over, ratio, low, high, wide.height)
