"""The site as people get it: its own server, collected files, demo accounts, a restart."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import listen

START_A_LONG_JOB = """
import sys, time
from pathlib import Path
from wotu_site import serve
serve.prepare(Path(sys.argv[1]), demo=True)
serve.demo_accounts("91320505MA1WTU01KU")
from django.contrib.auth import get_user_model
from wotu_site.jobs import services
from wotu_site.ui.languages import Words
officer = get_user_model().objects.get(username="officer")
arguments = {"steps": 600, "pause_seconds": 0.1}
title = Words("导入 企业年报.xlsx", "Import reports.xlsx")
services.start("import", "wotu_site.gallery.work.count_up", arguments, officer, title=title)
while not services.Job.objects.filter(state="running").exists():
    time.sleep(0.05)
print("running", flush=True)
time.sleep(60)
"""

SERVE = """
import sys
from pathlib import Path
from wotu_site.serve import serve
serve(Path(sys.argv[1]), port=int(sys.argv[2]), demo=True, workers=2)
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, env=kept, stdout=subprocess.PIPE, text=True)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=30).close()
    except urllib.error.URLError:
        return False
    return True


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    """A workspace whose process was killed in the middle of a job."""
    folder = tmp_path_factory.mktemp("workspace")
    with start(START_A_LONG_JOB, str(folder)) as process:
        assert process.stdout.readline() == "running\n"
        process.kill()
    return folder


@pytest.fixture(scope="module")
def served(workspace):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with start(SERVE, str(workspace), str(port)) as process:
        deadline = time.monotonic() + 60
        while not answers(f"{address}/about/"):
            assert process.poll() is None, "the server has ended"
            assert time.monotonic() < deadline
            time.sleep(0.2)
        yield address
        process.terminate()
        process.wait(20)


def test_a_demo_account_finds_the_job_that_was_cut_off(browser, served, complaints):
    context = browser.new_context(base_url=served)
    page = listen(context.new_page(), complaints)
    page.goto("/")
    page.get_by_role("button", name="科技干部").click()
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(f"{served}/")
    expect(page.locator("main")).to_contain_text("导入 企业年报.xlsx")
    expect(page.locator("main .job-interrupted")).to_be_visible()
    expect(page.locator(".demo-note")).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("任务")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/jobs/")
    context.close()


def test_static_files_are_small_and_kept_by_the_browser(served):
    page = urllib.request.urlopen(f"{served}/about/", timeout=30)
    html = page.read().decode()
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    styles = [part for part in html.split('"') if "/css/" in part and part.endswith(".css")]
    assert len(styles) > 5
    for style in styles:
        request = urllib.request.Request(served + style, headers={"Accept-Encoding": "gzip"})
        answer = urllib.request.urlopen(request, timeout=30)
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"]


def test_the_gallery_is_for_development_only(served):
    assert not answers(f"{served}/gallery/")


def test_the_workspace_holds_what_the_site_made(served, workspace):
    assert {"work.sqlite3", "cache", ".site-secret"} <= {path.name for path in workspace.iterdir()}
