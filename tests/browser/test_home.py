"""The first page, for those who have work and those who have a firm."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.zone import code_of
from wotu_site.access.roles import Role


def test_home_leads_into_the_work_that_waits(zone, open_as):
    page = open_as(Role.OFFICER, "/")
    task = page.locator(".tasks li").filter(has_text="6 个月内到期")
    number = int(task.locator("b").first.inner_text())
    task.get_by_role("link").first.click()
    expect(page.get_by_role("checkbox", name=re.compile("^选"))).to_have_count(number + 1)


def test_home_leads_from_a_number_to_its_firms(zone, open_as):
    page = open_as(Role.LEADER, "/")
    held = page.locator(".number").nth(1)
    number = int(held.locator(".number-value").inner_text())
    held.get_by_role("link").click()
    expect(page.get_by_role("checkbox", name=re.compile("^选"))).to_have_count(number + 1)


@pytest.mark.parametrize("role", list(Role))
def test_home_fits_and_shuts_nobody_out(zone, open_as, make_person, barriers, photograph, role):
    make_person(role, **({"firm_uscc": code_of(4)} if role == Role.FIRM else {}))
    for language, size in (("zh-hans", DESKTOP), ("en", PHONE)):
        page = open_as(role, "/", size=size, language=language)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert barriers(page) == []
        photograph(page, f"home-{role.value}-{language}")
