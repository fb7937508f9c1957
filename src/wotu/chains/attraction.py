"""Attraction targets: firms elsewhere that would fill a missing, weak or fragile link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from wotu.chains.attraction_reasons import reasons_of
from wotu.chains.expansion import (
    SIGNS,
    expansion_signs,
    is_elsewhere,
    mean_of_known,
    sites_by_trade_name,
)
from wotu.chains.openings import openings
from wotu.chains.tables import PLACED_FROM, TARGETS, ZONE
from wotu.identity.names import is_branch_name, normalised_name
from wotu.packs.attraction import AttractionFormula, Growth
from wotu.packs.chains import ChainMap

GAPS: Final = ("missing", "weak", "fragile")
"""States of a link that attraction is to mend."""

PER_NODE: Final = 30


def attraction_targets(
    strengths: pl.DataFrame,
    placements: pl.DataFrame,
    firms: pl.DataFrame,
    place_node: pl.DataFrame,
    chains: Mapping[str, ChainMap],
    formula: AttractionFormula,
    as_of: date,
    *,
    per_node: int = PER_NODE,
) -> pl.DataFrame:
    """At most ``per_node`` firms elsewhere for every gap of the zone, the best fit first.

    Gaps of a chain stand in the order that the back-test tries: likely to gain a firm first. A
    branch is no target; it shows where its firm has sites.

    ``strengths`` is NODE_STRENGTH, ``placements`` PLACEMENT, ``firms`` CHAIN_FIRMS of the zone
    and elsewhere, ``place_node`` PLACE_NODE. The fit is the mean of its known parts by the
    formula's weights, times the confidence that the firm stands on the link. Gives TARGETS.
    """
    gaps = strengths.filter(pl.col("state").is_in(GAPS))
    every = openings(place_node, placements, firms, chains, formula, as_of)
    zone = every.filter(pl.col("place") == ZONE)
    rows = (
        _standing_elsewhere(placements, firms)
        .join(gaps.select("chain", "node"), ["chain", "node"], "semi")
        .join(
            zone.select("chain", "node", "supply", "related", "promise"), ["chain", "node"], "left"
        )
        .join(sites_by_trade_name(_of_chains(placements, firms)), "firm_id", "left")
    )
    ranked = _fitted(rows, formula, as_of).filter(pl.col("rank") <= per_node)
    reasons = reasons_of(ranked, gaps, place_node, chains)
    return (
        ranked.with_columns(pl.Series("reasons", reasons, dtype=TARGETS["reasons"]))
        .select(*TARGETS)
        .cast(TARGETS)
    )


def _of_chains(placements: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """The firms of the zone, and those elsewhere that stand on some link.

    A restaurant of the same trade name says nothing of a maker of valves.
    """
    standing = placements.filter(pl.col("confidence") >= PLACED_FROM)
    ours = firms.filter(pl.col("place") == ZONE)
    theirs = firms.filter(is_elsewhere()).join(standing, "firm_id", "semi")
    return pl.concat([ours, theirs])


def _standing_elsewhere(placements: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    standing = placements.filter(pl.col("confidence") >= PLACED_FROM)
    branch = is_branch_name(normalised_name(pl.col("name"))).fill_null(False)
    return standing.join(firms.filter(is_elsewhere() & ~branch), "firm_id")


def _fitted(rows: pl.DataFrame, formula: AttractionFormula, as_of: date) -> pl.DataFrame:
    """The rows with the parts of the fit, the fit and the rank on their link, in that order."""
    signs = {f"sign_{name}": one for name, one in expansion_signs(formula.expansion, as_of).items()}
    weights = {f"sign_{name}": float(getattr(formula.expansion, name)) for name in SIGNS}
    parts = {f"fit_{name}": weight for name, weight in formula.fit.model_dump().items()}
    within = ["chain", "node"]
    capital = pl.col("capital_cny")
    return (
        rows.with_columns(**signs)
        .with_columns(
            fit_supply=pl.col("supply"),
            fit_related=pl.col("related"),
            fit_growth=_growth(formula.growth),
            fit_expand=mean_of_known(weights),
            capital_rank=capital.rank("min", descending=True).over(within),
            capital_known=capital.count().over(within),
        )
        .with_columns(fit=mean_of_known(parts) * pl.col("confidence"))
        .sort(
            "chain",
            "promise",
            "node",
            "fit",
            "firm_id",
            descending=[False, True, False, True, False],
            nulls_last=True,
        )
        .with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(within))
    )


def yearly_growth() -> pl.Expr:
    """Growth of sales over the year before (0.1 is a tenth), null where either is unknown."""
    before = pl.col("sales_before_cny")
    return pl.when(before > 0).then(pl.col("sales_cny") / before - 1)


def _growth(scale: Growth) -> pl.Expr:
    return ((yearly_growth() - scale.none) / (scale.full - scale.none)).clip(0.0, 1.0)
