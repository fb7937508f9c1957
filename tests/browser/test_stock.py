"""An officer sets a target for a stock of certificates, and looks at the firms behind a number."""

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.wotu_site.targets.conftest import own_plan, plan_folder
from wotu_site.access.roles import Role

__all__ = ["own_plan", "plan_folder"]

STOCK = "/ladder/stock/"


def test_a_target_is_set_from_the_stock(own_plan, open_as):
    page = open_as(Role.OFFICER, "/ladder/")
    page.get_by_role("link", name="存量与预测").click()
    expect(page.locator(".chart-canvas canvas")).to_be_visible()
    expect(page.get_by_text("2026Q4 达到 700 家的概率")).to_be_visible()
    page.get_by_role("link", name="设定目标").click()
    page.get_by_label("目标值", exact=True).fill("5")
    page.get_by_label("完成期限").fill("2027-12-31")
    page.get_by_role("button", name="设定目标").click()
    page.goto(STOCK)
    targets = page.get_by_role("region", name="目标")
    expect(targets.get_by_text("2027-12-31 前达到 5 家")).to_be_visible()


def test_a_number_leads_to_its_firms_and_rungs_change_in_place(zone, open_as):
    page = open_as(Role.OFFICER, STOCK)
    page.get_by_role("row", name="2026Q4").get_by_role("link").first.click()
    expect(page.get_by_role("status")).to_have_text("1 家")
    page.go_back()
    page.get_by_role("link", name="独角兽企业", exact=True).click()
    expect(page.get_by_text("尚无此类证书的数据")).to_be_visible()


def test_the_pages_fit_and_shut_nobody_out(zone, open_as, barriers, photograph):
    for path in (STOCK, f"{STOCK}firms/?kind=hnte&flow=valid"):
        for language, size in (("zh-hans", DESKTOP), ("en", PHONE)):
            page = open_as(Role.OFFICER, path, size=size, language=language)
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
            assert barriers(page) == []
            photograph(page, f"stock-{language}")
