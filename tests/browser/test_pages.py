"""Every page in both languages, on a desk and on a telephone: no complaint, no barrier."""

import pytest
from django.utils import timezone

from tests.browser.conftest import DESKTOP, PHONE
from wotu_site.access.roles import Role
from wotu_site.audit.models import AuditEntry
from wotu_site.jobs.models import Job

PAGES = {
    "sign-in": (None, "/accounts/sign-in/"),
    "about": (None, "/about/"),
    "home": (Role.OFFICER, "/"),
    "home-firm": (Role.FIRM, "/"),
    "profile": (Role.FIRM, "/accounts/profile/"),
    "password": (Role.OFFICER, "/accounts/password/"),
    "search": (Role.ADMINISTRATOR, "/search/?q=a"),
    "accounts": (Role.ADMINISTRATOR, "/accounts/"),
    "accounts-none": (Role.ADMINISTRATOR, "/accounts/?q=zzz&role=officer"),
    "account-new": (Role.ADMINISTRATOR, "/accounts/new/"),
    "account": (Role.ADMINISTRATOR, "/accounts/{person}/"),
    "roles": (Role.ADMINISTRATOR, "/accounts/roles/"),
    "audit": (Role.AUDITOR, "/audit/"),
    "audit-entry": (Role.AUDITOR, "/audit/{entry}/"),
    "jobs": (Role.OFFICER, "/jobs/"),
    "job": (Role.OFFICER, "/jobs/{job}/"),
    "gallery": (Role.OFFICER, "/gallery/"),
}
REFUSED = {
    "403": (Role.LEADER, "/accounts/"),
    "404": (Role.OFFICER, "/nothing/"),
    "503": (Role.OFFICER, "/gallery/fault/"),
}


@pytest.fixture
def numbers(make_person):
    """Something to see on every page, and the numbers under which it is found."""
    officer = make_person(Role.OFFICER)
    make_person(Role.FIRM, firm_uscc="91320505MA1WTU01KU")
    make_person(Role.LIAISON, is_active=False)
    for number in range(60):
        entry = AuditEntry.objects.create(
            at=timezone.now(),
            user=officer,
            username="officer",
            role="officer",
            action="account.changed",
            about_kind="account",
            about_id=str(number),
            detail={"role": ["leader", "officer"]},
            address="10.0.0.8",
            method="POST",
            path=f"/accounts/{number}/",
            status=302,
        )
    job = Job.objects.create(
        kind="import",
        title_zh="导入 企业年报2025.xlsx",
        title_en="Import annual reports 2025.xlsx",
        state=Job.State.FAILED,
        message_zh="第 2 张表缺少列：统一社会信用代码",
        message_en="Sheet 2 has no column: unified social credit code",
        started_by=officer,
        started_at=timezone.now(),
        finished_at=timezone.now(),
    )
    return {"person": officer.pk, "entry": entry.pk, "job": job.pk}


def settle(page):
    """Wait until the charts of the page, if it has any, are drawn."""
    if page.locator("[data-chart]").count():
        page.locator("[data-chart] canvas").first.wait_for()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_clean_in_every_shape(open_as, numbers, barriers, photograph, name):
    role, path = PAGES[name]
    page = open_as(role, path.format(**numbers))
    for language in ("zh-hans", "en"):
        if language == "en":
            page.locator(".language-switch button").click()
            page.wait_for_selector("html[lang=en]")
        for size, shape in ((DESKTOP, "desktop"), (PHONE, "phone")):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            settle(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
            photograph(page, f"{name}-{shape}-{language}")
            # English words are the longer ones, so the telephone is judged by them.
            if (language, shape) in (("zh-hans", "desktop"), ("en", "phone")):
                assert barriers(page) == []


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_is_clean_and_leads_out(open_as, barriers, photograph, complaints, name):
    role, path = REFUSED[name]
    for size, shape in ((DESKTOP, "desktop"), (PHONE, "phone")):
        page = open_as(role, path, size=size)
        assert all(f"status of {name}" in said for said in complaints)
        complaints.clear()
        assert barriers(page) == []
        photograph(page, f"{name}-{shape}-zh-hans")
        page.get_by_role("link", name="回到首页").click()
        page.wait_for_url("**/")


@pytest.mark.parametrize("path", ["/gallery/", "/audit/", "/accounts/sign-in/"])
def test_dark_colours_have_enough_contrast(open_as, numbers, barriers, photograph, path):
    page = open_as(Role.AUDITOR, "/gallery/")
    page.evaluate("document.cookie = 'wotu_theme=dark; path=/'")
    page.goto(path)
    settle(page)
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert barriers(page) == []
    photograph(page, f"dark{path.replace('/', '-')}")
