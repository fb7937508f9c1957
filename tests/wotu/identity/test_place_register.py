import polars as pl
import pytest

from wotu.identity.assignments import AssignmentError, AssignmentKind, Assignments, name_key
from wotu.identity.place_register import NO_DIVISIONS, PlaceRegister


@pytest.fixture(scope="module")
def register(packs):
    return PlaceRegister(packs.code_lists["divisions"], {name_key("园区"): "320576"})


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("苏州", "320500"),
        ("苏州市", "320500"),
        ("江苏省苏州市", "320500"),
        ("昆山", "320583"),
        ("吴江区", "320509"),
        ("苏州工业园区", "320576"),
        ("江苏苏州工业园区", "320576"),
        ("吉林", "220000"),
        ("海南", "460000"),
        ("北京朝阳区", "110105"),
        ("园区", "320576"),
        ("朝阳区", None),
        ("鼓楼区", None),
        ("火星市", None),
        ("苏州电子信息产业", None),
        ("市辖区", None),
        ("", None),
    ],
)
def test_a_name_is_one_place_or_none(register, name, code):
    assert register.code_of(name) == code


def test_every_full_name_is_its_place(register):
    divisions = register.divisions
    for code, name in divisions.table.select("code", "name_zh").iter_rows():
        above = "".join(divisions.labels[one].zh for one in reversed(divisions.ancestors(code)))
        found = register.code_of(above + name)
        assert found in (code, None, *divisions.ancestors(code)), above + name


def test_rows_get_the_code_of_their_name_and_unknown_names_are_counted(register):
    rows = pl.LazyFrame(
        {
            "place_code": ["320500", None, None, None],
            "place_name": ["姑苏", "昆山", "火星市", None],
            "value": [1, 2, 3, 4],
        }
    )
    found = register.assign(rows).collect()
    assert found.select("place_code", "value").rows() == [("320500", 1), ("320583", 2)]
    assert register.unknown(rows).rows() == [("火星市", 1), (None, 1)]


def test_without_a_list_of_divisions_only_assigned_names_are_places():
    register = PlaceRegister(NO_DIVISIONS, {name_key("园区"): "Z1"})
    assert (register.code_of("园区"), register.code_of("苏州")) == ("Z1", None)


@pytest.fixture
def assignments(tmp_path):
    return Assignments(tmp_path)


def test_the_last_word_on_a_name_counts_and_can_be_withdrawn(assignments):
    kind = AssignmentKind.PLACE
    assert assignments.standing() == []
    assignments.assign(kind, "园区（SIP）", "320576", author="李", reason="本区简称")
    assert assignments.codes(kind) == {name_key("园区(sip)"): "320576"}
    assignments.assign(kind, "园区(SIP)", "320500", author="王")
    assert [one.code for one in assignments.standing()] == ["320500"]
    assignments.withdraw(kind, "园区(SIP)", author="王", reason="错了")
    assert assignments.codes(kind) == {}


def test_what_was_assigned_at_a_time_can_be_asked(assignments):
    assignments.assign(AssignmentKind.INDICATOR, "高企存量", "hitech_firms", author="李")
    at = assignments.standing()[0].at
    assignments.withdraw(AssignmentKind.INDICATOR, "高企存量", author="李")
    assert [one.code for one in assignments.standing(known_on=at)] == ["hitech_firms"]
    assert assignments.codes(AssignmentKind.PLACE, at) == {}


def test_an_empty_name_or_a_missing_assignment_is_refused(assignments):
    with pytest.raises(AssignmentError):
        assignments.assign(AssignmentKind.PLACE, " ——", "320500", author="李")
    with pytest.raises(AssignmentError, match="园区"):
        assignments.withdraw(AssignmentKind.PLACE, "园区", author="李")
