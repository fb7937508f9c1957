from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.contracts.numbers import read_number
from wotu.contracts.schema import Field, FieldType
from wotu.contracts.units_written import ONE, Factor, factor_of
from wotu.packs.schema import Label

WAN = Factor(10_000)


def field(kind: FieldType, **bounds: int) -> Field:
    return Field(label=Label(zh="数", en="number"), type=kind, **bounds)


def read(text: str | None, kind: FieldType = FieldType.MONEY, unit: Factor = ONE, **bounds: int):
    reading = read_number(pl.Series([text], dtype=pl.String), field(kind, **bounds), unit)
    return reading.faults[0] or reading.values[0]


@pytest.mark.parametrize(
    "text",
    ["1234567.89", "1,234,567.89", "1，234，567.89", "１２３４５６７.８９", "1 234 567.89", " 1234567.89\u3000",
     "¥1,234,567.89", "￥1234567.89元", "人民币1234567.89元", "1'234'567.89", "+1234567.89", "\u200b1234567.89",
     '="1234567.89"', "1.23456789E6", "123.456789万元", "123.456789万", "123.456789 万 元",
     "0.0123456789亿元", "1234.56789千元", "1234567.89（元）"],
)  # fmt: skip
def test_spellings_of_one_amount_are_one_amount(text: str) -> None:
    assert read(text) == Decimal("1234567.89")


@pytest.mark.parametrize(
    "text",
    [
        "(1,234.5)",
        "（1234.5）",
        "-1234.5",
        "－1234.5",
        "−1,234.5",
        "1234.5-",
        "△1234.5",
        "负1234.5",
    ],
)
def test_spellings_of_a_negative_amount(text: str) -> None:
    assert read(text) == Decimal("-1234.50")


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "  ",
        "-",
        "—",
        "——",
        "/",
        "\\",
        "无",
        "空",
        "不详",
        "暂无",
        "N/A",
        "n.a.",
        "NULL",
        "nan",
        "#N/A",
        "***",
        "未填报",
    ],
)
def test_missing_is_null_and_never_zero(text: str | None) -> None:
    assert read(text) is None


def test_zero_is_zero() -> None:
    assert read("0") == read("0.00") == read("-0") == Decimal("0.00")


@pytest.mark.parametrize(
    ("text", "code"),
    [("约100", "not_a_number"), ("2000-3000", "not_a_number"), ("一百万", "not_a_number"), ("--5", "not_a_number"),
     ("-(5)", "not_a_number"), ("1.2.3", "not_a_number"), (">1000", "not_a_number"), ("12,5", "ambiguous_number"),
     ("1,23,456", "ambiguous_number"), ("1.23E+11", "scientific"), ("$1,000", "foreign_currency"),
     ("500万美元", "foreign_currency"), ("3,000(万美)", "foreign_currency"), ("120人", "other_unit"), ("5%", "other_unit"),
     ("99999999999999999", "out_of_range"), ("9" * 40, "out_of_range"), ("1e400", "out_of_range"),
     ("#REF!", "error_cell"), ("=A1+B1", "formula"), ("12\ufffd", "damaged_text"), ("1" * 40_000, "too_long")],
)  # fmt: skip
def test_what_is_no_amount_is_a_fault(text: str, code: str) -> None:
    assert read(text) == code


def test_header_unit_is_exact_to_the_fen() -> None:
    assert read("0.0001", unit=WAN) == Decimal("1.00")
    assert read("123.456789", unit=WAN) == Decimal("1234567.89")
    assert read("1.23456789012", unit=factor_of(FieldType.MONEY, "亿元") or ONE) == Decimal(
        "123456789.01"
    )


def test_unit_in_a_cell_goes_before_that_of_the_header() -> None:
    assert read("1.2亿", unit=WAN) == Decimal("120000000.00")
    assert read("3,500万元", unit=WAN) == Decimal("35000000.00")


def test_half_a_fen_is_rounded_away_from_zero() -> None:
    assert (read("1.005"), read("-1.005"), read("1.004999")) == (
        Decimal("1.01"), Decimal("-1.01"), Decimal("1.00"),
    )  # fmt: skip


def test_registered_capital_as_the_register_writes_it() -> None:
    assert read("12,500(万元人民币)", unit=WAN) == Decimal("125000000.00")
    assert read("2800万人民币", unit=WAN) == Decimal("28000000.00")
    assert read("100.000000万人民币元") == Decimal("1000000.00")
    assert read("10(万元(人民币))") == Decimal("100000.00")


def test_counts_are_whole_and_not_negative() -> None:
    def count(text):
        return read(text, FieldType.COUNT)

    assert [count(t) for t in ("12", "12.0", "1,234人", "1.2万", "３家")] == [
        12,
        12,
        1234,
        12_000,
        3,
    ]
    assert [count(t) for t in ("12.5", "1.23456万", "-3", "5元")] == [
        "not_whole",
        "not_whole",
        "out_of_range",
        "other_unit",
    ]


def test_share_needs_its_sign_where_it_could_be_either() -> None:
    def share(text, unit=ONE):
        return read(text, FieldType.SHARE, unit, minimum=0, maximum=1)

    assert share("35%") == share("0.35") == share("35", Factor(1, 100)) == Decimal("0.35")
    assert share("35") == "ambiguous_share"
    assert share("150", Factor(1, 100)) == "out_of_range"
    assert share("5‰") == Decimal("0.005")


def test_bounds_of_the_contract_hold() -> None:
    assert read("-1", minimum=0) == "out_of_range"
    assert read("7", FieldType.POINTS, minimum=0, maximum=6) == "out_of_range"
    assert read("5.5分", FieldType.POINTS, minimum=0, maximum=6) == Decimal("5.50")


fen = st.integers(-(10**17), 10**17)


@given(fen, st.sampled_from(["plain", "commas", "wide", "spaces", "brackets", "wan", "yuan"]))
def test_an_amount_survives_every_spelling(amount: int, spelling: str) -> None:
    value = Decimal(amount) / 100
    text = {
        "plain": f"{value:f}",
        "commas": f"{value:,.2f}",
        "wide": f"{value:,.2f}".translate(
            str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
        ),
        "spaces": f"{value:,.2f}".replace(",", " "),
        "brackets": f"({-value:,.2f})" if value < 0 else f"{value:,.2f}",
        "wan": f"{value / 10_000:f}万元",
        "yuan": f" ¥{value:f} 元".replace("¥-", "-¥"),
    }[spelling]
    assert read(text) == value


@given(fen, st.sampled_from(["元", "百元", "千元", "万元", "百万元", "亿元"]))
def test_units_round_trip_exactly(amount: int, unit: str) -> None:
    factor = factor_of(FieldType.MONEY, unit)
    assert factor is not None
    value = Decimal(amount) / 100
    assert read(f"{value / factor.times:f}", unit=factor) == value


NUMERIC = [FieldType.MONEY, FieldType.COUNT, FieldType.SHARE, FieldType.AREA, FieldType.POINTS]


@given(st.lists(st.one_of(st.none(), st.text(max_size=30)), max_size=30), st.sampled_from(NUMERIC))
def test_any_text_is_a_value_a_fault_or_nothing(texts: list[str | None], kind: FieldType) -> None:
    reading = read_number(pl.Series(texts, dtype=pl.String), field(kind))
    assert reading.values.len() == reading.faults.len() == len(texts)
    assert not (reading.values.is_not_null() & reading.faults.is_not_null()).any()


@given(
    st.lists(st.text("0123456789.,-+eE% 万亿元()（）￥人", max_size=12), min_size=1, max_size=20)
)
def test_texts_like_numbers_never_raise(texts: list[str]) -> None:
    reading = read_number(pl.Series(texts, dtype=pl.String), field(FieldType.MONEY), WAN)
    assert reading.values.dtype == pl.Decimal(18, 2)


@pytest.mark.parametrize(
    "text", ["65000000", "6500万美元", "0.65亿美元", "6,500 万美元", "65,000,000usd", "0.65亿"]
)
def test_spellings_of_one_amount_of_dollars(text: str) -> None:
    assert read(text, FieldType.MONEY_USD) == Decimal(65_000_000)


@pytest.mark.parametrize("text", ["6500万元", "人民币6500万", "6500万欧元", "0.65亿港元"])
def test_other_money_is_never_read_as_dollars(text: str) -> None:
    assert read(text, FieldType.MONEY_USD) == "other_unit"


def test_dollars_are_never_read_as_yuan() -> None:
    assert read("6500万美元") == "foreign_currency"
    assert factor_of(FieldType.MONEY, "万美元") is None
    assert factor_of(FieldType.MONEY_USD, "万元") is None
