import io

import openpyxl
import pytest

from tests.wotu_site.chains.conftest import BAR, SERVO
from tests.zone import code_of
from wotu.lake.placement_corrections import PlacementCorrections
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry

pytestmark = pytest.mark.zone

FRAME = "/chains/maps/bicycles/frame/"


def page_of(client, path=FRAME, **query):
    return client.get(path, query).context["page"]


def standing(workspace):
    return PlacementCorrections(workspace.lake.root).standing()


def test_a_link_tells_all_that_is_known_of_it(officer):
    page = page_of(officer)
    assert page.link.firms == 5
    assert [row.link.label for row in page.suppliers] == ["管材", "碳纤维"]
    assert [row.goods for row in page.suppliers] == ["钢管", "碳纤维"]
    assert [row.link.label for row in page.customers] == ["整车"]
    assert page.reasons
    assert page.score.low <= page.score.score <= page.score.high
    assert page.codes == ("3761 自行车制造",)


def test_unknown_components_are_unknown_and_not_zero(officer):
    scale = {one.measure: one for one in page_of(officer).score.components}
    assert any(one.points is None for one in scale.values())
    assert "未知" in officer.get(FRAME).content.decode()


def test_substitutes_and_other_places_are_named(officer):
    assert [one.label for one in page_of(officer, "/chains/maps/bicycles/tube/").substitutes] == [
        "碳纤维"
    ]
    brake = page_of(officer, "/chains/maps/bicycles/brake/")
    assert brake.elsewhere_total == 30
    assert {row.name for row in brake.places} == {"苏州市", "南京市"}


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({}, 5),
        ({"level": "placed"}, 5),
        ({"level": ["possible", "doubtful"]}, 0),
        ({"main": "other"}, 2),
        ({"q": "明远"}, 1),
        ({"judged": "yes"}, 0),
    ],
)
def test_firms_are_narrowed(officer, query, number):
    assert page_of(officer, **query).pager.total == number


def test_firms_are_sorted_and_unknown_figures_come_last(officer):
    names = [row.name for row in page_of(officer, sort="name").rows]
    assert names == sorted(names)
    sales = [row.placed.sales_cny for row in page_of(officer, sort="-sales").rows]
    assert sales == [None] * 5


def test_possible_placements_are_offered_and_not_counted(officer):
    page = page_of(officer, "/chains/maps/bicycles/tube/")
    assert (page.pager.total, page.possible) == (0, 1)
    shown = page_of(officer, "/chains/maps/bicycles/tube/", level="possible")
    assert [row.firm_id for row in shown.rows] == [code_of(7)]


def test_firms_of_a_link_go_into_a_workbook_without_sales_for_the_auditor(chains, signed_in):
    heads = {}
    for role in (Role.OFFICER, Role.AUDITOR):
        answer = signed_in(role).post(f"{FRAME}export/?q=明远")
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        assert sheet.max_row == 2
        heads[role] = {cell.value for cell in sheet[1]}
    assert heads[Role.OFFICER] - heads[Role.AUDITOR] == {"营业收入（元）"}
    assert AuditEntry.objects.filter(action="chain_link.exported").count() == 2


def test_the_evidence_of_a_placement_lights_its_words(officer):
    page = page_of(officer, f"{FRAME}firms/{BAR}/")
    assert [(one.text, one.lit) for one in page.words[0].pieces] == [
        ("技术", False),
        ("研发", True),
        ("与销售", False),
    ]
    assert "".join(one.text for one in page.scope) == "技术研发与销售"
    assert page.form is not None


def test_a_placement_is_refused_and_taken_back(own_chains, signed_in):
    client = signed_in(Role.LIAISON)
    answer = client.post(
        f"{FRAME}firms/{BAR}/judge/", {"belongs": "no", "reason": "只做贸易"}, follow=True
    )
    assert answer.status_code == 200
    (said,) = standing(own_chains)
    assert (said.firm_id, said.node, said.right, said.reason) == (BAR, "frame", False, "只做贸易")
    assert "liaison" in said.author
    entry = AuditEntry.objects.get(action="placement.judged")
    assert entry.detail["reason"] == "只做贸易"
    (row,) = [row for row in answer.context["page"].rows if row.firm_id == BAR]
    assert row.waits and not row.said.right
    assert client.post(f"{FRAME}firms/{BAR}/withdraw/").status_code == 302
    assert standing(own_chains) == []
    assert AuditEntry.objects.filter(action="placement.withdrawn").exists()


def test_a_judgement_needs_its_reason(own_chains, signed_in):
    client = signed_in(Role.OFFICER)
    for entered in ({"belongs": "no", "reason": "  "}, {"reason": "有理由"}, {"belongs": "maybe"}):
        assert client.post(f"{FRAME}firms/{BAR}/judge/", entered).status_code == 422
    assert standing(own_chains) == []


def test_taking_back_what_nobody_said_warns(own_chains, signed_in):
    client = signed_in(Role.OFFICER)
    answer = client.post(f"{FRAME}firms/{BAR}/withdraw/", follow=True)
    assert "没有人工意见" in answer.content.decode()


def test_a_firm_is_found_by_name_and_put_on_a_link(own_chains, signed_in):
    client = signed_in(Role.OFFICER)
    hits = page_of(client, f"{FRAME}add/", q="宏泰").hits
    assert [name for name, _code, _address in hits] == ["云岭宏泰新材料股份有限公司"]
    page = client.get(hits[0][2]).context["page"]
    assert page.confidence is None
    entered = {"belongs": "yes", "reason": "年报写明生产车架"}
    answer = client.post(page.judge_address, entered, follow=True)
    (row,) = answer.context["page"].waiting
    assert (row.name, row.said.right) == ("云岭宏泰新材料股份有限公司", True)
    assert page_of(client, f"{FRAME}add/", q="").hits == ()


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FIRM])
def test_others_cannot_judge(chains, signed_in, role):
    client = signed_in(role)
    entered = {"belongs": "no", "reason": "不是"}
    assert client.post(f"{FRAME}firms/{BAR}/judge/", entered).status_code == 403
    assert client.post(f"{FRAME}firms/{BAR}/withdraw/").status_code == 403
    assert client.get(f"{FRAME}add/?q=x").status_code == 403
    assert standing(chains) == []


def test_the_page_of_a_firm_tells_its_place_and_partners(officer):
    page = page_of(officer, f"/chains/firms/{BAR}/")
    (link,) = page.links
    assert (link.label, link.row.confidence) == ("车架", 0.95)
    assert [line.label for line in link.customers] == ["整车"]
    assert link.customers[0].partners[0][0] == "云岭宏泰新材料股份有限公司"
    assert "钢管" in link.outside
    assert "产业链" in officer.get(f"/firms/{BAR}/").content.decode()


def test_a_firm_sees_its_own_place_and_no_partners(chains, signed_in):
    client = signed_in(Role.FIRM, firm_uscc=BAR)
    page = page_of(client, f"/chains/firms/{BAR}/")
    (link,) = page.links
    assert link.address == "" and link.customers == () and link.outside == ()
    assert client.get(f"/chains/firms/{SERVO}/").status_code == 404
    assert client.get(f"{FRAME}firms/{BAR}/").status_code == 403


def test_a_firm_on_no_link_is_told_so(officer):
    page = page_of(officer, f"/chains/firms/{code_of(7)}/")
    assert (page.links, page.possible) == ((), 1)
