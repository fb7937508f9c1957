"""Where bureaus tell different figures of the same fact, so that precedence has work to do.

The tables of a zone hold the figure that the pack's precedence chooses; what the others say is
made here.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.demo.bureaus.files import Desk
from wotu.demo.showcase import showcase_self_reports

_NARROWER: Final = 0.10
"""Share of surveyed firms whose R&D the tax bureau knows by its narrower definition only."""

_SELF_REPORTING: Final = 40
"""About so many firms report their figures themselves."""


def tax_research(desk: Desk, rows: pl.DataFrame) -> pl.DataFrame:
    """Finance as the tax bureau has it: R&D of some firms 3 to 22% lower than by statistics.

    Only where the statistics bureau has the figure too; its figure then goes before. The tax
    bureau does not part such R&D into domestic and foreign.
    """
    surveyed = desk.zone.coverage.filter("statistics").select("uscc", "year", surveyed=True)
    rows = rows.join(surveyed, on=["uscc", "year"], how="left", maintain_order="left")
    named = desk.zone.firms.filter(pl.col("key").is_not_null())["uscc"].to_list()
    chance = pl.col("uscc").hash(seed=desk.zone.seed)
    differs = (
        pl.col("surveyed").fill_null(False)
        & ((chance % 1_000) < _NARROWER * 1_000)
        & ~pl.col("uscc").is_in(named)
    )
    kept = (78 + chance // 1_000 % 20).cast(pl.Decimal(18, 2)) / 100
    lower = _whole_thousands(pl.col("rd_expense_cny") * kept)
    return rows.with_columns(
        pl.when(differs).then(lower).otherwise("rd_expense_cny").alias("rd_expense_cny"),
        pl.when(~differs).then("rd_domestic_cny").alias("rd_domestic_cny"),
    ).drop("surveyed")


def self_reports(desk: Desk) -> pl.DataFrame:
    """Last-year finance that firms report themselves; mostly more sales than the tax bureau has."""
    last = desk.zone.years[-1]
    rows = desk.zone.tables["firm_finance"].filter(
        (pl.col("year") == last) & (pl.col("sales_revenue_cny") > 1_000_000)
    )
    own = showcase_self_reports()
    share = _SELF_REPORTING / max(rows.height, 1)
    chance = pl.col("uscc").hash(seed=desk.zone.seed + 1)
    named = desk.zone.firms.filter(pl.col("key").is_not_null())["uscc"].to_list()
    drawn = (chance % 10_000 < int(share * 10_000)) & ~pl.col("uscc").is_in(named)
    rows = rows.filter(drawn | pl.col("uscc").is_in(list(own)))
    more = (100 + chance // 10_000 % 16).cast(pl.Decimal(18, 2)) / 100
    sales = _whole_thousands(pl.col("sales_revenue_cny") * more)
    stated = pl.col("uscc").replace_strict(own, default=None, return_dtype=pl.Decimal(18, 2))
    return rows.select(
        "uscc",
        "firm_name",
        "year",
        pl.coalesce(stated, sales).alias("sales_revenue_cny"),
        "rd_expense_cny",
        "hitech_income_cny",
    )


def _whole_thousands(yuan: pl.Expr) -> pl.Expr:
    fen = yuan.cast(pl.Decimal(18, 2)).cast(pl.Int64) // 1_000 * 1_000
    return fen.cast(pl.Decimal(18, 2))
