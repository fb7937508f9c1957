"""Signs that a firm opens sites elsewhere: its trade name in several places, size, age, standing.

Every sign is a number from 0 to 1, null where nothing is known; unknown signs are left out.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Final

import polars as pl

from wotu.chains.tables import ZONE
from wotu.identity.names import business_words, parse_name
from wotu.packs.attraction import ExpansionSigns

SHORT_TRADE_NAME: Final = 2
"""Trade names of so many characters are shared by strangers: their business must agree too."""

MOST_PLACES: Final = 6
"""A trade name in more places than this is a common word (新世纪), and says nothing."""

DAYS_OF_YEAR: Final = 365.25

SIGNS: Final = ("sites", "size", "age", "listed", "certificates")


def sites_by_trade_name(firms: pl.DataFrame) -> pl.DataFrame:
    """In how many other places the trade name (字号) of a firm elsewhere is registered.

    A reading of names, not of shareholders: a sign to follow up, no proof of a group. Only firms
    that are handed in are compared.
    Columns: firm_id; other_places (besides its own and the zone; null where the name has no
    trade name, or a common word for one); in_zone (whether a firm of the zone bears it too).
    """
    named = firms.select(
        "firm_id",
        "place",
        mark=pl.col("name").map_elements(_mark, return_dtype=pl.String, skip_nulls=True),
    )
    elsewhere = pl.col("place").filter(pl.col("place") != ZONE)  # and known
    marks = (
        named.drop_nulls("mark")
        .group_by("mark")
        .agg(places=elsewhere.n_unique().cast(pl.Int64), in_zone=(pl.col("place") == ZONE).any())
        .filter(pl.col("places") <= MOST_PLACES)
    )
    return (
        named.filter(is_elsewhere())
        .join(marks, "mark", "left")
        .select(
            "firm_id",
            other_places=pl.col("places") - pl.col("place").is_not_null().cast(pl.Int64),
            in_zone=pl.col("in_zone"),
        )
    )


def is_elsewhere() -> pl.Expr:
    """Firms that are not of the zone; their own place may be unknown."""
    return pl.col("place").ne_missing(ZONE)


def _mark(name: str) -> str | None:
    """What tells a firm's group in its name, None where it has no trade name of its own."""
    parts = parse_name(name)
    if len(parts.trade_name) > SHORT_TRADE_NAME:
        # 启东市制药机械厂有限公司 has its trade in that place, and no name.
        return None if _trades().search(parts.trade_name) else parts.trade_name
    if parts.trade_name and parts.business:
        return parts.trade_name + parts.business
    return None


@cache
def _trades() -> re.Pattern[str]:
    """Words of two characters or more that state a line of business."""
    return re.compile("|".join(sorted(word for word in business_words() if len(word) > 1)))


def expansion_signs(weights: ExpansionSigns, as_of: date) -> dict[str, pl.Expr]:
    """The signs by name, over CHAIN_FIRMS joined with :func:`sites_by_trade_name` and placements.

    Size is the rank of registered capital within ``chain`` and ``node``, so rows are firms on
    links.
    """
    capital = pl.col("capital_cny")
    within = ("chain", "node")
    years = (pl.lit(as_of) - pl.col("founded_on")).dt.total_days() / DAYS_OF_YEAR
    certificates = pl.col("certificates").list.len()
    sites = pl.col("other_places") + pl.col("in_zone").cast(pl.Int64)
    return {
        "sites": sites / (sites + weights.half_sites),
        # One of one is in the middle, not at the top.
        "size": capital.rank("max").over(within) / (capital.count().over(within) + 1),
        "age": pl.min_horizontal(
            years / weights.young, (2 * weights.old - years) / weights.old, pl.lit(1.0)
        )
        .clip(0.0, 1.0)
        # min_horizontal passes over nulls: an unknown age stays unknown.
        .pipe(lambda sign: pl.when(years.is_not_null()).then(sign)),
        "listed": pl.col("listed").cast(pl.Float64),
        "certificates": certificates / (certificates + weights.half_certificates),
    }


def mean_of_known(parts: dict[str, float]) -> pl.Expr:
    """The weighted mean of columns by their weights; nulls are left out with their weight."""
    total = pl.sum_horizontal(
        pl.when(pl.col(name).is_not_null()).then(pl.lit(weight)).otherwise(0.0)
        for name, weight in parts.items()
    )
    weighed = pl.sum_horizontal(
        (pl.col(name) * weight).fill_null(0.0) for name, weight in parts.items()
    )
    return pl.when(total > 0).then(weighed / total)
