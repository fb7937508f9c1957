import datetime as dt

import pytest

from tests.wotu_site.targets.conftest import PLACE, PLAN, YI
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.targets import book
from wotu_site.targets.forms import offered
from wotu_site.targets.services import undo_address

pytestmark = pytest.mark.zone

ONE = "/targets/T2/"


def target(name="T2"):
    return next((one for one in book.targets() if one.id == name), None)


def sent(**changes):
    """The form as it is offered, with some fields changed."""
    fields = {name: "" if value is None else value for name, value in offered(target()).items()}
    fields |= {"aim": "at_least", "path": "linear", "indicator": "gdp"}
    return fields | changes


def test_the_form_offers_figures_as_people_write_them(officer):
    shown = offered(target())
    assert (shown["value"], shown["baseline"], shown["unit"]) == (1200, 1080, "亿元")


def test_a_change_needs_its_reason(officer):
    answer = officer.post(f"{ONE}change/", sent(value="1150", reason=""))
    assert answer.status_code == 422 and "reason" in answer.context["page"].form.errors
    assert target().value == 1200 * YI


def test_a_change_is_kept_told_and_undone(officer):
    answer = officer.post(f"{ONE}change/", sent(value="1,150", reason="省里调整口径"))
    assert answer.status_code == 302 and target().value == 1150 * YI
    entry = AuditEntry.objects.get(action="plan_target.changed")
    assert entry.detail["value"] == [1200 * YI, 1150 * YI]
    history = officer.get(ONE).context["page"].history
    assert history[0].reason == "省里调整口径"
    ((label, before, after),) = history[0].changes
    assert (label, before, after) == ("目标值", "1,200亿元", "1,150亿元")
    officer.post(history[0].undo)
    assert target().value == 1200 * YI
    assert AuditEntry.objects.filter(action="plan_target.undone").exists()


def test_an_old_undo_does_not_take_back_what_came_after(officer):
    officer.post(f"{ONE}change/", sent(value="1150", reason="一"))
    early = undo_address(["T2"])
    officer.post(f"{ONE}change/", sent(value="1100", reason="二"))
    officer.post(early)
    assert target().value == 1100 * YI


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit": "家"}, "unit"),
        ({"baseline_period": "去年"}, "baseline_period"),
        ({"milestones": "没有数字", "path": "milestones"}, "milestones"),
        ({"due": "2020-01-01"}, "__all__"),
        ({"parent": "T2"}, "parent"),
        ({"path": "milestones"}, "__all__"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(officer, changes, field):
    answer = officer.post(f"{ONE}change/", sent(reason="试", **changes))
    assert answer.status_code == 422 and field in answer.context["page"].form.errors


def test_the_same_again_changes_nothing(officer):
    officer.post(f"{ONE}change/", sent(reason="没变"))
    assert not AuditEntry.objects.filter(action="plan_target.changed").exists()


def test_a_target_is_withdrawn_with_reason_and_comes_back(officer):
    officer.post(f"{ONE}withdraw/", {"reason": ""})
    assert target()
    officer.post(f"{ONE}withdraw/", {"reason": "并入其他目标"})
    assert target() is None and officer.get(ONE).status_code == 404
    officer.post(undo_address(["T2"]))
    assert target()


def test_a_target_with_others_beneath_it_stays(officer):
    officer.post("/targets/T1/withdraw/", {"reason": "不要了"})
    assert target("T1")


def test_a_target_is_set_by_hand(officer):
    fields = {
        "name": "出口翻番", "plan": PLAN, "place_code": PLACE, "indicator": "exports", "aim": "at_least",
        "value": "80", "unit": "亿元", "due": "2027-12-31", "baseline": "40", "baseline_period": "2025年",
        "path": "milestones", "milestones": "2026: 55", "owner": "商务局",
    }  # fmt: skip
    answer = officer.post("/targets/new/", fields)
    assert answer.status_code == 302, answer.context["page"].form.errors
    added = target("T6")
    assert (added.value, added.unit, added.baseline_period) == (80 * YI, "元", "2025")
    assert added.milestones[0].value == 55 * YI
    assert AuditEntry.objects.filter(action="plan_target.added").exists()


def test_tasks_are_added_done_opened_again_and_undone(officer):
    officer.post(f"{ONE}tasks/", {"what": "召开调度会", "owner": "发改委", "due": "2026-09-01"})
    task = book.book().tasks("T2")[-1]
    assert (task.id, task.what) == ("T2.3", "召开调度会")
    officer.post("/targets/tasks/T2.3/done/")
    assert book.book().tasks("T2")[-1].done_on
    officer.post("/targets/tasks/T2.3/reopen/", {"reason": ""})
    assert book.book().tasks("T2")[-1].done_on
    officer.post("/targets/tasks/T2.3/reopen/", {"reason": "还没开完"})
    assert book.book().tasks("T2")[-1].done_on is None
    officer.post(undo_address(["T2.3"]))
    assert book.book().tasks("T2")[-1].done_on


def test_a_new_due_date_of_a_task_needs_its_reason(officer):
    fields = {"what": "开工十个重大项目", "owner": "发改委", "due": "2026-08-31", "note": ""}
    answer = officer.post("/targets/tasks/T2.1/change/", {**fields, "reason": ""})
    assert answer.status_code == 422
    officer.post("/targets/tasks/T2.1/change/", {**fields, "reason": "雨季停工"})
    assert book.book().tasks("T2")[0].due == dt.date(2026, 8, 31)


def test_an_empty_task_is_told_on_the_page(officer):
    answer = officer.post(f"{ONE}tasks/", {"what": " "})
    assert answer.status_code == 422 and answer.context["page"].task_form.errors


def test_only_keepers_change(own_plan, signed_in):
    liaison = signed_in(Role.LIAISON)
    for path in (
        f"{ONE}change/",
        f"{ONE}withdraw/",
        f"{ONE}tasks/",
        "/targets/adopt/",
        "/targets/undo/",
    ):
        assert liaison.post(path).status_code == 403
    assert liaison.get("/targets/undo/").status_code == 403
