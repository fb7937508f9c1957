from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zone import FIRMS, code_of
from wotu.build.among import (
    ALL_FIRMS,
    ATTRIBUTES,
    NOT_KNOWN,
    Among,
    Clause,
    counts_by,
    firms_among,
    listed,
    nearness,
    one_of,
)


def ids(snapshot, among):
    clause = firms_among(snapshot, among)
    rows = snapshot.rows(f"SELECT f.firm_id FROM firm f WHERE {clause.sql}", clause.parameters)
    return {row["firm_id"] for row in rows}


EVERYBODY = {firm.code for firm in FIRMS}


def test_an_empty_wish_is_for_all_firms(snapshot):
    assert ids(snapshot, ALL_FIRMS) == EVERYBODY


def test_no_names_leave_nothing_and_no_values_ask_for_nothing(snapshot):
    assert ids(snapshot, Among(firm_ids=())) == set()
    assert one_of("f.section", []).sql == "true"


@given(chosen=st.sets(st.sampled_from(sorted(EVERYBODY))))
@settings(max_examples=20, deadline=None)
def test_firms_named_and_firms_left_out_share_all_between_them(snapshot, chosen):
    named = tuple(sorted(chosen))
    assert ids(snapshot, Among(firm_ids=named)) == chosen
    assert ids(snapshot, Among(but=named)) == EVERYBODY - chosen


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_the_values_of_an_attribute_share_all_firms_between_them(snapshot, attribute):
    counts = counts_by(snapshot, attribute, ALL_FIRMS)
    assert sum(counts.values()) == len(EVERYBODY)
    for value, number in counts.items():
        assert len(ids(snapshot, replace(ALL_FIRMS, **{attribute: (value,)}))) == number
    assert len(ids(snapshot, replace(ALL_FIRMS, **{attribute: tuple(counts)}))) == len(EVERYBODY)


def test_counting_an_attribute_looks_past_what_is_chosen_of_it(snapshot):
    chosen = Among(section=("C",))
    assert counts_by(snapshot, "section", chosen) == counts_by(snapshot, "section", ALL_FIRMS)
    assert sum(counts_by(snapshot, "size", chosen).values()) == len(ids(snapshot, chosen))


def test_what_is_not_known_can_be_asked_for(snapshot):
    unknown = ids(snapshot, Among(size=(NOT_KNOWN,)))
    known = ids(
        snapshot, Among(size=tuple(set(counts_by(snapshot, "size", ALL_FIRMS)) - {NOT_KNOWN}))
    )
    assert unknown | known == EVERYBODY and not unknown & known


@pytest.mark.parametrize(
    "words", ["启辰", "ylqc", code_of(3), code_of(3).lower(), "云岭 半导体", "启辰半导体有限公司"]
)
def test_words_find_by_part_of_the_name_code_and_initials(snapshot, words):
    assert code_of(3) in ids(snapshot, Among(words=words))


@given(
    first=st.sampled_from(["云岭", "科技", "实业", "yl"]),
    more=st.sampled_from(["第1", "生物", "有限"]),
)
@settings(max_examples=12, deadline=None)
def test_more_words_never_find_more(snapshot, first, more):
    assert ids(snapshot, Among(words=f"{first} {more}")) <= ids(snapshot, Among(words=first))


@pytest.mark.parametrize("words", ["'", "%", "_", '"; DROP TABLE firm; --', "\\", "，"])
def test_words_are_never_read_as_sql(snapshot, words):
    assert ids(snapshot, Among(words=words)) <= EVERYBODY
    assert ids(snapshot, ALL_FIRMS) == EVERYBODY


def test_a_whole_name_is_nearest(snapshot):
    near = nearness("云岭第1实业有限公司")
    rows = snapshot.rows(
        f"SELECT f.name, {near.sql} AS near FROM firm f ORDER BY near", near.parameters
    )
    assert rows[0] == {"name": "云岭第1实业有限公司", "near": 0}


def test_clauses_keep_their_parameters_in_order():
    both = Clause("a = ?", (1,)) & Clause("b = ?", (2,))
    assert (both.sql, both.parameters) == ("a = ? AND b = ?", (1, 2))
    assert listed("c", ["x", "y"]).parameters == ("x,y",)


@pytest.mark.parametrize("number", [1, 104])
def test_a_code_is_found_however_its_characters_were_typed(snapshot, number):
    code = code_of(number)
    wide = "".join(chr(ord(char) + 0xFEE0) for char in code)
    assert ids(snapshot, Among(words=code.lower())) == ids(snapshot, Among(words=wide)) == {code}
