"""How strong the zone is on each link, and how it compares with other places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from wotu.chains.complexity import density, location_quotients, presence, proximity
from wotu.chains.node_facts import node_facts
from wotu.chains.states import states_and_reasons
from wotu.chains.tables import NODE_STRENGTH, PLACE_NODE, PLACED_FROM, ZONE
from wotu.packs.chains import ChainMap
from wotu.packs.strength import StrengthFormula, StrengthMeasure

RELATED_FROM: Final = 5
"""Places from which it says anything that two links are found together."""

_LINK: Final = ["chain", "node"]

_COLUMN: Final = {
    StrengthMeasure.SALES: "sales_cny_scored",
    StrengthMeasure.CAPITAL: "capital_cny_scored",
    StrengthMeasure.PATENTS: "patents_scored",
    StrengthMeasure.LEADERS: "leaders_count",
}
"""Where a measure's value for the score stands under another name than its own."""


def place_nodes(
    placements: pl.DataFrame, firms: pl.DataFrame, chains: Mapping[str, ChainMap]
) -> pl.DataFrame:
    """Firms of every place on every link, with location quotient and relatedness density.

    ``placements`` is PLACEMENT and ``firms`` CHAIN_FIRMS, both of the zone and elsewhere; firms
    whose place is unknown are left out. Every place has a row for every link. The location
    quotient compares the share of a link among a place's placed firms with the share in all places
    together; null with a single place. Density is the share of related links that the place has,
    related meaning found in the same places; null with fewer than ``RELATED_FROM`` places.
    """
    counted = (
        placements.lazy()
        .filter(pl.col("confidence") > 0)
        .select("firm_id", *_LINK, "confidence")
        .join(firms.lazy().select("firm_id", "place").drop_nulls(), "firm_id")
        .group_by("place", *_LINK)
        .agg(
            firms=(pl.col("confidence") >= PLACED_FROM).sum().cast(pl.Int64),
            expected_firms=pl.col("confidence").sum(),
        )
        .collect()
    )
    places = firms.select(pl.col("place").drop_nulls().unique()).sort("place")
    grid = places.join(links_of(chains), how="cross").join(counted, ["place", *_LINK], "left")
    grid = grid.with_columns(
        pl.col("firms").fill_null(0), pl.col("expected_firms").fill_null(0.0)
    ).sort("place", *_LINK)
    quotients, related = _specialisation(grid, len(places))
    return (
        grid.with_columns(
            location_quotient=pl.Series(quotients, nan_to_null=True),
            density=pl.Series(related, nan_to_null=True),
        )
        .select(*PLACE_NODE)
        .cast(PLACE_NODE)
    )


def links_of(chains: Mapping[str, ChainMap]) -> pl.DataFrame:
    """Every link of every map: chain and node."""
    rows = [(chain.chain, node) for chain in chains.values() for node in chain.links]
    return pl.DataFrame(rows, {"chain": pl.String, "node": pl.String}, orient="row")


def _specialisation(grid: pl.DataFrame, places: int) -> tuple[np.ndarray, np.ndarray]:
    """Location quotient and density of every row of a full grid of places and links."""
    unknown = np.full(len(grid), np.nan)
    if places < 2 or grid.is_empty():
        return unknown, unknown
    quotients = location_quotients(grid["firms"].to_numpy().reshape(places, -1).astype(float))
    if places < RELATED_FROM:
        return quotients.ravel(), unknown
    present = presence(quotients)
    return quotients.ravel(), density(quotients, present, proximity(present)).ravel()


def node_strengths(
    placements: pl.DataFrame,
    firms: pl.DataFrame,
    place_node: pl.DataFrame,
    chains: Mapping[str, ChainMap],
    formula: StrengthFormula,
    as_of: date,
) -> pl.DataFrame:
    """Strength and state of every link of the maps, by the pack's formula: NODE_STRENGTH.

    ``placements`` is PLACEMENT, ``firms`` CHAIN_FIRMS, ``place_node`` what :func:`place_nodes`
    gives. The score is the mean of the known components by weight. Its interval takes every
    unknown component at its worst and at its best: unknown is never scored as zero. A link without
    firms has the score 0; one of which only unsure firms are known has none.
    """
    facts = node_facts(placements, firms, formula, as_of)
    table = links_of(chains).join(facts, _LINK, "left").join(_compared(place_node), _LINK, "left")
    table = table.with_columns(
        pl.col("firms", "certified").fill_null(0), pl.col("expected_firms").fill_null(0.0)
    )
    table = _scored(table, formula, as_of, any_firm=(firms["place"] == ZONE).any())
    states, reasons = states_and_reasons(table, firms, place_node, formula, as_of)
    return (
        table.with_columns(
            pl.Series("state", states, pl.String),
            pl.Series("reasons", reasons, NODE_STRENGTH["reasons"]),
            pl.col("leaders").fill_null(pl.lit([], pl.List(pl.String))),
        )
        .select(*NODE_STRENGTH)
        .cast(NODE_STRENGTH)
        .sort(_LINK)
    )


def _compared(place_node: pl.DataFrame) -> pl.DataFrame:
    """The zone's row of every link, with its rank by location quotient among the places."""
    quotient = pl.col("location_quotient")
    return (
        place_node.with_columns(
            place_rank=quotient.rank("min", descending=True).over(_LINK).cast(pl.Int64),
            density_rank=pl.col("density").rank("min", descending=True).over(_LINK),
            places=pl.len().over(_LINK).cast(pl.Int64),
        )
        .filter(pl.col("place") == ZONE)
        .select(*_LINK, "location_quotient", "density", "place_rank", "density_rank", "places")
    )


def _scored(
    table: pl.DataFrame, formula: StrengthFormula, as_of: date, *, any_firm: bool
) -> pl.DataFrame:
    """The table with components, score, its interval and ``known_weight``, the share known."""
    weights = {name: one.weight.on(as_of) for name, one in formula.components.items()}
    total = sum(weights.values())
    sure = table["firms"].to_numpy() > 0
    empty = _empty(table, formula, as_of, any_firm=any_firm)
    gained, known = np.zeros(len(table)), np.zeros(len(table))
    names, values, points = [], [], []
    for component, weight in weights.items():
        measure, value, height = _component(table, formula, component, as_of)
        height = np.where(sure, height, np.nan)
        if StrengthMeasure.FIRMS in formula.components[component].measures:
            height = np.where(empty, 0.0, height)
        gained += np.where(np.isnan(height), 0.0, height) * weight
        known += np.where(np.isnan(height), 0.0, weight)
        names.append(measure)
        values.append(value)
        points.append(height)
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.where(empty, 0.0, gained / known)
    low = gained / total
    high = np.where(empty, 0.0, (gained + 100 * (total - known)) / total)
    return table.with_columns(
        pl.Series("score", score, nan_to_null=True),
        score_low=pl.Series(low),
        score_high=pl.Series(high),
        known_weight=pl.Series(known / total),
        empty=pl.Series(empty),
        components=_structs(names, values, points),
    )


def _empty(
    table: pl.DataFrame, formula: StrengthFormula, as_of: date, *, any_firm: bool
) -> np.ndarray:
    """Where the zone surely has nobody: no sure firm, and too little of unsure ones."""
    doubtful = formula.limits.doubtful.on(as_of)
    nobody = (table["firms"] == 0) & (table["expected_firms"] < doubtful)
    return nobody.to_numpy() & any_firm


def _component(
    table: pl.DataFrame, formula: StrengthFormula, component: str, as_of: date
) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Of every link: the first known measure of a component, its value and its points."""
    spec = formula.components[component]
    names = np.full(len(table), str(next(iter(spec.measures))), dtype=object)
    values, points = np.full(len(table), np.nan), np.full(len(table), np.nan)
    for measure, scale in spec.measures.items():
        found = (
            table[_COLUMN.get(measure, measure.value)].cast(pl.Float64).fill_null(np.nan).to_numpy()
        )
        fresh = np.isnan(values) & ~np.isnan(found)
        at, height = zip(*scale.on(as_of), strict=True)
        names[fresh] = measure.value
        values[fresh] = found[fresh]
        points[fresh] = np.interp(found[fresh], at, height)
    return names.tolist(), values, points


def _structs(
    names: list[list[str]], values: Iterable[np.ndarray], points: Iterable[np.ndarray]
) -> pl.Series:
    """Component, value and points of every link as one list each."""
    columns = [
        pl.DataFrame({"component": name, "value": value, "points": height}, nan_to_null=True)
        for name, value, height in zip(names, values, points, strict=True)
    ]
    return pl.select(pl.concat_list([column.to_struct() for column in columns])).to_series()
