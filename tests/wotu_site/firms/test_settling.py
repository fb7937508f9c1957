import datetime as dt

import pytest

from tests.wotu_site.firms.conftest import FIRM, OTHER
from wotu.build.build import build
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.firms import contested

FACT = f"/firms/{FIRM}/facts/firm_finance/rd_expense_cny"
YEAR = "?year=2025"


@pytest.fixture
def firm_user(own_zone, signed_in):
    return signed_in(Role.FIRM, firm_uscc=FIRM)


@pytest.fixture
def officer(own_zone, signed_in):
    return signed_in(Role.OFFICER)


def contest(client, claimed="150万元", reason="年报已更正"):
    form = {"contest-claimed": claimed, "contest-reason": reason}
    return client.post(f"{FACT}/contest/{YEAR}", form)


def settle(client, name, **form):
    return client.post(
        f"/firms/contests/{name}/settle/", {f"{name}-{k}": v for k, v in form.items()}
    )


def actions():
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_a_firm_contests_its_own_value(firm_user):
    assert contest(firm_user).status_code == 302
    (one,) = contested.contests()
    assert (one.claimed, one.reason, one.key, one.open) == (
        "150万元",
        "年报已更正",
        "year=2025",
        True,
    )
    assert AuditEntry.objects.get(action="value.contested").about_id == FIRM
    assert firm_user.get(f"/firms/{FIRM}/").context["page"].contests == 1


def test_from_the_drawer_the_evidence_comes_back_in_place(firm_user):
    form = {"contest-claimed": "150万元", "contest-reason": "年报已更正"}
    response = firm_user.post(f"{FACT}/contest/{YEAR}", form, headers={"HX-Request": "true"})
    assert response.status_code == 200 and "<html" not in response.text
    assert "年报已更正" in response.text


def test_a_contest_needs_a_reason(firm_user):
    assert contest(firm_user, reason=" ").status_code == 422
    assert contested.contests() == []


def test_a_contest_is_upheld_with_a_reason(firm_user, officer):
    contest(firm_user)
    (one,) = contested.contests()
    assert settle(officer, one.name, decision="upheld", reason="").status_code == 422
    assert settle(officer, one.name, decision="upheld", reason="以统计局为准").status_code == 302
    (one,) = contested.contests()
    assert (one.state, one.settlement) == ("upheld", "以统计局为准")
    assert "contest.settled" in actions()


def test_a_contest_is_settled_by_putting_the_value_right(firm_user, officer, own_zone):
    contest(firm_user)
    (one,) = contested.contests()
    settle(officer, one.name, decision="corrected", value="150万元", reason="已核对年报")
    (one,) = contested.contests()
    assert one.state == "corrected" and one.settled_batch
    page = officer.get(f"{FACT}/{YEAR}").context["page"]
    assert len(page.pending) == 1 and page.exact == "1,100,000.00 元"  # until the next build
    build(own_zone, dt.date(2026, 7, 1))
    page = officer.get(f"{FACT}/{YEAR}").context["page"]
    assert page.pending == () and page.exact == "1,500,000.00 元"
    assert page.statements[0].corrected and page.statements[0].reason == "已核对年报"


def test_a_contest_is_settled_once(firm_user, officer):
    contest(firm_user)
    (one,) = contested.contests()
    settle(officer, one.name, decision="upheld", reason="属实")
    again = settle(officer, one.name, decision="corrected", value="150万元", reason="已核对")
    assert again.status_code == 422
    counting = [batch for batch in contested.corrections_of({"uscc": FIRM}) if batch.counts]
    assert counting == []  # the value was not put right behind the settled contest


def test_a_correction_is_taken_back_by_one_click(officer):
    form = {"correct-value": "150万元", "correct-reason": "年报"}
    officer.post(f"{FACT}/correct/{YEAR}", form)
    (batch,) = contested.corrections_of({"uscc": FIRM})
    assert batch.counts
    officer.post(f"/firms/{FIRM}/corrections/{batch.id}/undo/")
    (batch,) = contested.corrections_of({"uscc": FIRM})
    assert not batch.counts
    assert [a for a in actions() if a in ("value.corrected", "correction.undone")] == [
        "value.corrected",
        "correction.undone",
    ]


def test_a_value_can_be_put_right_to_unknown(officer):
    officer.post(f"{FACT}/correct/{YEAR}", {"correct-unknown": "on", "correct-reason": "无依据"})
    (batch,) = contested.corrections_of({"uscc": FIRM})
    assert batch.counts


@pytest.mark.parametrize(
    "form",
    [
        {"correct-value": "很多", "correct-reason": "年报"},
        {"correct-value": "150万元"},
        {"correct-reason": "年报"},
        {"correct-value": "150万元", "correct-unknown": "on", "correct-reason": "年报"},
    ],
)
def test_what_is_no_value_is_refused_with_the_form(officer, form):
    response = officer.post(f"{FACT}/correct/{YEAR}", form)
    assert response.status_code == 422 and response.context["page"].correct_form.errors
    assert contested.corrections_of({"uscc": FIRM}) == []


def test_a_field_that_says_which_row_is_meant_is_not_put_right(officer):
    path = f"/firms/{FIRM}/facts/firm_finance/year/correct/{YEAR}"
    response = officer.post(path, {"correct-value": "2024", "correct-reason": "年报"})
    assert response.status_code == 422


def test_corrections_of_another_firm_are_not_found(officer):
    officer.post(f"{FACT}/correct/{YEAR}", {"correct-value": "150万元", "correct-reason": "年报"})
    (batch,) = contested.corrections_of({"uscc": FIRM})
    assert officer.post(f"/firms/{OTHER}/corrections/{batch.id}/undo/").status_code == 404


def test_the_list_of_contests_is_read_by_staff_and_settled_by_keepers(
    firm_user, officer, signed_in
):
    contest(firm_user)
    (row,) = officer.get("/firms/contests/").context["page"].rows
    assert row.form is not None and row.value == "1,100,000.00 元" and row.firm_id == FIRM
    (row,) = signed_in(Role.LEADER).get("/firms/contests/").context["page"].rows
    assert row.form is None
    assert firm_user.get("/firms/contests/").status_code == 403
    tabs = officer.get("/firms/contests/").context["page"].tabs
    assert [tab.count for tab in tabs] == [1, 0, 0]


def test_history_tells_it_all_the_latest_first(firm_user, officer):
    contest(firm_user)
    (one,) = contested.contests()
    settle(officer, one.name, decision="corrected", value="150万元", reason="已核对年报")
    events = officer.get(f"/firms/{FIRM}/history/").context["page"].events
    assert [event.icon for event in events[:3]] == ["scale", "edit", "message-report"]
    assert [event.at for event in events] == sorted((e.at for e in events), reverse=True)
    assert any(event.icon == "database" and event.detail for event in events)


def test_a_firm_reads_its_history_without_files(firm_user):
    events = firm_user.get(f"/firms/{FIRM}/history/").context["page"].events
    assert events and not any(
        event.detail or event.who for event in events if event.icon == "database"
    )


def test_a_firm_reads_how_its_contest_ended_but_not_who_ended_it(firm_user, officer):
    contest(firm_user)
    (one,) = contested.contests()
    settle(officer, one.name, decision="corrected", value="150万元", reason="已核对年报")
    name = officer.person.display_name
    for path in (f"{FACT}/{YEAR}", f"/firms/{FIRM}/history/"):
        assert "已核对年报" in firm_user.get(path).text
        assert name not in firm_user.get(path).text
        assert name in officer.get(path).text
