"""What the machine tells the site: every environment variable it reads is read here.

``WOTU_ENV``         ``production`` (default), ``demo``, ``development`` or ``testing``.
``WOTU_DIR``         the workspace folder; the current folder when not set.
``WOTU_DATABASE``    the work database as an address, such as
                     ``postgresql://wotu@db.example/wotu``; ``work.sqlite3`` in the workspace
                     when not set.
``WOTU_SECRET_KEY``  the secret that signs sessions; required in production.
``WOTU_DEMO``        ``1`` for a demonstration: a generated secret, demo accounts allowed.
``WOTU_ORIGINS``     the addresses people type, comma-separated: ``https://wotu.example.cn``.
``WOTU_PROXIES``     how many proxies of ours stand before the site (0), so that the address of
                     the client is read from the right place.
``WOTU_FRONT_END``   the folder of installed npm packages; ``node_modules`` of the checkout
                     when not set.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PACKAGE_DIR = Path(__file__).resolve().parent

ENVIRONMENTS = ("production", "demo", "development", "testing")

SQLITE_OPTIONS = {
    # Django's own defaults lose read-then-write transactions to "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def environment_name() -> str:
    """The environment this process runs in; without a word from the operator, production."""
    name = os.environ.get("WOTU_ENV") or ("demo" if demo_wanted() else "production")
    if name not in ENVIRONMENTS:
        raise ImproperlyConfigured(
            f"WOTU_ENV is {name!r}; it can be one of: {', '.join(ENVIRONMENTS)}."
        )
    return name


def settings_module() -> str:
    """The settings module of this environment, for ``DJANGO_SETTINGS_MODULE``."""
    return f"wotu_site.settings.{environment_name()}"


def demo_wanted() -> bool:
    """Whether the operator asked for a demonstration."""
    return os.environ.get("WOTU_DEMO") == "1"


def workspace_dir() -> Path:
    """The workspace folder, absolute."""
    return Path(os.environ.get("WOTU_DIR") or ".").resolve()


def front_end_dir() -> Path:
    """The folder that holds the installed npm packages."""
    chosen = os.environ.get("WOTU_FRONT_END")
    return Path(chosen) if chosen else PACKAGE_DIR.parents[1] / "node_modules"


def work_database(workspace: Path) -> dict[str, Any]:
    """Django's settings of the work database: SQLite in the workspace, or ``WOTU_DATABASE``."""
    address = os.environ.get("WOTU_DATABASE", "")
    if not address:
        return sqlite_database(workspace / "work.sqlite3")
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return sqlite_database(Path(unquote(parts.path)))
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured(
            f"WOTU_DATABASE begins with {parts.scheme!r}; it can begin with "
            "'postgresql://' or 'sqlite://'."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite_database(path: Path) -> dict[str, Any]:
    """Django's settings of a SQLite database that several processes write to."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": dict(SQLITE_OPTIONS),
    }


def given_secret() -> str:
    """The secret the operator gave, or an empty text."""
    return os.environ.get("WOTU_SECRET_KEY", "")


def workspace_secret(workspace: Path) -> str:
    """A secret kept in the workspace, made at the first call; for demos and development only."""
    path = workspace / ".site-secret"
    if not path.exists():
        workspace.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def origins() -> list[str]:
    """The addresses under which people reach the site, such as ``https://wotu.example.cn``."""
    given = os.environ.get("WOTU_ORIGINS", "http://127.0.0.1:8000,http://localhost:8000")
    return [origin.strip().rstrip("/") for origin in given.split(",") if origin.strip()]


def hosts(addresses: list[str]) -> list[str]:
    """The host names in a list of origins."""
    return sorted({urlsplit(address).hostname or "" for address in addresses})


def trusted_proxies() -> int:
    """How many proxies of ours stand between the client and the site."""
    given = os.environ.get("WOTU_PROXIES", "0")
    if not given.isdigit():
        raise ImproperlyConfigured(f"WOTU_PROXIES is {given!r}; it is a number such as 0 or 1.")
    return int(given)
