import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.wotu_site.targets.conftest import HTMX, PLACE, PLAN
from wotu.targets.status import Status
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.targets.book import counted
from wotu_site.targets.pages.listing import ListPage

pytestmark = pytest.mark.zone


def page_of(client, path="", **query):
    return client.get(f"/targets/{path}", query).context["page"]


def names(page):
    return [row.name for row in page.rows]


def test_what_is_late_stands_first(leader):
    page = page_of(leader)
    assert isinstance(page, ListPage)
    first = page.rows[0]
    assert (first.name, first.look.status) == ("地区生产总值达到1200亿元", Status.LATE)
    assert first.since == "2026-02"
    assert first.actual == "425亿元" and first.actual_day == "2026-05"
    assert first.behind and first.gap.startswith("差 ")
    assert first.next_task.overdue and first.next_task.what == "开工十个重大项目"


def test_what_only_gathers_others_is_not_in_the_list(leader):
    assert "综合实力" not in names(page_of(leader))
    assert sum(one.count for one in page_of(leader).statuses) == 4


def test_unknown_says_what_is_missing_and_who_has_it(leader):
    row = next(row for row in page_of(leader).rows if row.name.startswith("出口"))
    assert row.look.status is Status.UNKNOWN
    assert row.actual == "" and "商务局" in row.missing


def test_a_target_past_its_day_shows_the_actual_of_the_day(leader):
    row = next(row for row in page_of(leader).rows if row.name.startswith("研发人员"))
    assert row.look.status is Status.ACHIEVED
    assert row.actual == "9.5%" and row.actual_day == "2025-12"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"status": "late"}, 1),
        ({"status": ["late", "unknown"]}, 2),
        ({"owner": "科技局"}, 2),
        ({"owner": "科技局", "status": "late"}, 0),
        ({"plan": PLAN}, 4),
        ({"place": PLACE}, 4),
        ({"due": "2025"}, 1),
        ({"q": "生产总值"}, 1),
        ({"q": "GDP"}, 1),
    ],
)
def test_targets_are_narrowed(leader, query, number):
    page = page_of(leader, **query)
    assert page.pager.total == number
    assert len(page.chips) == sum(len(v) if isinstance(v, list) else 1 for v in query.values())


@pytest.mark.parametrize("key", ["number", "status", "gap", "chance", "owner"])
def test_every_order_turns_round_and_leaves_the_unknown_last(leader, key):
    up, down = names(page_of(leader, sort=key)), names(page_of(leader, sort=f"-{key}"))
    assert sorted(up) == sorted(down)
    if key in ("gap", "chance"):
        assert up[-1] == down[-1]
    else:
        assert up != down


def test_departments_tell_what_they_are_late_with(leader):
    page = page_of(leader, "owners/")
    assert page.rows[0].name == "发改委"
    assert [row.number for row in page.rows[0].late] == ["1.1"]
    assert page.rows[0].overdue_tasks == 1
    assert page.rows[0].bar.total == page.rows[0].targets == 1


def test_the_tree_gathers_what_is_beneath(leader):
    (plan,) = page_of(leader, "tree/").plans
    assert (plan.kind, plan.name) == ("plan", PLAN)
    top = plan.children[0]
    assert not top.own and top.look.status is Status.LATE
    assert sum(number for _look, number in plan.counts) == 4
    assert [child.kind for child in top.children[0].children] == ["task", "task"]
    assert plan.tasks_open == 2


def test_the_list_goes_into_a_workbook(leader):
    answer = leader.post("/targets/export/?owner=科技局")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet.max_row == 3
    assert AuditEntry.objects.filter(action="plan_target_list.exported").exists()


@pytest.mark.parametrize(("ending", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_the_list_goes_into_a_report(leader, ending, begins):
    answer = leader.post("/targets/export/?owner=科技局", {"format": ending})
    assert b"".join(answer.streaming_content).startswith(begins)
    assert AuditEntry.objects.get(action="plan_target_list.exported").detail["format"] == ending


def test_another_format_is_none(leader):
    assert leader.post("/targets/export/", {"format": "exe"}).status_code == 404


def test_reading_is_written_down(leader):
    leader.get("/targets/")
    assert AuditEntry.objects.filter(about_kind="plan_target_list").exists()


@pytest.mark.parametrize("path", ["", "owners/", "tree/"])
def test_lists_are_for_those_who_read_about_firms(plan, signed_in, client, path):
    assert client.get(f"/targets/{path}").status_code == 302
    for role in (Role.FIRM, Role.AUDITOR):
        assert signed_in(role).get(f"/targets/{path}").status_code == 403
    assert signed_in(Role.LIAISON).get(f"/targets/{path}").status_code == 200


def test_a_fragment_is_the_list_alone(leader):
    answer = leader.get("/targets/", headers=HTMX)
    assert b"<html" not in answer.content and "地区生产总值" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "owners/", "tree/", "T2/"])
def test_pages_ask_the_database_no_more_than_ever(leader, path):
    leader.get(f"/targets/{path}")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        leader.get(f"/targets/{path}")
    assert len(asked) <= 6, [one["sql"] for one in asked]


def test_without_a_target_the_page_says_what_to_do(zone, signed_in):
    officer, leader = signed_in(Role.OFFICER), signed_in(Role.LEADER)
    assert "导入规划" in officer.get("/targets/").content.decode()
    assert "由工作人员导入规划" in leader.get("/targets/").content.decode()
    assert not counted()


def test_late_targets_stand_on_the_first_page(plan, signed_in):
    page = signed_in(Role.LEADER).get("/").context["page"]
    late = page.work.late
    assert [row.number for row in late.shown] == ["1.1"]
    assert (late.late, late.targets) == (1, 4)
    assert signed_in(Role.LIAISON).get("/").context["page"].work.late is None


def test_the_search_box_finds_targets(leader):
    found = leader.get("/search/suggest/?q=生产总值").content.decode()
    assert "/targets/T2/" in found
