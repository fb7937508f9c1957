"""The paths of people through the list of firms, the page of a firm and its evidence."""

import re

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.zone import code_of
from wotu_site.access.roles import Role

FIRM, NAME = code_of(4), "云岭博瑞精密仪器有限公司"
README_SIZE = (1280, 1200)


def test_an_officer_finds_a_firm_and_reads_why_it_is_not_there_yet(zone, open_as, barriers):
    page = open_as(Role.OFFICER, "/firms/")
    page.get_by_role("searchbox", name="搜索企业", exact=True).press_sequentially("博瑞", delay=20)
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name=NAME).click()
    rule = page.locator("details.rule[open]")
    expect(rule.locator(".rule-name")).to_have_text("高新技术企业")
    expect(rule.locator(".condition-not_met .condition-short")).to_contain_text("差0.8个百分点")
    assert barriers(page) == []

    rule.locator(".condition-not_met [data-evidence]").click()
    drawer = page.locator("#drawer")
    expect(drawer.locator("#drawer-title")).to_have_text("计算过程")
    expect(drawer.locator(".formula").first).to_be_visible()
    drawer.locator("dl.facts [data-evidence]").first.click()
    expect(drawer.locator(".statement-wins")).to_contain_text(".csv")
    assert barriers(page) == []
    drawer.get_by_role("button", name="返回").click()
    expect(drawer.locator("#drawer-title")).to_have_text("计算过程")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()


def test_a_value_is_contested_in_the_drawer_and_settled(own_zone, open_as, barriers):
    page = open_as(Role.OFFICER, f"/firms/{FIRM}/")
    row = page.locator(".year-table tr, table tr").filter(has_text="研发费用").first
    row.locator("[data-evidence]").last.click()
    drawer = page.locator("#drawer")
    drawer.get_by_text("对此数据提出异议").click()
    drawer.get_by_label("应为").fill("150万元")
    drawer.get_by_label("理由").first.fill("年报已更正")
    drawer.get_by_role("button", name="提出异议").click()
    expect(drawer.locator(".said")).to_contain_text("年报已更正")

    page.goto("/firms/contests/")
    expect(page.locator(".contest")).to_have_count(1)
    page.locator(".contest summary").click()
    assert barriers(page) == []
    page.get_by_label("理由").fill("以统计局为准")
    page.locator(".contest select, .contest [name$=decision]").first.select_option("upheld")
    page.locator(".contest button[type=submit]").click()
    expect(page.locator(".contest")).to_have_count(0)


def test_a_view_is_saved_and_its_firms_exported(own_zone, open_as, tmp_path):
    page = open_as(Role.OFFICER, "/firms/?section=C")
    page.get_by_role("button", name="视图").click()
    page.locator(".view-save [name=name]").fill("制造业")
    page.get_by_role("button", name="保存视图").click()
    page.goto("/firms/")
    page.get_by_role("button", name="视图").click()
    page.get_by_role("link", name="制造业", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"section=C"))
    shown = page.locator("tbody tr").count()
    page.get_by_role("button", name="导出").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Excel").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert path.suffix == ".xlsx" and len(rows) == 1 + shown


def test_chosen_firms_are_assigned_and_it_is_taken_back(zone, open_as, make_person):
    make_person(Role.LIAISON, display_name="赵一")
    page = open_as(Role.OFFICER, "/firms/?section=I")
    page.locator("[data-bulk-page]").check()
    bar = page.locator("#bulk")
    expect(bar).to_be_visible()
    bar.locator("select[name=officer]").first.select_option(label="赵一")
    bar.get_by_role("button", name="指派").click()
    expect(page.locator("tbody tr").first).to_contain_text("赵一")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("tbody tr").first).not_to_contain_text("赵一")


def test_a_firm_user_sees_the_own_firm_and_no_other(zone, open_as, make_person, complaints):
    make_person(Role.FIRM, firm_uscc=FIRM)
    page = open_as(Role.FIRM, "/")
    page.get_by_role("link", name="查看本企业详情").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    expect(page.get_by_role("navigation", name="主导航")).not_to_contain_text("企业列表")
    page.goto(f"/firms/{code_of(2)}/")
    expect(page.locator("body")).not_to_contain_text("恒光")
    assert all("404" in said for said in complaints)
    complaints.clear()


PAGES = {
    "list": "/firms/",
    "firm": f"/firms/{FIRM}/",
    "held": f"/firms/{code_of(7)}/",
    "contests": "/firms/contests/",
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_fit_and_shut_nobody_out(zone, open_as, barriers, photograph, name):
    for language, size in (("zh-hans", DESKTOP), ("en", PHONE)):
        page = open_as(Role.OFFICER, PAGES[name], size=size, language=language)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert barriers(page) == []
        photograph(page, f"firms-{name}-{language}")


def test_the_page_of_a_firm_is_pictured_for_the_readme(zone, open_as, photograph):
    page = open_as(Role.OFFICER, f"/firms/{FIRM}/", size=README_SIZE)
    expect(page.locator("details.rule[open] .rule-name")).to_have_text("高新技术企业")
    photograph(page, "firm", whole=False)
