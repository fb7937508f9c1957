import json
import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared_data import shared_path
from wotu.identity.uscc import (
    ALPHABET,
    DEPARTMENTS,
    check_character,
    has_valid_check,
    inspect_code,
    normalise_code,
    normalised_code,
)

bodies = st.text(ALPHABET, min_size=17, max_size=17)
valid_codes = bodies.map(lambda body: body + check_character(body))
anything = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=24)
mangled = st.one_of(
    valid_codes,
    valid_codes.map(str.lower),
    valid_codes.map(lambda code: f" {code[:8]}-{code[8:17]} {code[17]}\u200b"),
    valid_codes.map(lambda code: "".join(chr(ord(char) + 0xFEE0) for char in code)),
    valid_codes.map(lambda code: code.replace("0", "O").replace("1", "I")),
    valid_codes.map(lambda code: code[:-1]),
    anything,
)


def judged(codes: list[str | None]) -> list[bool | None]:
    table = pl.DataFrame({"code": codes}, schema={"code": pl.String})
    return table.select(has_valid_check(normalised_code(pl.col("code")))).to_series().to_list()


@pytest.fixture
def vectors() -> dict[str, list[dict[str, object]]]:
    path = shared_path("criteria", "uscc.vectors.json")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.shared
def test_vectors_pass_one_by_one(vectors):
    for vector in vectors["valid"] + vectors["invalid"]:
        inspected = inspect_code(vector["code"])
        assert inspected.valid is vector["valid"], vector
        assert inspected.reason == vector.get("reason"), vector
        assert inspected.region == vector.get("region"), vector


@pytest.mark.shared
def test_vectors_pass_as_a_column(vectors):
    rows = vectors["valid"] + vectors["invalid"]
    assert judged([row["code"] for row in rows]) == [row["valid"] for row in rows]


@pytest.mark.shared
def test_vectors_are_normalised_both_ways(vectors):
    for vector in vectors["normalisation"]:
        column = pl.DataFrame({"code": [vector["raw"]]}).select(normalised_code(pl.col("code")))
        assert normalise_code(vector["raw"]) == column.item() == vector["normalised"]


@pytest.mark.shared
def test_every_code_of_the_register_is_valid():
    register = pl.read_csv(shared_path("data", "register", "suzhou_firms.csv.gz"), columns=["uscc"])
    assert register.select(has_valid_check(normalised_code(pl.col("uscc"))).all()).item()


def test_a_valid_code_says_region_department_and_kind():
    inspected = inspect_code("91350100M000100Y43")
    assert inspected.valid
    assert (inspected.region, inspected.department, inspected.kind) == (
        "350100",
        "市场监管",
        "企业",
    )
    assert inspected.warnings == ()


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (None, "empty"),
        (" \u3000", "empty"),
        ("91350100M000100Y4", "length"),
        ("91350100M000100Y4O", "character"),
        ("91350100M000100Y44", "check_character"),
    ],
)
def test_an_invalid_code_says_why(written, reason):
    inspected = inspect_code(written)
    assert not inspected.valid
    assert inspected.reason == reason
    assert inspected.region is None


def test_a_look_alike_letter_is_suggested_away_but_not_corrected():
    inspected = inspect_code("9135O1OOM000100Y43")
    assert inspected.normalised == "9135O1OOM000100Y43"
    assert inspected.suggestion == "91350100M000100Y43"


def test_a_legal_letter_misread_is_suggested_only_where_both_checks_hold():
    assert inspect_code("9135010OM000100Y43").suggestion == "91350100M000100Y43"
    assert inspect_code("91350100MO00100Y43").suggestion == "91350100M000100Y43"
    assert inspect_code("91350100MD00100Y43").suggestion == "91350100M000100Y43"
    assert inspect_code("91350100M000100Y44").suggestion is None


def test_a_failing_organisation_code_is_a_warning_only():
    body = "91350100M000100Y5"  # the eight characters before call for Y4
    inspected = inspect_code(body + check_character(body))
    assert inspected.valid
    assert inspected.warnings == ("organisation_code_check",)


def test_departments_beside_the_market_regulator_are_known():
    body = "N2320500MF0001000"
    inspected = inspect_code(body + check_character(body))
    assert (inspected.department, inspected.kind) == ("农业", "村级集体经济组织")
    assert set(DEPARTMENTS) <= set(ALPHABET)


def test_null_stays_null_and_blank_is_invalid():
    assert judged([None, "", "91350100M000100Y43"]) == [None, False, True]


def test_a_column_of_no_rows_is_judged():
    assert judged([]) == []


@given(valid_codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_caught(code, place, other):
    wrong = code[:place] + other + code[place + 1 :]
    assert inspect_code(wrong).valid is (wrong == code)


@given(st.lists(st.one_of(st.none(), mangled), max_size=8))
def test_one_by_one_and_as_a_column_agree(codes):
    expected = [None if code is None else inspect_code(code).valid for code in codes]
    assert judged(codes) == expected


@given(mangled)
def test_normalisation_agrees_and_changes_nothing_twice(code):
    table = pl.DataFrame({"code": [code]})
    assert table.select(normalised_code(pl.col("code"))).item() == normalise_code(code)
    if unicodedata.is_normalized("NFKC", code.upper()):
        assert normalise_code(normalise_code(code)) == normalise_code(code)


@given(mangled)
def test_a_suggestion_is_a_valid_code(code):
    suggestion = inspect_code(code).suggestion
    assert suggestion is None or inspect_code(suggestion).valid
