import io

import openpyxl
import pytest

from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry

pytestmark = pytest.mark.zone


def page_of(client, path, **query):
    return client.get(f"/chains/{path}", query).context["page"]


def sheet_of(answer):
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active


def test_gaps_are_listed_with_what_needs_them(officer):
    page = page_of(officer, "gaps/")
    shown = {row.link.label: row for row in page.rows}
    assert {"制动器", "整车", "碳纤维"} <= set(shown)
    assert shown["制动器"].dependents == "整车"
    assert page.rows[0].needing == max(row.needing for row in page.rows)
    assert all(row.reasons for row in page.rows)


def test_only_links_with_targets_lead_to_them(officer):
    led = {row.link.label for row in page_of(officer, "gaps/").rows if row.targets_address}
    assert led == {"制动器"}


def test_gaps_are_narrowed_sorted_and_exported(officer):
    missing = page_of(officer, "gaps/", state="missing")
    assert {row.link.look.state for row in missing.rows} == {"missing"}
    assert page_of(officer, "gaps/", q="制动").pager.total == 1
    assert page_of(officer, "gaps/", stage="downstream", chain="bicycles").pager.total == 1
    by_firms = [row.firms for row in page_of(officer, "gaps/", sort="-firms").rows]
    assert by_firms == sorted(by_firms, reverse=True)
    sheet = sheet_of(officer.post("/chains/gaps/export/?q=制动"))
    assert sheet.max_row == 2
    assert AuditEntry.objects.filter(action="gap_list.exported").exists()


def test_targets_stand_beneath_the_record_of_such_lists(officer):
    page = page_of(officer, "targets/")
    assert page.pager.total == 30
    assert [bar.method for bar in page.record.bars] == ["ours", "popularity", "random"]
    assert page.record.bars[0].rate == 0.4
    assert "热门环节" in page.record.sentence
    assert page.record.limits


def test_an_unknown_part_of_the_fit_is_unknown(officer):
    row = page_of(officer, "targets/").rows[0]
    assert [part.share for part in row.parts] == [0.8, 0.5, None, 0.7]
    assert row.place in ("苏州市", "南京市")
    assert row.reasons == ("近三年在外地设有两处分支。",)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"place": "320500"}, 15),
        ({"link": "brake", "chain": "bicycles"}, 30),
        ({"link": "tube"}, 0),
        ({"fit": "0.8"}, 5),
        ({"q": "第7车闸"}, 1),
        ({"listed": "yes"}, 0),
    ],
)
def test_targets_are_narrowed(officer, query, number):
    assert page_of(officer, "targets/", **query).pager.total == number


def test_targets_go_into_a_workbook(officer):
    sheet = sheet_of(officer.post("/chains/targets/export/?place=320500"))
    assert sheet.max_row == 16
    assert AuditEntry.objects.filter(action="attraction_list.exported").exists()


def test_local_sourcing_tells_what_is_bought_outside(officer):
    page = page_of(officer, "sourcing/")
    assert {(row.goods, row.customer.label) for row in page.outside} == {
        ("钢管", "车架"),
        ("碳纤维", "车架"),
        ("制动器", "整车"),
    }
    assert {(row.goods, row.customer.label) for row in page.inside} == {
        ("车架", "整车"),
        ("检测", "整车"),
    }


def test_pairs_around_a_link_name_both_firms(officer):
    page = page_of(officer, "sourcing/", chain="bicycles", link="bicycle")
    assert page.pager.total == 6
    first = page.pairs[0]
    assert first.customer == "云岭宏泰新材料股份有限公司"
    assert first.sureness == pytest.approx(0.97 * 0.92)
    sheet = sheet_of(officer.post("/chains/sourcing/export/?chain=bicycles&link=bicycle"))
    assert sheet.max_row == 7


def test_an_unknown_chain_or_link_shows_the_first_chain(officer):
    page = page_of(officer, "sourcing/", chain="nothing", link="nothing")
    assert page.link is None and page.outside


@pytest.mark.parametrize("path", ["gaps", "targets", "sourcing"])
def test_files_are_for_staff(chains, signed_in, path):
    assert signed_in(Role.FIRM).post(f"/chains/{path}/export/").status_code == 403
    assert signed_in(Role.LEADER).get(f"/chains/{path}/export/").status_code == 405
