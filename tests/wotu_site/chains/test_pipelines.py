"""Pages of product pipelines over the small zone with a register of stages."""

import datetime as dt
import io
import shutil

import openpyxl
import polars as pl
import pytest

from tests.zone import AS_OF, code_of
from wotu.build.build import build
from wotu.build.pipelines import Pipelines
from wotu.receive import Delivery, receive
from wotu.workspace import open_workspace
from wotu_site.access.roles import Role
from wotu_site.chains.pipeline_chart import year_chart
from wotu_site.chains.pipelines import all_lines
from wotu_site.snapshots import queries as snapshots

pytestmark = pytest.mark.zone

HTMX = {"HX-Request": "true"}
PHARMA, DEVICES = code_of(5), code_of(4)
HEADER = (
    "统一社会信用代码,申请人,产品名称/代号,产品类别,注册分类,适应症/预期用途,研发阶段,进入日期,"
    "受理号/批准文号,备注"
)
DRUG = f"{PHARMA},云岭安禾生物医药有限公司,AH-101片,化药,1类,肝癌"
VACCINE = f"{PHARMA},云岭安禾生物医药有限公司,AH-201疫苗,疫苗,1类,"
STENT = f"{DEVICES},云岭博瑞精密仪器有限公司,药物球囊导管,无源器械,3类,"
ROWS = (
    f"{DRUG},IND受理,2023-01-10,CXHL23000001,",
    f"{DRUG},I期临床,2023-09-01,,",
    f"{DRUG},Ⅱ期,2026-05-20,,",
    f"{VACCINE},临床前,2022-01-01,,",
    f"{VACCINE},终止,2026-06-01,,商业策略调整",
    f"{STENT},绿色通道,2023-02-01,,",
    f"{STENT},型检,2023-06-01,,",
    f"{STENT},注册受理,2024-03-01,,",
)


@pytest.fixture(scope="session")
def pipeline_folder(zone_folder, tmp_path_factory):
    """The zone with a register of stages, made once."""
    folder = tmp_path_factory.mktemp("pipelines") / "workspace"
    shutil.copytree(zone_folder, folder, symlinks=True)
    workspace = open_workspace(folder)
    path = folder.parent / "药械进展.csv"
    path.write_text("\n".join((HEADER, *ROWS)), encoding="utf-8")
    delivery = Delivery("medical_products", "测试", contract="firm_product_stage")
    receive(workspace, path, delivery)
    build(workspace, AS_OF)
    return folder


@pytest.fixture
def pipelines(pipeline_folder, settings):
    """The site of that zone."""
    settings.WORKSPACE_DIR = pipeline_folder
    snapshots.forget()
    yield snapshots.workspace()
    snapshots.forget()


@pytest.fixture
def officer(pipelines, signed_in):
    return signed_in(Role.OFFICER)


def page_of(client, path="/chains/pipelines/"):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.context["page"]


def test_list_shows_where_every_product_stands(officer):
    page = page_of(officer)
    shown = {row.product: row for row in page.rows}
    assert shown["AH-101片"].stage == "Ⅱ期临床"
    assert shown["AH-101片"].since == dt.date(2026, 5, 20)
    assert shown["AH-201疫苗"].status == "terminated"
    stent = shown["药物球囊导管"]
    assert stent.of_class == "医疗器械三类"  # written as 3类
    assert stent.stalled
    assert "90 个工作日" in stent.limit
    assert set(stent.marks) == {"久未推进", "创新医疗器械"}


def test_page_shows_what_the_library_says(officer):
    page = page_of(officer)
    found = Pipelines(snapshots.snapshot())
    assert page.pager.total == found.lines.height == len(all_lines(snapshots.snapshot()))
    assert [row.product for row in page.rows] == found.lines["product"].to_list()


@pytest.mark.parametrize(
    ("query", "products"),
    [
        ("stage=phase_2", {"AH-101片"}),
        ("class=device_3", {"药物球囊导管"}),
        ("kind=vaccine&kind=chemical_drug", {"AH-101片", "AH-201疫苗"}),
        ("mark=stalled", {"药物球囊导管"}),
        ("status=terminated", {"AH-201疫苗"}),
        (f"firm={PHARMA}&stage=phase_2", {"AH-101片"}),
        ("q=肝癌", {"AH-101片"}),
        ("q=博瑞", {"药物球囊导管"}),
        ("q=nothing", set()),
    ],
)
def test_filters(officer, query, products):
    page = page_of(officer, f"/chains/pipelines/?{query}")
    assert {row.product for row in page.rows} == products
    assert page.pager.total == len(products)


def test_changes_are_those_after_the_day_asked_for(officer):
    page = page_of(officer, "/chains/pipelines/?since=2026-05-25")
    assert [(one.product, one.word) for one in page.changes] == [("AH-201疫苗", "终止")]
    page = page_of(officer, "/chains/pipelines/?since=2026-01-01")
    assert [(one.product, one.word) for one in page.changes] == [
        ("AH-201疫苗", "终止"),
        ("AH-101片", "推进"),
    ]
    # A day that is none means the last three months, without an earlier visit.
    page = page_of(officer, "/chains/pipelines/?since=yesterday")
    assert page.since.day == AS_OF - dt.timedelta(days=90)


def test_numbers_and_chart_count_products_by_year_and_class(officer):
    page = page_of(officer, "/chains/pipelines/?measure=innovative_review")
    assert [number.value for number in page.numbers] == [3, 0, 0, 0, 1]
    assert page.chart is not None
    assert page.chart.rows[0] == ("2023", "1", "1")
    assert page_of(officer).chart is None  # nothing is approved yet


def test_chart_leaves_no_year_out():
    counted = pl.DataFrame(
        {
            "year": [2022, 2025, 2025],
            "stage": ["approved"] * 3,
            "registration_class": ["drug_1", "drug_1", None],
            "products": [1, 2, 3],
        }
    )
    words = {"drug_1": "药品1类", "none": "待定"}
    chart = year_chart(counted, "approved", "获批", words, AS_OF)
    assert [row[0] for row in chart.rows][:4] == ["2022", "2023", "2024", "2025"]
    assert chart.rows[1][1:] == ("0", "0", "0")
    assert chart.rows[3][1:] == ("2", "3", "5")
    assert chart.title.startswith("2025 年获批 5 个产品")


def test_workbook_has_the_filtered_list(officer):
    response = officer.post("/chains/pipelines/export/?stage=phase_2")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames == ["产品管线", "按年度", "变化"]
    rows = list(book["产品管线"].iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][0] == "AH-101片"


def test_firm_sees_its_products_with_their_records(officer):
    page = page_of(officer, f"/chains/firms/{PHARMA}/pipeline/")
    ways = {one.line.product: [record.stage for record in one.records] for one in page.products}
    assert ways["AH-101片"][-1] == "Ⅱ期临床"
    assert len(ways["AH-101片"]) == 3
    evidence = page.products[0].records[0].evidence
    assert officer.get(evidence, headers=HTMX).status_code == 200


def test_firm_without_products_is_told_so(officer):
    response = officer.get(f"/chains/firms/{code_of(1)}/pipeline/", headers=HTMX)
    assert "台账里没有这家企业的产品" in response.content.decode()


def test_firm_user_sees_the_own_firm_only(pipelines, signed_in):
    client = signed_in(Role.FIRM, firm_uscc=PHARMA)
    assert client.get(f"/chains/firms/{PHARMA}/pipeline/").status_code == 200
    assert client.get(f"/chains/firms/{DEVICES}/pipeline/").status_code == 404
    assert client.get("/chains/pipelines/").status_code == 403
    assert client.post("/chains/pipelines/export/").status_code == 403


def test_nobody_signed_in_is_sent_to_sign_in(pipelines, db, client):
    assert client.get("/chains/pipelines/").status_code == 302


def test_fragment_is_the_list_alone(officer):
    whole = officer.get("/chains/pipelines/").content.decode()
    part = officer.get("/chains/pipelines/", headers=HTMX).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    assert "药物球囊导管" in part


def test_zone_without_a_register_of_stages_is_told_what_to_do(zone, signed_in):
    response = signed_in(Role.OFFICER).get("/chains/pipelines/")
    assert response.status_code == 200
    assert "还没有产品" in response.content.decode()


def test_page_needs_few_queries(officer, django_assert_max_num_queries):
    officer.get("/chains/pipelines/")
    with django_assert_max_num_queries(8):
        officer.get("/chains/pipelines/")
