import pytest

from wotu.targets.status import Status
from wotu_site.access.roles import Role
from wotu_site.targets import book
from wotu_site.targets.pages.target import TargetPage, target_page

pytestmark = pytest.mark.zone

LATE, FIRMS, SHARE, EXPORTS = "/targets/T2/", "/targets/T3/", "/targets/T4/", "/targets/T5/"


def page_of(client, path):
    return client.get(path).context["page"]


def test_the_page_is_what_the_template_shows(leader):
    page = page_of(leader, LATE)
    assert isinstance(page, TargetPage)
    again = target_page(book.known_or_none("T2"), leader.person)
    assert page.sentence == again.sentence and page.facts == again.facts
    assert page.actuals == again.actuals and page.history == again.history


def test_one_sentence_says_the_whole(leader):
    page = page_of(leader, LATE)
    assert page.row.look.status is Status.LATE
    said = page.sentence
    for part in ("截至 2026-05 完成 425亿元", "应达", "差 ", "自 2026-02 起落后", "达成机会"):
        assert part in said


def test_the_chart_draws_path_actuals_and_forecast(leader):
    chart = page_of(leader, LATE).chart
    series = {one["name"] for one in chart.option["series"]}
    assert series == {"实际值", "进度路径", "预测"}
    points = next(one for one in chart.option["series"] if one["type"] == "scatter")["data"]
    assert points[-1]["address"] == "/targets/T2/actuals/2026-05-31/"
    assert chart.option["yAxis"]["name"] == "亿元"
    assert points[-1]["value"] == ["2026-05-31", 425.0]


def test_milestones_are_drawn(leader):
    names = {one["name"] for one in page_of(leader, FIRMS).chart.option["series"]}
    assert "节点" in names


def test_an_actual_leads_to_its_row(leader):
    page = page_of(leader, f"{LATE}actuals/2026-05-31/")
    (source,) = page.sources
    assert page.value == "425亿元" and source.origin.startswith("导入表")
    assert any("第 5 行" in text for _label, text in source.lines)


def test_a_count_leads_to_its_query_and_to_the_certificates(leader):
    (source,) = page_of(leader, f"{FIRMS}actuals/2026-06-30/").sources
    assert source.origin == "名录计数" and "firm_certificate" in source.expression
    assert "/ladder/stock/?kind=hnte" in [lead.address for lead in source.links]


def test_a_formula_leads_to_its_figures_in_turn(leader):
    (source,) = page_of(leader, f"{SHARE}actuals/2025-12-31/").sources
    unknown, known = source.inputs
    assert (unknown.value, unknown.address) == ("未知", "")
    assert known.value == "12,000人"
    page = page_of(leader, known.address)
    assert page.value == "12,000人" and page.sources[0].origin.startswith("导入表")


def test_no_value_is_no_page(leader):
    assert leader.get("/targets/values/gdp/320505/1999/").status_code == 404
    assert leader.get(f"{LATE}actuals/1999-12-31/").status_code == 404
    assert leader.get("/targets/T99/").status_code == 404


def test_a_target_without_actuals_has_no_zero(leader):
    page = page_of(leader, EXPORTS)
    assert "尚无实际值" in page.chart.title and page.actuals == ()
    assert "没有“出口总额”的数据" in page.sentence


def test_what_gathers_tells_of_what_is_beneath(leader):
    page = page_of(leader, "/targets/T1/")
    assert page.row.look.status is Status.LATE
    assert [row.number for row in page.children] == ["1.1", "1.2"]
    assert "汇总 2 项目标" in page.sentence


def test_tasks_stand_with_the_open_ones_first(leader):
    assert [bool(task.done) for task in page_of(leader, LATE).tasks] == [False, True]


def test_a_leader_reads_and_changes_nothing(plan, signed_in):
    leader = signed_in(Role.LEADER)
    page = page_of(leader, LATE)
    assert not page.may_change and page.task_form is None
    for path in ("change/", "withdraw/", "tasks/"):
        assert leader.post(f"{LATE}{path}").status_code == 403
    assert leader.get("/targets/new/").status_code == 403
    assert leader.get("/targets/import/").status_code == 403
    assert signed_in(Role.FIRM).get(LATE).status_code == 403
