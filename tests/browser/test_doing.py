"""Doing something: notices, undoing, asking first, long work, charts, colours."""

import re
import threading
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from wotu_site.access.roles import Role


@pytest.fixture
def gallery(open_as):
    return open_as(Role.OFFICER, "/gallery/")


def test_signing_in_and_out(open_as, make_person, complaints):
    make_person(Role.OFFICER)
    page = open_as(None, "/jobs/")
    page.get_by_label("用户名").fill("Officer")
    page.get_by_label("密码").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不正确")
    page.get_by_label("密码").fill("a long word")
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/jobs/")
    page.get_by_role("button", name="陈静 的菜单").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/accounts/sign-in/")


def test_a_demo_account_is_filled_in_with_one_click(open_as, settings, photograph):
    settings.DEMO = True
    page = open_as(None, "/accounts/sign-in/")
    photograph(page, "sign-in-demo")
    page.get_by_role("button", name=re.compile("审计员")).click()
    expect(page.get_by_label("用户名")).to_have_value("auditor")
    expect(page.get_by_label("密码")).to_have_value("wotu-demo-auditor")
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_focused()


def test_a_notice_can_be_undone_and_closed(gallery, barriers):
    gallery.get_by_role("button", name="可撤销的通知").click()
    expect(gallery.get_by_text("已把三家企业列入名单")).to_be_visible()
    assert barriers(gallery) == []
    gallery.get_by_role("button", name="撤销", exact=True).click()
    notice = gallery.get_by_text("已撤销")
    expect(notice).to_be_visible()
    gallery.locator("[data-toast-close]").click()
    expect(notice).to_have_count(0)


def test_what_cannot_be_undone_is_asked_once(gallery, barriers, photograph):
    button = gallery.get_by_role("button", name="先确认再执行")
    button.click()
    dialog = gallery.get_by_role("dialog")
    expect(dialog).to_contain_text("发送后不能撤回")
    expect(dialog.get_by_role("button", name="发送")).to_be_focused()
    assert barriers(gallery) == []
    photograph(gallery, "confirm", whole=False)
    gallery.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    expect(gallery.get_by_text("已撤销")).to_have_count(0)
    button.click()
    dialog.get_by_role("button", name="发送").click()
    expect(gallery.get_by_text("已撤销")).to_be_visible()


@pytest.fixture
def released(monkeypatch):
    """The work of the gallery waits after its first step until this is set, however slow we are."""
    event = threading.Event()
    held = SimpleNamespace(sleep=lambda _seconds: event.wait(60))
    monkeypatch.setattr("wotu_site.gallery.work.time", held)
    yield event
    event.set()


def test_long_work_can_be_left_and_comes_back_with_a_notice(
    gallery, released, barriers, photograph
):
    gallery.get_by_role("button", name="启动任务").click()
    gallery.wait_for_url(re.compile(r"/jobs/\d+/"))
    expect(gallery.get_by_role("progressbar")).to_be_visible()
    expect(gallery.locator(".job-message")).to_contain_text("共 10 步")
    assert barriers(gallery) == []
    photograph(gallery, "job-running")
    gallery.goto("/about/")
    released.set()
    expect(gallery.locator(".toast")).to_contain_text("数到 10 · 已完成", timeout=30_000)
    gallery.get_by_role("link", name="查看", exact=True).click()
    expect(gallery.locator("main .job-done")).to_be_visible()
    expect(gallery.locator("main dl")).to_contain_text("结束时间")


def test_the_page_of_a_job_follows_it_to_its_end(gallery):
    gallery.get_by_role("button", name="启动任务").click()
    expect(gallery.locator("main .job-done")).to_be_visible(timeout=30_000)
    expect(gallery.locator("main")).to_contain_text("已数到 10")


def test_a_chart_is_drawn_shown_as_a_table_and_saved(gallery):
    chart = gallery.locator("[data-chart]")
    canvas = chart.locator("canvas")
    expect(canvas).to_be_visible()
    drawn = "(canvas) => new Set(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).size"
    assert canvas.evaluate(drawn) > 10
    chart.get_by_role("button", name="以表格显示").click()
    expect(chart.get_by_role("cell", name="640")).to_be_visible()
    expect(canvas).to_be_hidden()
    chart.get_by_role("button", name="以表格显示").click()
    expect(canvas).to_be_visible()
    with gallery.expect_download() as download:
        chart.get_by_role("button", name="保存为图片").click()
    assert download.value.suggested_filename == "rungs.png"


def test_a_chart_explains_itself_under_the_pointer(gallery):
    canvas = gallery.locator("[data-chart] canvas")
    canvas.scroll_into_view_if_needed()
    before = canvas.evaluate("(canvas) => canvas.toDataURL()")
    canvas.hover(position={"x": 250, "y": 120})
    gallery.wait_for_timeout(300)
    assert canvas.evaluate("(canvas) => canvas.toDataURL()") != before


def test_help_appears_on_focus(gallery):
    gallery.locator(".help").first.focus()
    expect(gallery.get_by_role("tooltip")).to_contain_text("科技人员数")


def test_colours_are_remembered_and_charts_follow(gallery):
    canvas = gallery.locator("[data-chart] canvas")
    light = canvas.evaluate("(canvas) => canvas.toDataURL()")
    gallery.get_by_role("button", name="陈静 的菜单").click()
    gallery.get_by_role("button", name="深色").click()
    expect(gallery.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert canvas.evaluate("(canvas) => canvas.toDataURL()") != light
    gallery.reload()
    expect(gallery.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_hall_is_dark_and_without_frame(gallery, photograph):
    gallery.get_by_role("button", name="陈静 的菜单").click()
    gallery.get_by_role("button", name="展厅全屏").click()
    expect(gallery.locator("html[data-hall]")).to_have_count(1)
    expect(gallery.locator(".topbar")).to_be_hidden()
    photograph(gallery, "hall", whole=False)
    gallery.evaluate("document.exitFullscreen()")
    expect(gallery.locator("html")).to_have_attribute("data-bs-theme", "light")
    gallery.goto("/gallery/?hall=1")
    expect(gallery.locator(".sidebar")).to_be_hidden()


def test_the_navigation_opens_on_a_telephone(open_as, barriers, photograph):
    page = open_as(Role.ADMINISTRATOR, "/jobs/", size=PHONE)
    expect(page.locator("#sidebar")).to_be_hidden()
    page.get_by_role("button", name="打开导航").click()
    expect(page.get_by_role("link", name="审计日志")).to_be_visible()
    page.wait_for_timeout(200)
    assert barriers(page) == []
    photograph(page, "navigation-phone", whole=False)
    page.get_by_role("link", name="审计日志").click()
    page.wait_for_url("**/audit/")


def test_paper_shows_the_content_alone(gallery, photograph):
    gallery.emulate_media(media="print")
    expect(gallery.locator(".topbar")).to_be_hidden()
    expect(gallery.locator(".sidebar")).to_be_hidden()
    expect(gallery.get_by_role("heading", name="组件")).to_be_visible()
    photograph(gallery, "print")


def test_the_language_is_switched_in_place(open_as):
    page = open_as(Role.OFFICER, "/jobs/?page=1")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jobs")
    assert page.url.endswith("/jobs/?page=1")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("任务")


def test_a_temporary_password_is_copied(open_as, make_person):
    person = make_person(Role.OFFICER)
    page = open_as(Role.ADMINISTRATOR, f"/accounts/{person.pk}/", permissions=["clipboard-write"])
    page.get_by_role("button", name="重置密码").click()
    page.get_by_role("dialog").get_by_role("button", name="重置密码").click()
    secret = page.locator("#secret")
    expect(secret).to_have_text(re.compile(r"^(\w{4}-){3}\w{4}$"))
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_text("已复制")).to_be_visible()
