"""The path of an officer who tries a change of a rule before anybody signs it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from wotu_site.access.roles import Role

RULE = "/drafts/rules/cn.hnte/"
FLOOR = "研发费用占比下限（销售收入5000万元及以下）"
NAME = "云岭博瑞精密仪器有限公司"


def test_an_officer_moves_a_figure_saves_shares_and_compares(
    own_zone, open_as, barriers, photograph
):
    page = open_as(Role.OFFICER, "/policies/cn.hnte/")
    page.get_by_role("link", name="测算", exact=True).click()
    expect(page.get_by_text("调整数值或改写条件")).to_be_visible()

    page.get_by_role("slider", name=FLOOR).fill("4")
    expect(page.locator(".draft-changes")).to_contain_text("5% → 4%")
    expect(page).to_have_url(re.compile(r"p\.rd_floor_small=4"))
    expect(page.get_by_role("textbox", name=FLOOR)).to_have_value("4")
    expect(page.get_by_role("row").filter(has_text=NAME)).to_contain_text("研发费用占比 4.2%")
    page.locator("#sweep canvas").first.wait_for()
    assert barriers(page) == []
    photograph(page, "drafts-workbench")

    page.get_by_text("保存、共享、下载").click()
    page.get_by_label("草案名称").fill("降到百分之四")
    page.get_by_role("button", name="保存草案").click()
    expect(page.locator(".toast")).to_contain_text("降到百分之四")
    page.locator(".draft-keep summary").click()
    page.get_by_role("button", name="共享").click()
    expect(page.locator(".toast").last).to_contain_text("已共享")

    page.get_by_role("checkbox", name="对比 降到百分之四").check()
    page.get_by_role("button", name=re.compile("^对比所选")).click()
    expect(page.get_by_role("heading", name="草案对比")).to_be_visible()
    assert barriers(page) == []


def test_a_slip_is_told_beside_the_text_and_its_mending_brings_the_result_back(zone, open_as):
    page = open_as(Role.OFFICER, f"{RULE}?p.rd_floor_small=4")
    page.locator("summary").filter(has_text="条件").click()
    text = page.get_by_role("textbox", name="研发费用占比", exact=True)
    text.fill("rd_intensty_value >= 3%")
    text.blur()
    expect(page.locator("#fault-conditions-rd_intensity")).to_contain_text("Did you mean")
    text.fill("rd_intensity_value >= 3%")
    text.blur()
    expect(page.locator("#fault-conditions-rd_intensity")).to_be_empty()
    expect(page.locator(".draft-sentence")).to_be_visible()
    expect(page.locator(".draft-changes li")).to_have_count(2)


def test_keys_move_a_slider_and_reset_brings_the_present_back(zone, open_as):
    page = open_as(Role.LEADER, RULE)
    slider = page.get_by_role("slider", name=FLOOR)
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("textbox", name=FLOOR)).to_have_value("4.9")
    expect(page.locator(".draft-changes")).to_contain_text("4.9%")
    page.get_by_role("button", name=f"还原 {FLOOR}").click()
    expect(page.locator(".draft-changes")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("rd_floor_small"))


def test_filters_of_the_list_stay_while_a_figure_moves(zone, open_as):
    page = open_as(Role.OFFICER, f"{RULE}?p.rd_floor_small=4&by=section&sort=name")
    page.get_by_role("textbox", name=FLOOR).fill("3.5")
    page.get_by_role("textbox", name=FLOOR).blur()
    expect(page).to_have_url(re.compile(r"p\.rd_floor_small=3\.5"))
    expect(page).to_have_url(re.compile(r"by=section"))
    page.go_back()
    expect(page.get_by_role("textbox", name=FLOOR)).to_have_value("4")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_pages_are_open_to_everybody_in_both_languages(
    zone, open_as, barriers, photograph, language, size
):
    for name, path in (
        ("list", "/drafts/"),
        ("draft", f"{RULE}?p.rd_floor_small=4&p.score_floor=60&without=rd_domestic_60pct"),
        ("faulty", f"{RULE}?p.rd_floor_small=x&new_test=1 apples"),
    ):
        page = open_as(Role.OFFICER, path, size=size, language=language)
        if name == "draft":
            page.locator("#sweep canvas").first.wait_for()
        assert barriers(page) == [], name
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], (name, width)
        photograph(page, f"drafts-{name}-{language}-{size[0]}")
