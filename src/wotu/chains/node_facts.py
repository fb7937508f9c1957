"""What is known of the zone's firms on each link, before it is scored."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from wotu.chains.tables import PLACED_FROM, ZONE
from wotu.packs.strength import LeaderRule, StrengthFormula

GROWTH_YEARS: Final = 3
"""Years over which the number of firms is compared where sales are unknown."""

_SUMS: Final = ("capital_cny", "sales_cny", "employees", "patents")


def node_facts(
    placements: pl.DataFrame, firms: pl.DataFrame, formula: StrengthFormula, as_of: date
) -> pl.DataFrame:
    """One row a link that a firm of the zone may stand on; sums are over firms surely on it.

    Columns: chain, node; firms, expected_firms; capital_cny, sales_cny, employees, patents (null
    where no firm's is known) and their measures for the score (null too where fewer than the
    formula's share of firms is known): sales_known, …; size (the basis of the shares: sales_cny,
    capital_cny or null), top_share, hhi, top_firm; growth, sales_growth, firm_growth; certified,
    certified_share; leaders, leaders_count.
    """
    known = formula.limits.known.on(as_of)
    standing = (
        placements.lazy()
        .filter(pl.col("confidence") > 0)
        .select("firm_id", "chain", "node", "confidence")
        .join(firms.lazy().filter(pl.col("place") == ZONE), "firm_id")
    )
    link = ["chain", "node"]
    expected = standing.group_by(link).agg(expected_firms=pl.col("confidence").sum())
    sure = standing.filter(pl.col("confidence") >= PLACED_FROM)
    sums = sure.group_by(link).agg(*_sums(), *_growth(as_of, known), *_certified(known))
    sized = sure.join(_basis(sums, known), link).with_columns(
        own=pl.when(pl.col("size") == "sales_cny")
        .then(pl.col("sales_cny"))
        .when(pl.col("size") == "capital_cny")
        .then(pl.col("capital_cny"))
        .cast(pl.Float64)
    )
    return (
        expected.join(sums, link, "left")
        .join(_basis(sums, known), link, "left")
        .join(sized.group_by(link).agg(*_concentration()), link, "left")
        .join(_leaders(sure, formula.leaders, as_of), link, "left")
        .with_columns(pl.col("firms").fill_null(0).cast(pl.Int64))
        .with_columns(
            *(_scored_sum(name, known) for name in _SUMS),
            growth=pl.coalesce("sales_growth", "firm_growth"),
            leaders_count=pl.when(_share("sized") >= known).then(
                pl.col("leaders").list.len().fill_null(0)
            ),
        )
        .collect()
    )


def _sums() -> list[pl.Expr]:
    counted = [pl.col(name).count().alias(f"{name}_known") for name in _SUMS]
    # A sum over nothing is unknown, not zero.
    summed = [
        pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in _SUMS
    ]
    sized = pl.any_horizontal(pl.col("sales_cny", "capital_cny").is_not_null()).sum()
    return [pl.len().alias("firms"), *summed, *counted, sized.alias("sized_known")]


def _share(name: str) -> pl.Expr:
    return pl.col(f"{name}_known") / pl.col("firms")


def _scored_sum(name: str, known: float) -> pl.Expr:
    return pl.when(_share(name) >= known).then(pl.col(name)).alias(f"{name}_scored")


def _basis(sums: pl.LazyFrame, known: float) -> pl.LazyFrame:
    """By which figure the firms of a link are compared: sales, else capital, else none."""
    basis = (
        pl.when(_share("sales_cny") >= known)
        .then(pl.lit("sales_cny"))
        .when(_share("capital_cny") >= known)
        .then(pl.lit("capital_cny"))
    )
    return sums.select("chain", "node", size=basis)


def _concentration() -> list[pl.Expr]:
    own = pl.col("own")
    alone, whole = pl.len() == 1, own.sum() > 0
    return [
        # A single firm carries its link whatever its size.
        pl.when(alone).then(1.0).when(whole).then(own.max() / own.sum()).alias("top_share"),
        pl.when(alone).then(1.0).when(whole).then((own / own.sum()).pow(2).sum()).alias("hhi"),
        pl.when(alone)
        .then(pl.col("firm_id").first())
        .otherwise(pl.col("firm_id").sort_by("own", descending=True, nulls_last=True).first())
        .alias("top_firm"),
    ]


def _growth(as_of: date, known: float) -> list[pl.Expr]:
    both = pl.col("sales_cny").is_not_null() & pl.col("sales_before_cny").is_not_null()
    now, before = pl.col("sales_cny").filter(both).sum(), pl.col("sales_before_cny").filter(both)
    began = pl.lit(as_of).dt.offset_by(f"-{GROWTH_YEARS}y")
    founded = pl.col("founded_on")
    then, today = (founded <= began).sum(), (founded <= as_of).sum()
    return [
        pl.when((both.mean() >= known) & (before.sum() > 0))
        .then(now / before.sum() - 1)
        .alias("sales_growth"),
        pl.when((founded.is_not_null().mean() >= known) & (then > 0))
        .then((today / then).pow(1 / GROWTH_YEARS) - 1)
        .alias("firm_growth"),
    ]


def _certified(known: float) -> list[pl.Expr]:
    held = pl.col("certificates").list.len() > 0
    return [
        held.sum().cast(pl.Int64).alias("certified"),
        pl.when(held.is_not_null().mean() >= known).then(held.mean()).alias("certified_share"),
    ]


def _leaders(sure: pl.LazyFrame, rule: LeaderRule, as_of: date) -> pl.LazyFrame:
    """The leaders of every link that has one: firm_ids, by sales, then by capital."""
    certificates = pl.col("certificates")
    titled = certificates.list.set_intersection(list(rule.certificates)).list.len() > 0
    large = (
        pl.when(pl.col("sales_cny").is_not_null())
        .then(pl.col("sales_cny") >= rule.sales.on(as_of))
        .otherwise(pl.col("capital_cny") >= rule.capital.on(as_of))
    )
    return (
        sure.filter(large & (pl.col("listed").fill_null(False) | titled.fill_null(True)))
        .sort(
            "sales_cny", "capital_cny", "firm_id", descending=[True, True, False], nulls_last=True
        )
        .group_by("chain", "node", maintain_order=True)
        .agg(leaders=pl.col("firm_id").head(int(rule.most.on(as_of))))
    )
