"""The paths of people through the work lists and the lists of firms that are brought up."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.zone import code_of
from wotu.demo.workspace import make_demo
from wotu_site.access.roles import Role
from wotu_site.firms import services as firms
from wotu_site.ladder.services import Listing, add_to_list
from wotu_site.snapshots import queries as snapshots

README_SIZE = (1280, 1000)
SHORT, NAME = code_of(4), "云岭博瑞精密仪器有限公司"
PAGES = {
    "declare": "/ladder/",
    "step": "/ladder/step/?rung=tsme",
    "facts": "/ladder/facts/?rung=tsme",
    "expiring": "/ladder/expiring/",
    "members": "/ladder/lists/reserve/",
}


def put_on_the_list(page, *names):
    """Tick firms of a work list and put them on the reserve list."""
    for name in names:
        page.get_by_role("checkbox", name=f"选择{name}").check()
    page.get_by_role("button", name="加入清单").click()
    expect(page.locator(".toast")).to_contain_text(f"已将 {len(names)} 家企业加入清单")


def drawn(page):
    page.locator("[data-chart] canvas").first.wait_for()


def test_an_officer_works_a_list_from_the_gap_to_the_follow_up(own_zone, open_as, barriers):
    page = open_as(Role.OFFICER, "/ladder/")
    page.get_by_role("link", name=re.compile("^差一步")).click()
    row = page.get_by_role("row").filter(has_text=NAME)
    expect(row).to_contain_text("研发费用占比")
    put_on_the_list(page, NAME, "云岭启辰半导体有限公司")
    expect(page.get_by_role("row").filter(has_text=NAME).locator(".list-tag")).to_have_text(
        "储备 2026"
    )

    page.get_by_role("link", name=re.compile("^储备")).first.click()
    row = page.get_by_role("row").filter(has_text=NAME)
    row.get_by_label(f"{NAME}的状态").select_option("已申报")
    expect(page.locator(".toast").last).to_contain_text("已保存")
    row.get_by_label(f"{NAME}的跟进日期").fill("2026-12-01")
    row.get_by_label(f"{NAME}的跟进日期").blur()
    expect(page.locator(".toast").last).to_contain_text("已保存")
    assert barriers(page) == []

    row.get_by_role("link", name="记录").click()
    drawer = page.locator("#drawer")
    drawer.get_by_label("下一步").fill("补研发费用辅助账")
    drawer.get_by_role("button", name="保存").click()
    expect(page.get_by_role("row").filter(has_text=NAME)).to_contain_text("补研发费用辅助账")


def test_what_was_added_is_taken_back_with_one_click(own_zone, open_as):
    page = open_as(Role.OFFICER, "/ladder/step/")
    put_on_the_list(page, NAME)
    page.locator(".toast").get_by_role("button", name="撤销").click()
    expect(page.locator(".toast").last).to_contain_text("已撤销")
    expect(page.get_by_role("row").filter(has_text=NAME).locator(".list-tag")).to_have_count(0)


def test_filters_narrow_without_a_jump_and_stand_in_the_address(zone, open_as):
    page = open_as(Role.LEADER, "/ladder/step/")
    page.get_by_role("link", name="科技型中小企业", exact=True).click()
    expect(page.locator(".segments [aria-current]")).to_have_text("科技型中小企业")
    page.get_by_role("link", name=re.compile("差 10% 以内")).click()
    expect(page).to_have_url(re.compile(r"rung=tsme&within=10$"))
    number = page.get_by_role("status").inner_text()
    page.reload()
    expect(page.get_by_role("status")).to_have_text(number)
    page.get_by_role("link", name=re.compile("去掉筛选 差距")).click()
    expect(page).to_have_url(re.compile(r"rung=tsme$"))


def test_a_bureau_is_sent_what_it_is_asked_for(own_zone, open_as):
    page = open_as(Role.OFFICER, "/ladder/facts/")
    with page.expect_download() as download:
        page.get_by_role("button", name="生成需求表 人社局").click()
    assert download.value.suggested_filename.startswith("人社局-数据需求-高新技术企业")


def test_a_liaison_officer_begins_with_the_own_firms(own_zone, open_as, make_person):
    liaison = make_person(Role.LIAISON)
    firms.assign([SHORT], liaison, acting_user=liaison)
    page = open_as(Role.LIAISON, "/ladder/step/")
    expect(page.locator(".firm-table tbody tr")).to_have_count(1)
    expect(page.get_by_label("企业服务专员")).to_have_value("")
    page.get_by_label("企业服务专员").select_option("全部")
    expect(page.locator(".firm-table tbody tr").nth(1)).to_be_visible()


@pytest.mark.parametrize("name", PAGES)
def test_a_list_fits_and_shuts_nobody_out(zone, open_as, barriers, photograph, name):
    for language, size in (("zh-hans", DESKTOP), ("en", PHONE)):
        page = open_as(Role.OFFICER, PAGES[name], size=size, language=language)
        drawn(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert barriers(page) == []
        photograph(page, f"ladder-{name}-{size[0]}")


@pytest.mark.skipif("WOTU_SCREENSHOTS" not in os.environ, reason="draws the picture of the README")
def test_the_picture_of_the_ladder(tmp_path, settings, open_as, make_person, photograph):
    make_demo(tmp_path / "demo", firms=600)
    settings.WORKSPACE_DIR = tmp_path / "demo"
    snapshots.forget()
    page = open_as(Role.OFFICER, "/ladder/", size=README_SIZE)
    links = page.locator(".firm-table tbody a").all()[:5]
    names = {link.get_attribute("href").split("/")[2]: link.inner_text() for link in links}
    liaison = make_person(Role.LIAISON, display_name="王磊")
    firms.assign(list(names)[:4], liaison, acting_user=liaison)
    add_to_list(names, Listing("promotion", 2026, "hnte"), acting_user=liaison)
    page.reload()
    drawn(page)
    photograph(page, "ladder", whole=False)
    snapshots.forget()


def test_the_present_tab_is_in_sight_on_a_phone(zone, open_as):
    page = open_as(Role.OFFICER, "/ladder/lists/promotion/", size=PHONE)
    drawn(page)
    place = page.locator(".tabs [aria-current]").bounding_box()
    assert place["x"] >= 0 and place["x"] + place["width"] <= PHONE[0]
