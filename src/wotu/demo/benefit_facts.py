"""What measures ask for beyond the statistics: tax returns, investment, surveys, talent, payments.

Made from the other tables of a zone, so that all of them agree; only the last year is told.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import Draws
from wotu.demo.showcase import SHOWCASE

MONEY: Final = pl.Decimal(18, 2)
ABOVE_SCALE_CNY: Final = 20_000_000
"""Sales from which industry and services are surveyed one by one."""

_EXCLUDED_INDUSTRY: Final = r"^(16|51|52|61|62|70|71|72|90)"
_INDUSTRY: Final = r"^(0[6-9]|1|2|3|4[0-6])"
_CHIPS: Final = r"^(3973|342)"
_PARTS: Final = {
    "personnel_cny": ("rd_personnel_cny", 0.55),
    "direct_cny": ("rd_direct_cny", 0.24),
    "depreciation_cny": ("rd_depreciation_cny", 0.06),
    "amortisation_cny": ("rd_amortisation_cny", 0.02),
}
_AWARD_CNY: Final = 200_000
_ASKING_EQUIPMENT: Final = pl.lit(6_200_000).cast(MONEY)
_ASKING: Final = pl.col("uscc") == SHOWCASE["short_of_rd"][0]


def benefit_facts(
    tables: dict[str, pl.DataFrame], draws: Draws, as_of: dt.date
) -> dict[str, pl.DataFrame]:
    """Rows of the contracts that only measures ask for, with uscc and firm_name."""
    last = as_of.year - 1
    finance = tables["firm_finance"].filter(pl.col("year") == last)
    industry = tables["firm_registration"].select("uscc", "industry_code").drop_nulls("uscc")
    firms = finance.join(industry, on="uscc", how="left", maintain_order="left")
    held = _held(tables["firm_certificate"], last)
    return {
        "firm_tax": _tax(firms, held, draws),
        "firm_rd_cost": _rd_cost(firms, draws),
        "firm_investment": _investment(firms, draws),
        "firm_survey": _survey(firms, tables, draws, as_of),
        "firm_foreign_capital": _foreign_capital(firms, tables["firm_relation"], draws),
        "firm_talent": _talent(firms, held, draws, as_of),
        "firm_payment": _payments(tables, draws, as_of),
    }


def _held(certificates: pl.DataFrame, year: int) -> pl.DataFrame:
    """Codes of the firms that held an HNTE certificate in a year."""
    hnte = pl.col("kind") == "hnte"
    runs = (pl.col("granted_on").dt.year() <= year) & (pl.col("expires_on").dt.year() >= year)
    return certificates.filter(hnte & runs).select("uscc").unique()


def _chance(draws: Draws, subject: str, rows: int) -> pl.Expr:
    return pl.lit(pl.Series(draws.stream(f"benefits {subject}").random(rows)))


def _known(value: pl.Expr, draws: Draws, subject: str, rows: int, share: float) -> pl.Expr:
    """The value, for so large a share of the rows; null elsewhere."""
    return pl.when(_chance(draws, subject, rows) < share).then(value)


def _yuan(value: pl.Expr) -> pl.Expr:
    """Whole thousands of yuan."""
    return ((value / 1000).round() * 1000).cast(MONEY)


def _tax(firms: pl.DataFrame, held: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    count = firms.height
    profit = pl.col("total_profit_cny").cast(pl.Float64)
    taxable = profit - pl.col("rd_super_deduction_cny").cast(pl.Float64).fill_null(0)
    books = _chance(draws, "books", count)
    is_hnte = pl.col("uscc").is_in(held["uscc"].implode())
    rate = pl.when(is_hnte).then(0.15).when(taxable < 3e6).then(0.05).otherwise(0.25)
    excluded = pl.col("industry_code").str.contains(_EXCLUDED_INDUSTRY)
    transfers = (pl.col("rd_expense_cny") > 0) & (_chance(draws, "transfers", count) < 0.05)
    size = _chance(draws, "transfer size", count) ** 3 * 9e6 + 50_000
    return firms.select(
        "uscc",
        "firm_name",
        "year",
        accurate_books=pl.when(books < 0.92).then(True).when(books > 0.96).then(False),
        taxable_income_cny=_yuan(taxable),
        income_tax_rate=_known(rate, draws, "rate", count, 0.3).cast(pl.Decimal(12, 8)),
        chip_or_machine_tool=pl.col("industry_code").str.contains(_CHIPS).fill_null(False),
        excluded_revenue_cny=pl.when(excluded)
        .then(_yuan(pl.col("sales_revenue_cny").cast(pl.Float64) * 0.9))
        .otherwise(pl.lit(0).cast(MONEY)),
        counted_income_cny=pl.col("total_income_cny"),
        transfer_income_cny=pl.when(transfers).then(_yuan(size)).otherwise(pl.lit(0).cast(MONEY)),
        transfer_registered=pl.when(transfers).then(
            _known(pl.lit(True), draws, "registered", count, 0.8)
        ),
        transfer_tied=pl.when(transfers).then(pl.lit(False)),
    )


def _rd_cost(firms: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    rows = firms.filter(pl.col("rd_expense_cny") > 0)
    count = rows.height
    whole = pl.col("rd_expense_cny").cast(pl.Float64)
    own = {
        name: pl.coalesce(pl.col(field), _yuan(whole * share))
        for name, (field, share) in _PARTS.items()
    }
    own["direct_cny"] = _known(own["direct_cny"], draws, "direct", count, 0.97)
    trials = pl.col("rd_design_cny").cast(pl.Float64) + pl.col("rd_testing_cny").cast(pl.Float64)
    abroad = pl.col("rd_commissioned_abroad_cny").fill_null(0)
    return rows.select(
        "uscc",
        "firm_name",
        "year",
        **own,
        design_trial_cny=_yuan(pl.coalesce(trials, whole * 0.07)),
        other_cny=pl.coalesce(pl.col("rd_other_cny"), _yuan(whole * 0.06)),
        commissioned_domestic_cny=(pl.col("rd_commissioned_cny").fill_null(0) - abroad).cast(MONEY),
        commissioned_overseas_cny=abroad.cast(MONEY),
    )


def _investment(firms: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    rows = firms.filter(pl.col("total_assets_cny").is_not_null())
    count = rows.height
    assets = pl.col("total_assets_cny").cast(pl.Float64)
    invests = pl.col("industry_code").str.contains(_INDUSTRY).fill_null(False) & (
        _chance(draws, "equipment", count) < 0.5
    )
    equipment = assets * (0.02 + 0.16 * _chance(draws, "equipment size", count))
    borrows = _chance(draws, "borrows", count) < 0.42
    owed = assets * (0.04 + 0.3 * _chance(draws, "balance", count))
    balance = pl.when(borrows).then(owed).otherwise(0.0)
    overdue = _chance(draws, "overdue", count)
    table = rows.select(
        "uscc",
        "firm_name",
        "year",
        equipment_cny=_yuan(pl.when(invests).then(equipment).otherwise(0.0)),
        project_registered=pl.when(invests).then(
            _known(_chance(draws, "filed", count) < 0.85, draws, "filing told", count, 0.9)
        ),
        new_loans_cny=_yuan(balance * 0.4),
        loan_interest_cny=_yuan(balance * 0.039),
        loan_balance_cny=_yuan(balance),
        overdue_loan=pl.when(overdue < 0.95).then(False).when(overdue > 0.985).then(True),
    )
    told = (_chance(draws, "investment told", count) < 0.9) | _ASKING
    return table.filter(told).with_columns(
        # The firm of the demo's firm user lacks two facts, each of which decides a measure.
        equipment_cny=pl.when(_ASKING).then(_ASKING_EQUIPMENT).otherwise("equipment_cny"),
        project_registered=pl.when(~_ASKING).then("project_registered"),
        overdue_loan=pl.when(~_ASKING).then("overdue_loan"),
    )


def _survey(
    firms: pl.DataFrame, tables: dict[str, pl.DataFrame], draws: Draws, as_of: dt.date
) -> pl.DataFrame:
    before = (
        tables["firm_finance"]
        .filter(pl.col("year") == as_of.year - 2)
        .select("uscc", before="sales_revenue_cny")
    )
    staff = tables["firm_staff"].filter(pl.col("year") == as_of.year - 1).select("uscc", "rd_staff")
    rows = firms.join(before, on="uscc", how="left", maintain_order="left")
    rows = rows.join(staff, on="uscc", how="left", maintain_order="left")
    rows = rows.filter(pl.col("sales_revenue_cny").is_not_null())
    count = rows.height
    above = pl.col("sales_revenue_cny") >= ABOVE_SCALE_CNY
    new = (pl.col("before") < ABOVE_SCALE_CNY).fill_null(False)
    rng = draws.stream("benefits entered")
    entered = [
        dt.date(as_of.year - 1 - int(ago), int(month), 1)
        for ago, month in zip(rng.integers(1, 8, count), rng.integers(1, 13, count), strict=True)
    ]
    month = pl.lit(pl.Series("entered", entered, dtype=pl.Date))
    last_year = pl.lit(dt.date(as_of.year - 1, 11, 1))
    has_institution = (pl.col("rd_expense_cny") > 0) & (_chance(draws, "institution", count) < 0.66)
    institutions = has_institution.fill_null(False).cast(pl.Int64)
    people = pl.col("rd_staff").cast(pl.Float64).fill_null(3).clip(1) * 0.7
    return rows.select(
        "uscc",
        "firm_name",
        "year",
        above_scale=above,
        scale_kind=pl.when(above & pl.col("industry_code").str.contains(_INDUSTRY))
        .then(pl.lit("industry"))
        .when(above)
        .then(pl.lit("service")),
        entered_on=pl.when(above & new).then(last_year).when(above).then(month),
        rd_institutions=pl.when(above).then(
            _known(institutions, draws, "institutions told", count, 0.95)
        ),
        rd_institution_staff=pl.when(above).then(people.ceil().cast(pl.Int64) * institutions),
    )


def _foreign_capital(firms: pl.DataFrame, relations: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    abroad = relations.filter(
        (pl.col("kind") == "shareholder") & pl.col("related_country").is_not_null()
    )
    owners = abroad.unique("uscc", keep="first", maintain_order=True).select(
        "uscc", foreign_share="share", investor_country="related_country"
    )
    rows = firms.join(owners, on="uscc", how="inner", maintain_order="left")
    count = rows.height
    retained = pl.col("retained_profit_cny").cast(pl.Float64)
    again = _chance(draws, "reinvests", count) < 0.15
    return rows.select(
        "uscc",
        "firm_name",
        "year",
        "foreign_share",
        "investor_country",
        foreign_invested=pl.lit(True),
        retained_profit_cny=_known(_yuan(retained), draws, "retained told", count, 0.85),
        profit_distributed_cny=_yuan(retained.clip(0) * 0.2 * _chance(draws, "out", count)),
        reinvested_cny=pl.when(again).then(_yuan(retained.clip(0) * 0.5)).otherwise(0).cast(MONEY),
    )


def _talent(firms: pl.DataFrame, held: pl.DataFrame, draws: Draws, as_of: dt.date) -> pl.DataFrame:
    """A few people of technology firms; names are numbers, so that nobody is meant."""
    rng = draws.stream("benefits talent")
    rows = firms.filter(pl.col("uscc").is_in(held["uscc"].implode()))
    rows = rows[np.repeat(np.arange(rows.height), rng.poisson(1.2, rows.height))]
    count = rows.height
    number = pl.int_range(1, count + 1) + 100_000 * draws.chunk
    degrees = np.array(["doctor", "master", "master", "bachelor", "college"])
    titles = np.array(["senior", "associate", "intermediate", "none", "none"])
    hired = np.datetime64(as_of) - rng.integers(20, 1_900, count)
    left = np.where(rng.random(count) < 0.07, hired + 400, np.datetime64("NaT"))
    insured = np.minimum((np.datetime64(as_of) - hired).astype(np.int64) // 30, 60)
    return rows.select(
        "uscc",
        "firm_name",
        talent_no=pl.format("YLT{}", number.cast(pl.String).str.zfill(6)),
        person_name=pl.format("示例人才{}", number),
        birth_year=pl.lit(pl.Series(rng.integers(1968, 2000, count))).cast(pl.Int32),
        degree=pl.lit(pl.Series(degrees[rng.integers(0, 5, count)])),
        title_level=pl.lit(pl.Series(titles[rng.integers(0, 5, count)])),
        hired_on=pl.lit(pl.Series(hired.astype("datetime64[D]"), dtype=pl.Date)),
        left_on=pl.lit(pl.Series(left.astype("datetime64[D]"), dtype=pl.Date)),
        contract_years=pl.lit(pl.Series(rng.choice([1, 2, 3, 3, 5], count))),
        insured_months=_known(pl.lit(pl.Series(insured)), draws, "insured told", count, 0.93),
        yearly_pay_cny=_yuan(pl.lit(pl.Series(rng.normal(240_000, 60_000, count))).clip(90_000)),
        from_outside=pl.lit(pl.Series(rng.random(count) < 0.7)),
    )


def _payments(tables: dict[str, pl.DataFrame], draws: Draws, as_of: dt.date) -> pl.DataFrame:
    """Awards for earlier recognitions and R&D subsidies of the last years; a few of this year."""
    granted = pl.col("granted_on").dt.year()
    hnte = tables["firm_certificate"].filter(pl.col("kind") == "hnte")
    parts = []
    for year, share in ((as_of.year - 2, 0.9), (as_of.year - 1, 0.85), (as_of.year, 0.04)):
        own = hnte.filter(granted == year - 1).unique("uscc", keep="first", maintain_order=True)
        parts.append(_paid(own, "city.hnte_award", year, share, draws))
        spent = tables["firm_finance"].filter(
            (pl.col("year") == year - 1)
            & (pl.col("rd_expense_cny") >= 3_000_000)
            & pl.col("uscc").is_in(hnte["uscc"].implode())
        )
        amount = _yuan((pl.col("rd_expense_cny").cast(pl.Float64) * 0.05).clip(0, 1e6))
        parts.append(_paid(spent, "city.rd_subsidy", year, share * 0.7, draws, amount))
    return pl.concat(parts)


def _paid(
    rows: pl.DataFrame,
    measure: str,
    year: int,
    share: float,
    draws: Draws,
    amount: pl.Expr | None = None,
) -> pl.DataFrame:
    own = amount if amount is not None else pl.lit(_AWARD_CNY).cast(MONEY)
    month = 4 if measure == "city.hnte_award" else 5
    return rows.filter(_chance(draws, f"{measure} {year}", rows.height) < share).select(
        "uscc",
        "firm_name",
        year=pl.lit(year, dtype=pl.Int32),
        measure=pl.lit(measure),
        amount_cny=own,
        paid_on=pl.lit(dt.date(year, month, 18)),
        document_no=pl.format("云财示〔{}〕{}号", pl.lit(year), pl.lit(month)),
    )
