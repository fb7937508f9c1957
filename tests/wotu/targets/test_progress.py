import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.wotu.targets.series import (
    cumulated,
    month_end,
    on_days,
    seasonal_months,
    target,
    walk,
)
from wotu.targets.actuals import Actual, Actuals
from wotu.targets.pace import Measure
from wotu.targets.progress import progress
from wotu.targets.status import GRAVITY, Status
from wotu.targets.target import Aim

TODAY = dt.date(2025, 11, 21)


@pytest.fixture(scope="module")
def firms(packs):
    return packs.indicators["hitech_firms"]


@pytest.fixture(scope="module")
def output(packs):
    return packs.indicators["industrial_output"]


def levels(*of_2025, before=(380, 385, 390, 395)):
    """Four quarters of 2024 and months of 2025."""
    return {**{3 * i + 38: v for i, v in enumerate(before)}, **{48 + i: v for i, v in enumerate(of_2025)}}  # fmt: skip


def actuals(indicator, by_month):
    found = (
        Actual(f"asof:{(day := month_end(month))}", day, day, float(value))
        for month, value in by_month.items()
    )
    return Actuals(indicator, tuple(found))


def test_on_the_path_with_a_good_forecast_is_on_track(firms):
    found = progress(target(), on_days(firms, [300 + 2.55 * i for i in range(58)]), TODAY)
    assert found.status is Status.ON_TRACK
    assert found.gap > 0 and found.late_since is None and found.warned_from is None
    assert found.chance > 0.5


def test_far_behind_is_late_since_the_first_value_of_the_stretch(firms):
    # Expected: +4 a month. On the path until March, then nothing more.
    found = progress(target(), actuals(firms, levels(405, 409, 413, 413, 413, 413)), TODAY)
    assert found.status is Status.LATE
    assert found.late_since == dt.date(2025, 4, 30)
    assert found.latest.on == dt.date(2025, 6, 30)
    assert found.gap == pytest.approx(413 - (400 + 48 * 181 / 365))
    assert "滞后" not in found.why.zh and "比进度路径差" in found.why.zh


def test_a_month_behind_with_a_good_forecast_is_at_risk(firms):
    # Speeding up: a little behind, but rising by ten a month.
    found = progress(target(), actuals(firms, levels(400, 401, 402, 405, 411, 422)), TODAY)
    assert found.gap < 0 and found.chance >= 0.5
    assert found.status is Status.AT_RISK


def test_on_the_path_and_falling_is_at_risk_with_a_warning(firms):
    falling = levels(446, 442, 438, 434, 430, 427, before=(470, 460, 455, 450))
    found = progress(target(), actuals(firms, falling), TODAY)
    assert found.gap > 0 and found.chance < 0.5
    assert found.status is Status.AT_RISK
    assert found.warned_from > found.latest.on


def test_reached_early_and_reached_at_last(firms):
    assert progress(target(), actuals(firms, levels(410, 449)), TODAY).status is Status.ACHIEVED
    whole = actuals(firms, {**levels(410), 59: 448})
    assert progress(target(), whole, dt.date(2026, 2, 1)).status is Status.ACHIEVED
    short = actuals(firms, {**levels(410), 59: 447})
    found = progress(target(), short, dt.date(2026, 2, 1))
    assert (found.status, found.forecast, found.growth) == (Status.MISSED, None, None)


def test_a_past_due_date_without_its_value_is_unknown(firms):
    found = progress(target(owner="科技局"), actuals(firms, levels(410)), dt.date(2026, 2, 1))
    assert found.status is Status.UNKNOWN
    assert "2025-12-31" in found.missing.zh and "科技局" in found.missing.zh


def test_what_is_missing_is_told(firms):
    none = progress(target(), Actuals(firms), TODAY)
    assert none.status is Status.UNKNOWN and "没有“" in none.missing.zh
    old = progress(target(), actuals(firms, levels()), TODAY)
    assert old.status is Status.UNKNOWN and "2024-12-31" not in old.why.zh
    units = progress(target(), replace(Actuals(firms), other_units=("个",)), TODAY)
    assert "个" in units.missing.zh
    bare = target(baseline=None, baseline_period=None)
    one = progress(bare, actuals(firms, {50: 410}), TODAY)
    assert one.status is Status.UNKNOWN and "基期" in one.missing.zh


def test_without_baseline_the_forecast_alone_decides(firms):
    bare = target(baseline=None, baseline_period=None)
    found = progress(bare, on_days(firms, [300 + 2.6 * i for i in range(55)]), TODAY)
    assert found.expected is None and found.status is Status.ON_TRACK


def test_a_path_that_begins_later_has_not_begun(firms):
    later = target(baseline_period="asof:2026", due=dt.date(2027, 12, 31))
    assert progress(later, actuals(firms, levels(401)), TODAY).status is Status.NOT_BEGUN


def test_a_flow_is_held_against_the_same_share_of_the_year(output):
    months = seasonal_months(1, 58)
    found = progress(
        target(indicator="industrial_output", unit="元", value=1_500.0, baseline=1_300.0,
               baseline_period="2024"),
        cumulated(output, months), TODAY,
    )  # fmt: skip
    assert found.latest.value == pytest.approx(sum(months[48:58]))
    assert found.expected.value == pytest.approx(1_500 * 304 / 365)
    assert found.growth.measure is Measure.REST_OF_YEAR
    left = 1_500 - sum(months[48:58])
    assert found.growth.needed == pytest.approx(left / sum(months[46:48]) - 1)


def test_an_at_most_flow_is_not_achieved_before_its_year_is_over(output):
    found = progress(
        target(indicator="industrial_output", unit="元", aim=Aim.AT_MOST, value=1e6,
               baseline=1e6, baseline_period="2024"),
        cumulated(output, seasonal_months(1, 58)), TODAY,
    )  # fmt: skip
    assert found.status is Status.ON_TRACK


def test_only_values_known_by_the_day_count(firms):
    everything = actuals(firms, levels(405, 409, 413, 413, 413, 413))
    found = progress(target(), everything, dt.date(2025, 3, 31))
    assert found.latest.on == dt.date(2025, 3, 31)
    assert found.status is not Status.LATE


WALKS = st.builds(
    lambda seed, count: [float(one) for one in walk(seed, count, level=340.0)],
    st.integers(0, 10_000),
    st.integers(49, 59),
)


@settings(max_examples=15, deadline=None)
@given(values=WALKS, rise=st.floats(0, 200))
def test_raising_the_latest_actual_never_worsens_the_status(firms, values, rise):
    before = progress(target(), on_days(firms, values), TODAY)
    after = progress(target(), on_days(firms, [*values[:-1], values[-1] + rise]), TODAY)
    assert GRAVITY[after.status] >= GRAVITY[before.status]


@settings(max_examples=15, deadline=None)
@given(values=WALKS)
def test_aims_at_most_are_the_mirror_of_aims_at_least(firms, values):
    least = progress(target(), on_days(firms, values), TODAY)
    mirrored = target(aim=Aim.AT_MOST, value=-448.0, baseline=-400.0)
    most = progress(mirrored, on_days(firms, [-one for one in values]), TODAY)
    assert most.late_since == least.late_since
    assert most.gap == pytest.approx(least.gap)
    assume(least.chance is None or abs(least.chance - 0.5) > 0.02)
    assert most.status is least.status


@settings(max_examples=15, deadline=None)
@given(values=WALKS)
def test_late_since_is_the_first_of_the_last_values_behind(firms, values):
    found = progress(target(), on_days(firms, values), dt.date(2025, 12, 31))
    behind = {}
    for one in found.observations:
        if one.on > dt.date(2024, 12, 31):
            passed = (one.on - dt.date(2024, 12, 31)).days / 365
            behind[one.on] = one.value <= 400 + 48 * passed - 1 + 1e-6
    if found.late_since is None:
        assert not list(behind.values())[-1]
    else:
        assert found.late_since >= min(day for day, is_behind in behind.items() if is_behind)
        assert all(is_behind for day, is_behind in behind.items() if day >= found.late_since)
