"""A path through the product pipelines: what moved, what is overdue, the evidence of a record."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.wotu_site.chains.test_pipelines import PHARMA
from tests.wotu_site.chains.test_pipelines import pipeline_folder as pipeline_folder
from tests.wotu_site.chains.test_pipelines import pipelines as pipelines
from wotu_site.access.roles import Role


def test_an_officer_finds_what_is_overdue_and_the_record_behind_a_stage(
    pipelines, open_as, barriers
):
    page = open_as(Role.OFFICER, "/chains/pipelines/?measure=innovative_review")
    page.locator("[data-chart] canvas").first.wait_for()
    assert barriers(page) == []
    page.get_by_role("link", name="365 天").click()
    expect(page).to_have_url(re.compile("since="))
    expect(page.locator(".pipeline-changes")).to_contain_text("AH-101片")
    page.locator("#facets").get_by_role("link", name=re.compile("久未推进")).click()
    expect(page.locator(".pipeline-table tbody tr")).to_have_count(1)
    expect(page.locator(".pipeline-table")).to_contain_text("90 个工作日")
    page.goto(page.url.split("/chains/")[0] + f"/firms/{PHARMA}/")
    page.locator("#pipeline").scroll_into_view_if_needed()
    page.locator(".product-way").get_by_role("link", name=re.compile("Ⅱ期临床")).click()
    expect(page.get_by_role("dialog")).to_contain_text("药械进展.csv")


def test_the_list_works_on_a_phone(pipelines, open_as, barriers):
    page = open_as(Role.LEADER, "/chains/pipelines/", size=PHONE, language="en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Product pipelines")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barriers(page) == []
