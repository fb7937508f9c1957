from datetime import datetime

import pytest
from django.utils import timezone

from tests.wotu_site.conftest import PASSWORD
from tests.zone import code_of
from wotu_site.access.roles import Role
from wotu_site.audit import services as audit
from wotu_site.home import finding
from wotu_site.home.pages.home import greeting, home_page


def test_home_shows_what_it_was_given(zone, signed_in):
    client = signed_in(Role.OFFICER, display_name="陈静")
    response = client.get("/")
    page = response.context["page"]
    assert page == home_page(client.person, timezone.now())
    assert "陈静" in page.greeting


def test_home_is_for_those_who_have_signed_in(client, db):
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("role", list(Role))
def test_home_opens_for_every_role_whole_and_as_fragment(zone, signed_in, role):
    client = signed_in(role)
    whole = client.get("/")
    part = client.get("/", headers={"HX-Request": "true"})
    assert whole.status_code == part.status_code == 200
    assert "<html" in whole.text and "<html" not in part.text


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.OFFICER, {"work", "tasks"}),
        (Role.LIAISON, {"work", "tasks"}),
        (Role.LEADER, {"work", "bars"}),
        (Role.ADMINISTRATOR, {"work", "tasks", "upkeep"}),
        (Role.AUDITOR, {"entries"}),
        (Role.FIRM, {"own_firm"}),
    ],
)
def test_each_role_gets_its_own_parts(zone, signed_in, role, shown):
    fields = {"firm_uscc": code_of(4)} if role == Role.FIRM else {}
    client = signed_in(role, **fields)
    audit.record("session.started", acting_user=client.person)
    page = client.get("/").context["page"]
    found = {name for name in ("work", "own_firm", "entries", "upkeep") if getattr(page, name)}
    if page.work:
        found |= {name for name in ("tasks", "bars") if getattr(page.work, name)}
        assert (page.work.tasks is None) == (role == Role.LEADER)
    if role == Role.LIAISON:  # nobody has assigned a firm yet
        shown = shown - {"tasks"}
    assert found == shown


def test_home_costs_few_queries(zone, signed_in, django_assert_max_num_queries):
    client = signed_in()
    client.get("/")
    # Session, person, bell, jobs, last sign-in, follow-ups.
    with django_assert_max_num_queries(6):
        client.get("/")


@pytest.mark.parametrize(
    ("hour", "words"),
    [(5, "晚上好"), (6, "上午好"), (11, "上午好"), (12, "下午好"), (17, "下午好"), (18, "晚上好")],
)
def test_the_greeting_fits_the_hour(hour, words):
    assert greeting("陈静", hour) == f"{words}，陈静"


def test_the_day_is_that_of_the_zone(make_person):
    late = datetime(2026, 3, 1, 17, 30, tzinfo=timezone.get_fixed_timezone(0))
    assert home_page(make_person(), late).today.isoformat() == "2026-03-02"


def test_home_says_when_one_was_last_here(client, make_person):
    make_person(Role.OFFICER)
    form = {"username": "officer", "password": PASSWORD}
    client.post("/accounts/sign-in/", form, REMOTE_ADDR="10.0.0.8")
    assert "欢迎首次登录" in client.get("/").text
    client.post("/accounts/sign-out/")
    client.post("/accounts/sign-in/", form)
    assert "来自 10.0.0.8" in client.get("/").text


def test_about_names_version_and_licences_to_everybody(client, db):
    response = client.get("/about/")
    assert response.status_code == 200
    assert "Apache-2.0" in response.text
    names = {one.name for one in response.context["page"].software}
    assert {"Django", "@tabler/core", "echarts"} <= names


@pytest.mark.parametrize("words", ["审计", "sjrz", "SJ"])
def test_pages_are_found_by_name_and_by_initials(make_person, words):
    hits = finding.find_pages(words, make_person(Role.AUDITOR), 5)
    assert [hit.address for hit in hits] == ["/audit/"]


def test_pages_that_are_not_open_are_not_found(make_person):
    assert finding.find_pages("审计", make_person(Role.LEADER), 5) == []
