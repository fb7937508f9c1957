import datetime as dt

import pytest

from tests.zone import code_of
from wotu.build.among import ALL_FIRMS, Among
from wotu.lake.corrections import FactAddress, contest
from wotu_site.access.roles import Role
from wotu_site.firms import services as firms
from wotu_site.home.pages.tasks import tasks
from wotu_site.snapshots import queries as snapshots

TODAY = dt.date(2026, 7, 1)


def icons(found):
    return [task.icon for task in found]


def test_what_has_nothing_waiting_is_left_out(zone, make_person):
    found = tasks(snapshots.snapshot(), make_person(), ALL_FIRMS, TODAY)
    assert found and all(part.count for task in found for part in task.parts)
    assert "message-report" not in icons(found) and "hammer" not in icons(found)


def test_every_part_leads_to_as_many_firms(zone, signed_in):
    client = signed_in()
    found = tasks(snapshots.snapshot(), client.person, ALL_FIRMS, TODAY)
    for part in (
        part for task in found for part in task.parts if part.address.startswith("/ladder")
    ):
        assert client.get(part.address).context["page"].pager.total == part.count, part


def test_a_contest_waits_until_it_is_settled(own_zone, make_person):
    address = FactAddress("firm_staff", code_of(1), "total_staff", (("year", 2025),))
    contest(own_zone.lake, address, claimed="90", author="甲", reason="报表有误")
    officer = make_person()
    waiting = [
        t
        for t in tasks(snapshots.snapshot(), officer, ALL_FIRMS, TODAY)
        if t.icon == "message-report"
    ]
    assert [task.count for task in waiting] == [1]
    others = Among(firm_ids=(code_of(2),))
    assert "message-report" not in icons(tasks(snapshots.snapshot(), officer, others, TODAY))


def test_a_liaison_officer_sees_the_work_of_the_own_firms(zone, signed_in, make_person):
    client = signed_in(Role.LIAISON)
    assert "尚未给您指派企业" in client.get("/").text
    firms.assign([code_of(7)], client.person, acting_user=make_person(Role.OFFICER))
    page = client.get("/").context["page"]
    assert page.work.own and page.work.firms == 1
    counted = {task.icon: task.count for task in page.work.tasks}
    assert counted["clock"] == 1  # its certificate lapses in October
    for part in (part for task in page.work.tasks for part in task.parts):
        assert client.get(part.address).context["page"].pager.total == part.count == 1


@pytest.mark.parametrize(("role", "told"), [(Role.OFFICER, True), (Role.LIAISON, False)])
def test_batches_that_wait_for_a_build_are_told_to_those_who_build(
    own_zone, make_person, role, told
):
    batch = next(batch for batch in snapshots.batches() if batch.counts)
    own_zone.lake.undo(batch.id, "测试")
    found = tasks(snapshots.snapshot(), make_person(role), ALL_FIRMS, TODAY)
    assert ("hammer" in icons(found)) is told
