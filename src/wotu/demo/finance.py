"""Three years of finance for every firm: income, R&D, costs, balance sheet, tax, exports.

Money is yuan in floats while it is drawn and whole fen (a multiple of 1,000 yuan) when it is kept.
Balance sheets follow from year to year: net assets grow by profit and by what owners put in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wotu.demo.draws import Flags, Floats, Ints, beta_around, thousands
from wotu.demo.population import INNOVATIVE, ORDINARY, YEARS, Population
from wotu.demo.research import Research, draw_research
from wotu.demo.sectors import figures, flags


@dataclass(frozen=True)
class Finance:
    """Figures in fen by firm and year; zero where the firm does not operate."""

    sales: Ints
    main_business: Ints
    total_income: Ints
    hitech_income: Ints
    research: Research
    operating_cost: Ints
    total_cost: Ints
    total_assets: Ints
    net_assets: Ints
    total_profit: Ints
    net_profit: Ints
    retained_profit: Ints
    tax_paid: Ints
    super_deduction: Ints
    exports: Ints
    industrial_output: Ints
    """-1 where the firm is not in industry."""
    capital: Ints
    """Registered capital, one a firm, in fen."""


def draw_finance(firms: Population) -> Finance:
    """Finance of a chunk of firms."""
    sales = _sales(firms)
    research = draw_research(firms, sales)
    rng = firms.draws.stream("finance")
    other_income = sales * rng.exponential(0.012, sales.shape) * (rng.random(sales.shape) < 0.45)
    grants = 0.12 * research.expense / 100 * (rng.random(sales.shape) < 0.25)
    income = thousands(sales / 100 + (other_income + 100 * grants) / 100)
    cost = _total_cost(firms, sales, income, research.expense)
    profit = income - cost
    taxed = np.where(research.expense > 0, 0.15, np.where(profit < 3e8, 0.05, 0.25))
    net_profit = thousands((profit - np.maximum(profit, 0) * taxed) / 100)
    capital = _capital(firms)
    net_assets, assets = _balance(firms, sales, net_profit, capital)
    exporters = rng.random(firms.count) < np.where(flags("is_industry")[firms.sector], 0.24, 0.06)
    export_share = exporters[:, None] * beta_around(rng, np.full(sales.shape, 0.3), 4)
    industry = flags("is_industry")[firms.sector][:, None] & firms.operates
    claims = (firms.tier > ORDINARY)[:, None] & (rng.random(sales.shape) < 0.85)
    return Finance(
        sales=sales,
        main_business=thousands(sales / 100 * (1 - rng.beta(1, 25, sales.shape))),
        total_income=income,
        hitech_income=_hitech_income(firms, income),
        research=research,
        operating_cost=thousands(cost / 100 * rng.uniform(0.6, 0.9, sales.shape)),
        total_cost=cost,
        total_assets=assets,
        net_assets=net_assets,
        total_profit=profit,
        net_profit=net_profit,
        retained_profit=net_assets - thousands(capital[:, None] / 100 * 0.6) * firms.operates,
        tax_paid=_tax(rng, sales, profit - net_profit),
        super_deduction=claims * (research.expense * rng.uniform(0.8, 1, sales.shape)).astype(int),
        exports=thousands(sales / 100 * export_share),
        industrial_output=np.where(
            industry, thousands(sales / 100 * rng.uniform(0.96, 1.05, sales.shape)), -1
        ),
        capital=capital,
    )


def _sales(firms: Population) -> Ints:
    """Persons times sales a head, back from the last year by growth; part of the first year."""
    rng = firms.draws.stream("sales")
    a_head = figures("sales_per_head")[firms.sector] * 1e4 * np.exp(rng.normal(0, 0.5, firms.count))
    last = firms.staff * a_head
    early = (firms.tier == INNOVATIVE) & (firms.age < 4) & (rng.random(firms.count) < 0.3)
    last = np.where(early, last * rng.random(firms.count) * 0.35, last)
    back = np.zeros((firms.count, YEARS))
    back[:, 1] = -firms.growth[:, 2]
    back[:, 0] = -firms.growth[:, 2] - firms.growth[:, 1]
    sales = last[:, None] * np.exp(back) * firms.open_share * firms.operates
    without = np.where(firms.is_shell, 0.55, np.where(early, 0.35, 0.004))
    nothing = rng.random(firms.count) < without
    # Sales begin one day and do not stop: a firm without them last year had none before.
    years_without = np.where(early, rng.integers(1, 4, firms.count), YEARS)
    empty = nothing[:, None] & (np.arange(YEARS)[None, :] < years_without[:, None])
    figures_kept = np.where(empty, 0.0, np.minimum(sales, 4e10))
    return thousands(_rounded(figures_kept, firms.keeps_round_figures))


def _rounded(sales: Floats, keeps_round_figures: Flags) -> Floats:
    """Whole 100,000 yuan where the firm keeps round figures, and the edges of brackets met."""
    round_sales = np.rint(sales / 1e5) * 1e5
    for edge in (5e7, 2e8):
        near = np.abs(round_sales / edge - 1) < 0.06
        round_sales = np.where(near, edge, round_sales)
    return np.where(keeps_round_figures[:, None], round_sales, sales)


def _total_cost(firms: Population, sales: Ints, income: Ints, rd: Ints) -> Ints:
    rng = firms.draws.stream("margin")
    own = figures("margin")[firms.sector] + rng.normal(0, 0.05, firms.count)
    intensity = np.divide(rd, sales, out=np.zeros(sales.shape), where=sales > 0)
    margin = own[:, None] - 0.7 * np.maximum(intensity - 0.10, 0)
    margin = margin + 0.12 * np.clip(firms.growth, -0.5, 0.5) - 0.16 * firms.is_venture[:, None]
    margin = margin + rng.normal(0, 0.03, sales.shape)
    cost = income / 100 * (1 - np.clip(margin, -3.0, 0.45))
    overhead = firms.staff[:, None] * 3e4 * firms.open_share * firms.operates
    least = rd / 100 * 1.12 + np.where(sales == 0, overhead, 0.0)
    return thousands(np.maximum(cost, least))


def _balance(firms: Population, sales: Ints, net_profit: Ints, capital: Ints) -> tuple[Ints, Ints]:
    """Net assets and total assets at the end of each year, in fen."""
    rng = firms.draws.stream("balance")
    ratio = figures("assets")[firms.sector] * np.exp(rng.normal(0, 0.4, firms.count))
    equity = rng.beta(3.2, 2.6, firms.count)
    paid_in = capital / 100 * rng.beta(1.2, 2.2, firms.count)
    net = np.zeros(sales.shape)
    assets = np.zeros(sales.shape)
    before = np.zeros(firms.count)
    started = np.zeros(firms.count, dtype=np.bool_)
    for year in range(YEARS):
        turnover = sales[:, year] / 100
        full = turnover / np.maximum(firms.open_share[:, year], 0.25)
        wanted = full * ratio * np.exp(rng.normal(0, 0.07, firms.count)) + 0.2 * paid_in + 3e4
        begins = firms.operates[:, year] & ~started
        is_new = begins & (firms.founded_year == firms.years[year])
        opening = np.where(is_new, np.minimum(paid_in, 1.2 * wanted), wanted * equity)
        profit = net_profit[:, year] / 100
        stays = np.where(profit > 0, rng.uniform(0.55, 1.0, firms.count), 1.0)
        grown = before + profit * stays + _paid_in_later(rng, firms, before, profit, wanted)
        current = np.where(begins, opening + np.where(is_new, profit, 0), grown)
        before = np.where(firms.operates[:, year], current, before)
        started |= begins
        net[:, year] = before
        assets[:, year] = np.maximum(wanted, before * rng.uniform(1.04, 1.25, firms.count))
    alive = firms.operates
    return thousands(np.where(alive, net, 0)), thousands(np.where(alive, assets, 0))


def _paid_in_later(
    rng: np.random.Generator, firms: Population, before: Floats, profit: Floats, wanted: Floats
) -> Floats:
    """What owners and investors put in during a year: rounds of ventures, and losses made good."""
    chance = rng.random(firms.count)
    size = rng.uniform(0.4, 1.6, firms.count) * np.maximum(wanted, 3e6)
    venture: Floats = np.where(firms.is_venture & (chance < 0.38), size, 0.0)
    hole = -(before + profit)
    mended: Flags = (hole > 0) & (rng.random(firms.count) < 0.4)
    top_up: Floats = np.where(mended, hole * 1.1 + 0.15 * wanted, 0.0)
    return venture + top_up


def _capital(firms: Population) -> Ints:
    """Registered capital in fen: the round sums that people register."""
    rng = firms.draws.stream("capital")
    round_sums = np.array([10, 30, 50, 100, 200, 300, 500, 600, 800, 1_000, 2_000, 3_000, 5_000])
    round_sums = np.concatenate([round_sums, [6_000, 8_000, 10_000, 20_000, 50_000]])
    mean = np.log(260) + 0.65 * np.log(np.maximum(firms.staff, 1) / 15)
    wanted = np.exp(mean + rng.normal(0, 1.3, firms.count) + 0.5 * firms.is_venture)
    nearest = np.abs(np.log(round_sums)[None, :] - np.log(wanted)[:, None]).argmin(axis=1)
    capital: Ints = round_sums[nearest] * 1_000_000
    return capital


def _hitech_income(firms: Population, income: Ints) -> Ints:
    """Fen; part of total income. Firms with R&D often stand just above 60 per cent."""
    rng = firms.draws.stream("hi-tech income")
    count = firms.count
    clear = 0.6 + 0.4 * rng.beta(1.6, 1.9, count)
    short = rng.beta(3, 2.6, count) * 0.62
    innovative = np.where(rng.random(count) < 0.87, clear, short)
    some = rng.beta(1.6, 2.4, count)
    share = np.choose(firms.tier, [np.zeros(count), some, innovative])
    yearly = np.clip(
        share[:, None] + rng.normal(0, 0.015, income.shape) * (share > 0)[:, None], 0, 1
    )
    yearly[:, -1] = share
    return np.minimum(thousands(income / 100 * yearly), income)


def _tax(rng: np.random.Generator, sales: Ints, income_tax: Ints) -> Ints:
    """Taxes and charges paid, to the fen: value added tax and the like, and income tax."""
    turnover = sales * rng.uniform(0.012, 0.055, sales.shape)
    return np.maximum(turnover + income_tax, 0).astype(np.int64)
