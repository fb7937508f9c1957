import io

import openpyxl
import pytest

from tests.benefit_zone import BIG, BIG_NAME, HAD, NEW
from tests.wotu_site.entitlements.conftest import ACCOUNT, AWARD, SUBSIDY
from wotu_site.access.roles import Role
from wotu_site.entitlements.models import Act, Entitlement

pytestmark = pytest.mark.zone

FIRM_PAGE = f"/entitlements/firms/{BIG}/"
LIST = f"/entitlements/lists/{SUBSIDY}/"


def page_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.context["page"]


def test_a_firm_sees_its_best_bundle_with_reasons(own_firm):
    page = page_of(own_firm, FIRM_PAGE)
    assert page.total == "125万元"
    assert [card.id for card in page.bundle] == [
        SUBSIDY,
        "city.loan_interest",
        "city.above_scale_award",
    ]
    assert page.bundle[0].clause == "云政示〔2026〕1号 第六条"
    assert page.bundle[0].lines[0].value == "80万元"
    assert [row.label for row in page.left_out] == ["研发增量奖励（示例）"]
    (supply,) = [row for row in page.supply if row.label == "设备投资补助（示例）"]
    assert (supply.facts, supply.brings) == ((("2025年投资项目已备案", "工信局"),), "26万元")
    assert {card.id for card in page.loans} >= {"city.hitech_loan"}


def test_the_navigation_leads_a_firm_to_its_own_page(own_firm, officer):
    assert own_firm.get("/entitlements/")["Location"] == FIRM_PAGE
    assert officer.get("/entitlements/")["Location"] == "/entitlements/lists/"


@pytest.mark.parametrize("firm", [HAD, NEW, "91320505MA1WTU01KU"])
def test_a_firm_sees_no_other_firm(own_firm, firm):
    assert own_firm.get(f"/entitlements/firms/{firm}/").status_code == 404


@pytest.mark.parametrize("path", ["/entitlements/lists/", LIST, "/entitlements/loans/"])
@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.LEADER, 200), (Role.LIAISON, 200), (Role.FIRM, 403), (Role.AUDITOR, 403)],
)
def test_staff_reads_the_lists(city, signed_in, path, role, status):
    assert signed_in(role).get(path).status_code == status


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OFFICER, 200), (Role.LEADER, 403), (Role.LIAISON, 403), (Role.FIRM, 403)],
)
def test_people_are_shown_to_those_who_handle_them(city, signed_in, role, status):
    response = signed_in(role).get("/entitlements/talent/")
    assert response.status_code == status
    assert ("示例人才甲" in response.content.decode()) is (status == 200)


@pytest.mark.parametrize("what", ["draft", "act", "export"])
def test_only_officers_and_administrators_act(city, signed_in, what):
    for role in (Role.LEADER, Role.LIAISON, Role.FIRM, Role.AUDITOR):
        client = signed_in(role)
        assert client.post(f"{LIST}{what}/").status_code == 403
    assert not Entitlement.objects.exists()


def test_a_list_goes_from_draft_to_paid(officer, second, own_firm):
    officer.post(f"{LIST}draft/")
    (row,) = page_of(officer, LIST).rows
    chosen = {"firm": row.entitlement.pk}
    officer.post(f"{LIST}act/", {"do": "approve", **chosen})
    assert page_of(officer, LIST).rows[0].entitlement.state == "drafted"
    second.post(f"{LIST}act/", {"do": "approve", **chosen})
    assert page_of(own_firm, FIRM_PAGE).entitlements == ()
    second.post(f"{LIST}act/", {"do": "notify", **chosen})
    (own,) = page_of(own_firm, FIRM_PAGE).entitlements
    own_firm.post(f"/entitlements/confirm/{own.entitlement.pk}/", ACCOUNT)
    assert page_of(officer, LIST).rows[0].entitlement.account_no == "6222 0000 1111"
    second.post(
        f"{LIST}act/", {"do": "pay", "paid_on": "2026-07-20", "document_no": "云财示9号", **chosen}
    )
    assert page_of(officer, LIST).rows[0].entitlement.state == "paid"


def test_no_firm_confirms_for_another(officer, second, city, signed_in):
    officer.post(f"{LIST}draft/")
    (row,) = page_of(officer, LIST).rows
    for deed in ("approve", "notify"):
        second.post(f"{LIST}act/", {"do": deed, "firm": row.entitlement.pk})
    other = signed_in(Role.FIRM, firm_uscc=NEW)
    answer = other.post(f"/entitlements/confirm/{row.entitlement.pk}/", ACCOUNT)
    assert answer.status_code == 404
    row.entitlement.refresh_from_db()
    assert row.entitlement.state == "notified"


def test_all_results_of_a_filter_are_taken(officer, second):
    officer.post(f"{LIST}draft/")
    second.post(f"{LIST}act/", {"do": "approve", "everything": "1", "state_query": "state=drafted"})
    assert page_of(officer, f"{LIST}?state=approved").pager.total == 1


def test_the_export_is_what_the_finance_bureau_pays_from(officer):
    officer.post(f"{LIST}draft/")
    response = officer.post(f"{LIST}export/", follow=True)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    head, first = book.active.iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert (row["企业名称"], row["政策措施"], row["兑现金额（元）"]) == (BIG_NAME, SUBSIDY, 800_000)
    assert {"收款户名", "开户行", "账号", "拨付日期"} <= set(head)


def test_a_measure_that_asks_for_an_application_has_no_list(officer):
    assert officer.get("/entitlements/lists/city.loan_interest/").status_code == 404
    assert officer.post(f"/entitlements/lists/{AWARD}/act/", {"do": "burn"}).status_code == 404


def test_loans_come_with_matched_firms_in_order(officer):
    page = page_of(officer, "/entitlements/loans/?product=city.hitech_loan&sort=-limit")
    limits = [row.firm.limit_cny for row in page.rows]
    assert limits == sorted(limits, reverse=True) and page.rows[0].firm.name == BIG_NAME


def test_pages_are_whole_and_as_fragment(officer):
    for path in ("/entitlements/lists/", LIST, "/entitlements/loans/", FIRM_PAGE):
        assert "<html" in officer.get(path).content.decode()
        fragment = officer.get(path, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in fragment


def test_without_a_build_the_pages_say_what_to_do(tmp_path, settings, signed_in):
    settings.WORKSPACE_DIR = tmp_path
    client = signed_in(Role.OFFICER)
    for path in ("/entitlements/lists/", "/entitlements/loans/", "/entitlements/talent/"):
        assert client.get(path).status_code == 200


def test_a_list_of_people_is_closed_to_those_who_do_not_handle_them(city, signed_in):
    path = f"/firms/{BIG}/lists/firm_talent/"
    for role in (Role.LEADER, Role.LIAISON):
        client = signed_in(role)
        assert client.get(path).status_code == 404
        assert "T001" not in client.get(f"/firms/{BIG}/").content.decode()
    assert "示例人才甲" in signed_in(Role.OFFICER).get(path).content.decode()


def test_the_evidence_of_a_person_is_closed_too(city, signed_in):
    path = f"/firms/{BIG}/rows/firm_talent/?talent_no=T001"
    answer = signed_in(Role.LEADER).get(path)
    assert "示例人才甲" not in answer.content.decode()
    fact = signed_in(Role.LIAISON).get(f"/firms/{BIG}/facts/firm_talent/degree/?talent_no=T001")
    assert "博士" not in fact.content.decode()


def test_a_firm_takes_its_confirmation_back_and_nobody_else_does(officer, second, own_firm):
    officer.post(f"{LIST}draft/")
    (row,) = page_of(officer, LIST).rows
    for deed in ("approve", "notify"):
        second.post(f"{LIST}act/", {"do": deed, "firm": row.entitlement.pk})
    own_firm.post(f"/entitlements/confirm/{row.entitlement.pk}/", ACCOUNT)
    act = Act.objects.get(verb="confirmed")
    approval = Act.objects.get(verb="approved")
    assert own_firm.post(f"/entitlements/unconfirm/{approval.pk}/").status_code == 404
    own_firm.post(f"/entitlements/unconfirm/{act.pk}/")
    row.entitlement.refresh_from_db()
    assert (row.entitlement.state, row.entitlement.account_no) == ("notified", "")
