"""Industry chains: the map is read by mouse, keyboard and phone, and a placement is put right."""

from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.wotu_site.chains.conftest import chains, chains_folder, own_chains
from wotu_site.access.roles import Role

__all__ = ["chains", "chains_folder", "own_chains"]

MAP = "/chains/maps/bicycles/"


def clean(page, barriers):
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], page.url
        assert barriers(page) == []


def test_the_map_lights_neighbours_and_opens_links(chains, open_as, barriers):
    page = open_as(Role.OFFICER, "/chains/")
    page.get_by_role("link", name="自行车").click()
    link = page.locator("[data-link=frame]")
    link.hover()
    expect(page.locator("[data-link].lit")).to_have_count(4)
    expect(page.locator(".map-edge.lit")).to_have_count(3)
    clean(page, barriers)
    link.click()
    drawer = page.locator("#drawer")
    expect(drawer.get_by_text("环节企业")).to_be_visible()
    expect(drawer.get_by_role("link", name="云岭明远电子科技有限公司")).to_be_visible()
    drawer.get_by_role("link", name="假如断掉").click()
    expect(page.locator(".fallout")).to_contain_text("整车")
    expect(page.locator(".map-broken[data-link=bicycle]")).to_have_count(1)
    clean(page, barriers)
    page.get_by_role("link", name="恢复完整产业链").click()
    expect(page.locator(".fallout")).to_have_count(0)


def test_the_map_is_used_with_keys_and_filters(chains, open_as):
    page = open_as(Role.LEADER, MAP)
    page.get_by_role("searchbox", name="搜索环节").fill("车架")
    expect(page.locator("[data-link].dimmed")).to_have_count(5)
    assert "q=%E8%BD%A6" in page.url
    page.get_by_role("navigation", name="环节状态").get_by_role("link", name="缺失").click()
    expect(page.locator("[data-link].dimmed")).to_have_count(6)
    page.get_by_role("link", name="清除全部").click()
    expect(page.locator("[data-link].dimmed")).to_have_count(0)
    page.locator("[data-link=brake]").focus()
    expect(page.locator("[data-link].lit")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.locator("#drawer").get_by_text("区内没有企业落在此环节")).to_be_visible()


def test_the_map_is_enlarged_and_saved_as_a_picture(chains, open_as):
    page = open_as(Role.OFFICER, MAP)
    before = page.locator(".map-svg").bounding_box()["width"]
    page.get_by_role("button", name="放大").click()
    assert page.locator(".map-svg").bounding_box()["width"] > before * 1.1
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG").click()
    path = download.value.path()
    assert download.value.suggested_filename == "自行车.png"
    assert path.read_bytes()[:4] == b"\x89PNG"
    assert path.stat().st_size > 20_000


def test_on_a_phone_the_stages_stand_beneath_each_other(chains, open_as, barriers):
    page = open_as(Role.OFFICER, MAP, size=PHONE)
    expect(page.locator(".chain-map")).to_be_hidden()
    expect(page.get_by_role("heading", name="上游")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.get_by_role("navigation", name="显示方式").get_by_role("link", name="图谱").click()
    expect(page.locator(".chain-map")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.get_by_role("navigation", name="显示方式").get_by_role("link", name="列表").click()
    page.locator("#chain-list").get_by_role("link", name="车架").click()
    expect(page.get_by_role("heading", name="车架")).to_be_visible()
    clean(page, barriers)


def test_a_placement_is_refused_with_reason_and_undone(own_chains, open_as, barriers):
    page = open_as(Role.LIAISON, f"{MAP}frame/")
    row = page.locator("tr", has_text="云岭明远电子科技有限公司")
    row.get_by_role("link", name="依据与判定").click()
    drawer = page.locator("#drawer")
    expect(drawer.locator("mark").first).to_have_text("研发")
    expect(drawer.get_by_label("不属于此环节")).to_be_checked()
    drawer.get_by_label("理由").fill("只做贸易")
    assert barriers(page) == []
    drawer.get_by_role("button", name="保存判定").click()
    expect(row.get_by_text("下次建库起生效")).to_be_visible()
    page.locator("[data-toast]").get_by_role("button", name="撤销").click()
    expect(page.get_by_text("判定已撤回")).to_be_visible()
    expect(row.get_by_text("下次建库起生效")).to_have_count(0)


def test_gaps_targets_and_sourcing_fit_a_phone(chains, open_as, barriers):
    page = open_as(Role.OFFICER, "/chains/gaps/")
    clean(page, barriers)
    page.get_by_role("row", name="制动器").get_by_role("link", name="谁能补上").click()
    expect(page.get_by_role("heading", name="这样的清单过去表现如何")).to_be_visible()
    clean(page, barriers)
    page.get_by_role("link", name="本地配套").click()
    page.locator("select[name=link]").select_option("整车")
    expect(page.get_by_role("heading", name="整车的供需配对")).to_be_visible()
    clean(page, barriers)
