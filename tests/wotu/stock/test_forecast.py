import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wotu.stock.test_register import NOW, day, registers, table
from wotu.indicators.validity import CERTIFICATES, valid_firms
from wotu.periods import Quarter
from wotu.stock.forecast import MOST_HORIZON, Target, backtest, forecast
from wotu.stock.renewals import (
    PRIOR_LAPSED,
    PRIOR_RENEWED,
    arrivals_of,
    remaining_share,
    renewals_of,
    waiting,
)

SEASON = (1, 3, 2, 60)


def register(seed, *, growth=1.0, rate=0.8, term=3, late=0.15):
    """Ten years of a known process: seasonal Poisson grants, renewed with a fixed chance."""
    rng = np.random.default_rng(seed)
    rows, firm = [], 0
    for year in range(2017, 2027):
        for place, mean in enumerate(SEASON):
            for _ in range(rng.poisson(mean * growth ** (year - 2017))):
                firm += 1
                granted = dt.date(year, 3 * place + 1, 1) + dt.timedelta(int(rng.integers(89)))
                while granted.year < 2028:
                    ends = granted.replace(year=granted.year + term, day=min(granted.day, 28))
                    ends -= dt.timedelta(days=1)
                    rows.append((f"F{firm}", granted, ends))
                    if rng.random() > rate:
                        break
                    gap = int(rng.integers(200)) if rng.random() < late else 0
                    granted = ends + dt.timedelta(days=1 + gap)
    return pl.DataFrame(rows, schema=CERTIFICATES, orient="row")


@pytest.mark.slow
@pytest.mark.parametrize("growth", [1.0, 1.08])
def test_intervals_cover_what_comes_of_a_known_process(growth):
    cases = within = 0
    for seed in range(20):
        certificates = register(seed, growth=growth)
        for ahead in forecast(certificates, dt.date(2024, 6, 30)).quarters:
            came = valid_firms(certificates, ahead.quarter.last_day).height
            cases += 1
            within += ahead.low80 <= came <= ahead.high80
    # Eight quarters of one register move together: 20 registers are few independent cases.
    assert 0.7 <= within / cases <= 1.0


def test_equal_inputs_give_equal_figures():
    certificates = register(1)
    target = Target(400, dt.date(2027, 12, 31))
    assert forecast(certificates, NOW, target) == forecast(certificates, NOW, target)


@settings(deadline=None, max_examples=20)
@given(registers(), st.dates(dt.date(2019, 1, 1), dt.date(2027, 12, 31)))
def test_any_register_has_a_forecast_in_order(certificates, as_of):
    made = forecast(certificates, as_of)
    assert made.valid == valid_firms(certificates, as_of).height
    assert len(made.quarters) == 8
    for one in made.quarters:
        assert 0 <= one.low80 <= one.low50 <= one.median <= one.high50 <= one.high80
    later = made.quarters[0].quarter
    assert later == Quarter.of(as_of + dt.timedelta(days=1))


def test_the_future_does_not_reach_back():
    certificates = register(2)
    known = certificates.filter(pl.col("granted_on") <= NOW)
    assert forecast(certificates, NOW) == forecast(known, NOW)


def test_a_target_is_likelier_the_lower_it_is():
    certificates = register(3)
    by = dt.date(2027, 12, 31)
    chances = [
        forecast(certificates, NOW, Target(figure, by)).reach.chance
        for figure in (0, 150, 200, 250, 300, 10_000)
    ]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == 1.0
    assert chances[-1] == 0.0


def test_what_is_needed_more_makes_the_odds_even():
    certificates = register(4)
    by = dt.date(2027, 12, 31)
    median = forecast(certificates, NOW, Target(1, by)).reach.median
    reach = forecast(certificates, NOW, Target(int(median) + 60, by)).reach
    assert reach.quarters == 6
    assert reach.needed == 10
    assert reach.needed_surely > reach.needed


def test_a_far_target_makes_the_horizon_longer():
    made = forecast(register(5), NOW, Target(300, dt.date(2030, 12, 31)))
    assert str(made.quarters[-1].quarter) == "2030Q4"
    assert len(made.quarters) <= MOST_HORIZON


def test_few_cases_rest_on_the_assumption_and_say_so():
    one = table(("F", day("2022-01-10"), day("2025-01-09")))
    renewals = renewals_of(one, NOW)
    assert (renewals.ended, renewals.renewed, renewals.few) == (1, 0, True)
    assert renewals.rate == PRIOR_RENEWED / (PRIOR_RENEWED + PRIOR_LAPSED + 1)
    low, high = renewals.interval()
    assert 0 < low < renewals.rate < high < 1


def test_cases_whose_year_of_grace_runs_do_not_count_yet():
    open_case = table(("F", day("2022-10-10"), day("2025-10-09")))
    assert renewals_of(open_case, NOW).ended == 0
    assert waiting(open_case, NOW) == {Quarter(2025, 4): 1}


def test_survivors_alone_are_suspected():
    rows = [
        row
        for n in range(30)
        for row in (
            (f"F{n}", day("2021-10-10"), day("2024-10-09")),
            (f"F{n}", day("2024-10-10"), day("2027-10-09")),
        )
    ]
    assert renewals_of(table(*rows), NOW).survivors_only


def test_new_grants_come_in_their_season():
    arrivals = arrivals_of(register(6), NOW)
    assert arrivals.mean(4) > 5 * arrivals.mean(2)
    assert len(arrivals.counts[4]) == 5
    made = forecast(register(6), NOW)
    assert made.quarters[1].new > 5 * made.quarters[0].new


def test_a_quarter_that_has_begun_has_only_the_rest_to_come():
    certificates = register(7)
    assert remaining_share(certificates, dt.date(2025, 12, 31)) == 0.0
    half = forecast(certificates, dt.date(2025, 11, 15)).quarters[0]
    whole = forecast(certificates, dt.date(2025, 9, 30)).quarters[0]
    assert half.quarter == whole.quarter == Quarter(2025, 4)
    assert half.new < whole.new


def test_the_past_is_tested_as_it_was_known():
    tested = backtest(register(8), NOW)
    assert tested.origins == 8
    assert tested.cases == sum(range(1, 9))
    assert tested.within50 <= tested.within80 <= tested.cases
    assert tested.within80 / tested.cases > 0.5
    assert backtest(table(), NOW).cases == 0
