"""Reading documents: files become claims, claims are reviewed by key, conflicts are settled."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.wotu_site.documents.conftest import library, library_folder
from wotu_site.access.roles import Role

__all__ = ["library", "library_folder"]


def clean(page, barriers):
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], page.url
    assert barriers(page) == []


def address_of(library, name):
    entry = next(one for one in library.entries() if name in one.name)
    return f"/documents/{entry.id}/"


def test_files_come_in_and_their_figures_are_lit(library, open_as, barriers, tmp_path):
    path = tmp_path / "规划.txt"
    path.write_text("到2027年，云岭高新区高新技术企业达到600家。", encoding="utf-8")
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing here")
    page = open_as(Role.OFFICER, "/documents/")
    page.get_by_role("link", name="加入文献").click()
    page.get_by_label("文件", exact=True).set_input_files([path, broken])
    page.get_by_role("button", name="加入并阅读").click()
    page.get_by_role("link", name="查看结果").click(timeout=30_000)
    expect(page.get_by_text("未能读取")).to_be_visible()
    clean(page, barriers)
    page.get_by_role("link", name="规划", exact=True).click()
    expect(page.locator(".lit")).to_have_text("600家")
    page.get_by_role("button", name="移出").click()
    page.locator("[data-toast]").get_by_role("button", name="撤销").click()
    expect(page.get_by_role("heading", name="规划")).to_be_visible()


def test_claims_are_reviewed_with_single_keys(library, open_as, barriers):
    page = open_as(Role.OFFICER, address_of(library, "公报"))
    card = page.locator("#claim-card")
    page.keyboard.press("j")
    expect(card.locator(".claim-figure")).to_have_text("1,263.8亿元")
    expect(page.locator(".lit-on")).to_have_text("1263.8亿元")
    page.keyboard.press("a")
    expect(card.locator(".claim-figure")).to_have_text("6.4%")
    expect(page.locator(".lit-accepted")).to_have_text("1263.8亿元")
    expect(page.locator("#claims-standing")).to_contain_text("已采纳 1")
    page.keyboard.press("r")
    expect(card.get_by_label("理由")).to_be_focused()
    card.get_by_label("理由").fill("与公报正文不符")
    page.keyboard.press("Enter")
    expect(card.locator(".claim-figure")).to_have_text("96.8亿元")
    expect(page.locator(".lit-rejected")).to_have_text("6.4%")
    page.keyboard.press("e")
    expect(card.get_by_label("数值")).to_be_focused()
    card.get_by_label("主体").fill("云岭高新区本级")
    card.get_by_label("理由").fill("只含本级")
    clean(page, barriers)
    card.get_by_role("button", name="保存更正").click()
    expect(card.get_by_text("机器原读")).to_be_visible()
    page.keyboard.press("k")
    expect(card.locator(".claim-figure")).to_have_text("6.4%")
    page.keyboard.press("u")
    expect(card.locator(".claim-card-state")).to_have_text("待审核")
    clean(page, barriers)


def test_text_and_table_light_each_other(library, open_as):
    page = open_as(Role.LEADER, address_of(library, "公报"))
    page.locator(".lit", has_text="412.6").click()
    expect(page.locator(".row-on")).to_contain_text("固定资产投资")
    page.locator(".claim-link", has_text="96.8").click()
    expect(page.locator(".lit-on")).to_have_text("96.8亿元")
    expect(page.locator("#claim-card [data-key=a]")).to_have_count(0)


def test_a_selection_becomes_a_claim(library, open_as):
    page = open_as(Role.OFFICER, address_of(library, "公报"))
    page.evaluate(
        """() => {
          const piece = [...document.querySelectorAll("[data-text] span")].find((one) =>
            one.textContent.includes("扩建了厂房"));
          const at = piece.textContent.indexOf("扩建");
          const range = document.createRange();
          range.setStart(piece.firstChild, at);
          range.setEnd(piece.firstChild, at + 2);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    page.get_by_role("link", name="补录数据").click()
    card = page.locator("#claim-card")
    expect(card.get_by_label("原文字样")).to_have_value("扩建")
    card.get_by_label("数值").fill("1")
    card.get_by_label("单位").fill("次")
    card.get_by_label("指标").fill("厂房扩建")
    card.get_by_role("button", name="补录并采纳").click()
    expect(page.locator(".lit-on")).to_have_text("扩建")
    page.locator("[data-toast]").get_by_role("button", name="撤销").click()
    expect(page.locator(".claim-card-state")).to_have_text("待审核")


def test_a_conflict_is_settled_and_taken_back(library, open_as, barriers):
    page = open_as(Role.OFFICER, "/documents/conflicts/?difference=conflict")
    item = page.locator(".conflict", has_text="一般公共预算收入")
    clean(page, barriers)
    item.get_by_label("采信这一条").first.check()
    item.get_by_label("理由").fill("公报为定稿")
    item.get_by_role("button", name="核定").click()
    expect(page.locator("[data-toast]")).to_contain_text("已核定")
    expect(item).to_have_count(0)
    page.locator("[data-toast]").get_by_role("button", name="撤销").click()
    expect(item).to_have_count(1)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_documents_are_clean(library, open_as, barriers, language):
    library.accept([one.id for one in library.claims()], author="测试")
    page = open_as(Role.OFFICER, "/documents/", language=language)
    clean(page, barriers)
    reader = address_of(library, "公报")
    for address in ("/documents/add/", "/documents/indicators/", reader, "/documents/?q=投资"):
        page.goto(address)
        clean(page, barriers)
