"""An officer replays a screening of the past, and sends somebody the record of a verdict."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.zone import AS_OF, code_of
from wotu.build.corners import Moment
from wotu.build.replay import end_of, replay
from wotu.build.replay_store import keep
from wotu_site.access.roles import Role

REPLAYS = "/policies/replays/"


@pytest.fixture
def kept(own_zone):
    before, after = (
        Moment(end_of(AS_OF.replace(year=year)), AS_OF, AS_OF) for year in (2020, 2030)
    )
    return keep(own_zone, replay(own_zone, "cn.hnte", before, after))


def test_a_replay_is_asked_for_watched_and_read(own_zone, transactional_db, open_as):
    page = open_as(Role.OFFICER, f"{REPLAYS}?rule=cn.hnte")
    page.get_by_label("数据已知至").first.fill("2020-01-01")
    page.get_by_label("规则有效日").first.fill(AS_OF.isoformat())
    page.get_by_role("button", name="重放").click()
    page.get_by_role("link", name="查看结果").click(timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("重放：高新技术企业")
    page.get_by_role("link", name="数据变了", exact=True).first.click()
    expect(page.locator(".chip").first).to_contain_text("数据变了")
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_a_verdict_is_taken_along_as_a_record(zone, open_as, tmp_path):
    page = open_as(Role.OFFICER, f"/firms/{code_of(1)}/rules/cn.hnte/")
    with page.expect_download() as download:
        page.get_by_role("button", name="决定记录").click()
    download.value.save_as(tmp_path / "record.json")
    record = json.loads((tmp_path / "record.json").read_text("utf-8"))
    assert record["content"]["rule"]["id"] == "cn.hnte"


def test_the_pages_fit_and_shut_nobody_out(kept, open_as, barriers, photograph):
    for path in (REPLAYS, f"{REPLAYS}{kept}/"):
        for language, size in (("zh-hans", DESKTOP), ("en", PHONE)):
            page = open_as(Role.OFFICER, path, size=size, language=language)
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
            assert barriers(page) == []
