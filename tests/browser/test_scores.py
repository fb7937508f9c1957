"""A leader's path: the ranking, a place, a what-if with a slider, and peers."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.wotu.build.test_scores import PLACES
from tests.wotu_site.scores.conftest import TRIAL
from tests.wotu_site.scores.conftest import province as province
from tests.wotu_site.scores.conftest import scored_folder as scored_folder
from wotu_site.access.roles import Role

pytestmark = pytest.mark.zone

BOARD = f"/scores/boards/{TRIAL}/"


def is_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_leader_goes_from_a_ranking_to_what_would_change_it(
    province, open_as, barriers, photograph
):
    page = open_as(Role.LEADER, BOARD)
    expect(page.locator(".rank-table tbody tr")).to_have_count(len(PLACES))
    page.locator("[data-chart] canvas").first.wait_for()
    assert barriers(page) == []
    photograph(page, "ranking")
    page.locator(".row-own th a").click()
    expect(page.locator(".change-split")).to_contain_text("自身数据")
    expect(page.locator(".flip-sides li").first).to_be_visible()
    page.locator(".figure-evidence").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("由数值到得分")
    page.get_by_role("dialog").get_by_role("link", name="该数的来源").click()
    expect(page.get_by_role("dialog")).to_contain_text("区域指标.csv")
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    assert barriers(page) == []

    page.get_by_role("link", name="测算").first.click()
    expect(page.locator(".ask-rank")).to_contain_text("位")
    before = page.locator(".ask-rank").inner_text()
    for slider in page.locator("details[open] .ask-slider").all():
        slider.evaluate(
            "one => { one.value = one.max; one.dispatchEvent(new Event('input', {bubbles: true})) }"
        )
    expect(page.locator(".ask-result .change-own li")).not_to_have_count(0)
    expect(page).to_have_url(re.compile(r"v\.rd_spending="))
    assert page.locator(".ask-rank").inner_text() != before
    assert barriers(page) == []
    page.get_by_role("link", name="还原").click()
    expect(page.locator(".ask-rank")).to_have_text(before)


def test_peers_and_all_pages_fit_a_phone_in_english(province, open_as, barriers):
    places = "&".join(f"place={code}" for code in PLACES[:3])
    page = open_as(Role.LEADER, f"/scores/peers/?of={TRIAL}&{places}", size=PHONE, language="en")
    expect(page.locator(".peer-head")).to_have_count(3)
    assert not is_wide(page)
    assert barriers(page) == []
    page.get_by_role("link", name="Growth on the year before").click()
    expect(page).to_have_url(re.compile("view=growth"))
    for path in (
        "/scores/",
        BOARD,
        f"{BOARD}places/{PLACES[0]}/",
        f"{BOARD}method/",
        "/scores/what-if/",
        "/scores/what-if/weights/",
    ):
        page.goto(path)
        assert not is_wide(page), path
