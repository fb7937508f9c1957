"""What gazelles and unicorns ask for: a fourth year of figures, spending on science and technology,
new equity, valuations.

Made from the other tables of a zone; only firms that live by R&D are asked.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import Draws, Floats, Ints
from wotu.demo.population import INNOVATIVE, ORDINARY, YEARS

MONEY: Final = pl.Decimal(18, 2)
_ROUNDS_USD: Final = (2e5, 1e6, 3e6, 1.2e7, 4e7, 1.5e8)
"""What a round brings, from angels to late rounds."""


def growth_facts(
    tables: dict[str, pl.DataFrame], firms: pl.DataFrame, draws: Draws, as_of: dt.date
) -> dict[str, pl.DataFrame]:
    """Rows of ``firm_venture``, and ``firm_finance`` and ``firm_staff`` with what is added to them.

    ``firms`` as :func:`wotu.demo.title_facts.applicants` gives them.
    """
    asked = firms.filter((pl.col("tier") == INNOVATIVE) & (pl.col("age") > 1))
    rng = draws.stream("growth facts")
    listed = asked.filter(pl.Series(rng.random(asked.height) < 0.9))
    return {
        "firm_venture": _venture(listed, draws, as_of),
        "firm_finance": _finance(tables["firm_finance"], asked, firms, draws, as_of),
        "firm_staff": _staff(tables["firm_staff"], asked, draws, as_of),
    }


def _finance(
    finance: pl.DataFrame, asked: pl.DataFrame, firms: pl.DataFrame, draws: Draws, as_of: dt.date
) -> pl.DataFrame:
    kept = finance.drop("sti_spend_cny", "new_equity_cny")
    for more in (_sti(finance, asked, draws, as_of), _equity(firms, draws, as_of)):
        kept = kept.join(more, on=["uscc", "year"], how="left", maintain_order="left")
    return pl.concat([kept, _first_year(finance, asked, draws, as_of)], how="diagonal")


def _sti(finance: pl.DataFrame, asked: pl.DataFrame, draws: Draws, as_of: dt.date) -> pl.DataFrame:
    """Spending on science and technology of the last year: R&D and somewhat more."""
    rows = finance.filter((pl.col("year") == as_of.year - 1) & (pl.col("rd_expense_cny") > 0))
    rows = rows.join(asked.select("uscc"), on="uscc", how="semi", maintain_order="left")
    rng = draws.stream("sti")
    more = pl.Series(rng.uniform(1.02, 1.5, rows.height))
    told = pl.Series(rng.random(rows.height) < 0.93)
    return rows.select(
        "uscc",
        "year",
        sti_spend_cny=pl.when(told).then(_thousands(pl.col("rd_expense_cny") * more)),
    )


def _equity(firms: pl.DataFrame, draws: Draws, as_of: dt.date) -> pl.DataFrame:
    """New equity of three years: none for most, a round now and then for ventures."""
    rng = draws.stream("new equity")
    rows = firms.filter(pl.col("tier") > ORDINARY)
    rows = rows.filter(pl.Series(rng.random(rows.height) < 0.85))
    venture = rows["venture"].to_numpy()
    parts = []
    for back in range(YEARS, 0, -1):
        chance = rng.random(rows.height) < np.where(venture, 0.3, 0.015)
        size = np.exp(rng.normal(np.where(venture, 2.6, 1.4), 1.0)) * 1e6 * chance
        equity = pl.Series("equity", size)
        year = as_of.year - back
        exists = pl.col("founded_on").dt.year() <= year
        part = rows.with_columns(equity).filter(exists)
        parts.append(
            part.select(
                "uscc", year=pl.lit(year, pl.Int32), new_equity_cny=_thousands(pl.col("equity"))
            )
        )
    return pl.concat(parts)


def _first_year(
    finance: pl.DataFrame, asked: pl.DataFrame, draws: Draws, as_of: dt.date
) -> pl.DataFrame:
    """Revenue of the year before the statistics, as firms in the gazelle pool report it."""
    rows = _earliest(finance, asked, as_of).filter(pl.col("sales_revenue_cny") > 0)
    growth = np.exp(-_growth_into_first(rows, draws))
    return rows.select(
        "uscc",
        "firm_name",
        year=pl.lit(as_of.year - YEARS - 1, pl.Int32),
        sales_revenue_cny=_thousands(pl.col("sales_revenue_cny") * pl.Series(growth)),
    )


def _staff(staff: pl.DataFrame, asked: pl.DataFrame, draws: Draws, as_of: dt.date) -> pl.DataFrame:
    """Staff of the year before the statistics behind the others."""
    rows = _earliest(staff, asked, as_of).filter(pl.col("total_staff") > 0)
    slower = np.exp(-0.6 * _growth_into_first(rows, draws))
    earlier = (pl.col("total_staff") * pl.Series(slower)).round().clip(lower_bound=1)
    first = rows.select(
        "uscc",
        "firm_name",
        year=pl.lit(as_of.year - YEARS - 1, pl.Int32),
        total_staff=earlier.cast(pl.Int64),
    )
    return pl.concat([staff, first], how="diagonal")


def _earliest(table: pl.DataFrame, asked: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Rows of the first year of the statistics, of firms that are older than it."""
    first = as_of.year - YEARS
    older = asked.filter(pl.col("founded_on").dt.year() < first).select("uscc")
    return table.filter(pl.col("year") == first).join(
        older, on="uscc", how="semi", maintain_order="left"
    )


def _growth_into_first(rows: pl.DataFrame, draws: Draws) -> Floats:
    """Log growth into the first year, the same for revenue and staff of a firm."""
    part = (rows["uscc"].hash(seed=draws.seed) % 100_000).to_numpy().astype(np.float64) / 100_000
    growth: Floats = np.clip(0.1 + 0.11 * np.log((part + 1e-5) / (1 - part + 1e-5)), -0.6, 1.2)
    return growth


def _venture(firms: pl.DataFrame, draws: Draws, as_of: dt.date) -> pl.DataFrame:
    """Private equity, valuation and listing, as the zone's office of finance keeps them."""
    rng = draws.stream("venture")
    count = firms.height
    funded = firms["venture"].to_numpy() | (rng.random(count) < 0.05)
    listed = (firms["sales"].to_numpy() > 2e8) & (rng.random(count) < 0.15)
    rounds = np.minimum(rng.geometric(0.5, count), len(_ROUNDS_USD))
    brought = np.array(_ROUNDS_USD)
    raised = np.cumsum(brought)[rounds - 1] * np.exp(rng.normal(0, 0.4, count))
    value = np.maximum(raised * np.exp(rng.normal(1.7, 0.5, count)), raised * 1.5)
    told = funded & (rng.random(count) < 0.9)
    valued = np.datetime64(as_of) - rng.integers(30, 900, count)
    return firms.select(
        "uscc",
        "firm_name",
        private_equity_funded=pl.Series(funded),
        listed=pl.Series(listed),
        valuation_usd=pl.when(pl.Series(told)).then(pl.Series(_tens(value)).cast(MONEY)),
        valued_on=pl.when(pl.Series(told)).then(pl.Series(valued)),
        funding_usd=pl.when(pl.Series(told)).then(pl.Series(_tens(raised)).cast(MONEY)),
        core_technology=pl.when(pl.Series(funded)).then(pl.Series(rng.random(count) < 0.4)),
    )


def _tens(usd: Floats) -> Ints:
    """Whole 10,000 dollars."""
    return np.rint(usd / 1e4).astype(np.int64) * 10_000


def _thousands(yuan: pl.Expr) -> pl.Expr:
    return ((yuan.cast(pl.Float64) / 1_000).round().cast(pl.Int64) * 1_000).cast(MONEY)
