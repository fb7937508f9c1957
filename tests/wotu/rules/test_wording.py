from fractions import Fraction

import pytest

from tests.wotu.rules.test_explain import DAY, nothing_known, rd_row
from wotu.packs.schema import Label
from wotu.rules.explain import MissingInput, Shortfall, explain
from wotu.rules.inputs import NamedInput, YearInput
from wotu.rules.wording import (
    explanation_json,
    judged_text,
    missing_text,
    short_text,
    shortfall_text,
    summary,
    threshold_text,
    value_text,
    words_of,
)

MORE = Shortfall(
    Fraction(400_000), "cny", Label(zh="近三年研发费用合计", en="R&D over three years")
)


@pytest.mark.parametrize(
    ("unit", "margin", "sense", "zh", "en"),
    [
        ("share", Fraction(-4, 1000), 1, "差0.4个百分点", "0.4 percentage points short"),
        ("points", Fraction(-2), 1, "差2分", "2 points short"),
        ("count", Fraction(-5), -1, "超出5", "5 over"),
        (
            "points",
            Fraction(0),
            1,
            "恰在界线上，须越过",
            "exactly on the line, which must be passed",
        ),
    ],
)
def test_how_far_is_said_on_the_side_it_falls(unit, margin, sense, zh, en):
    assert short_text(unit, margin, sense, None, "zh") == zh
    assert short_text(unit, margin, sense, None, "en") == en


def test_a_gap_too_small_for_one_decimal_is_never_said_to_be_none():
    text = short_text("share", Fraction(-1, 100_000), 1, None, "zh")
    assert text == "差0.001个百分点"


def test_a_class_has_no_distance():
    assert short_text("class", Fraction(-1), 1, None, "zh") is None


def test_what_would_do_stands_behind_what_is_short():
    assert short_text("share", Fraction(-8, 1000), 1, MORE, "zh") == (
        "差0.8个百分点，近三年研发费用合计需增加40万元"
    )
    assert "400 thousand CNY more" in short_text("share", Fraction(-8, 1000), 1, MORE, "en")


@pytest.fixture
def explanation(national_rules, packs):
    rule = national_rules["cn.hnte"]
    return explain(rule, packs.contracts, rd_row(rule, (5000,) * 3, (249,) * 3), DAY)


def test_value_and_threshold_are_told_apart_however_near(explanation):
    reason = next(one for one in explanation.all_conditions() if one.id == "rd_intensity")
    assert value_text(reason, "zh") == "4.98%"
    assert threshold_text(reason, "zh") == "≥5.0%"
    assert shortfall_text(reason, "zh").startswith("差0.02个百分点")


def test_one_sentence_says_the_whole(explanation, national_rules, packs):
    assert summary(explanation, "zh").startswith("还差一项：研发费用占比；另有")
    assert "Not met: " in summary(explanation, "en")
    rule = national_rules["cn.hnte"]
    unknown = explain(rule, packs.contracts, nothing_known(rule), DAY)
    assert summary(unknown, "zh").startswith("补齐") and "help decide" in summary(unknown, "en")


def test_a_missing_fact_is_named_with_its_bureau(explanation):
    said = {missing_text(one, "zh") for one in explanation.missing}
    assert "2025年科技人员数（人社局）" in said


def test_the_data_says_the_same_as_the_words(explanation):
    data = explanation_json(explanation)
    assert data["verdict"] == "not_met" and words_of(explanation.verdict, "zh") == "不符合"
    conditions = {one["id"]: one for one in data["conditions"]}
    assert conditions["rd_intensity"]["shortfall"]["amount"] == 3
    assert conditions["sci_tech_staff_10pct"]["verdict"] == "unknown"


def judged(label, year):
    item = YearInput("firm_review", label, 0)
    named = NamedInput(item, Label(zh=label, en=label), Label(zh="专家", en="experts"), year)
    return MissingInput(label, named, True)


def test_what_experts_judge_names_each_year_once():
    items = [judged("甲", 2026), judged("乙", 2026), judged("甲", 2026), judged("丙", 2025)]
    assert judged_text(items, "zh") == "甲、乙（2026年）；丙（2025年）"
    assert judged_text(items, "en") == "甲, 乙 (2026); 丙 (2025)"
    assert judged_text([judged("甲", None)], "zh") == "甲"
    assert judged_text([], "zh") == ""
