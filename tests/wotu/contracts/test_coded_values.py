import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pack_sets import pack_set
from wotu.contracts.coded_values import CodeReader
from wotu.packs.loader import PackSet


@pytest.fixture(scope="module")
def readers(packs: PackSet) -> dict[str, CodeReader]:
    return {name: CodeReader(codes) for name, codes in packs.code_lists.items()}


def one(reader: CodeReader, text: str):
    reading = reader.read(pl.Series([text], dtype=pl.String))
    return reading.faults[0] or reading.values[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [("C39 计算机、通信和其他电子设备制造业", "39"), ("C39", "39"), ("39", "39"), ("3911", "3911"), ("C3911", "3911"), ("3920", "392"),
     ("[I65]软件和信息技术服务业", "65"), ("软件和信息技术服务", "65"), ("计算机、通信和其他电子设备制造业(39)", "39"), ("制造业/汽车制造业", "36"),
     ("制造业", "C"), ("c", "C"), ("A 农、林、牧、渔业", "A"), ("0111", "0111"), ("６５１０", "651")],
)  # fmt: skip
def test_industries_as_bureaus_write_them(readers, text: str, code: str) -> None:
    assert one(readers["gbt4754_2017"], text) == code


@pytest.mark.parametrize("text", ["C65软件", "胡说八道", "39 农业", "B超设备", "9999"])
def test_what_contradicts_itself_is_unknown(readers, text: str) -> None:
    assert one(readers["gbt4754_2017"], text) == "unknown_code"


@pytest.mark.parametrize(
    ("text", "code"),
    [("苏州市虎丘区", "320505"), ("江苏省苏州市虎丘区", "320505"), ("江苏省/苏州市/虎丘区", "320505"), ("320505", "320505"),
     ("320505001000", "320505"), ("苏州", "320500"), ("朝阳区", "ambiguous_code"), ("—", None), ("不详", None)],
)  # fmt: skip
def test_divisions(readers, text: str, code: str | None) -> None:
    assert one(readers["divisions"], text) == code


def test_none_is_a_grade_where_the_list_has_it(readers) -> None:
    assert one(readers["expert_grades"], "无") == "E"
    assert one(readers["expert_grades"], "A 高") == "A"
    assert one(readers["levels"], "无") is None


def test_the_name_that_was_meant_is_offered(readers) -> None:
    assert readers["certificate_kinds"].likely_name("高新技木企业") == "高新技术企业"
    assert readers["certificate_kinds"].likely_name("咖啡") is None


READER = CodeReader(pack_set("cn").code_lists["gbt4754_2017"])


@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=20))
def test_no_text_makes_codes_raise(texts: list[str | None]) -> None:
    reading = READER.read(pl.Series(texts, dtype=pl.String))
    assert reading.values.len() == len(texts)
    assert reading.values.drop_nulls().is_in(list(READER.codes.labels)).all()


def test_an_unlisted_authority_lies_in_its_city_or_province(packs):
    reading = CodeReader(packs.code_lists["divisions"]).read(
        pl.Series(["320594", "320602", "641100", "999999"])
    )
    assert reading.values.to_list() == ["320576", "320600", "640000", None]
    assert reading.faults.to_list() == [None, None, None, "unknown_code"]


def test_a_place_is_never_the_broader_one_that_holds_it(packs):
    reading = CodeReader(packs.code_lists["divisions"], names_subject=True).read(
        pl.Series(["320594", "320602", "320505001000", "320505000000", "320505"])
    )
    assert reading.values.to_list() == ["320576", None, None, "320505", "320505"]
    assert reading.faults.to_list() == [None, "unknown_code", "unknown_code", None, None]
