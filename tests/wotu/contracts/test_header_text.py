import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.contracts.header_text import parse_header, unit_of_note, year_of_title


@pytest.mark.parametrize(
    "text",
    ["营业收入（万元）", "营业收入(万元)", "营业收入 万元", "营业收入\n（万元）", "营业收入/万元", "营业收入[万元]", "营业收入【单位：万元】",
     "营业收入（单位：万元）", "营业收入_万元", "营业收入万元", "营业收入（不含税，万元）", "1.营业收入（万元）", "（一）营业收入（万元）",
     "其中：营业收入（万元）", "★营业收入 （ 万元 ）", "一、营业收入（万元）", "营业收入（万 元）"],
)  # fmt: skip
def test_name_and_unit_in_every_spelling(text: str) -> None:
    parsed = parse_header(text)
    assert (parsed.key, parsed.unit, parsed.year) == ("营业收入", "万元", None)


@pytest.mark.parametrize(
    "text",
    [
        "2023年营业收入",
        "营业收入2023年",
        "营业收入（2023年）",
        "2023年度营业收入",
        "营业收入_2023",
        "FY2023 营业收入",
        "２０２３年营业收入",
        "2023年1-12月营业收入",
    ],
)
def test_name_and_year_in_every_spelling(text: str) -> None:
    parsed = parse_header(text)
    assert (parsed.key, parsed.year) == ("营业收入", 2023)


def test_year_end_stays_part_of_the_name() -> None:
    assert parse_header("2023年末从业人员").key == "年末从业人员"


def test_a_period_of_years_is_no_year() -> None:
    assert parse_header("2021-2023年研发费用").year is None
    assert parse_header("2021-2023年研发费用").years_between


@pytest.mark.parametrize(
    "text",
    ["营业收入同比增长（%）", "上年营业收入", "研发费用占比", "1-6月营业收入", "营业收入计划"],
)
def test_words_that_make_another_figure(text: str) -> None:
    assert parse_header(text).changes_meaning


def test_remarks_in_brackets_can_be_dropped() -> None:
    parsed = parse_header("统一社会信用代码（18位）")
    assert (parsed.key, parsed.bare_key) == ("统一社会信用代码18位", "统一社会信用代码")


def test_units_and_years_alone() -> None:
    assert parse_header("万元").is_unit and parse_header("（人）").is_unit
    assert parse_header("2023年").is_year and not parse_header("单位").is_unit


def test_notes_on_units() -> None:
    assert unit_of_note("单位：万元") == unit_of_note("（金额单位: 万元）") == "万元"
    assert unit_of_note("填报单位：科技局") is None
    assert unit_of_note("单位名称") is None


def test_titles_speak_of_one_year_or_none() -> None:
    assert year_of_title("2023年度高新区企业统计表") == 2023
    assert year_of_title("企业统计_2023.xlsx") == 2023
    assert year_of_title("2022、2023年对比") is None
    assert year_of_title("名单20230105") is None


@given(st.text(max_size=40))
def test_any_text_is_parsed(text: str) -> None:
    parsed = parse_header(text)
    assert parsed.year is None or 1900 <= parsed.year < 2100
