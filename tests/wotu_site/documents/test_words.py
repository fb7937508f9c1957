from decimal import Decimal

import pytest
from django.utils.translation import override

from wotu.reading.claim import Bound
from wotu_site.documents.words import amount_text, compare_text, number_text, period_text

pytestmark = pytest.mark.zone


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("4360000000000", "4.36万亿"),
        ("368600000000", "3,686亿"),
        ("35000", "3.5万"),
        ("8123", "8,123"),
        ("1234567", "123.4567万"),
        ("12345678901", "12,345,678,901"),
        ("-1.5", "-1.5"),
    ],
)
def test_numbers_are_shown_to_their_last_digit(number, shown):
    with override("zh-hans"):
        assert number_text(Decimal(number)) == shown


def test_figures_carry_bound_and_unit():
    with override("zh-hans"):
        assert amount_text(Decimal(2000), None, "家", Bound.OVER) == "超2,000家"
        assert amount_text(Decimal(3), Decimal(5), "%", Bound.EXACT) == "3–5%"
    with override("en"):
        assert amount_text(Decimal(10) ** 9, None, "元", Bound.NEARLY) == "nearly 1 billion CNY"


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        ("2022", "2022年"),
        ("2023-Q1", "2023年一季度"),
        ("2024-01/2024-05", "2024年1月 – 2024年5月"),
        ("by:2026", "到2026年"),
        ("asof:2023", "2023年底"),
        ("asof:2023-06-30", "截至2023年6月30日"),
        (None, "未写时期"),
    ],
)
def test_periods_are_put_into_words(period, shown):
    with override("zh-hans"):
        assert period_text(period) == shown


def test_comparisons_are_put_into_words():
    with override("zh-hans"):
        assert compare_text("yoy") == "同比"
        assert compare_text("since:2019") == "自2019年以来"
        assert compare_text("全国") == "全国"
        assert compare_text(None) == ""
