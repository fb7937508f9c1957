"""From a file of a bureau to the pages, and back: importing, undoing, building, deciding."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.wotu_site.data.conftest import SLIP, UNKNOWN, doubtful_folder, doubtful_zone
from tests.zone import FIRMS, code_of
from wotu_site.access.roles import Role

__all__ = ["doubtful_folder", "doubtful_zone"]

PAGES = ("/data/", "/data/quarantine/", "/data/builds/", "/data/quality/", "/data/identity/")


@pytest.fixture
def staff_file(tmp_path):
    path = tmp_path / "人员2024.csv"
    lines = ["2024年度企业用工情况,,", "统一社会信用代码,企业名称,职工总数"]
    lines += [f"{code_of(1)},{FIRMS[0].name},95", f"{code_of(2)},{FIRMS[1].name},多人"]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def clean(page, barriers):
    for size in (DESKTOP, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], page.url
    assert barriers(page) == []


def test_a_file_goes_in_is_undone_and_comes_back(own_zone, open_as, staff_file, barriers):
    page = open_as(Role.OFFICER, "/data/")
    page.get_by_role("link", name="导入文件").click()
    page.get_by_label("文件", exact=True).set_input_files(staff_file)
    page.get_by_label("来源部门").select_option("human_resources")
    page.get_by_role("button", name="核对各列").click()
    field = page.get_by_label("职工总数：对应字段")
    expect(field).to_have_value("total_staff")
    expect(page.get_by_text("前几行中将被隔离的")).to_be_visible()
    field.focus()
    field.select_option("sci_tech_staff")
    expect(page.get_by_text("人工指定")).to_be_visible()
    expect(page.get_by_label("职工总数：对应字段")).to_be_focused()
    clean(page, barriers)
    page.get_by_role("button", name="导入", exact=True).click()
    page.get_by_role("link", name="查看结果").click()
    expect(page.get_by_role("heading", name="人员2024.csv")).to_be_visible()
    clean(page, barriers)
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.get_by_text("撤销此批次").click()
    page.get_by_label("理由").fill("发错了")
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("其 1 行不再计入")
    page.get_by_role("dialog").get_by_role("button", name="撤销").click()
    expect(page.locator(".page-sub")).to_contain_text("已撤销")
    page.locator("[data-toast]").get_by_role("button", name="撤销").click()
    expect(page.locator(".page-sub")).to_contain_text("待建库")
    page.get_by_role("button", name="立即建库").click()
    page.get_by_role("link", name="查看结果").click(timeout=20_000)
    expect(page.get_by_text("现用")).to_be_visible()
    clean(page, barriers)


def test_names_are_decided_with_one_key(doubtful_zone, open_as):
    page = open_as(Role.OFFICER, "/data/identity/")
    names = page.locator(".doubt-name")
    expect(names).to_have_text(SLIP)
    page.get_by_label("理由").press("1")
    page.get_by_label("理由").press("Enter")
    expect(names).to_have_text(SLIP)
    page.get_by_label("理由").fill("")
    page.locator("h1").click()
    page.keyboard.press("1")
    expect(page.locator("[data-toast]")).to_contain_text(SLIP)
    expect(names).to_have_text(UNKNOWN)
    page.keyboard.press("l")
    expect(names).to_have_count(0)
    page.get_by_role("link", name="已认定 1").click()
    page.get_by_role("button", name="收回").click()
    expect(names).to_have_text(SLIP)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_data_are_clean(doubtful_zone, open_as, barriers, language):
    page = open_as(Role.OFFICER, "/data/import/", language=language)
    clean(page, barriers)
    for address in PAGES:
        page.goto(address)
        clean(page, barriers)
