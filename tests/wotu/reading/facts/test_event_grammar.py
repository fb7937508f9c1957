import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared_data import shared_path
from wotu.reading.claim import Bound
from wotu.reading.document import Document
from wotu.reading.facts.event_grammar import find_events

DAY = dt.date(2024, 10, 15)


def events(text):
    return find_events(Document("text", text, DAY))


def told(text):
    return [(one.kind, one.firm, one.product, one.period) for one in events(text)]


FIRM = "苏州信达生物医药有限公司"


@pytest.mark.parametrize(
    ("sentence", "kind", "product", "period"),
    [
        ("自主研发的信迪利单抗注射液于2018年12月获批上市。", "product_approval", "信迪利单抗注射液", "2018-12"),
        ("研发的“注射笔”今年8月获国家药监局批准上市。", "product_approval", "注射笔", "2024-08"),
        ("的重组疫苗去年获得国家药监局临床试验批件。", "trial_approval", "重组疫苗", "2023"),
        ("研制的导管2022年10月取得第三类医疗器械注册证。", "device_registration", "导管", "2022-10"),
        ("今年3月完成5亿元C轮融资。", "financing", "C轮", "2024-03"),
        ("2018年10月31日在港交所主板挂牌上市。", "listing", "港交所", "2018-10-31"),
        ("2024年7月入选国家级专精特新“小巨人”企业。", "award", "国家级专精特新“小巨人”企业", "2024-07"),
        ("荣获国家科技进步二等奖。", "award", "国家科技进步二等奖", None),
    ],
)  # fmt: skip
def test_what_has_happened_is_an_event(sentence, kind, product, period):
    (event,) = events(FIRM + sentence)
    assert (event.kind, event.firm) == (kind, FIRM)
    assert (event.product, event.period) == (product, period)


@pytest.mark.parametrize(
    "sentence",
    [
        f"{FIRM}计划在科创板上市。",
        f"{FIRM}拟完成5亿元C轮融资。",
        f"{FIRM}的新药有望明年获批上市。",
        f"支持{FIRM}冲刺科创板上市。",
        f"据{FIRM}相关负责人介绍，园内企业累计已获得临床试验批件490张。",
        "园内企业累计已获得临床试验批件490张。",
        "知识产权质押融资超100亿元。",
        f"{FIRM}生产的电视机上市公司很多。",
        "",
    ],
)
def test_plans_hopes_and_the_doings_of_others_are_none(sentence):
    assert told(sentence) == []


def test_money_and_its_bound_come_from_the_round():
    (event,) = events(f"{FIRM}宣布完成近2亿美元B+轮融资，估值超过50亿元。")
    assert (event.amount, event.amount_unit) == (Decimal(200_000_000), "美元")
    assert (event.bound, event.product) == (Bound.NEARLY, "B+轮")


def test_a_firm_left_out_is_the_one_spoken_of_before():
    text = f"{FIRM}2011年成立。2018年10月，公司在港交所挂牌上市。\n\n在科创板上市的公司不少。"
    assert told(text) == [("listing", FIRM, "港交所", "2018-10")]


def test_spans_are_of_the_original_characters():
    text = "  今年 8\n月，苏州信达生物医药有限公\n\n司自主研发的注射笔获批\n上市。"
    (event,) = events(text)
    start, end = event.sentence
    assert "".join(text[event.start : event.end].split()) == "获批上市"
    assert start <= event.start < event.end <= end <= len(text)


@given(st.lists(st.sampled_from([FIRM, "获批上市", "，", "。", "\n", "完成", "亿元", "B轮", "融资", "拟", "3"]), max_size=30))  # fmt: skip
def test_every_event_lies_in_its_sentence(parts):
    text = "".join(parts)
    for event in events(text):
        assert 0 <= event.sentence[0] <= event.start < event.end <= event.sentence[1] <= len(text)


def test_cost_is_linear_in_the_length():
    text = (FIRM + "计划于" + "获得" * 2_000 + "。") * 10
    assert events(text) == []


@pytest.mark.shared
def test_the_events_of_the_bulletin_of_a_zone():
    text = shared_path("docs", "001.txt").read_text(encoding="utf-8")
    found = [(one.kind, one.firm, one.period) for one in events(text)]
    assert found == [
        ("product_approval", "苏州精微医疗科技有限公司", "2024-08"),
        ("product_approval", "苏州盛迪亚生物医药有限公司", "2024-08"),
        ("financing", "士泽生物医药（苏州）有限公司", None),
        ("financing", "士泽生物医药（苏州）有限公司", "2022/2024"),
        ("product_approval", "苏州中天医疗器械科技有限公司", "2022-10"),
    ]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["000", "002"])
def test_texts_without_events_have_none(name):
    assert events(shared_path("docs", f"{name}.txt").read_text(encoding="utf-8")) == []
