"""The yearly tables: finance, staff and innovation output, with the facts that bureaus lack."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from wotu.demo.draws import Flags, Ints, masked, money
from wotu.demo.finance import Finance
from wotu.demo.gaps import Coverage, cell_is_known
from wotu.demo.population import YEARS, Population
from wotu.demo.staff import Staff

TAX_FIELDS: Final = (
    "sales_revenue_cny",
    "total_income_cny",
    "operating_cost_cny",
    "total_cost_cny",
    "total_assets_cny",
    "total_liabilities_cny",
    "net_assets_cny",
    "total_profit_cny",
    "net_profit_cny",
    "tax_paid_cny",
    "rd_super_deduction_cny",
    "rd_expense_cny",
    "rd_domestic_cny",
)
"""What the tax bureau sends."""

STATISTICS_FIELDS: Final = (
    "rd_expense_cny",
    "rd_domestic_cny",
    "rd_personnel_cny",
    "rd_direct_cny",
    "rd_depreciation_cny",
    "rd_amortisation_cny",
    "rd_design_cny",
    "rd_testing_cny",
    "rd_commissioned_cny",
    "rd_commissioned_abroad_cny",
    "rd_other_cny",
    "total_assets_cny",
    "total_liabilities_cny",
    "main_business_revenue_cny",
    "retained_profit_cny",
    "industrial_output_cny",
)
"""What the statistics bureau sends of the firms it surveys."""

STAFF_FIELDS: Final = (
    "total_staff",
    "sci_tech_staff",
    "rd_staff",
    "year_end_staff",
    "bachelors_or_above",
    "masters",
    "doctors",
    "overseas_returnees",
)


def finance_table(firms: Population, finance: Finance, coverage: Coverage) -> pl.DataFrame:
    """``owner``, ``year`` and the money columns of ``firm_finance``; rows with a figure at all."""
    known_by = _known_by(firms, finance, coverage)
    columns = [
        money(name, fen.ravel(), (known_by[name] & _told(firms, name)).ravel())
        for name, fen in _finance_fen(finance).items()
    ]
    frame = pl.DataFrame([*_keys(firms), *columns])
    return frame.filter(pl.any_horizontal(pl.col(s.name).is_not_null() for s in columns))


def staff_table(firms: Population, staff: Staff, coverage: Coverage) -> pl.DataFrame:
    """``owner``, ``year`` and the counts of ``firm_staff``."""
    people = [staff.total, staff.sci_tech, staff.rd, staff.year_end]
    values = [*people, staff.bachelors, staff.masters, staff.doctors, staff.returnees]
    columns = [
        _count(name, value, coverage.human_resources & _told(firms, name))
        for name, value in zip(STAFF_FIELDS, values, strict=True)
    ]
    frame = pl.DataFrame([*_keys(firms), *columns])
    return frame.filter(pl.any_horizontal(pl.col(s.name).is_not_null() for s in columns))


def innovation_table(firms: Population, counts: dict[str, Ints]) -> pl.DataFrame:
    """``owner``, ``year`` and the counts of ``firm_innovation``, zeros included."""
    columns = [_count(name, value, firms.operates) for name, value in counts.items()]
    frame = pl.DataFrame([*_keys(firms), *columns])
    return frame.filter(pl.Series(firms.operates.ravel()))


def _finance_fen(finance: Finance) -> dict[str, Ints]:
    rd = finance.research
    parts = {f"rd_{name}_cny": fen for name, fen in rd.own.items()}
    return {
        "sales_revenue_cny": finance.sales,
        "main_business_revenue_cny": finance.main_business,
        "total_income_cny": finance.total_income,
        "hitech_income_cny": finance.hitech_income,
        "rd_expense_cny": rd.expense,
        "rd_domestic_cny": rd.domestic,
        **parts,
        "rd_commissioned_cny": rd.commissioned,
        "rd_commissioned_abroad_cny": rd.commissioned_abroad,
        "operating_cost_cny": finance.operating_cost,
        "total_cost_cny": finance.total_cost,
        "total_assets_cny": finance.total_assets,
        "total_liabilities_cny": finance.total_assets - finance.net_assets,
        "net_assets_cny": finance.net_assets,
        "total_profit_cny": finance.total_profit,
        "net_profit_cny": finance.net_profit,
        "retained_profit_cny": finance.retained_profit,
        "tax_paid_cny": finance.tax_paid,
        "rd_super_deduction_cny": finance.super_deduction,
        "exports_cny": finance.exports,
        "industrial_output_cny": finance.industrial_output,
    }


def _known_by(firms: Population, finance: Finance, coverage: Coverage) -> dict[str, Flags]:
    """Firms and years for which at least one bureau has the figure."""
    tax, statistics = coverage.tax, coverage.statistics
    known = dict.fromkeys(TAX_FIELDS, tax) | dict.fromkeys(STATISTICS_FIELDS, statistics)
    known |= dict.fromkeys(set(TAX_FIELDS) & set(STATISTICS_FIELDS), tax | statistics)
    has_rd = finance.research.expense > 0
    for name in STATISTICS_FIELDS:
        if name.startswith("rd_") and name not in TAX_FIELDS:
            known[name] = statistics & has_rd
    return known | {
        "hitech_income_cny": coverage.science,
        "exports_cny": firms.operates & (finance.exports > 0),
        "industrial_output_cny": statistics & (finance.industrial_output >= 0),
    }


def _told(firms: Population, field: str) -> Flags:
    return cell_is_known(firms.draws, field, (firms.count, YEARS))


def _keys(firms: Population) -> list[pl.Series]:
    years = np.tile(np.array(firms.years), firms.count)
    return [
        pl.Series("owner", np.repeat(np.arange(firms.count), YEARS)),
        pl.Series("year", years, dtype=pl.Int32),
    ]


def _count(name: str, values: Ints, known: Flags) -> pl.Series:
    return masked(pl.Series(name, values.ravel(), dtype=pl.Int64), known.ravel())
