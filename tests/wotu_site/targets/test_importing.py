import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.targets import book

pytestmark = pytest.mark.zone

PLAN = "云岭新三年规划"
TARGETS = [
    [
        "序号",
        "目标名称",
        "地区",
        "指标",
        "目标值",
        "单位",
        "完成期限",
        "基期",
        "基期值",
        "责任部门",
    ],
    ["1", "出口总额", "虎丘区", "出口总额", 60, "亿元", "2027年12月31日", "2025年", 40, "商务局"],
    [
        "2",
        "高企数量",
        "虎丘区",
        "高新技术企业",
        900,
        "家",
        "2027年12月31日",
        "2025年末",
        640,
        "科技局",
    ],
    ["3", "写坏的行", "虎丘区", "没有这个指标", 5, "家", "2027年12月31日", "", "", "科技局"],
]
TASKS = [
    ["目标序号", "任务", "责任部门", "完成时限"],
    ["2", "走访到期企业", "科技局", "2026年9月30日"],
]


def workbook(*, hitech=900):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book_:
        for name, rows in (("目标", TARGETS), ("任务书", TASKS)):
            sheet = book_.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, [hitech if one == 900 else one for one in row])
    return SimpleUploadedFile("规划.xlsx", made.getvalue())


def hand_in(client, **more):
    return client.post("/targets/import/", {"file": workbook(**more), "plan": PLAN})


def of_plan():
    return {one.number: one for one in book.targets() if one.plan == PLAN}


def test_a_plan_is_shown_before_it_counts_and_can_be_given_up(officer):
    answer = hand_in(officer)
    assert answer.status_code == 302, answer.context["page"].form.errors
    page = officer.get(answer.url).context["page"]
    assert [row.name for row in page.added] == ["出口总额", "高企数量"]
    assert page.added[0].goal == "60亿元" and len(page.tasks) == 1
    assert any("没有这个指标" in row.why for row in page.refused)
    officer.post(f"{answer.url}abandon/")
    assert officer.get(answer.url).status_code == 404 and of_plan() == {}


def test_a_plan_counts_once_confirmed_and_changes_what_differs_when_it_comes_again(officer):
    answer = officer.post(f"{hand_in(officer).url}confirm/", follow=True)
    assert set(of_plan()) == {"1", "2"}
    assert book.book().tasks(of_plan()["2"].id)[0].what == "走访到期企业"
    assert AuditEntry.objects.get(action="plan_target.imported").detail["refused"] >= 1
    first = next(message.extra_tags for message in answer.context["messages"])
    address = hand_in(officer, hitech=950).url
    page = officer.get(address).context["page"]
    assert [row.name for row in page.changed] == ["高企数量"]
    assert page.changed[0].before == "900家" and not page.added and page.unchanged == 1
    answer = officer.post(f"{address}confirm/", follow=True)
    assert of_plan()["2"].value == 950
    officer.post(next(m.extra_tags for m in answer.context["messages"]).removeprefix("undo="))
    assert of_plan()["2"].value == 900
    # What was decided since keeps the first import from being undone in passing.
    officer.post(first.removeprefix("undo="))
    assert set(of_plan()) == {"1", "2"}


def test_a_file_that_is_no_plan_is_told_at_the_form(officer):
    sent = {"file": SimpleUploadedFile("闲谈.csv", "甲,乙\n1,2\n".encode()), "plan": PLAN}
    answer = officer.post("/targets/import/", sent)
    assert answer.status_code == 422 and "file" in answer.context["page"].form.errors


def test_plans_are_imported_by_keepers(own_plan, signed_in):
    assert signed_in(Role.LEADER).post("/targets/import/").status_code == 403


def test_a_target_of_the_lake_is_set_with_one_click(officer):
    officer.post(f"{hand_in(officer).url}confirm/")
    page = officer.get("/documents/targets/").context["page"]
    assert page.may_set and len(page.rows) == 2
    assert all(row.target_address for row in page.rows)
    target = of_plan()["1"]
    officer.post(f"/targets/{target.id}/withdraw/", {"reason": "重设"})
    rows = officer.get("/documents/targets/").context["page"].rows
    row = next(row for row in rows if not row.target_address)
    officer.post("/targets/adopt/", {"candidate": row.candidate, "plan": "报告"})
    assert [one.value for one in book.targets() if one.plan == "报告"] == [60e8]
    assert AuditEntry.objects.filter(action="plan_target.adopted").exists()


def test_an_unknown_candidate_is_refused_in_words(officer):
    answer = officer.post("/targets/adopt/", {"candidate": "nothing"}, follow=True)
    assert "没有目标备选" in answer.content.decode()
