from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from wotu_site.ui import formats


@pytest.mark.parametrize(
    ("cny", "expected"),
    [
        (None, "未知"),
        (0, "0元"),
        (950, "950元"),
        (Decimal("950.5"), "950.5元"),
        (10_000, "1万元"),
        (12_345_678, "1,234.6万元"),
        (50_000_000, "5,000万元"),
        (99_999_999, "1.00亿元"),  # rounding up to 10,000 万元 makes it 1 亿元
        (123_456_789, "1.23亿元"),
        (-12_345_678, "-1,234.6万元"),
        (1_234_567_890_123, "12,345.68亿元"),
    ],
)
def test_money_is_in_the_unit_that_fits(cny, expected):
    assert formats.money_text(cny) == expected


@pytest.mark.parametrize(
    ("cny", "expected"),
    [
        (None, "unknown"),
        (950, "950 CNY"),
        (12_345, "12.3 thousand CNY"),
        (50_000_000, "50 million CNY"),
        (1_234_567_890, "1.23 billion CNY"),
    ],
)
def test_english_counts_in_its_own_steps(cny, expected):
    with override("en"):
        assert formats.money_text(cny) == expected


@pytest.mark.parametrize(
    ("cny", "threshold", "expected"),
    [
        (49_999_999, 50_000_000, "4,999.9999万元"),
        (50_000_000, 50_000_000, "5,000万元"),
        (50_000_001, 50_000_000, "5,000.0001万元"),
        (99_999_999, 100_000_000, "9,999.9999万元"),
        (100_000_001, 100_000_000, "1.00000001亿元"),
        (12_345_678, 50_000_000, "1,234.6万元"),
    ],
)
def test_money_is_never_rounded_across_its_threshold(cny, threshold, expected):
    assert formats.money_text(cny, threshold=threshold) == expected


@pytest.mark.parametrize(
    ("share", "threshold", "expected"),
    [
        (None, None, "未知"),
        (Decimal("0.0496"), None, "5.0%"),
        (Decimal("0.0496"), Decimal("0.05"), "4.96%"),
        (Decimal("0.04999"), Decimal("0.05"), "4.999%"),
        (Decimal("0.05"), Decimal("0.05"), "5.0%"),
        (Fraction(1, 3), Fraction(1, 3), "33.333333333333%"),
        (0.0496, 0.05, "4.96%"),  # a float counts as it is written
        (1, None, "100.0%"),
    ],
)
def test_shares_have_one_decimal_unless_that_would_tell_a_lie(share, threshold, expected):
    assert formats.share_text(share, threshold=threshold) == expected


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_what_is_shown_stands_on_the_side_of_the_value(cny, threshold):
    number, unit = formats.money_parts(cny, threshold=threshold)
    sizes = {"亿元": 10**8, "万元": 10**4, "元": 1}
    shown = Fraction(number.replace(",", "")) * sizes[unit]
    assert (shown > threshold) == (cny > threshold)
    assert (shown < threshold) == (cny < threshold)


def test_points_keep_what_is_small():
    assert formats.points_text(Decimal("-0.004")) == "0.4 个百分点"
    assert formats.points_text(Decimal("0.00004")) == "0.004 个百分点"
    assert formats.points_text(None) == "未知"
    with override("en"):
        assert formats.points_text(Decimal("0.01")) == "1.0 percentage point"
        assert formats.points_text(Decimal("0.014")) == "1.4 percentage points"


@pytest.mark.parametrize(
    ("count", "expected"),
    [(None, "未知"), (0, "0"), (1234567, "1,234,567"), (-1234, "-1,234"), (Decimal("1.5"), "1.5")],
)
def test_counts_are_grouped(count, expected):
    assert formats.count_text(count) == expected


def test_the_exact_amount_is_to_the_fen():
    assert formats.exact_money_text(Decimal("12345678.9")) == "12,345,678.90"
    assert formats.exact_money_text(None) == "未知"
    assert formats.group_digits("-0.5") == "-0.5"
