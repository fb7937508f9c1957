import polars as pl
import pytest

from wotu.contracts.identifiers import (
    likely_code,
    looks_like_registration_no,
    read_registration_no,
    read_uscc,
)

GOOD = "914403001922038216"


def one(read, text: str | None):
    reading = read(pl.Series([text], dtype=pl.String))
    return reading.faults[0] or reading.values[0]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "９１４４０３００１９２２０３８２１６",
        " 91440300 192203821 6",
        "'914403001922038216",
        '="914403001922038216"',
        "91440300-192203821-6",
    ],
)
def test_spellings_of_one_code_are_one_code(text: str) -> None:
    assert one(read_uscc, text) == GOOD


@pytest.mark.parametrize(
    ("text", "code"),
    [("914403001922038217", "bad_code_check"), ("91440300I922038216", "bad_code_check"), ("9.14403E+17", "scientific"),
     ("12345678-9", "bad_code_shape"), ("苏州公司", "bad_code_shape"), ("0" * 18, "bad_code_shape"), ("#REF!", "error_cell")],
)  # fmt: skip
def test_what_is_no_code_is_a_fault(text: str, code: str) -> None:
    assert one(read_uscc, text) == code


@pytest.mark.parametrize("text", [None, "", "无", "/", "—", "暂无"])
def test_no_code_is_missing(text: str | None) -> None:
    assert one(read_uscc, text) is None


def test_the_code_that_was_meant_is_offered() -> None:
    assert likely_code("91440300I922038216") == GOOD


def test_old_numbers() -> None:
    assert one(read_registration_no, "110108000000016") == "110108000000016"
    assert one(read_registration_no, "110108000000017") == "bad_registration_no"
    cells = pl.Series(["110108000000016", GOOD, None])
    assert looks_like_registration_no(cells).to_list() == [True, False, False]
