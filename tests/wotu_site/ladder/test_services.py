import datetime as dt

import pytest

from tests.wotu_site.ladder import conftest
from tests.wotu_site.ladder.conftest import ONE_FACT, SHORT
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.ladder import queries, services
from wotu_site.ladder.errors import ListError
from wotu_site.ladder.models import Act, Membership
from wotu_site.ladder.services import Listing

RESERVE = Listing(*conftest.RESERVE)
DAY = dt.date(2026, 7, 1)


@pytest.fixture
def officer(make_person):
    return make_person(Role.OFFICER)


def add(officer, *firms, listing=RESERVE):
    return services.add_to_list({one: f"企业{one}" for one in firms}, listing, acting_user=officer)


def test_firms_are_put_on_a_list_once(officer):
    assert add(officer, SHORT, ONE_FACT).changed == 2
    again = add(officer, SHORT, "另一家")
    assert (again.changed, again.kept) == (1, 1)
    assert add(officer, SHORT).act is None
    entry = AuditEntry.objects.filter(action="list.added").first()
    assert entry.detail["list"] == "reserve" and entry.username == officer.username


@pytest.mark.parametrize("number", [0, services.MOST_FIRMS + 1])
def test_none_and_too_many_are_refused(officer, number):
    with pytest.raises(ListError):
        add(officer, *[str(n) for n in range(number)])


def test_a_change_is_recorded_with_what_was_before(officer):
    add(officer, SHORT)
    row = Membership.objects.get()
    values = {"state": "declared", "follow_up_on": DAY, "note": "已提交材料"}
    done = services.change_memberships([row], values, acting_user=officer)
    assert done.changed == 1
    entry = AuditEntry.objects.get(action="list.changed")
    assert entry.detail["state"] == ["followed", "declared"]
    assert entry.detail["follow_up_on"] == [None, "2026-07-01"]
    assert services.change_memberships([row], values, acting_user=officer).act is None


def test_undo_takes_every_act_back_and_undo_itself_too(officer):
    added = add(officer, SHORT, ONE_FACT)
    rows = list(Membership.objects.all())
    changed = services.change_memberships(
        rows, {"state": "declared", "follow_up_on": DAY}, acting_user=officer
    )
    removed = services.remove_from_list(rows, acting_user=officer)
    assert queries.counts_by_list() == {}
    assert services.undo(removed.act, acting_user=officer).changed == 2
    assert queries.counts_by_list() == {"reserve": 2}
    assert services.undo(changed.act, acting_user=officer).changed == 2
    assert {(one.state, one.follow_up_on) for one in Membership.objects.all()} == {
        ("followed", None)
    }
    services.undo(added.act, acting_user=officer)
    assert queries.counts_by_list() == {}
    assert AuditEntry.objects.filter(action="list.undone").count() == 3
    with pytest.raises(ListError, match="已撤销"):
        services.undo(added.act, acting_user=officer)


def test_undo_leaves_what_was_changed_since(officer):
    add(officer, SHORT, ONE_FACT)
    first, second = Membership.objects.order_by("pk")
    bulk = services.change_memberships([first, second], {"state": "declared"}, acting_user=officer)
    services.change_memberships([first], {"state": "recognised"}, acting_user=officer)
    done = services.undo(bulk.act, acting_user=officer)
    assert (done.changed, done.kept) == (1, 1)
    first.refresh_from_db()
    assert first.state == "recognised"
    alone = Act.objects.filter(verb="changed").last()
    services.undo(alone, acting_user=officer)
    with pytest.raises(ListError):
        services.undo(bulk.act, acting_user=officer)


def test_a_firm_cannot_be_moved_to_where_it_is_already(officer):
    add(officer, SHORT)
    add(officer, SHORT, listing=Listing("promotion", RESERVE.year, RESERVE.target))
    row = Membership.objects.get(kind="reserve")
    with pytest.raises(ListError, match="已在该清单"):
        services.change_memberships([row], {"kind": "promotion"}, acting_user=officer)
    row.refresh_from_db()
    assert row.kind == "reserve"


def test_undoing_a_removal_does_not_double_a_firm_that_came_back(officer):
    add(officer, SHORT)
    removed = services.remove_from_list(list(Membership.objects.all()), acting_user=officer)
    add(officer, SHORT)
    with pytest.raises(ListError):
        services.undo(removed.act, acting_user=officer)
    assert queries.counts_by_list() == {"reserve": 1}


def test_what_is_due_is_that_of_all_firms_or_of_the_own_ones(officer, make_person):
    add(officer, SHORT, ONE_FACT)
    rows = list(Membership.objects.all())
    services.change_memberships(rows, {"follow_up_on": DAY}, acting_user=officer)
    services.change_memberships(rows[:1], {"state": "recognised"}, acting_user=officer)
    assert [one.firm_id for one in queries.follow_ups_due(officer, DAY)] == [rows[1].firm_id]
    assert not queries.follow_ups_due(officer, DAY - dt.timedelta(days=1))
    assert not queries.follow_ups_due(make_person(Role.LIAISON), DAY)
