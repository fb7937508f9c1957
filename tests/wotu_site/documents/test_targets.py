import datetime as dt
import io

import openpyxl
import pytest

from wotu.identity.assignments import AssignmentKind
from wotu.reading.facts.landing import assign, land_accepted
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.snapshots import queries as snapshots

pytestmark = pytest.mark.zone

PLAN = (
    "云岭高新区三年行动计划\n\n"
    "到2027年，云岭高新区高新技术企业达到600家以上。到2028年，云岭高新区地区生产总值达到1500亿元。\n"
)


@pytest.fixture
def plan(library, tmp_path):
    """The entry of a plan whose claims are accepted and in the lake."""
    path = tmp_path / "行动计划.txt"
    path.write_text(PLAN, encoding="utf-8")
    entry = library.add(path, published=dt.date(2026, 1, 8), author="测试")
    library.accept([one.id for one in library.claims(entry.id)], author="测试")
    assign(snapshots.workspace(), AssignmentKind.PLACE, "云岭高新区", "320505", author="测试")
    land_accepted(snapshots.workspace(), author="测试")
    return entry


def rows_of(client, **query):
    page = client.get("/documents/targets/", query).context["page"]
    return page.rows


def test_targets_are_listed_with_the_way_to_their_claim(officer, plan):
    shown = {one.label: one for one in rows_of(officer)}
    assert len(shown) == 2
    firms = next(one for label, one in shown.items() if "高新技术企业" in label)
    assert (firms.due, firms.published) == ("到2027年", "2026-01-08")
    assert firms.value.endswith("600家") and firms.value != "600家"
    assert officer.get(firms.evidence).status_code == 200
    page = officer.get(firms.address).context["page"]
    assert page.card.row.figure == firms.value


def test_the_list_is_narrowed_and_ordered_by_the_address(officer, plan):
    assert [one.due for one in rows_of(officer, due="2028")] == ["到2028年"]
    assert [one.value for one in rows_of(officer, q="生产总值")] == ["1,500亿元"]
    assert rows_of(officer, q="没有这个") == ()
    assert [one.due for one in rows_of(officer, sort="-due")] == ["到2028年", "到2027年"]
    assert len(rows_of(officer, place="nowhere")) == 0


def test_the_list_goes_into_a_workbook(officer, plan):
    answer = officer.post("/documents/targets/export/?due=2027")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.active.max_row == 2
    assert "600" in {cell.value for cell in book.active[2]}
    assert AuditEntry.objects.filter(action="target_list.exported").exists()


def test_without_targets_the_page_says_where_they_come_from(officer, library, bulletin):
    assert "采纳" in officer.get("/documents/targets/").content.decode()
    library.accept([one.id for one in library.claims(bulletin.id)], author="测试")
    assign(snapshots.workspace(), AssignmentKind.PLACE, "云岭高新区", "320505", author="测试")
    assert "入湖" in officer.get("/documents/targets/").content.decode()


def test_staff_see_targets_and_firms_do_not(signed_in, plan):
    assert signed_in(Role.AUDITOR).get("/documents/targets/").status_code == 200
    assert signed_in(Role.FIRM).get("/documents/targets/").status_code == 403
