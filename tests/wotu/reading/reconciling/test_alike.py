"""What counts as the same subject, metric and period, and how exactly a figure is written."""

from __future__ import annotations

import doctest
from fractions import Fraction

import pytest

from tests.wotu.reading.reconciling.statement_maker import statement
from wotu.reading.claim import Bound, ClaimKind
from wotu.reading.indicators import shipped_indicators
from wotu.reading.reconciling import alike, findings, metrics, subjects, written
from wotu.reading.reconciling.alike import key_of, period_key
from wotu.reading.reconciling.metrics import metric_reader
from wotu.reading.reconciling.subjects import subject_of
from wotu.reading.reconciling.written import true_values, written_step

READ = metric_reader(shipped_indicators())


@pytest.mark.parametrize("module", [alike, findings, metrics, subjects, written])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("苏州", "苏州市"),
        ("苏州", "江苏省苏州市"),
        ("苏州工业园区", "江苏省苏州工业园区"),
        ("昆山高新区", "江苏昆山国家高新技术产业开发区"),
        ("吴江区", "苏州市吴江区"),
        ("浦东新区", "上海市浦东新区"),
        ("延边州", "延边朝鲜族自治州"),
    ],
)
def test_writings_of_one_place_are_one_subject(one, other):
    assert subject_of(one) == subject_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("苏州", "苏州工业园区"),
        ("苏州高新区", "苏州工业园区"),
        ("长沙", "长沙县"),
        ("吉林", "吉林市"),
        ("南京市鼓楼区", "福州市鼓楼区"),
        ("鼓楼区", "南京市鼓楼区"),
        ("昆山", "昆山高新区"),
        ("合肥高新区", "合肥经开区"),
    ],
)
def test_a_zone_or_namesake_is_another_subject(one, other):
    assert subject_of(one) != subject_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("规上工业总产值", "规模以上工业总产值"),
        ("GDP", "地区生产总值"),
        ("GDP", "生产总值"),
        ("高企", "高新技术企业"),
        ("有效高新技术企业总数", "高新技术企业"),
        ("全社会研发投入占GDP比重", "研发投入强度"),
        ("高新技术产业产值占规上工业总产值的比重", "高新技术产业产值占规模以上工业总产值比重"),
        ("生物医药产业的产值", "生物医药产业产值"),
    ],
)
def test_names_of_one_metric_are_one(one, other):
    assert READ(one, False, False).key == READ(other, False, False).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("发明专利", "高价值发明专利"),
        ("地区生产总值", "人均地区生产总值"),
        ("高新技术企业", "新增高新技术企业"),
        ("进口总额", "出口总额"),
        ("国家级专精特新小巨人企业", "省级专精特新中小企业"),
    ],
)
def test_near_names_are_different_metrics(one, other):
    assert READ(one, False, False).key != READ(other, False, False).key


def test_growth_named_in_the_metric_is_the_change_of_what_grows():
    one = statement(
        "a", "4%", "4", unit="%", kind=ClaimKind.CHANGE_PCT, metric="GDP", compare="yoy"
    )
    other = statement("b", "4%", "4", unit="%", metric="地区生产总值增速")
    assert key_of(one, READ)[0] == key_of(other, READ)[0]


def test_net_growth_and_new_ones_are_different_things():
    net = statement("a", "122家", "122", kind=ClaimKind.CHANGE_ABS, metric="高新技术企业净增")
    new = statement("b", "122家", "122", kind=ClaimKind.CHANGE_ABS, metric="新增高新技术企业")
    assert key_of(net, READ)[0] != key_of(new, READ)[0]


def test_a_field_written_with_the_place_belongs_to_the_metric():
    one = statement("a", "5家", "5", subject="苏州电子信息产业", metric="上市企业")
    other = statement("b", "5家", "5", subject="苏州市", metric="电子信息产业上市公司")
    assert key_of(one, READ)[0] == key_of(other, READ)[0]


def test_statements_without_period_meet_in_the_month_of_publication_only():
    assert period_key(None) is None
    undated = [statement(name, "5家", "5", period=None) for name in "ab"]
    assert key_of(undated[0], READ)[0] != key_of(undated[1], READ)[0]


@pytest.mark.parametrize(
    ("quote", "figure", "step"),
    [
        ("4.36万亿元", "4360000000000", 10**10),
        ("23958.3亿元", "2395830000000", 10**7),
        ("近3.5万名", "35000", 1000),
        ("3686\n亿元", "368600000000", 10**8),
        ("2,000家", "2000", 1),
        ("两家", "2", 1),
        ("千亿级", "100000000000", 10**11),
        ("2000 亿 元", "200000000000", 10**8),
    ],
)
def test_the_last_digit_written_says_how_exact_a_figure_is(quote, figure, step):
    assert written_step(statement("a", quote, figure).claim) == step


def test_a_decline_of_over_five_per_cent_is_lower():
    claim = statement("a", "超5%", "-5", unit="%", bound=Bound.OVER).claim
    values = true_values(claim, Fraction(1))
    assert (values.low, values.high) == (-6, -5)
