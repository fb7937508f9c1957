import datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.contracts.dates import read_date, read_year

TODAY = datetime.date(2026, 3, 1)


def date_of(text: str | None, *, may_be_open: bool = False):
    reading = read_date(pl.Series([text], dtype=pl.String), today=TODAY, may_be_open=may_be_open)
    return reading.faults[0] or reading.values[0]


def year_of(text: str | None):
    reading = read_year(pl.Series([text], dtype=pl.String), today=TODAY)
    return reading.faults[0] or reading.values[0]


@pytest.mark.parametrize(
    "text",
    ["2023-01-05", "2023-01-05 00:00:00", "2023/1/5", "2023.1.5", "20230105", "2023年1月5日", "２０２３年０１月０５日",
     "2023 年 1 月 5 日", "44931", "44931.5", "2023-01-05T10:30:00", "2023年1月5日 12:30", "20230105103000",
     "2023、1、5", "2023-01-04T16:00:00.000Z", "2023\\1\\5", '="2023-01-05"'],
)  # fmt: skip
def test_spellings_of_one_day_are_one_day(text: str) -> None:
    assert date_of(text) == datetime.date(2023, 1, 5)


@pytest.mark.parametrize(
    ("text", "code"),
    [("2023-02-30", "not_a_date"), ("2023-13-01", "not_a_date"), ("昨天", "not_a_date"), ("23-1-5", "incomplete_date"),
     ("2023年5月", "incomplete_date"), ("2023", "incomplete_date"), ("202305", "incomplete_date"), ("5月3日", "incomplete_date"),
     ("1/5/2023", "ambiguous_date"), ("05.01.23", "ambiguous_date"), ("2031-01-01", "date_out_of_range"), ("1850-01-01", "date_out_of_range"),
     ("99999", "not_a_date"), ("长期", "not_a_date"), ("#VALUE!", "error_cell"), ("=TODAY()", "formula")],
)  # fmt: skip
def test_what_is_no_full_date_is_a_fault(text: str, code: str) -> None:
    assert date_of(text) == code


@pytest.mark.parametrize(
    "text", [None, "", "—", "无", "0000-00-00", "1900-01-01", "1899-12-30 00:00:00", "1900/1/0"]
)
def test_placeholders_are_missing(text: str | None) -> None:
    assert date_of(text) is None


def test_the_end_of_a_period_may_be_far_or_open() -> None:
    assert date_of("2031-01-01", may_be_open=True) == datetime.date(2031, 1, 1)
    assert date_of("长期有效", may_be_open=True) is None
    assert date_of("9999-12-31", may_be_open=True) is None


@pytest.mark.parametrize(
    "text",
    ["2023", "2023年", "2023年度", "２０２３", "FY2023", "2023.0", "2023 年", "2023-12-31", "2023-01-01 00:00:00",
     "202312", "2023年1-12月", "2023年12月", "2023年末", "2023-01-01至2023-12-31", "2023年1月1日-2023年12月31日"],
)  # fmt: skip
def test_spellings_of_one_year_are_one_year(text: str) -> None:
    assert year_of(text) == 2023


@pytest.mark.parametrize(
    ("text", "code"),
    [("2023年上半年", "part_of_year"), ("2023年1-6月", "part_of_year"), ("202306", "part_of_year"), ("2023-06-30", "part_of_year"),
     ("2023Q1", "part_of_year"), ("2023年第三季度", "part_of_year"), ("23年", "not_a_year"), ("去年", "not_a_year"), ("1948", "year_out_of_range"), ("2028", "year_out_of_range")],
)  # fmt: skip
def test_what_is_no_full_year_is_a_fault(text: str, code: str) -> None:
    assert year_of(text) == code


@given(
    st.dates(datetime.date(1928, 1, 1), TODAY),
    st.sampled_from(
        [
            "%Y-%m-%d",
            "%Y/%m/%d",
            "%Y年%m月%d日",
            "%Y.%m.%d",
            "%Y%m%d",
            "%Y-%m-%d 00:00:00",
            "serial",
        ]
    ),
)
def test_a_day_survives_every_spelling(day: datetime.date, spelling: str) -> None:
    text = (
        str((day - datetime.date(1899, 12, 30)).days)
        if spelling == "serial"
        else day.strftime(spelling)
    )
    assert date_of(text) == day


@given(
    st.lists(
        st.one_of(st.text(max_size=20), st.text("0123456789-/.年月日: T", max_size=16)), max_size=30
    )
)
def test_no_text_makes_dates_or_years_raise(texts: list[str]) -> None:
    cells = pl.Series(texts, dtype=pl.String)
    for reading in (read_date(cells, today=TODAY, may_be_open=True), read_year(cells, today=TODAY)):
        assert reading.values.len() == len(texts)
        assert not (reading.values.is_not_null() & reading.faults.is_not_null()).any()
