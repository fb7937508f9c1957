"""Converted results, one by one, and the yearly counts of rights and results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import Flags, Ints, codes, masked, pick
from wotu.demo.phrases import Phrases
from wotu.demo.population import INNOVATIVE, YEARS, Population
from wotu.demo.rights import CLASS_ONE, Rights, count_by_owner
from wotu.demo.sectors import lines

FORMS: Final = ("own_use", "transferred", "licensed", "joint", "equity", "other")
_FORM_SHARES: Final = (0.87, 0.04, 0.04, 0.03, 0.01, 0.01)
_PHRASES: Final = (
    "性能提升",
    "产业化应用",
    "工艺改进",
    "小型化设计",
    "国产化替代",
    "可靠性提升",
    "能效优化",
)


@dataclass(frozen=True)
class Conversions:
    """One row a result: position of the firm and the columns of ``firm_conversion``."""

    counts: Ints
    """By firm and year."""
    owner: Ints
    table: pl.DataFrame
    """Without uscc and firm_name."""


def draw_conversions(firms: Population, rights: Rights) -> Conversions:
    """Results of a chunk of firms; a firm has no two of one name in a year."""
    rng = firms.draws.stream("conversions")
    prepared = rng.random(firms.count) < 0.74
    busy = np.where(
        prepared, 5.8 + rng.exponential(1.2, firms.count), rng.gamma(1.6, 1.5, firms.count)
    )
    some = rng.gamma(0.5, 0.8, firms.count)
    mean = np.where(firms.tier == INNOVATIVE, busy, np.where(firms.tier == 1, some, 0.004))
    counts = rng.poisson(mean[:, None] * firms.open_share) * firms.operates
    names = _names()
    counts = np.minimum(counts, names.sizes[firms.line][:, None])
    flat = counts.ravel()
    cell = np.repeat(np.arange(len(flat)), flat)
    turn = np.arange(len(cell)) - np.repeat(np.cumsum(flat) - flat, flat)
    owner = cell // YEARS
    start = rng.integers(0, 1_000, firms.count)[owner]
    products = Phrases.of(item.products for item in lines())
    table = pl.DataFrame(
        [
            pl.Series("year", np.array(firms.years)[cell % YEARS], dtype=pl.Int32),
            names.at("result_name", firms.line[owner], start + turn),
            codes("form", FORMS, pick(rng, _FORM_SHARES, len(owner))),
            products.at("product", firms.line[owner], start + turn),
            _rights_behind(firms, rights, owner),
        ]
    )
    return Conversions(counts, owner, table)


def innovation_counts(
    firms: Population, rights: Rights, conversions: Conversions
) -> dict[str, Ints]:
    """Columns of ``firm_innovation`` by firm and year, counted from the lists."""
    lapsed = pl.DataFrame([rights.table["expires_on"], rights.table["state"]])
    ends = lapsed.select(
        pl.when(pl.col("state") == "lapsed").then("expires_on").cast(pl.Date)
    ).to_series()
    end = ends.to_numpy().astype("datetime64[D]")
    result = {
        name: np.zeros((firms.count, YEARS), dtype=np.int64)
        for name in ("ip_class1_in_force", "ip_class2_in_force", "ip_granted")
    }
    for column, year in enumerate(firms.years):
        first, last = np.datetime64(f"{year}-01-01"), np.datetime64(f"{year}-12-31")
        held: Flags = (rights.granted <= last) & ~(end <= last)
        one = CLASS_ONE[rights.kind]
        new: Flags = (rights.granted >= first) & (rights.granted <= last)
        for name, which in (
            ("ip_class1_in_force", held & one),
            ("ip_class2_in_force", held & ~one),
            ("ip_granted", new),
        ):
            result[name][:, column] = count_by_owner(rights.owner, which, firms.count)
    return result | {"conversions": conversions.counts}


def _names() -> Phrases:
    """Names by line of business; the product changes first, as it does in the list of products."""
    return Phrases.of(
        [f"{product}{phrase}" for phrase in _PHRASES for product in item.products]
        for item in lines()
    )


def _rights_behind(firms: Population, rights: Rights, owner: Ints) -> pl.Series:
    """Number of one of the firm's rights, for half of the results."""
    counts = np.bincount(rights.owner, minlength=firms.count)
    starts = np.cumsum(counts) - counts
    rng = firms.draws.stream("rights behind")
    place = starts[owner] + (rng.random(len(owner)) * counts[owner]).astype(np.int64)
    known = (counts[owner] > 0) & (rng.random(len(owner)) < 0.5)
    numbers = rights.table["ip_no"].gather(np.where(known, place, 0)) if len(rights.owner) else None
    if numbers is None:
        return pl.Series("related_ip_no", [None] * len(owner), dtype=pl.String)
    return masked(numbers.alias("related_ip_no"), known)
