"""The paths of people through the rules and the firms before them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.zone import code_of
from wotu_site.access.roles import Role

RULE = "/policies/cn.hnte/"
PAGES = {
    "list": "/policies/",
    "rule": RULE,
    "firms": f"{RULE}firms/?standing=one_condition",
    "condition": f"{RULE}conditions/rd_intensity/",
}


def test_a_leader_reads_from_the_text_to_the_firms(zone, open_as):
    page = open_as(Role.LEADER, "/policies/")
    page.get_by_role("link", name="高新技术企业", exact=True).click()
    row = page.locator("#condition-rd_intensity")
    expect(row).to_contain_text("国科发火〔2016〕32号 第十一条（五）")
    expect(row).to_contain_text("研发费用占比下限（2亿元以上） 3.0%")
    short = row.get_by_role("link", name=re.compile("不符合"))
    number = re.search(r"\d+", short.inner_text())[0]
    short.click()
    expect(page.get_by_role("status")).to_have_text(f"{number} 家")
    expect(page.locator("tbody tr").first).to_contain_text("个百分点")


def test_a_name_leads_to_its_definition_which_opens(zone, open_as):
    page = open_as(Role.OFFICER, RULE)
    page.locator("#condition-rd_intensity .rule-pieces a").first.click()
    definition = page.locator(".definition-body:target")
    expect(definition).to_be_in_viewport()
    expect(definition).to_contain_text("近三年研发费用合计")
    everything = page.get_by_role("button", name="全部展开")
    everything.click()
    expect(page.locator(".definition:not([open])")).to_have_count(0)
    everything.click()
    expect(page.locator(".definition[open]")).to_have_count(0)


def test_the_screening_is_taken_along(own_zone, open_as):
    page = open_as(Role.OFFICER, RULE)
    page.get_by_role("button", name="下载比对结果").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel").click()
    assert download.value.suggested_filename == "cn.hnte-20260630.xlsx"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_and_shuts_nobody_out(zone, open_as, barriers, photograph, name):
    for language, size in (("zh-hans", DESKTOP), ("en", PHONE)):
        page = open_as(Role.OFFICER, PAGES[name], size=size, language=language)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert barriers(page) == []
        photograph(page, f"policies-{name}-{size[0]}")


def test_a_firm_user_reads_a_rule_without_other_firms(zone, open_as, make_person, barriers):
    make_person(Role.FIRM, firm_uscc=code_of(4))
    page = open_as(Role.FIRM, RULE, size=PHONE)
    expect(page.locator("#condition-rd_intensity")).to_contain_text("5.0%")
    expect(page.locator(".rule-firms")).to_have_count(0)
    assert barriers(page) == []


def test_typing_narrows_the_firms_before_a_rule(zone, open_as):
    page = open_as(Role.OFFICER, PAGES["firms"].partition("?")[0])
    page.get_by_role("searchbox", name="搜索企业", exact=True).press_sequentially("博瑞", delay=20)
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("q="))
