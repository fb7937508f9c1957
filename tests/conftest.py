"""Sets the site up for the test run: its settings, its database, its catalogues if they changed."""

import os
from pathlib import Path

import hypothesis
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.db import connection

from wotu_site.audit import append_only

pytest_plugins = ["tests.wotu_site.zone_site"]

LOCALES = Path(__file__).resolve().parents[1] / "src" / "wotu_site" / "locale"


# The first example of a property pays for loading tables, and machines differ: time fails no test.
# Few examples, the same in every run, keep the fast part short and its verdict steady;
# `--hypothesis-profile=thorough` looks longer and elsewhere.
hypothesis.settings.register_profile("wotu", deadline=None, max_examples=50, derandomize=True)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=1_000)
hypothesis.settings.load_profile("wotu")


def pytest_configure():
    # Playwright keeps an event loop in the test's thread, where Django refuses its database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wotu_site.settings.testing")
    from django.conf import settings

    assert settings.ENVIRONMENT == "testing"
    for source in LOCALES.glob("*/LC_MESSAGES/django.po"):
        compile_if_stale(source)


def pytest_collection_modifyitems(items):
    for item in items:
        if {"zone", "own_zone"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.zone)


def compile_if_stale(source: Path) -> None:
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return
    partial = compiled.with_suffix(f".{os.getpid()}")
    with source.open("rb") as read, partial.open("wb") as write:
        write_mo(write, read_po(read))
    partial.replace(compiled)


@pytest.fixture
def transactional_db(_audit_log_closed_again, transactional_db):
    """A database that other threads see too; it is emptied afterwards, the audit log with it."""
    yield
    append_only.remove(connection)


@pytest.fixture
def _audit_log_closed_again(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        append_only.install(connection)
