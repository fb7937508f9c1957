import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared_data import shared_path
from wotu.identity.organisation_code import (
    ALPHABET,
    has_valid_organisation_check,
    is_organisation_code,
    organisation_check_character,
    organisation_code,
)

bodies = st.text(ALPHABET, min_size=8, max_size=8)


def judged(codes):
    table = pl.DataFrame({"code": codes}, schema={"code": pl.String})
    return table.select(has_valid_organisation_check(pl.col("code"))).to_series().to_list()


def test_ten_is_written_x_and_eleven_zero():
    # 71526726: 7*3 + 1*7 + 5*9 + 2*10 + 6*5 + 7*8 + 2*4 + 6*2 = 199 = 18*11 + 1, 11 - 1 = 10
    assert organisation_check_character("71526726") == "X"
    # 00000000: the sum is 0, 11 - 0 = 11
    assert organisation_check_character("00000000") == "0"


def test_the_code_lies_in_positions_9_to_17_of_a_unified_code():
    table = pl.DataFrame({"uscc": ["9144030071526726XG", "9144", None]})
    assert table.select(organisation_code(pl.col("uscc"))).to_series().to_list() == [
        "71526726X",
        None,
        None,
    ]


@given(
    st.lists(st.one_of(st.none(), bodies, st.text(ALPHABET, min_size=9, max_size=9)), max_size=6)
)
def test_one_by_one_and_as_a_column_agree(codes):
    whole = [
        code + organisation_check_character(code) if code and len(code) == 8 else code
        for code in codes
    ]
    expected = [None if code is None else is_organisation_code(code) for code in whole]
    assert judged(whole) == expected


@given(bodies, st.integers(0, 7), st.sampled_from(ALPHABET[:10]))
def test_a_wrong_figure_is_caught(body, place, other):
    if body[place] not in ALPHABET[:10] or body[place] == other:
        return
    wrong = body[:place] + other + body[place + 1 :]
    assert not is_organisation_code(wrong + organisation_check_character(body))


@pytest.mark.shared
def test_almost_every_code_of_the_register_holds():
    register = pl.read_csv(shared_path("data", "register", "suzhou_firms.csv.gz"), columns=["uscc"])
    inner = has_valid_organisation_check(organisation_code(pl.col("uscc")))
    assert register.select(inner.mean()).item() > 0.999
