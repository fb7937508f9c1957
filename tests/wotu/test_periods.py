import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.periods import Days, period_days, period_of_text

YEARS = st.integers(1950, 2100)
MONTHS = st.integers(1, 12)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2022", "2022"),
        ("2022.0", "2022"),
        ("2022年度", "2022"),
        ("２０２２年", "2022"),
        ("2022年1-12月", "2022"),
        ("2023年1—5月份", "2023-01/2023-05"),
        ("2023年一季度", "2023-Q1"),
        ("2023年第3季度", "2023-Q3"),
        ("2023Q4", "2023-Q4"),
        ("2023年上半年", "2023-01/2023-06"),
        ("2023年前三季度", "2023-01/2023-09"),
        ("2024年8月", "2024-08"),
        ("2024.8", "2024-08"),
        ("2024-08-15 00:00:00", "2024-08-15"),
        ("2023年末", "asof:2023"),
        ("截至2023年6月底", "asof:2023-06"),
        ("截至2023年6月30日", "asof:2023-06-30"),
        ("2019—2024年", "2019/2024"),
        ("by:2026", "by:2026"),
        ("去年", None),
        ("2023年13月", None),
        ("2023年2月30日", None),
        ("2024/2019", None),
        ("3686", "3686"),
        ("", None),
    ],
)
def test_periods_as_bureaus_write_them(text, period):
    assert period_of_text(text) == period


@given(YEARS, MONTHS)
def test_a_month_ends_before_the_next_one_begins(year, month):
    days = period_days(f"{year}-{month:02d}")
    after = days.last + dt.timedelta(days=1)
    assert days.first == dt.date(year, month, 1)
    assert (after.year, after.month, after.day) == (year + month // 12, month % 12 + 1, 1)


@given(YEARS, MONTHS, MONTHS)
def test_a_range_is_read_from_its_first_to_its_last_month(year, one, other):
    first, last = sorted((one, other))
    written = period_of_text(f"{year}年{first}—{last}月")
    assert period_days(written) == Days(
        dt.date(year, first, 1), period_days(f"{year}-{last:02d}").last
    )


@given(YEARS)
def test_a_target_and_a_state_are_the_last_day(year):
    last = dt.date(year, 12, 31)
    assert period_days(f"by:{year}") == period_days(f"asof:{year}") == Days(last, last)


@given(st.text(max_size=20))
def test_other_texts_are_no_periods(text):
    found = period_of_text(text)
    assert found is None or period_days(found) is not None
