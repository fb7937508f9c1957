from datetime import datetime

import pytest
from django.utils import timezone

from tests.wotu_site.conftest import PASSWORD
from wotu_site.access.roles import Role
from wotu_site.home import finding, pages


def test_home_shows_what_it_was_given(signed_in):
    client = signed_in(Role.OFFICER, display_name="陈静")
    response = client.get("/")
    page = response.context["page"]
    again = pages.home_page(client.person, timezone.now())
    assert page == again
    assert "陈静" in page.greeting
    assert [entry.section.key for entry in page.entries] == ["jobs"]


def test_home_costs_few_queries(signed_in, django_assert_max_num_queries):
    client = signed_in()
    with django_assert_max_num_queries(5):  # session, person, bell, jobs, last sign-in
        client.get("/")


@pytest.mark.parametrize(
    ("hour", "words"),
    [(5, "晚上好"), (6, "上午好"), (11, "上午好"), (12, "下午好"), (17, "下午好"), (18, "晚上好")],
)
def test_the_greeting_fits_the_hour(hour, words):
    assert pages.greeting("陈静", hour) == f"{words}，陈静"


def test_the_day_is_that_of_the_zone(make_person):
    late = datetime(2026, 3, 1, 17, 30, tzinfo=timezone.get_fixed_timezone(0))
    assert pages.home_page(make_person(), late).today.isoformat() == "2026-03-02"


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
