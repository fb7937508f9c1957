import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.contracts.words import read_boolean, read_name, read_text


def one(read, text: str | None):
    reading = read(pl.Series([text], dtype=pl.String))
    fault = reading.faults[0]
    return reading.values[0] if fault is None else fault


@pytest.mark.parametrize("text", ["是", "有", "√", "Y", "yes", "1", "1.0", "TRUE", "（是）", "已"])
def test_yes(text: str) -> None:
    assert one(read_boolean, text) is True


@pytest.mark.parametrize("text", ["否", "无", "×", "N", "0", "false", "没有"])
def test_no(text: str) -> None:
    assert one(read_boolean, text) is False


@pytest.mark.parametrize("text", [None, "", "—", "不详", "暂无", "N/A"])
def test_unknown_is_never_no(text: str | None) -> None:
    assert one(read_boolean, text) is None


def test_neither_yes_nor_no() -> None:
    assert one(read_boolean, "部分") == "not_a_boolean"


def test_text_is_cleaned_of_what_nobody_sees() -> None:
    assert one(read_text, " 软件\u200b开发；\r\n技术\x00服务\u3000") == "软件开发； 技术服务"
    assert one(read_text, '="00123"') == "00123"


def test_none_is_a_text_and_a_dash_is_not() -> None:
    assert one(read_text, "无") == "无"
    assert one(read_text, "—") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12345", "not_a_name"),
        ("甲", "not_a_name"),
        ("某" * 300, "not_a_name"),
        ("坏\ufffd公司", "damaged_text"),
        ("#NAME?", "error_cell"),
    ],
)
def test_what_is_no_name_is_a_fault(text: str, code: str) -> None:
    assert one(read_name, text) == code


def test_a_name_keeps_its_own_brackets() -> None:
    assert one(read_name, "苏州（中国）  有限公司 ") == "苏州（中国） 有限公司"


@given(st.lists(st.one_of(st.none(), st.text(max_size=20)), max_size=30))
def test_no_text_makes_words_raise(texts: list[str | None]) -> None:
    cells = pl.Series(texts, dtype=pl.String)
    for read in (read_text, read_name, read_boolean):
        reading = read(cells)
        assert not (reading.values.is_not_null() & reading.faults.is_not_null()).any()
