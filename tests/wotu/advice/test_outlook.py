"""Trends carried on: the crossing is where the line crosses, and flat figures change nothing."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.advice.outlook import Course, Prospect, carried_on, outlook, spans
from wotu.rules.compile import FIRM_ID
from wotu.rules.rulebook import load_rulebook

AS_OF = dt.date(2026, 6, 30)


@pytest.fixture(scope="module")
def hnte(packs):
    return load_rulebook(packs).rule("cn.hnte", AS_OF)


def finance(packs, rows):
    contract = packs.contracts["firm_finance"]
    schema = {FIRM_ID: pl.String, **contract.stored_types}
    dicts = [{FIRM_ID: "f", "year": year, **fields} for year, fields in rows.items()]
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in dicts], schema=schema)


def tables(packs, rule, sales, research):
    rows = {
        year: {"sales_revenue_cny": Decimal(a), "rd_expense_cny": Decimal(b)}
        for year, (a, b) in enumerate(zip(sales, research, strict=True), 2026 - len(sales))
    }
    others = {item.table for item in rule.inputs} - {"firm_finance"}
    empty = {
        name: pl.DataFrame(schema={FIRM_ID: pl.String, **packs.contracts[name].stored_types})
        for name in others
    }
    return {**empty, "firm_finance": finance(packs, rows)}


def failing_by_day(found, course):
    return {p.day.year: "rd_intensity" in p.failing for p in found.on(course)}


def test_spending_that_grows_crosses_where_its_line_does(packs, hnte):
    """Sales stay at 10 million a year; spending grows by 100,000 a year from 300,000.

    Three years have 3 + 4 + 5 = 1.2 million of 30 million (4%), then 1.5 million: 5% in 2027.
    """
    given_tables = tables(packs, hnte, [10**7] * 3, [300_000, 400_000, 500_000])
    found = outlook(hnte, packs.contracts, given_tables, "f", AS_OF, [], years=3)
    assert failing_by_day(found, Course.TREND) == {
        2026: True,
        2027: False,
        2028: False,
        2029: False,
    }
    assert found.carried == 2


def test_falling_spending_loses_the_rung(packs, hnte):
    given_tables = tables(packs, hnte, [10**7] * 3, [700_000, 600_000, 500_000])
    found = outlook(hnte, packs.contracts, given_tables, "f", AS_OF, [], years=3)
    # 1.8, 1.5, 1.2 and 0.9 million of 30 million.
    assert failing_by_day(found, Course.TREND) == {2026: False, 2027: False, 2028: True, 2029: True}


@given(st.integers(0, 10**9))
def test_a_flat_figure_stays(packs, figure):
    table = finance(packs, {y: {"sales_revenue_cny": Decimal(figure)} for y in (2023, 2024, 2025)})
    later, counted = carried_on(table, packs.contracts["firm_finance"], 2025, 3, Course.FAST)
    assert counted == 1
    assert set(later["sales_revenue_cny"].drop_nulls()) == {Decimal(figure)}


@given(st.lists(st.integers(0, 10**9), min_size=3, max_size=6))
def test_courses_are_in_order_and_never_below_nothing(packs, figures):
    rows = {
        2026 - len(figures) + n: {"sales_revenue_cny": Decimal(f)} for n, f in enumerate(figures)
    }
    contract = packs.contracts["firm_finance"]
    ends = []
    for course in Course:
        later, _ = carried_on(finance(packs, rows), contract, 2025, 4, course)
        ends.append(later.filter(pl.col("year") == 2029)["sales_revenue_cny"].item())
        recorded = later.filter(pl.col("year") <= 2025)
        assert recorded["sales_revenue_cny"].to_list() == [Decimal(f) for f in figures]
    assert ends == sorted(ends)
    assert ends[0] >= 0


@given(st.integers(-(10**6), 10**6), st.integers(10**7, 10**9), st.integers(3, 6))
def test_a_line_goes_on_as_a_line(packs, slope, start, years):
    rows = {
        2026 - years + n: {"sales_revenue_cny": Decimal(start + slope * n)} for n in range(years)
    }
    contract = packs.contracts["firm_finance"]
    later, _ = carried_on(finance(packs, rows), contract, 2025, 2, Course.TREND)
    last = later.filter(pl.col("year") == 2027)["sales_revenue_cny"].item()
    assert Fraction(last) == start + slope * (years + 1)


def test_too_few_years_are_held(packs, hnte):
    given_tables = tables(packs, hnte, [10**7] * 2, [300_000, 400_000])
    found = outlook(hnte, packs.contracts, given_tables, "f", AS_OF, [], years=2)
    assert found.carried == 0


@given(st.lists(st.sets(st.sampled_from("abc")).map(lambda names: tuple(sorted(names)))))
def test_spans_say_of_each_year_what_its_prospect_does_in_as_few_as_possible(failing):
    course = [
        Prospect(dt.date(2026 + ahead, 6, 30), Course.TREND, None, names)
        for ahead, names in enumerate(failing)
    ]
    found = spans(course)
    told = {year: span.failing for span in found for year in range(span.first, span.last + 1)}
    assert told == {prospect.day.year: prospect.failing for prospect in course}
    assert all(a.failing != b.failing for a, b in pairwise(found))
