"""Arithmetic of one document: what cannot be, and what only looks odd."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared_data import shared_path
from tests.wotu.reading.reconciling.statement_maker import claim_in
from wotu.reading.claim import Bound, ClaimKind
from wotu.reading.intake import open_document
from wotu.reading.read import read_claims
from wotu.reading.reconciling.arithmetic import FindingKind, Severity, check_arithmetic

GROWTH = {"unit": "%", "kind": ClaimKind.CHANGE_PCT, "compare": "yoy"}
SHARE = {"unit": "%", "kind": ClaimKind.SHARE}


def kinds(text, *claims):
    return [found.kind for found in check_arithmetic(claims, text)]


def test_no_whole_number_grows_to_811_by_the_written_rate():
    text = "新增企业811家，增长129.35%。"
    claims = [claim_in(text, "811家", "811"), claim_in(text, "129.35%", "129.35", **GROWTH)]
    (found,) = check_arithmetic(claims, text)
    assert (found.kind, found.severity) == (FindingKind.GROWTH, Severity.IMPOSSIBLE)
    assert "353.61" in found.words.zh
    assert "353→129.75%，354→129.10%" in found.words.zh
    assert found.claims == tuple(claims)


def test_growth_to_one_decimal_leaves_room_for_a_whole_number():
    text = "新增企业811家，增长129.1%。"
    assert (
        kinds(text, claim_in(text, "811家", "811"), claim_in(text, "129.1%", "129.1", **GROWTH))
        == []
    )


@given(st.integers(1, 20_000), st.integers(1, 40_000), st.integers(0, 2))
def test_growth_that_was_worked_out_from_whole_numbers_is_never_found(before, now, places):
    rate = Fraction(now - before, before) * 100
    shown = f"{float(round(rate, places)):.{places}f}"
    change = "下降" if shown.startswith("-") else "增长"
    quote = shown.lstrip("-") + "%"
    text = f"现有企业{now}家，{change}{quote}。"
    claims = [claim_in(text, f"{now}家", str(now)), claim_in(text, quote, shown, **GROWTH)]
    assert kinds(text, *claims) == []


def test_restated_growth_is_left_alone():
    text = "新增企业811家，按可比口径增长129.35%。"
    claims = claim_in(text, "811家", "811"), claim_in(text, "129.35%", "129.35", **GROWTH)
    assert kinds(text, *claims) == []


@pytest.mark.shared
def test_the_article_states_a_share_of_no_whole_number():
    document = open_document(shared_path("docs", "000.txt"))
    found = check_arithmetic(read_claims(document), document.text)
    assert [(one.kind, one.claims[0].quote) for one in found] == [(FindingKind.WHOLE, "1037家")]


def test_a_share_that_some_whole_number_has_is_fine():
    text = "高企1037家，占昆山全市37.8%。"
    claims = claim_in(text, "1037家", "1037"), claim_in(text, "37.8%", "37.8", **SHARE)
    assert kinds(text, *claims) == []


def test_a_part_is_no_larger_than_its_whole():
    text = "获批件26张，其中1类新药27张。"
    claims = claim_in(text, "26张", "26", unit="张"), claim_in(text, "27张", "27", unit="张", metric="1类新药")  # fmt: skip
    assert kinds(text, *claims) == [FindingKind.PART]


def test_parts_over_their_whole_are_doubtful():
    text = "有企业100家，其中高企70家、上市企业40家。"
    claims = [
        claim_in(text, "100家", "100", metric="企业"),
        claim_in(text, "70家", "70", metric="高企"),
        claim_in(text, "40家", "40", metric="上市企业"),
    ]
    (found,) = check_arithmetic(claims, text)
    assert (found.kind, found.severity) == (FindingKind.SUM, Severity.DOUBTFUL)


@pytest.mark.parametrize(("last", "expected"), [("49.6", []), ("47.6", [FindingKind.SHARE])])
def test_a_ratio_of_industries_is_a_hundred(last, expected):
    text = f"三次产业结构为2.4∶48.0∶{last}。"
    claims = [
        claim_in(text, quote, quote, metric=f"{name}占比", **SHARE)
        for name, quote in (("一产", "2.4"), ("二产", "48.0"), ("三产", last))
    ]
    assert kinds(text, *claims) == expected


def test_a_share_is_no_more_than_everything():
    text = "高新技术产业产值占比重达104.8%。"
    claim = claim_in(text, "104.8%", "104.8", metric="高新技术产业产值占比重", **SHARE)
    assert kinds(text, claim) == [FindingKind.SHARE]


@pytest.mark.parametrize(
    ("third", "expected"), [("11803.4亿元", []), ("11903.4亿元", [FindingKind.SUM])]
)
def test_product_is_the_sum_of_its_industries(third, expected):
    text = f"生产总值23958.3亿元。一产192.7亿元。二产11962.2亿元。三产{third}。"
    figures = (
        ("23958.3亿元", "2.39583e12", "GDP"),
        ("192.7亿元", "1.927e10", "第一产业增加值"),
        ("11962.2亿元", "1.19622e12", "第二产业增加值"),
        (third, f"{third[:-2]}e8", "第三产业增加值"),
    )
    claims = [claim_in(text, q, f, unit="元", metric=m) for q, f, m in figures]
    assert kinds(text, *claims) == expected


@pytest.mark.parametrize(("net", "expected"), [("350家", []), ("450家", [FindingKind.NET])])
def test_net_increase_is_the_difference_of_the_levels(net, expected):
    text = f"2022年末2150家。2023年末2500家，净增{net}。"
    claims = [
        claim_in(text, "2150家", "2150", period="2022"),
        claim_in(text, "2500家", "2500", period="asof:2023"),
        claim_in(text, net, net[:-1], kind=ClaimKind.CHANGE_ABS, metric="高新技术企业净增"),
    ]
    assert kinds(text, *claims) == expected


def test_a_better_rank_with_a_smaller_figure_is_doubtful():
    text = "苏州180亿元，第二。无锡190亿元，第三。"
    rank = {"unit": "位", "kind": ClaimKind.RANK, "metric": "GDP", "compare": "全国"}
    money = {"unit": "元", "metric": "GDP"}
    claims = [
        claim_in(text, "180亿元", "1.8e10", **money),
        claim_in(text, "第二", "2", **rank),
        claim_in(text, "190亿元", "1.9e10", subject="无锡", **money),
        claim_in(text, "第三", "3", subject="无锡", **rank),
    ]
    assert kinds(text, *claims) == [FindingKind.RANK]


def test_part_of_a_year_has_no_more_than_the_year():
    text = "一季度进出口300亿元。全年进出口280亿元。"
    claims = [
        claim_in(text, "300亿元", "3e10", unit="元", metric="进出口", period="2023-Q1"),
        claim_in(text, "280亿元", "2.8e10", unit="元", metric="进出口", period="2023"),
    ]
    assert kinds(text, *claims) == [FindingKind.PERIOD]


def test_a_period_that_ends_before_it_begins_is_found():
    text = "累计引进30家。"
    assert kinds(text, claim_in(text, "30家", "30", period="2024/2019")) == [FindingKind.PERIOD]


def test_one_figure_given_twice_differently_is_found():
    text = "全市有高企1037家。截至年底高企达1073家。"
    claims = claim_in(text, "1037家", "1037"), claim_in(text, "1073家", "1073")
    (found,) = check_arithmetic(claims, text)
    assert (found.kind, found.severity) == (FindingKind.TWICE, Severity.IMPOSSIBLE)


def test_figures_of_one_sentence_are_of_two_times():
    text = "城乡居民收入比为1.69，上年为1.72。"
    ratio = {"unit": ":1", "kind": ClaimKind.RATIO, "metric": "城乡居民收入比"}
    assert (
        kinds(
            text, claim_in(text, "1.69", "1.69", **ratio), claim_in(text, "1.72", "1.72", **ratio)
        )
        == []
    )


def test_about_and_exact_in_one_text_are_fine():
    text = "全市有高企超1000家。截至年底高企达1073家。"
    claims = [
        claim_in(text, "超1000家", "1000", bound=Bound.OVER),
        claim_in(text, "1073家", "1073"),
    ]
    assert kinds(text, *claims) == []
