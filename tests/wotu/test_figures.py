from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.figures import (
    exact,
    figure_text,
    money_text,
    number_text,
    points_text,
    share_text,
    step_text,
)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (12_345_000, "cny", "1,234.5万元", "12.35 million CNY"),
        (99, "cny", "99元", "99 CNY"),
        (123_450_000, "cny", "1.23亿元", "123.45 million CNY"),
        (1_100_000_000, "usd", "11亿美元", "1.1 billion USD"),
        (65_000_000, "usd", "6,500万美元", "65 million USD"),
        (Fraction(1, 20), "share", "5.0%", "5.0%"),
        (365, "days", "365天", "365 days"),
        (7, "points", "7分", "7 points"),
        (12345, "count", "12,345", "12,345"),
        (Fraction(10, 3), "count", "3.33", "3.33"),
    ],
)
def test_figures_in_their_unit(value, unit, zh, en):
    assert figure_text(value, unit, "zh-hans") == zh
    assert figure_text(value, unit, "en") == en


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_share_is_never_rounded_across_its_threshold(numerator, denominator):
    share, threshold = Fraction(numerator, denominator), Fraction(5, 100)
    shown = Fraction(share_text(share, threshold=threshold).rstrip("%")) / 100
    assert (shown >= threshold) == (share >= threshold)


@given(st.decimals(-(10**12), 10**12, places=2))
def test_money_is_never_rounded_across_its_threshold(amount):
    threshold = Decimal(50_000_000)
    text = money_text(amount, "en", threshold=threshold)
    number, unit = text.replace(",", "").split(" ", 1)
    scale = {"billion CNY": 10**9, "million CNY": 10**6, "thousand CNY": 1000, "CNY": 1}[unit]
    assert (Decimal(number) * scale >= threshold) == (amount >= threshold)


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_a_double_counts_as_it_is_written(value):
    assert float(exact(value)) == value


def test_plain_numbers_have_no_decimals_that_they_lack():
    assert number_text(1.5) == "1.5"
    assert number_text(Decimal("1.50")) == "1.5"
    assert number_text(-1234567) == "-1,234,567"


@pytest.mark.parametrize(
    ("difference", "zh", "en"),
    [
        (Fraction(1, 5), "20个百分点", "20 percentage points"),
        (Fraction(-1, 100), "1个百分点", "1 percentage point"),
        (Fraction(1, 30), "3.3个百分点", "3.3 percentage points"),
        (Fraction(1, 100_000), "0.001个百分点", "0.001 percentage points"),
    ],
)
def test_shares_are_percentage_points_apart(difference, zh, en):
    assert points_text(difference) == step_text(difference, "share") == zh
    assert points_text(difference, "en") == en


def test_other_figures_move_in_their_unit():
    assert step_text(-300_000, "cny") == "30万元"
    assert step_text(3, "points", "en") == "3 points"
