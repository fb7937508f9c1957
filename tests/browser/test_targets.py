"""Targets: a leader goes from what is late to its evidence, an officer changes one and undoes it."""

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.wotu_site.targets.conftest import own_plan, plan, plan_folder
from wotu_site.access.roles import Role

__all__ = ["own_plan", "plan", "plan_folder"]

PAGES = ("/targets/", "/targets/owners/", "/targets/tree/", "/targets/T2/", "/targets/T1/")


def test_a_leader_finds_what_is_late_and_where_its_figure_comes_from(plan, open_as):
    page = open_as(Role.LEADER, "/")
    page.get_by_role("link", name="滞后目标").click()
    expect(page.get_by_text("1 个目标")).to_be_visible()
    assert "status=late" in page.url
    page.get_by_role("row").get_by_role("link", name="地区生产总值达到1200亿元").first.click()
    expect(page.locator(".target-sentence")).to_contain_text("自 2026-02 起落后")
    expect(page.locator(".chart-canvas canvas").first).to_be_visible()
    page.get_by_role("link", name="2026-05 425亿元 的依据").click()
    drawer = page.locator("#drawer")
    expect(drawer.get_by_text("425亿元")).to_be_visible()
    expect(drawer.get_by_text("第 5 行")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto("/targets/T4/")
    page.locator(".figure-evidence").first.click()
    drawer.get_by_role("link", name="从业人员").click()
    expect(drawer.get_by_text("12,000人")).to_be_visible()
    drawer.get_by_role("button", name="返回").click()
    expect(drawer.get_by_text("100 * rd_staff / employees")).to_be_visible()


def test_the_list_is_narrowed_and_the_tree_opened_with_keys(plan, open_as):
    page = open_as(Role.LEADER, "/targets/")
    page.get_by_role("navigation", name="状态").get_by_role("link", name="待定").click()
    expect(page.locator(".target-table tbody tr")).to_have_count(1)
    page.get_by_role("searchbox", name="搜索目标").fill("没有这样的")
    expect(page.get_by_text("没有符合条件的目标")).to_be_visible()
    page.goto("/targets/tree/")
    summary = page.locator("summary", has_text="1.1")
    expect(page.get_by_text("开工十个重大项目")).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("开工十个重大项目")).to_be_visible()


def test_an_officer_changes_a_target_with_reason_and_undoes_it(own_plan, open_as, barriers):
    page = open_as(Role.OFFICER, "/targets/T2/")
    page.get_by_role("link", name="变更").click()
    page.get_by_label("目标值").fill("1150")
    assert barriers(page) == []
    page.get_by_label("理由").fill("省里调整口径")
    page.get_by_role("button", name="保存调整").click()
    expect(page.locator(".history")).to_contain_text("1,200亿元 → 1,150亿元")
    page.locator("[data-toast]").get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已撤回，恢复原状")).to_be_visible()
    expect(page.locator(".history li").first).to_contain_text("撤回上一步")
    page.get_by_role("button", name="办结 开工十个重大项目").click()
    expect(page.locator(".task-list .tick")).to_have_count(2)
    page.locator("[data-toast]").get_by_role("button", name="撤销").last.click()
    expect(page.locator(".task-list .tick")).to_have_count(1)


def test_pages_fit_every_screen_in_both_languages(plan, open_as, barriers):
    page = open_as(Role.OFFICER, PAGES[0])
    english = open_as(Role.ADMINISTRATOR, PAGES[0], language="en")
    for path in (*PAGES, "/targets/new/"):
        for shown in (page, english):
            shown.goto(path)
            for size in (PHONE, DESKTOP):
                shown.set_viewport_size({"width": size[0], "height": size[1]})
                wide = shown.evaluate("document.documentElement.scrollWidth")
                assert wide <= size[0], (path, size)
        assert barriers(english) == []
