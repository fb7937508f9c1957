"""Industry chains in a snapshot: firms placed, links measured, firms elsewhere that would fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import polars as pl

from wotu.build.known import Known
from wotu.build.snapshot import SnapshotWriter
from wotu.chains.attraction import attraction_targets
from wotu.chains.backtest import backtest
from wotu.chains.placement.place import place
from wotu.chains.strength import node_strengths, place_nodes
from wotu.chains.tables import (
    BACKTEST,
    CHAIN_FIRMS,
    FIRM_TEXTS,
    NODE_STRENGTH,
    TARGETS,
    ZONE,
)
from wotu.chains.windows import latest_window
from wotu.identity.name_text import normalised_name
from wotu.lake.resolve import settle
from wotu.progress import Progress, part_of

OUTSIDE: Final = "outside_firm"
_GONE: Final = ("revoked", "cancelled", "moved_out")
"""States in which a firm stands on no link."""
_RIGHTS_SHOWN: Final = 200
"""Titles of rights read of one firm."""


def write_chains(
    writer: SnapshotWriter,
    now: Known,
    firms: pl.DataFrame,
    facts: Mapping[str, pl.LazyFrame],
    corrections: pl.DataFrame,
    counts: dict[str, int],
    progress: Progress,
) -> None:
    """Store what is known of chains; note how many firms elsewhere there are.

    ``firms``: the table of firms; ``facts``: settled facts by contract. Tables: ``placement`` and
    ``outside_placement`` (PLACEMENT), ``outside_firm`` (firms elsewhere with the contract's
    fields), ``chain_firm`` (CHAIN_FIRMS), ``place_node``, ``node_strength``, ``chain_target``
    (TARGETS) and ``chain_backtest``.
    """
    chains = now.packs.chains
    outside = outside_firms(now, firms)
    counts[OUTSIDE] = outside.height
    writer.table("outside_firm", outside, "firm_id", "place")
    texts = zone_texts(firms, facts)
    # Together, so that what is learned from people's words holds for firms elsewhere too.
    every = pl.concat([texts, outside_texts(outside)])
    placed = place(every, chains, corrections=corrections, progress=part_of(progress, 0, 0.8))
    of_zone = pl.col("firm_id").is_in(texts["firm_id"].implode())
    ours, theirs = placed.filter(of_zone), placed.filter(~of_zone)
    writer.table("placement", ours, "firm_id", "node")
    writer.table("outside_placement", theirs, "firm_id", "node")
    known_firms = chain_firms(firms, facts, outside, now.as_of)
    writer.table("chain_firm", known_firms, "firm_id")
    progress(0.8, "度量环节 · Measuring links")
    _measure(writer, now, pl.concat([ours, theirs]), known_firms)


def _measure(
    writer: SnapshotWriter, now: Known, placements: pl.DataFrame, firms: pl.DataFrame
) -> None:
    """Strength, targets and the record of such targets; what the packs have no formula for is an
    empty table."""
    packs = now.packs
    by_place = place_nodes(placements, firms, packs.chains)
    writer.table("place_node", by_place, "node")
    strengths = pl.DataFrame(schema=NODE_STRENGTH)
    targets = pl.DataFrame(schema=TARGETS)
    record = pl.DataFrame(schema=BACKTEST)
    if packs.strength:
        strengths = node_strengths(
            placements, firms, by_place, packs.chains, packs.strength, now.as_of
        )
    if packs.attraction:
        targets = attraction_targets(
            strengths, placements, firms, by_place, packs.chains, packs.attraction, now.as_of
        )
        if window := latest_window(firms, now.as_of):
            record = backtest(
                placements, firms, packs.chains, packs.attraction, window.cutoff, window.until
            )
    writer.table("node_strength", strengths, "node")
    writer.table("chain_target", targets, "node")
    writer.table("chain_backtest", record)


def outside_firms(now: Known, zone_firms: pl.DataFrame) -> pl.DataFrame:
    """Firms elsewhere, settled: ``firm_id``, ``place`` (the code of the city, null where only the
    province is known) and the contract's fields.

    A firm that the zone has, by its code or its name, is left out, and so are those that are gone.
    ``zone_firms``: firm_id, uscc, name.
    """
    contract = now.packs.outside_contracts[OUTSIDE]
    ours = pl.concat(
        [
            zone_firms["uscc"],
            zone_firms["firm_id"],
            zone_firms.select(normalised_name(pl.col("name"))).to_series(),
        ]
    ).drop_nulls()
    by_name = normalised_name(pl.col("firm_name"))
    rows = (
        now.outside_rows[OUTSIDE]
        .with_columns(firm_id=pl.coalesce("uscc", by_name))
        .filter(~pl.col("firm_id").is_in(ours.implode()) & ~by_name.is_in(ours.implode()))
        .collect()
    )
    facts = settle(rows, contract, now.packs.sources, now.as_of).facts
    return (
        facts.filter(pl.col("division_code").is_not_null() & ~_is_gone())
        .with_columns(place=_city(pl.col("division_code")), name="firm_name")
        .sort("firm_id")
    )


def _city(code: pl.Expr) -> pl.Expr:
    """The code of the city of a division; null where only the province is known."""
    city = code.str.slice(0, 4) + "00"
    return pl.when(~city.str.ends_with("0000")).then(city)


def _is_gone() -> pl.Expr:
    return pl.col("state").is_in(_GONE).fill_null(False)


def zone_texts(firms: pl.DataFrame, facts: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """FIRM_TEXTS of the zone's firms that are not gone."""
    profile = facts["firm_profile"].select("firm_id", products="main_product")
    rights = (
        facts["firm_ip"]
        .filter(pl.col("title").is_not_null())
        .group_by("firm_id")
        .agg(patents=pl.col("title").unique().sort().head(_RIGHTS_SHOWN).str.join("；"))
    )
    return (
        firms.lazy()
        .filter(~_is_gone())
        .select("firm_id", "name", "industry_code", scope="business_scope")
        .join(profile, on="firm_id", how="left")
        .join(rights, on="firm_id", how="left")
        .select(FIRM_TEXTS.names())
        .sort("firm_id")
        .collect()
    )


def outside_texts(outside: pl.DataFrame) -> pl.DataFrame:
    """FIRM_TEXTS of firms elsewhere."""
    return outside.select(
        "firm_id",
        "name",
        pl.col("main_product").alias("products"),
        pl.col("business_scope").alias("scope"),
        pl.lit(None, pl.String).alias("patents"),
        "industry_code",
    )


def chain_firms(
    firms: pl.DataFrame, facts: Mapping[str, pl.LazyFrame], outside: pl.DataFrame, as_of: dt.date
) -> pl.DataFrame:
    """CHAIN_FIRMS of the zone's firms and of those elsewhere."""
    elsewhere = outside.with_columns(
        capital_cny="registered_capital_cny", certificates=pl.lit(None, CHAIN_FIRMS["certificates"])
    )
    parts = [_zone_firms(firms, facts, as_of), elsewhere]
    return pl.concat([part.select(CHAIN_FIRMS.names()).cast(CHAIN_FIRMS) for part in parts])


def _zone_firms(
    firms: pl.DataFrame, facts: Mapping[str, pl.LazyFrame], as_of: dt.date
) -> pl.DataFrame:
    year = as_of.year - 1
    finance = facts["firm_finance"].select("firm_id", "year", "sales_revenue_cny")
    sales = [
        finance.filter(pl.col("year") == of).select(
            "firm_id", pl.col("sales_revenue_cny").alias(name)
        )
        for of, name in ((year, "sales_cny"), (year - 1, "sales_before_cny"))
    ]
    staff = (
        facts["firm_staff"]
        .filter(pl.col("year") == year)
        .select("firm_id", employees="total_staff")
    )
    valid = pl.col("expires_on").is_null() | (pl.col("expires_on") >= as_of)
    rights = facts["firm_ip"].filter(valid).group_by("firm_id").agg(patents=pl.len().cast(pl.Int64))
    held = (
        facts["firm_certificate"]
        .filter(valid & (pl.col("granted_on") <= as_of))
        .group_by("firm_id")
        .agg(certificates=pl.col("kind").unique().sort())
    )
    rows = (
        firms.lazy()
        .filter(~_is_gone())
        .select("firm_id", "name", "founded_on", capital_cny="registered_capital_cny")
    )
    for part in (*sales, staff, rights, held):
        rows = rows.join(part, on="firm_id", how="left")
    return rows.with_columns(place=pl.lit(ZONE), listed=pl.lit(None, pl.Boolean)).collect()
