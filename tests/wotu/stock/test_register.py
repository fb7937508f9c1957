import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zone import AS_OF, code_of
from wotu.build.rungs import all_rungs, ready_pool, valid_years
from wotu.indicators.validity import CERTIFICATES, valid_firms
from wotu.periods import Quarter, parse_quarter, quarters_between
from wotu.stock.register import (
    ENTERED,
    LEFT,
    Flow,
    certificates_of,
    ending_in,
    movers,
    stock_of,
)

pytestmark = pytest.mark.zone

DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2027, 12, 31))
NOW = dt.date(2026, 6, 30)


def table(*rows):
    return pl.DataFrame(rows, schema=CERTIFICATES, orient="row")


def day(text):
    return dt.date.fromisoformat(text)


@st.composite
def registers(draw):
    """Certificates as messy as registers are: overlaps, gaps, none, without end, one-day ones."""
    rows = []
    for firm in range(draw(st.integers(0, 6))):
        for granted in draw(st.lists(DAYS, max_size=5)):
            length = draw(st.one_of(st.none(), st.integers(0, 1500)))
            ends = None if length is None else granted + dt.timedelta(days=length)
            rows.append((f"F{firm}", granted, ends))
    return table(*rows)


@given(
    registers(), st.dates(dt.date(2020, 1, 1), dt.date(2027, 12, 31)), st.sampled_from([None, 3])
)
def test_the_accounts_of_every_period_close(certificates, as_of, term):
    stock = stock_of(certificates, as_of, term)
    for periods in (stock.quarters, stock.years):
        before = 0
        for period in periods:
            entered = sum(period.flows[flow] for flow in ENTERED)
            left = sum(period.flows[flow] for flow in LEFT)
            assert period.valid == before + entered - left
            assert period.net == period.valid - before
            before = period.valid
    assert stock.quarters[-1].valid == stock.years[-1].valid == stock.valid


@settings(deadline=None, max_examples=40)
@given(registers())
def test_valid_firms_are_those_with_a_certificate_over_the_day(certificates):
    by_hand = {
        firm
        for firm, granted, ends in certificates.iter_rows()
        if granted <= NOW and (ends is None or ends >= NOW)
    }
    assert set(valid_firms(certificates, NOW)["firm_id"]) == by_hand


@settings(deadline=None, max_examples=40)
@given(registers())
def test_numbers_are_those_of_the_firms_behind_them(certificates):
    stock = stock_of(certificates, NOW)
    for period in (*stock.quarters, *stock.years):
        for flow, number in period.flows.items():
            found = movers(stock, period.name, [flow])
            assert found["firm_id"].n_unique() == found.height == number


@pytest.mark.parametrize(
    ("rows", "period", "flow"),
    [
        ([("F", "2025-10-16", "2028-10-15")], "2025Q4", Flow.FIRST),
        (
            [("F", "2022-10-16", "2025-10-15"), ("F", "2025-11-06", "2028-11-05")],
            "2025Q4",
            Flow.RENEWED,
        ),
        (
            [("F", "2022-08-16", "2025-08-15"), ("F", "2025-11-06", "2028-11-05")],
            "2025Q4",
            Flow.LATE,
        ),
        # Within one year, the same renewal moves nothing.
        (
            [("F", "2022-08-16", "2025-08-15"), ("F", "2025-11-06", "2028-11-05")],
            "2025",
            Flow.RENEWED,
        ),
        (
            [("F", "2020-08-16", "2023-08-15"), ("F", "2025-11-06", "2028-11-05")],
            "2025Q4",
            Flow.RETURNED,
        ),
        ([("F", "2022-10-16", "2025-10-15")], "2025Q4", Flow.LAPSED),
        ([("F", "2023-10-16", "2025-03-01")], "2025Q1", Flow.WITHDRAWN),
        # Valid on the last day of a quarter: it lapses in the next one.
        ([("F", "2022-10-01", "2025-09-30")], "2025Q4", Flow.LAPSED),
    ],
)
def test_each_move_is_told_apart(rows, period, flow):
    certificates = table(*[(firm, day(granted), day(ends)) for firm, granted, ends in rows])
    stock = stock_of(certificates, NOW, 3)
    periods = {one.name: one for one in (*stock.quarters, *stock.years)}
    assert {f for f, number in periods[period].flows.items() if number} == {flow}


def test_without_certificates_there_is_an_empty_history():
    stock = stock_of(table(), NOW)
    assert [one.name for one in stock.quarters] == ["2026Q2"]
    assert stock.valid == stock.quarters[0].granted == 0


def test_ends_ahead_are_counted_in_the_quarter_without_one():
    certificates = table(("F", day("2023-10-01"), day("2026-09-30")))
    assert ending_in(certificates, NOW, Quarter(2026, 3)).is_empty()
    assert ending_in(certificates, NOW, Quarter(2026, 4)).height == 1


def test_a_zone_has_its_stock_pool_and_term(snapshot):
    rung = next(one for one in all_rungs(snapshot) if one.kind == "hnte")
    certificates = certificates_of(snapshot, "hnte")
    assert set(certificates["firm_id"]) == {code_of(7), code_of(8)}
    assert stock_of(certificates, AS_OF, valid_years(snapshot, rung)).valid == 2
    assert valid_years(snapshot, rung) == 3
    assert ready_pool(snapshot, rung) >= 1  # firm 1 meets the rule and holds none
    bare = next((one for one in all_rungs(snapshot) if not one.rule_id), None)
    assert bare is None or ready_pool(snapshot, bare) is None


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.integers(-40, 40))
def test_quarters_follow_each_other_without_gaps(date, steps):
    quarter = Quarter.of(date)
    assert quarter.first_day <= date <= quarter.last_day
    assert quarter.next().first_day == quarter.last_day + dt.timedelta(days=1)
    assert quarter.next(steps).index == quarter.index + steps
    assert parse_quarter(str(quarter)) == quarter
    assert len(quarters_between(quarter, quarter.next(abs(steps)))) == abs(steps) + 1


@pytest.mark.parametrize("text", ["", "2026", "2026Q5", "Q1", "20260Q1", "二〇二六Q1"])
def test_other_texts_are_no_quarters(text):
    assert parse_quarter(text) is None
