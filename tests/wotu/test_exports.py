from datetime import date
from decimal import Decimal

import openpyxl
import polars as pl
import pytest

from wotu.exports import FORMULA_STARTS, safe_cell, write_sheets


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_text_that_begins_like_a_formula_is_made_plain_text(start):
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["  =1+1", "\u3000＝1", "\t@SUM(A1)"])
def test_spaces_do_not_hide_a_formula(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "沃土", "a=b", "91320505MA1WTU01KU", "1-2", "'=1"])
def test_other_text_is_left_as_it_is(text):
    assert safe_cell(text) == text


@pytest.mark.parametrize("value", [None, -5, -0.5, Decimal("-12.3"), True, date(2026, 3, 1)])
def test_what_is_no_text_is_left_as_it_is(value):
    assert safe_cell(value) is value


def test_a_negative_number_written_as_text_is_kept_as_text():
    assert safe_cell("-5") == "'-5"


def test_sheets_of_a_workbook_hold_texts_and_no_formulas(tmp_path):
    path = tmp_path / "book.xlsx"
    write_sheets({"一": pl.DataFrame({"a": ["=1+1", None]}), "二": pl.DataFrame({"b": [1]})}, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["一", "二"]
    assert (book["一"]["A2"].value, book["一"]["A2"].data_type) == ("=1+1", "s")
    assert [item.name for item in tmp_path.iterdir()] == ["book.xlsx"]
