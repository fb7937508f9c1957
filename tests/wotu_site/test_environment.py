import importlib
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from wotu_site import environment

pytestmark = pytest.mark.zone

SECRET = "kJ8vQ2mZ5xR1nT7wY4bC9dF6gH3pL0sA"


def check(tmp_path, **variables):
    """Run ``check`` in a process of its own with these variables; its code and what it said."""
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "wotu_site", "check", "--database", "default"],
        env={**kept, "WOTU_DIR": str(tmp_path), **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


def test_production_is_what_runs_without_a_word_and_it_wants_a_secret(tmp_path):
    code, said = check(tmp_path)
    assert code != 0
    assert "WOTU_SECRET_KEY is not set" in said


def test_production_with_a_secret_of_its_own_passes(tmp_path):
    code, said = check(tmp_path, WOTU_SECRET_KEY=SECRET, WOTU_ORIGINS="https://wotu.example.cn")
    assert code == 0, said


def test_production_refuses_a_secret_from_an_example(tmp_path):
    code, said = check(tmp_path, WOTU_SECRET_KEY="django-insecure-" + "x1y2z3" * 8)
    assert code != 0
    assert "wotu.E001" in said


def test_production_and_demonstration_do_not_go_together(tmp_path):
    code, said = check(tmp_path, WOTU_ENV="production", WOTU_DEMO="1", WOTU_SECRET_KEY=SECRET)
    assert code != 0
    assert "WOTU_DEMO=1 and a production environment do not go together" in said


def test_a_demonstration_makes_a_secret_of_its_own(tmp_path):
    code, said = check(tmp_path, WOTU_DEMO="1")
    assert code == 0, said
    kept = tmp_path / ".site-secret"
    assert len(kept.read_text()) >= 32
    assert kept.stat().st_mode & 0o077 == 0


def test_the_secret_of_a_workspace_stays(tmp_path):
    assert environment.workspace_secret(tmp_path) == environment.workspace_secret(tmp_path)


@pytest.mark.parametrize(
    ("origin", "secure"), [("https://wotu.example.cn", True), ("http://10.0.0.5:8000", False)]
)
def test_https_makes_every_cookie_and_redirect_secure(monkeypatch, origin, secure):
    monkeypatch.setenv("WOTU_SECRET_KEY", SECRET)
    monkeypatch.setenv("WOTU_ORIGINS", origin)
    production = importlib.import_module("wotu_site.settings.production")
    production = importlib.reload(production)
    assert not production.DEBUG
    assert production.SESSION_COOKIE_SECURE is secure
    assert production.CSRF_COOKIE_SECURE is secure
    assert production.SECURE_SSL_REDIRECT is secure
    assert bool(production.SECURE_HSTS_SECONDS) is secure
    assert list(production.CSRF_TRUSTED_ORIGINS) == [origin]
    assert production.SECRET_KEY == SECRET
    assert "wotu_site.gallery" not in production.INSTALLED_APPS


@pytest.mark.parametrize(("given", "expected"), [(None, 0), ("2", 2)])
def test_proxies_are_counted(monkeypatch, given, expected):
    if given:
        monkeypatch.setenv("WOTU_PROXIES", given)
    assert environment.trusted_proxies() == expected


def test_proxies_that_are_no_number_are_refused(monkeypatch):
    monkeypatch.setenv("WOTU_PROXIES", "nginx")
    with pytest.raises(ImproperlyConfigured, match="WOTU_PROXIES"):
        environment.trusted_proxies()


def test_an_unknown_environment_is_refused(monkeypatch):
    monkeypatch.setenv("WOTU_ENV", "staging")
    with pytest.raises(ImproperlyConfigured, match="production, demo, development, testing"):
        environment.environment_name()


def test_the_work_database_is_sqlite_in_the_workspace(monkeypatch, tmp_path):
    monkeypatch.delenv("WOTU_DATABASE", raising=False)
    database = environment.work_database(tmp_path)
    assert database["NAME"] == tmp_path / "work.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_the_work_database_can_be_postgresql(monkeypatch, tmp_path):
    monkeypatch.setenv("WOTU_DATABASE", "postgresql://wotu:p%40ss@db.example:5433/work")
    database = environment.work_database(tmp_path)
    assert database["ENGINE"] == "django.db.backends.postgresql"
    parts = [database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")]
    assert parts == ["work", "wotu", "p@ss", "db.example", "5433"]


def test_another_database_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("WOTU_DATABASE", "mysql://db/work")
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        environment.work_database(tmp_path)


def test_hosts_are_those_of_the_origins(monkeypatch):
    monkeypatch.setenv("WOTU_ORIGINS", "https://wotu.example.cn/, https://wotu.example.cn:8443")
    assert environment.origins() == ["https://wotu.example.cn", "https://wotu.example.cn:8443"]
    assert environment.hosts(environment.origins()) == ["wotu.example.cn"]
