import datetime as dt
from decimal import Decimal

import pytest

from tests.wotu.reading.stated import claim_in
from wotu.errors import UnknownNameError
from wotu.identity.assignments import AssignmentKind
from wotu.packs.schema import Label
from wotu.reading.facts.fact_rows import Reason
from wotu.reading.facts.landing import NO_LONGER, assign, land_accepted, unresolved_claims
from wotu.reading.facts.targets import target_candidates
from wotu.reading.library import DocumentLibrary
from wotu.workspace import Zone, create_workspace

pytestmark = pytest.mark.zone

TEXT = (
    "2023年，苏州工业园区地区生产总值达3686亿元，一般公共预算收入411.1亿元。\n"
    "到2026年，园区高新技术企业达4000家。老园区地区生产总值达77亿元。\n"
)
CLAIMS = {
    "gdp": ("3686亿元", "368600000000", {}),
    "budget": ("411.1亿元", "41110000000", {"metric": "一般公共预算收入"}),
    "target": (
        "4000家",
        "4000",
        {"metric": "高新技术企业", "unit": "家", "kind": "target", "period": "by:2026"},
    ),
    "elsewhere": ("77亿元", "7700000000", {"subject": "老园区"}),
}


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "zone", Zone(name=Label(zh="某区", en="Some zone")))


@pytest.fixture
def library(workspace):
    return DocumentLibrary(workspace.lake)


@pytest.fixture
def entry(library, tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return library.add(path, published=dt.date(2024, 10, 1), author="李")


@pytest.fixture
def ids(library, entry):
    """Claims by hand, so that the test does not rest on what the grammar reads."""
    return {
        name: library.propose(entry.id, claim_in(TEXT, quote, figure, **fields), author="李")
        for name, (quote, figure, fields) in CLAIMS.items()
    }


def values(workspace, contract="indicator_value"):
    rows = workspace.lake.rows(contract).collect()
    return {row["claim"]: row["value"] for row in rows.to_dicts()}


def test_open_claims_are_no_facts(workspace, ids):
    landed = land_accepted(workspace, author="李")
    assert (landed.facts, landed.landed, landed.unresolved) == (0, (), ())


def test_accepted_claims_land_once_in_a_batch_of_their_document(workspace, library, entry, ids):
    library.accept(list(ids.values()), author="李")
    landed = land_accepted(workspace, author="李")
    assert sorted((batch.contract, batch.rows) for batch in landed.landed) == [
        ("indicator_value", 2),
        ("target_candidate", 1),
    ]
    assert {batch.file_sha256 for batch in landed.landed} == {entry.sha256}
    assert {batch.source for batch in landed.landed} == {"document"}
    assert values(workspace) == {ids["gdp"]: 368_600_000_000, ids["budget"]: 41_110_000_000}
    assert values(workspace, "target_candidate") == {ids["target"]: 4000}
    ((lost,),) = [landed.unresolved]
    assert (lost.reason, lost.found) == (Reason.UNKNOWN_PLACE, "老园区")
    again = land_accepted(workspace, author="李")
    assert (again.landed, again.undone, again.facts) == ((), (), 3)


def test_a_withdrawn_claim_is_taken_back_and_its_neighbour_stays(workspace, library, ids):
    library.accept([ids["gdp"], ids["budget"]], author="李")
    (batch,) = land_accepted(workspace, author="李").landed
    library.withdraw([ids["gdp"]], author="王")
    landed = land_accepted(workspace, author="王")
    assert [one.id for one in landed.undone] == [batch.id]
    assert values(workspace) == {ids["budget"]: 41_110_000_000}
    assert workspace.lake.batch(batch.id).state_reason == NO_LONGER
    library.accept([ids["gdp"]], author="李")
    assert len(land_accepted(workspace, author="李").landed) == 1
    assert set(values(workspace)) == {ids["gdp"], ids["budget"]}


def test_a_corrected_claim_replaces_its_fact(workspace, library, ids):
    library.accept([ids["gdp"]], author="李")
    land_accepted(workspace, author="李")
    library.correct(ids["gdp"], {"figure": "368700000000"}, author="王", reason="看错")
    land_accepted(workspace, author="王")
    assert values(workspace) == {ids["gdp"]: Decimal(368_700_000_000)}
    library.reject([ids["gdp"]], author="王", reason="不是本区")
    land_accepted(workspace, author="王")
    assert values(workspace) == {}


def test_a_batch_that_a_person_undid_stays_undone_until_the_claim_is_reviewed_again(
    workspace, library, ids
):
    library.accept([ids["gdp"]], author="李")
    (batch,) = land_accepted(workspace, author="李").landed
    workspace.lake.undo(batch.id, "王", "先不用")
    landed = land_accepted(workspace, author="李")
    assert (landed.landed, landed.facts) == ((), 0)
    assert [one.reason for one in landed.unresolved] == [Reason.TAKEN_BACK]
    workspace.lake.restore(batch.id, "王")
    assert land_accepted(workspace, author="李").facts == 1
    workspace.lake.undo(batch.id, "王", "先不用")
    library.accept([ids["gdp"]], author="李")
    assert land_accepted(workspace, author="李").facts == 1
    assert set(values(workspace)) == {ids["gdp"]}


def test_a_removed_document_takes_its_facts_with_it(workspace, library, entry, ids):
    library.accept([ids["gdp"], ids["target"]], author="李")
    land_accepted(workspace, author="李")
    library.remove(entry.id, author="李", reason="不是公开文件")
    assert len(land_accepted(workspace, author="李").undone) == 2
    assert values(workspace) == values(workspace, "target_candidate") == {}
    library.restore(entry.id, author="李")
    assert land_accepted(workspace, author="李").facts == 2


def test_a_place_given_by_hand_is_remembered(workspace, library, ids):
    library.accept([ids["elsewhere"]], author="李")
    assert [one.reason for one in unresolved_claims(workspace)] == [Reason.UNKNOWN_PLACE]
    assign(workspace, AssignmentKind.PLACE, "老园区", "320576", author="李", reason="旧称")
    assert unresolved_claims(workspace) == []
    land_accepted(workspace, author="李")
    assert set(values(workspace)) == {ids["elsewhere"]}


def test_an_indicator_given_by_hand_is_remembered(workspace, library, entry):
    claim = claim_in(TEXT, "3686亿元", "368600000000", metric="经济盘子")
    library.accept([library.propose(entry.id, claim, author="李")], author="李")
    (lost,) = land_accepted(workspace, author="李").unresolved
    assert (lost.reason, lost.found) == (Reason.UNKNOWN_INDICATOR, "经济盘子")
    assign(workspace, AssignmentKind.INDICATOR, "经济盘子", "地区生产总值", author="李")
    assert land_accepted(workspace, author="李").facts == 1


@pytest.mark.parametrize("kind", list(AssignmentKind))
def test_what_does_not_exist_cannot_be_assigned(workspace, kind):
    with pytest.raises(UnknownNameError):
        assign(workspace, kind, "老园区", "999999", author="李")


def test_targets_in_the_lake_are_named_as_people_know_them(workspace, library, ids):
    library.accept([ids["target"]], author="李")
    assert target_candidates(workspace) == []
    land_accepted(workspace, author="李")
    (one,) = target_candidates(workspace)
    assert one.place_name and one.indicator.id == one.fact["indicator"]
    assert (one.fact["value"], one.fact["unit"], one.fact["period"]) == (4000, "家", "by:2026")
    assert one.fact["target_on"] == dt.date(2026, 12, 31)
