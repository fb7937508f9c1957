"""Each class of difference, by figures as papers print them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.wotu.reading.reconciling.statement_maker import statement
from wotu.reading.claim import Bound, ClaimKind
from wotu.reading.reconciling.reconcile import reconcile
from wotu.reading.reconciling.statements import Difference

FEB, OCT = dt.date(2024, 2, 1), dt.date(2024, 10, 1)
PCT = {"unit": "%", "kind": ClaimKind.SHARE, "metric": "研发投入强度"}
MONEY = {"unit": "元", "metric": "GDP"}
OUTPUT = {"unit": "元", "metric": "规上工业总产值"}
RANK = {"unit": "位", "kind": ClaimKind.RANK, "metric": "GDP", "compare": "全国"}
GOAL = {"unit": "元", "kind": ClaimKind.TARGET, "metric": "光电产业产值", "period": "by:2025"}
GROWTH = {"unit": "%", "kind": ClaimKind.CHANGE_PCT, "metric": "GDP", "compare": "yoy"}


def difference(one, other, **fields):
    """The class of two statements, each (quote, figure[, own fields])."""
    made = [
        statement(name, quote, figure, **{**fields, **(own[0] if own else {})})
        for name, (quote, figure, *own) in (("a", one), ("b", other))
    ]
    items = reconcile(made)
    assert len(items) == 1
    assert items[0].explanation.zh
    return items[0].difference


@pytest.mark.parametrize(
    ("one", "other", "fields", "expected"),
    [
        (("4.36万亿元", "4.36e12"), ("43600亿元", "4.36e12"), OUTPUT, Difference.SAME),
        (("4.36万亿元", "4.36e12"), ("43600.5亿元", "4.36005e12"), OUTPUT, Difference.ROUNDING),
        (("4%", "4"), ("4.1%", "4.1"), GROWTH, Difference.ROUNDING),
        (("4%", "4"), ("4.6%", "4.6"), GROWTH, Difference.CONFLICT),
        (("4.36万亿元", "4.36e12"), ("43680亿元", "4.368e12"), OUTPUT, Difference.CONFLICT),
        (("超2000家", "2000", {"bound": Bound.OVER}), ("2013家", "2013"), {}, Difference.BOUND),
        (("超2000家", "2000", {"bound": Bound.OVER}), ("1980家", "1980"), {}, Difference.CONFLICT),
        (("近2500家", "2500", {"bound": Bound.NEARLY}), ("2462家", "2462"), {}, Difference.BOUND),
        (("近2500家", "2500", {"bound": Bound.NEARLY}), ("2562家", "2562"), {}, Difference.CONFLICT),
        (("约1.2万家", "12000", {"bound": Bound.ABOUT}), ("12310家", "12310"), {}, Difference.BOUND),
        (("前四位", "4", {"bound": Bound.UP_TO}), ("3位", "3"), RANK, Difference.BOUND),
        (("前四位", "4", {"bound": Bound.UP_TO}), ("5位", "5"), RANK, Difference.CONFLICT),
        (("6位", "6"), ("7位", "7"), RANK, Difference.CONFLICT),
        (("1.34万家", "13400"), ("1.34家", "1.34"), {}, Difference.UNIT),
        (("411.1亿元", "4.111e10"), ("411.1元", "411.1"), MONEY, Difference.UNIT),
        (("5.16%", "5.16"), ("0.0516%", "0.0516"), PCT, Difference.UNIT),
        (("5%", "5"), ("5百分点", "5", {"unit": "百分点"}), PCT, Difference.UNIT),
        (
            ("35.2亿美元", "3.52e9", {"unit": "美元"}),
            ("250亿元", "2.5e10"),
            {"metric": "实际使用外资", "unit": "元"},
            Difference.UNIT,
        ),
        (
            ("35.2亿美元", "3.52e9", {"unit": "美元"}),
            ("35.2亿元", "3.52e9"),
            {"metric": "实际使用外资", "unit": "元"},
            Difference.CONFLICT,
        ),
        (
            ("5.1万亿元", "5.1e12", {"metric": "工业总产值"}),
            ("4.36万亿元", "4.36e12"),
            OUTPUT,
            Difference.SCOPE,
        ),
        (
            ("411.1亿元", "4.111e10"),
            ("380.2亿元", "3.802e10", {"after": "（不含昆山）。"}),
            MONEY,
            Difference.SCOPE,
        ),
        (
            ("23958.3亿元", "2.39583e12", {"published": FEB, "before": "初步核算，苏州"}),
            ("24235.6亿元", "2.42356e12", {"published": OCT}),
            MONEY,
            Difference.VINTAGE,
        ),
        (
            ("23958.3亿元", "2.39583e12", {"published": FEB}),
            ("24102.5亿元", "2.41025e12", {"published": OCT}),
            MONEY,
            Difference.VINTAGE,
        ),
        (
            ("23958.3亿元", "2.39583e12", {"published": FEB}),
            ("24102.5亿元", "2.41025e12", {"published": FEB}),
            MONEY,
            Difference.CONFLICT,
        ),
        (("2000亿元", "2e11", {"bound": Bound.OVER}), ("3000亿元", "3e11"), GOAL, Difference.CONFLICT),
        (("突破2000亿元", "2e11", {"bound": Bound.OVER}), ("2000亿元", "2e11"), GOAL, Difference.SAME),
    ],
)  # fmt: skip
def test_class_of_two_figures(one, other, fields, expected):
    assert difference(one, other, **fields) is expected
    assert difference(other, one, **fields) is expected


def test_words_beside_the_figure_are_no_extent():
    one = ("1037家", "1037", {"before": "规上工业增加值增长7%，园区高企"})
    assert difference(one, ("1100家", "1100")) is Difference.CONFLICT


def test_a_sum_of_many_digits_stays_exact():
    assert difference(("0.1%", "0.1"), ("0.10%", "0.10"), **PCT) is Difference.SAME
