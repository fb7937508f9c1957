import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from wotu_site.ui import collecting
from wotu_site.ui.finders import package_files

COLLECTED = "wotu_site.ui.storage.SiteStaticStorage"


def test_of_the_packages_only_what_pages_use_is_served():
    for name, path in package_files().items():
        assert finders.find(name) == str(path)
    assert finders.find("vendor/tabler.js") is None
    assert finders.find("django_htmx/htmx-2.js") is None


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": COLLECTED}}
    assert collecting.collect_if_stale()
    return settings.STATIC_ROOT


def test_collected_files_are_few_hashed_and_lead_to_each_other(collected):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    assert len(names) < 40
    for kept in names.values():
        path = collected / kept
        for wanted in re.findall(r'(?:from|import\()\s?"(\.[^"]+)"', path.read_text()[:100_000]):
            assert (path.parent / wanted).exists(), f"{kept} imports {wanted}"
            assert re.search(r"\.[0-9a-f]{12}\.js$", wanted)
    sizes = [path.stat().st_size for path in collected.rglob("*") if path.is_file()]
    assert sum(sizes) < 8_000_000


def test_files_are_collected_again_only_when_one_has_changed(collected, monkeypatch):
    assert not collecting.collect_if_stale()
    monkeypatch.setattr(collecting, "fingerprint", lambda: "another")
    assert collecting.collect_if_stale()


def test_plain_storage_is_used_in_tests():
    assert staticfiles_storage.url("ui/css/base.css") == "/static/ui/css/base.css"
