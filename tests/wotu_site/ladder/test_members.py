import datetime as dt

from django.utils import timezone

from tests.wotu_site.ladder.conftest import ONE_FACT, SHORT, page_of
from tests.zone import AS_OF
from wotu_site.access.roles import Role
from wotu_site.firms import queries as firms
from wotu_site.ladder.models import Act, Membership

HTMX = {"HX-Request": "true"}
LIST = "/ladder/lists/reserve/"
ADD = {"list": "reserve", "year": str(AS_OF.year), "target": "hnte", "do": "add"}


def undo_of(response):
    """Take back what the notice of a response tells of."""
    *_earlier, message = response.context["messages"]
    return message.extra_tags.removeprefix("undo=")


def test_chosen_firms_of_a_work_list_are_added_and_taken_back_with_one_click(officer):
    path = "/ladder/work/step/act/"
    response = officer.post(path, {**ADD, "firm": [SHORT, ONE_FACT], "back": LIST}, follow=True)
    assert "已将 2 家企业加入清单" in response.text
    assert {row.membership.firm_id for row in response.context["page"].rows} == {SHORT, ONE_FACT}
    officer.post(undo_of(response), {"back": LIST})
    assert page_of(officer, LIST).rows == ()


def test_all_firms_that_the_filters_leave_are_added_not_only_the_page(officer):
    form = {**ADD, "everything": "1", "state": "rung=tsme&within=30"}
    officer.post("/ladder/work/step/act/", form)
    wanted = page_of(officer, "/ladder/step/?rung=tsme&within=30").pager.total
    assert Membership.objects.count() == wanted > 1


def test_the_list_of_firms_adds_too(officer):
    officer.post("/ladder/add/", {**ADD, "firm": [SHORT]})
    assert Membership.objects.get().firm_id == SHORT


def test_a_firm_on_a_list_is_marked_in_the_work_lists_and_can_be_left_out(listed, officer):
    page = page_of(officer, "/ladder/step/")
    row = next(row for row in page.rows if row.firm_id == SHORT)
    assert [tag.label for tag in row.lists] == [f"储备 {AS_OF.year}"]
    left = page_of(officer, "/ladder/step/?listed=no")
    assert left.pager.total == page.pager.total - 2
    assert page_of(officer, "/ladder/step/?listed=yes").pager.total == 2


def test_state_and_date_change_in_the_row_itself(listed, officer):
    first, _second = listed
    path = f"/ladder/members/{first.pk}/quick/"
    response = officer.post(path, {"state": "declared", "back": LIST}, headers=HTMX, follow=True)
    assert "<html" not in response.text and "已保存" in response.text
    officer.post(path, {"follow_up_on": "2026-07-15"})
    first.refresh_from_db()
    assert (first.state, first.follow_up_on) == ("declared", dt.date(2026, 7, 15))
    officer.post(path, {"follow_up_on": ""})
    first.refresh_from_db()
    assert first.follow_up_on is None
    wrong = officer.post(path, {"follow_up_on": "七月", "back": LIST}, follow=True)
    assert "日期格式不对" in wrong.text


def test_the_page_of_a_firm_on_a_list_saves_notes_and_shows_its_history(listed, officer):
    first, _second = listed
    path = f"/ladder/members/{first.pk}/"
    form = {
        "state": "followed", "next_step": "补 2025 年研发费用", "follow_up_on": "2026-07-01",
        "note": "已电话沟通", "kind": "reserve", "year": str(AS_OF.year), "target": "hnte",
    }  # fmt: skip
    assert officer.post(path, {**form, "back": LIST}).headers["Location"] == LIST
    page = page_of(officer, path)
    changes = {name: after for name, _before, after in page.history[0].changes}
    assert changes["下一步"] == "补 2025 年研发费用" and changes["跟进日期"] == "2026-07-01"
    officer.post(f"/ladder/undo/{page.history[0].undo}/")
    first.refresh_from_db()
    assert (first.note, first.follow_up_on) == ("", None)
    assert page_of(officer, path).history[0].undo is None


def test_bulk_acts_set_assign_and_take_off(listed, officer, make_person):
    path, chosen = "/ladder/lists/reserve/act/", [str(one.pk) for one in listed]
    officer.post(path, {"do": "state", "state": "declared", "firm": chosen})
    assert set(Membership.objects.values_list("state", flat=True)) == {"declared"}
    liaison = make_person(Role.LIAISON)
    response = officer.post(
        path, {"do": "assign", "assignee": liaison.pk, "firm": chosen, "back": LIST}, follow=True
    )
    assert firms.firms_of(liaison) == sorted([SHORT, ONE_FACT])
    officer.post(undo_of(response), {"back": LIST})
    assert firms.firms_of(liaison) == []
    officer.post(path, {"do": "remove", "everything": "1", "state_query": ""})
    assert page_of(officer, LIST).rows == ()


def test_a_bulk_act_on_nothing_says_so(listed, officer):
    path = "/ladder/lists/reserve/act/"
    for form in ({"do": "state", "state": "declared"}, {"do": "remove"}, {"do": "assign"}):
        response = officer.post(path, {**form, "back": LIST}, follow=True)
        assert "text-bg-" not in response.text
        assert [message.level_tag for message in response.context["messages"]] == ["warning"]
    assert Act.objects.count() == 1


def test_one_firm_is_taken_off_and_comes_back(listed, officer):
    first, _second = listed
    response = officer.post(f"/ladder/members/{first.pk}/remove/", follow=True)
    assert len(response.context["page"].rows) == 1
    officer.post(undo_of(response))
    assert len(page_of(officer, LIST).rows) == 2


def test_only_who_did_it_or_a_keeper_takes_an_act_back(listed, signed_in):
    act = Act.objects.get()
    assert signed_in(Role.LIAISON).post(f"/ladder/undo/{act.pk}/").status_code == 403
    assert Membership.objects.filter(removed_at=None).count() == 2


def test_a_date_that_has_passed_is_overdue_until_the_firm_is_done(listed, officer):
    first, _second = listed
    path = f"/ladder/members/{first.pk}/quick/"
    officer.post(path, {"follow_up_on": (timezone.localdate() - dt.timedelta(days=1)).isoformat()})
    page = page_of(officer, f"{LIST}?follow_up=overdue")
    assert [row.overdue for row in page.rows] == [True]
    officer.post(path, {"state": "recognised"})
    assert page_of(officer, f"{LIST}?follow_up=overdue").rows == ()


def test_facets_of_a_list_count_what_they_lead_to(listed, officer):
    page = page_of(officer, LIST)
    for facet in page.facets:
        for value in facet.values:
            assert page_of(officer, value.address).pager.total == value.count, value.label


def test_a_firm_that_left_the_data_stays_on_its_list(listed, officer):
    Membership.objects.filter(firm_id=SHORT).update(firm_id="91320505MA1999999X")
    page = page_of(officer, LIST)
    assert sorted(row.known for row in page.rows) == [False, True]
    assert "数据中已无此企业" in officer.get(LIST).text


def test_the_way_back_never_leads_to_another_site(listed, officer):
    first, _second = listed
    form = {"state": "declared", "back": "https://evil.example/"}
    response = officer.post(f"/ladder/members/{first.pk}/quick/", form)
    assert response.headers["Location"] == "/ladder/"
