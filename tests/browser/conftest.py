"""A real Chromium on the running site, with an empty console demanded at the end of each test."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from wotu_site.access.roles import Role

CHROMIUM = shutil.which("chromium")
DESKTOP, PHONE = (1280, 800), (375, 740)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# A machine that runs other tests too answers late now and then.
expect.set_options(timeout=20_000)

OpenAs = Callable[..., Page]


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="needs chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": list(ARGUMENTS)}


@pytest.fixture
def complaints():
    """What the browser's console said; a test that expects an error clears the list."""
    said: list[str] = []
    yield said
    assert said == []


def listen(page: Page, complaints: list[str]) -> Page:
    def hear(message):
        if message.type in ("error", "warning"):
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    return page


@pytest.fixture
def make_person(transactional_db):
    """Make an account: ``make_person(Role.OFFICER)``."""

    def make(role: Role = Role.OFFICER, **fields: Any) -> Any:
        given = {"username": role.value, "display_name": "陈静", **fields}
        return get_user_model().objects.create_user(role=role, password="a long word", **given)

    return make


@pytest.fixture
def open_as(browser, live_server, make_person, complaints):
    """Open a page as somebody of a role: ``open_as(Role.OFFICER, "/jobs/", size=PHONE)``."""
    contexts: list[BrowserContext] = []

    def open_page(
        role: Role | None, path: str = "/", *, size=DESKTOP, language="zh-hans", **options: Any
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": size[0], "height": size[1]},
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        if role is not None:
            context.add_cookies([session_of(role, language, make_person, live_server.url)])
        page = listen(context.new_page(), complaints)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def session_of(role, language, make_person, url) -> dict[str, str]:
    known = get_user_model().objects.filter(username=role.value).first()
    person = known or make_person(role)
    person.language = language
    person.save()
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}


@pytest.fixture(scope="session")
def axe_source() -> str:
    return (settings.FRONT_END_DIR / "axe-core" / "axe.min.js").read_text()


@pytest.fixture
def barriers(axe_source):
    """What axe finds on a page that would keep people out: serious and critical faults."""

    def find(page: Page) -> list[str]:
        page.evaluate(axe_source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{fault['id']}: {fault['help']}: {node['html'][:160]}"
            for fault in found["violations"]
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"]
        ]

    return find


@pytest.fixture
def photograph():
    """Save a picture of the page in the folder that ``WOTU_SCREENSHOTS`` names, if it does."""
    folder = os.environ.get("WOTU_SCREENSHOTS")

    def take(page: Page, name: str, *, whole: bool = True) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)

    return take
