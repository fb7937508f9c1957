import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10

from wotu.identity.code_text import normalised_code
from wotu.identity.registration_no import has_valid_registration_check, inspect_registration_no

bodies = st.text("0123456789", min_size=14, max_size=14)
numbers = bodies.map(lambda body: body + mod_11_10.calc_check_digit(body))


def judged(written):
    table = pl.DataFrame({"number": written}, schema={"number": pl.String})
    checked = has_valid_registration_check(normalised_code(pl.col("number")))
    return table.select(checked).to_series().to_list()


def test_a_valid_number_says_authority_and_holder():
    inspected = inspect_registration_no("4403 0110 3097 413")
    assert inspected.valid
    assert (inspected.authority, inspected.holder) == ("440301", "domestic")
    assert inspect_registration_no("330100400013364").holder == "foreign"


def test_one_check_digit_only_is_right():
    for last in "0123456789":
        assert inspect_registration_no("11010800000001" + last).valid is (last == "6")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (None, "empty"),
        ("11010800000001", "length"),
        ("11010800000001X", "character"),
        ("110108000000017", "check_character"),
    ],
)
def test_an_invalid_number_says_why(written, reason):
    inspected = inspect_registration_no(written)
    assert not inspected.valid
    assert inspected.reason == reason
    assert inspected.holder is None


@given(numbers, st.integers(0, 14), st.sampled_from("0123456789"))
def test_any_single_wrong_digit_is_caught(number, place, other):
    wrong = number[:place] + other + number[place + 1 :]
    assert inspect_registration_no(wrong).valid is (wrong == number)


@given(st.lists(st.one_of(st.none(), numbers, bodies, st.text(max_size=16)), max_size=8))
def test_one_by_one_and_as_a_column_agree(written):
    known = [text if text is None or text.isascii() else "" for text in written]
    expected = [None if text is None else inspect_registration_no(text).valid for text in known]
    assert judged(known) == expected
