import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wotu.targets.series import cumulated, on_days, seasonal_months, target
from wotu.targets.actuals import Actual, Actuals
from wotu.targets.paths import path_of, path_points
from wotu.targets.shares import EVEN, shares_of_increases, shares_of_totals
from wotu.targets.target import Aim, Milestone, PathKind

END = dt.date(2025, 12, 31)
DAYS = st.dates(dt.date(2025, 1, 1), END)


@pytest.fixture
def firms(packs):
    return Actuals(packs.indicators["hitech_firms"])


@pytest.fixture
def output(packs):
    return packs.indicators["industrial_output"]


def flow_target(**values):
    given = {"indicator": "industrial_output", "unit": "元", "value": 1_500.0}
    return target(**{**given, "baseline": 1_400.0, "baseline_period": "2024", **values})


def test_a_linear_path_goes_from_baseline_to_target(firms):
    path = path_of(target(), firms)
    assert path.begins == dt.date(2025, 1, 1)
    assert path.at(dt.date(2024, 12, 31)) is None
    assert path.at(END).value == 448
    assert path.at(dt.date(2025, 1, 1)).value == pytest.approx(400 + 48 / 365)
    assert path.at(dt.date(2026, 3, 1)).value == 448


@given(day=DAYS, baseline=st.floats(-1e6, 1e6), value=st.floats(-1e6, 1e6))
def test_a_linear_path_lies_between_its_ends(packs_firms, day, baseline, value):
    found = path_of(target(baseline=baseline, value=value), packs_firms).at(day).value
    slack = 1e-9 * (1 + abs(baseline) + abs(value))
    assert min(baseline, value) - slack <= found <= max(baseline, value) + slack


@pytest.fixture(scope="module")
def packs_firms(packs):
    return Actuals(packs.indicators["hitech_firms"])


def test_milestones_are_passed_on_their_days(firms):
    marks = (Milestone(dt.date(2025, 3, 31), 402), Milestone(dt.date(2025, 9, 30), 440))
    path = path_of(target(path=PathKind.MILESTONES, milestones=marks), firms)
    assert [path.at(one.on).value for one in marks] == [402, 440]
    assert path.at(END).value == 448
    linear = path_of(target(path=PathKind.LINEAR, milestones=marks), firms)
    assert linear.at(marks[0].on).value != 402


def test_a_flow_is_expected_by_the_days_of_its_year(output):
    path = path_of(flow_target(), Actuals(output))
    assert path.at(dt.date(2025, 5, 31)).value == pytest.approx(1_500 * 151 / 365)
    assert path.at(END).value == 1_500


def test_a_flow_of_several_years_starts_anew_each_year(output):
    found = flow_target(due=dt.date(2027, 12, 31), value=1_700.0)
    path = path_of(found, Actuals(output))
    ends = [path.at(dt.date(year, 12, 31)).value for year in (2025, 2026, 2027)]
    assert ends == [1_500, 1_600, 1_700]
    assert path.at(dt.date(2026, 1, 1)).value < 10


def test_a_flow_passes_milestones_within_its_year(output):
    half = Milestone(dt.date(2025, 6, 30), 600)
    found = flow_target(path=PathKind.MILESTONES, milestones=(half,))
    path = path_of(found, Actuals(output))
    assert path.at(half.on).value == 600
    assert path.at(dt.date(2025, 3, 31)).value == pytest.approx(600 * 90 / 181)
    assert path.at(END).value == 1_500


@given(seed=st.integers(0, 50), day=DAYS)
def test_seasonal_shares_reach_one_and_never_fall(packs_output, seed, day):
    months = seasonal_months(seed, 48, spread=0.2)
    shares = shares_of_totals(cumulated(packs_output, months).observations(), END)
    steps = [b - a for a, b in zip((0.0, *shares.months), shares.months, strict=False)]
    assert sum(steps) == pytest.approx(1)
    assert min(steps) >= 0
    assert shares.by(END) == 1
    assert 0 <= shares.by(day) <= 1


@pytest.fixture(scope="module")
def packs_output(packs):
    return packs.indicators["industrial_output"]


def test_seasons_are_those_of_past_years(output):
    # Nothing before July in any year: half of the year asks for nothing.
    months = ([0.0] * 6 + [10.0] * 6) * 4
    actuals = cumulated(output, months)
    path = path_of(flow_target(path=PathKind.SEASONAL), actuals)
    assert path.at(dt.date(2025, 6, 30)).value == 0
    assert path.at(dt.date(2025, 9, 30)).value == pytest.approx(750)
    assert path.at(END).value == 1_500


def test_the_path_does_not_move_with_the_year_it_is_about(output):
    months = list(seasonal_months(1, 60))
    found = flow_target(path=PathKind.SEASONAL)
    before = path_points(path_of(found, cumulated(output, months[:50])), END)
    after = path_points(path_of(found, cumulated(output, months[:50] + [999.0] * 5)), END)
    assert before == after


def test_increases_of_a_stock_have_seasons_too(packs):
    # 40 a year, all in December.
    levels = [300 + 40 * ((month + 1) // 12) for month in range(48)]
    actuals = on_days(packs.indicators["hitech_firms"], levels)
    shares = shares_of_increases(actuals.observations(), END)
    assert shares.months[:11] == (0.0,) * 11
    path = path_of(target(path=PathKind.SEASONAL), actuals)
    assert path.at(dt.date(2025, 11, 30)).value == 400
    assert path.at(END).value == 448


def test_without_past_years_days_count_alike(output):
    assert shares_of_totals((), END) is EVEN


def test_a_range_asks_nobody_inside_it_to_leave(packs):
    share = Actuals(packs.indicators["hitech_firms"])
    inside = target(aim=Aim.WITHIN, value=390.0, value_max=420.0)
    point = path_of(inside, share).at(dt.date(2025, 6, 30))
    assert (point.value, point.upper) == (390, 420)
    above = path_of(replace(inside, baseline=500.0), share).at(dt.date(2025, 7, 2))
    assert above.value == 390 and 420 < above.upper < 500


def test_without_baseline_only_what_has_to_hold_has_a_path(packs, output):
    bare = {"baseline": None, "baseline_period": None}
    assert path_of(target(**bare), Actuals(packs.indicators["hitech_firms"])) is None
    assert path_of(flow_target(**bare), Actuals(output)).begins == dt.date(2025, 1, 1)
    growth = Actuals(packs.indicators["gdp_growth"])
    path = path_of(target(indicator="gdp_growth", unit="%", value=8.0, **bare), growth)
    assert {path.at(dt.date(2025, month, 1)).value for month in range(1, 13)} == {8.0}


def test_months_and_quarters_are_summed_while_none_is_missing(output):
    def value(first, last, amount):
        begin, end = dt.date(2025, first, 1), dt.date(2025, last, 28)
        following = (end + dt.timedelta(days=5)).replace(day=1) - dt.timedelta(days=1)
        return Actual(f"2025-{first:02d}/2025-{last:02d}", begin, following, amount)

    parts = (value(1, 2, 10.0), value(3, 3, 7.0), value(5, 5, 100.0), value(1, 6, 90.0))
    seen = Actuals(output, parts).observations()
    assert [(one.on.month, one.value, len(one.parts)) for one in seen] == [
        (2, 10, 1),
        (3, 17, 2),
        (6, 90, 1),
    ]
