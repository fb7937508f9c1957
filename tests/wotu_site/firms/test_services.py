import pytest

from tests.wotu_site.firms.conftest import FIRM, OTHER
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.firms import queries, services
from wotu_site.firms.errors import AssignmentError
from wotu_site.firms.models import Assignment


@pytest.fixture
def people(make_person):
    officer = make_person(Role.OFFICER)
    first = make_person(Role.LIAISON, "first", display_name="赵一")
    second = make_person(Role.LIAISON, "second", display_name="钱二")
    return officer, first, second


def looks_after(firm_id=FIRM):
    person = queries.officer_of(firm_id)
    return person.username if person else None


def test_assigning_is_recorded_in_one_entry(people):
    officer, first, _second = people
    act = services.assign([FIRM, OTHER], first, acting_user=officer)
    assert looks_after() == looks_after(OTHER) == "first"
    entry = AuditEntry.objects.get(action="firm.assigned")
    assert entry.user == officer and entry.detail["firms"] == 2 and entry.detail["act"] == act


def test_a_firm_has_one_officer_at_a_time_and_its_history_stays(people):
    officer, first, second = people
    services.assign([FIRM], first, acting_user=officer)
    services.assign([FIRM], second, acting_user=officer)
    assert looks_after() == "second"
    assert [row.officer.username for row in queries.assignments_of(FIRM)] == ["second", "first"]


def test_assigning_again_changes_nothing(people):
    officer, first, _second = people
    services.assign([FIRM], first, acting_user=officer)
    services.assign([FIRM, FIRM], first, acting_user=officer)
    assert Assignment.objects.count() == 1


def test_an_act_is_taken_back_whole(people):
    officer, first, second = people
    services.assign([FIRM], first, acting_user=officer)
    act = services.assign([FIRM, OTHER], second, acting_user=officer)
    assert services.undo_assignment(act, acting_user=officer) == 2
    assert looks_after() == "first" and looks_after(OTHER) is None
    assert AuditEntry.objects.filter(action="firm.assignment_undone").count() == 1


def test_taking_an_act_back_leaves_what_was_done_since(people):
    officer, first, second = people
    act = services.assign([FIRM], first, acting_user=officer)
    services.assign([FIRM], second, acting_user=officer)
    services.undo_assignment(act, acting_user=officer)
    assert looks_after() == "second"


def test_nobody_ends_what_stands_and_can_be_taken_back(people):
    officer, first, _second = people
    services.assign([FIRM], first, acting_user=officer)
    act = services.assign([FIRM], None, acting_user=officer)
    assert looks_after() is None
    services.undo_assignment(act, acting_user=officer)
    assert looks_after() == "first"


def test_only_officers_look_after_firms(people, make_person):
    officer = people[0]
    for person in (make_person(Role.LEADER), make_person(Role.LIAISON, "gone", is_active=False)):
        with pytest.raises(AssignmentError):
            services.assign([FIRM], person, acting_user=officer)


def test_one_act_takes_only_so_many_firms(people):
    officer, first, _second = people
    with pytest.raises(AssignmentError):
        services.assign(
            [str(n) for n in range(services.MOST_FIRMS + 1)], first, acting_user=officer
        )


def test_chosen_firms_are_assigned_from_the_list_and_taken_back(zone, signed_in, make_person):
    client = signed_in(Role.OFFICER)
    first = make_person(Role.LIAISON, "first")
    form = {"firm": [FIRM, OTHER], "officer": str(first.pk), "back": "/firms/?page=1"}
    assert client.post("/firms/assign/", form).url == "/firms/?page=1"
    assert looks_after() == looks_after(OTHER) == "first"
    act = Assignment.objects.first().begun_in
    client.post(f"/firms/unassign/{act}/")
    assert looks_after() is None


def test_all_results_are_assigned_at_once(zone, signed_in, make_person):
    client = signed_in(Role.OFFICER)
    first = make_person(Role.LIAISON, "first")
    state = "standing=one_condition"
    page = client.get(f"/firms/?{state}").context["page"]
    form = {"everything": "1", "state": state, "officer": str(first.pk)}
    client.post("/firms/assign/", form)
    assert len(queries.firms_of(first)) == page.pager.total


@pytest.mark.parametrize("form", [{}, {"firm": [FIRM]}, {"firm": ["nobody"], "nobody": "1"}])
def test_an_act_that_is_not_whole_changes_nothing(zone, signed_in, form):
    signed_in(Role.OFFICER).post("/firms/assign/", form)
    assert not Assignment.objects.exists()


def test_the_officer_is_changed_on_the_page_of_the_firm(zone, signed_in, make_person):
    client = signed_in(Role.OFFICER)
    first = make_person(Role.LIAISON, "first", display_name="赵一")
    client.post(f"/firms/{FIRM}/officer/", {"officer": str(first.pk)})
    assert "赵一" in client.get(f"/firms/{FIRM}/").context["page"].who.officer
    client.post(f"/firms/{FIRM}/officer/", {"nobody": "1"})
    assert looks_after() is None


def test_a_list_never_leads_away_from_the_site(zone, signed_in):
    response = signed_in(Role.OFFICER).post("/firms/assign/", {"back": "https://example.com/"})
    assert response.url == "/firms/"
