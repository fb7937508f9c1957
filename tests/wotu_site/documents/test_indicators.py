import io

import openpyxl
import pytest

from wotu.identity.assignments import AssignmentKind
from wotu.reading.facts.landing import assign
from wotu_site.access.roles import Role
from wotu_site.documents import indicators
from wotu_site.snapshots import queries as snapshots

pytestmark = pytest.mark.zone

PLACE = "320505"


@pytest.fixture
def accepted(library, bulletin, paper):
    """All claims of both documents accepted; the words for the zone mean a division."""
    for entry in (bulletin, paper):
        library.accept([one.id for one in library.claims(entry.id)], author="测试")
    assign(snapshots.workspace(), AssignmentKind.PLACE, "云岭高新区", PLACE, author="测试")


def test_accepted_claims_come_into_the_lake_on_demand(officer, accepted):
    assert indicators.number_pending() > 0
    officer.post("/documents/indicators/land/")
    assert indicators.number_pending() == 0
    page = officer.get("/documents/indicators/").context["page"]
    names = {shown.label for shown in page.rows}
    assert {"地区生产总值", "一般公共预算收入"} <= names
    budget = next(shown for shown in page.rows if shown.label == "一般公共预算收入")
    assert budget.values == 2 and budget.disagreeing == 1


def test_a_series_leads_from_each_value_to_its_sentence(officer, accepted):
    officer.post("/documents/indicators/land/")
    row = next(one for one in indicators.known() if indicators.label_of(one) == "一般公共预算收入")
    query = {"place": row.place, "indicator": row.indicator.id}
    page = officer.get("/documents/indicators/series/", query).context["page"]
    assert [one.taken for one in page.values] == [True, False]
    for one in page.values:
        assert officer.get(one.evidence).status_code == 200
    drawn = [point for series in page.chart.option["series"] for point in series["data"]]
    assert {point["address"] for point in drawn} == {one.evidence for one in page.values}
    answer = officer.post(page.export_address)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.active.max_row == 3


def test_unknown_words_are_assigned_by_hand(officer, library, bulletin):
    library.accept([one.id for one in library.claims(bulletin.id)], author="测试")
    page = officer.get("/documents/indicators/").context["page"]
    place = next(one for one in page.loose if one.kind == "place")
    sent = {"kind": "place", "words": place.words, "code": PLACE}
    officer.post("/documents/indicators/assign/", sent)
    page = officer.get("/documents/indicators/").context["page"]
    assert not any(one.kind == "place" for one in page.loose)
    wrong = officer.post("/documents/indicators/assign/", {**sent, "kind": "else"}, follow=True)
    assert wrong.status_code == 200


def test_a_series_that_nobody_knows_is_not_found(officer):
    query = {"place": "nowhere", "indicator": "nothing"}
    assert officer.get("/documents/indicators/series/", query).status_code == 404


def test_only_officers_bring_claims_in(signed_in, library):
    assert signed_in(Role.LEADER).post("/documents/indicators/land/").status_code == 403
