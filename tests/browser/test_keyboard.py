"""The keyboard reaches everything."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from wotu_site.access.roles import Role


@pytest.mark.parametrize("keys", ["Control+k", "Meta+k", "/"])
def test_the_search_box_is_reached_from_anywhere(open_as, keys):
    page = open_as(Role.ADMINISTRATOR, "/jobs/")
    page.keyboard.press(keys)
    expect(page.get_by_role("combobox")).to_be_focused()
    assert page.get_by_role("combobox").input_value() == ""


def test_a_hit_is_chosen_with_the_arrows(open_as, barriers, photograph):
    page = open_as(Role.ADMINISTRATOR)
    box = page.get_by_role("combobox")
    page.keyboard.press("Control+k")
    page.keyboard.type("zh")
    options = page.get_by_role("option")
    expect(options).to_have_count(1)
    box.fill("账号")
    expect(options).to_have_count(3)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    chosen = options.nth(1).get_attribute("id")
    expect(box).to_have_attribute("aria-activedescendant", chosen)
    assert barriers(page) == []
    photograph(page, "search-box", whole=False)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(options.nth(2)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/")


def test_escape_closes_the_hits_and_then_leaves_the_box(open_as):
    page = open_as(Role.ADMINISTRATOR)
    page.keyboard.press("Control+k")
    page.keyboard.type("账号")
    panel = page.locator("#search-panel")
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).not_to_be_focused()


def test_enter_without_a_choice_opens_the_page_of_hits(open_as):
    page = open_as(Role.ADMINISTRATOR)
    page.keyboard.press("Control+k")
    page.keyboard.type("账号")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


def focus_is_in(page, selector):
    return page.evaluate(
        "(selector) => document.querySelector(selector).contains(document.activeElement)", selector
    )


@pytest.mark.parametrize("size", [(1280, 800), PHONE])
def test_the_drawer_keeps_the_focus_and_gives_it_back(open_as, barriers, photograph, size):
    page = open_as(Role.OFFICER, "/gallery/", size=size)
    mark = page.locator("a[data-evidence]").first
    mark.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name="依据")
    expect(drawer.get_by_text("研发费用2025.xlsx")).to_be_visible()
    assert page.url.endswith("/gallery/"), "the address stays that of the page"
    assert barriers(page) == []
    photograph(page, f"drawer-{size[0]}", whole=False)
    for key in ["Tab"] * 5 + ["Shift+Tab"] * 5:
        page.keyboard.press(key)
        assert focus_is_in(page, "#drawer")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(mark).to_be_focused()


def test_evidence_is_also_a_page(open_as):
    page = open_as(Role.OFFICER, "/gallery/")
    mark = page.locator("a[data-evidence]").first
    with page.context.expect_page() as opened:
        mark.click(modifiers=["Control"])
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("2025 年研发费用")


def test_a_drawer_that_cannot_load_says_so(open_as, complaints):
    page = open_as(Role.OFFICER, "/gallery/")
    page.route("**/gallery/evidence/", lambda route: route.abort())
    page.locator("a[data-evidence]").first.click()
    expect(page.get_by_text("依据没有加载成功")).to_be_visible()
    complaints.clear()


def test_the_skip_link_comes_first(zone, open_as):
    page = open_as(Role.OFFICER, "/policies/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focus_is_in(page, "#content")


def test_the_menu_of_the_person_opens_with_the_keyboard(open_as):
    page = open_as(Role.OFFICER)
    page.get_by_role("button", name="陈静 的菜单").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="我的账号").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="陈静 的菜单")).to_be_focused()
