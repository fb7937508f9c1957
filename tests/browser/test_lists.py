"""Lists change without a jump, and their address says what is shown."""

import re

import pytest
from playwright.sync_api import expect

from wotu_site.access.roles import Role


@pytest.fixture
def accounts(open_as, make_person):
    for number in range(120):
        make_person(Role.OFFICER, username=f"officer{number:03}", display_name=f"科员{number:03}")
    make_person(Role.LEADER, username="boss", display_name="周卫国", is_active=False)
    return open_as(Role.ADMINISTRATOR, "/accounts/")


def rows(page):
    return page.locator("tbody tr")


def test_typing_narrows_the_list_and_keeps_the_focus(accounts):
    box = accounts.get_by_role("searchbox", name="搜索账号")
    box.press_sequentially("officer01", delay=20)
    expect(rows(accounts)).to_have_count(10)
    expect(box).to_be_focused()
    expect(accounts).to_have_url(re.compile(r"\?q=officer01$"))


def test_facets_sort_and_search_add_up_in_the_address(accounts):
    accounts.get_by_role("link", name="科技干部").click()
    expect(accounts).to_have_url(re.compile(r"\?role=officer$"))
    accounts.get_by_role("link", name="姓名", exact=True).click()
    expect(accounts.locator("th[aria-sort=ascending]")).to_have_text("姓名")
    accounts.get_by_role("searchbox", name="搜索账号").fill("科员00")
    expect(rows(accounts)).to_have_count(10)
    expect(accounts).to_have_url(re.compile(r"\?role=officer&sort=display_name&q=[%A-Z0-9]+$"))
    accounts.reload()
    expect(rows(accounts)).to_have_count(10)


def test_a_chip_takes_its_filter_away_and_empties_the_box(accounts):
    box = accounts.get_by_role("searchbox", name="搜索账号")
    box.fill("周卫国")
    expect(rows(accounts)).to_have_count(1)
    accounts.get_by_role("link", name="去掉筛选 搜索 周卫国").click()
    expect(rows(accounts)).to_have_count(50)
    expect(box).to_have_value("")
    expect(accounts).to_have_url(re.compile(r"/accounts/$"))


def test_going_back_shows_what_was_shown(accounts):
    accounts.get_by_role("link", name="2", exact=True).click()
    expect(rows(accounts).first).to_contain_text("officer048")
    accounts.get_by_role("link", name="3", exact=True).click()
    expect(rows(accounts)).to_have_count(22)
    accounts.go_back()
    expect(rows(accounts)).to_have_count(50)
    expect(accounts).to_have_url(re.compile(r"page=2$"))


def test_the_head_of_the_table_stays_in_sight(accounts):
    accounts.mouse.wheel(0, 1200)
    expect(accounts.locator("thead th").first).to_be_in_viewport()


def test_a_session_that_ended_leads_to_sign_in_and_back(accounts):
    accounts.context.clear_cookies()
    accounts.get_by_role("link", name="科技干部").click()
    accounts.wait_for_url("**/accounts/sign-in/?next=%2Faccounts%2F")
