"""What the first page and the page about this site show."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import metadata
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from wotu_site.access.roles import PURPOSES, Person, Role
from wotu_site.audit import queries as audit
from wotu_site.jobs import queries as jobs
from wotu_site.ui import navigation
from wotu_site.ui.pages import Crumb

#: Python packages the site stands on, and their licences.
PYTHON_PACKAGES = (
    ("Django", "BSD-3-Clause"),
    ("django-htmx", "MIT"),
    ("django-axes", "MIT"),
    ("django-csp", "BSD-3-Clause"),
    ("whitenoise", "MIT"),
    ("granian", "BSD-3-Clause"),
    ("polars", "MIT"),
    ("duckdb", "MIT"),
    ("deltalake", "Apache-2.0"),
)

#: Packages of the front end, and their licences.
FRONT_END_PACKAGES = (
    ("@tabler/core", "MIT"),
    ("@tabler/icons", "MIT"),
    ("echarts", "Apache-2.0"),
    ("htmx.org", "0BSD"),
)


@dataclass(frozen=True, slots=True)
class HomePage:
    """What somebody finds on coming in."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    greeting: str
    today: date
    purpose: Promise
    jobs: tuple[jobs.Job, ...]
    last_sign_in_at: datetime | None
    last_sign_in_from: str
    entries: tuple[navigation.Entry, ...]


@dataclass(frozen=True, slots=True)
class Software:
    """One package the site stands on."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What this site is made of, and on what terms."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    version: str
    software: tuple[Software, ...]


def home_page(person: Person, now: datetime) -> HomePage:
    """The first page of a person at a time."""
    before = audit.previous_sign_in(person)
    entries = navigation.entries((*navigation.WORK, *navigation.UPKEEP), person, "home")
    return HomePage(
        title=_("Home"),
        breadcrumbs=(),
        greeting=greeting(person.display_name, timezone.localtime(now).hour),
        today=timezone.localtime(now).date(),
        purpose=PURPOSES[Role(person.role)],
        jobs=tuple(jobs.jobs_to_notice(person)),
        last_sign_in_at=before.at if before else None,
        last_sign_in_from=before.address if before else "",
        entries=tuple(entry for entry in entries if not entry.current),
    )


def greeting(name: str, hour: int) -> str:
    """A greeting that fits the hour."""
    if hour < 6 or hour >= 18:
        return _("Good evening, %(name)s") % {"name": name}
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    return _("Good afternoon, %(name)s") % {"name": name}


def about_page() -> AboutPage:
    """The page about this site."""
    return AboutPage(
        title=_("About Wotu"),
        breadcrumbs=(Crumb(_("About Wotu")),),
        version=metadata.version("wotu"),
        software=software(),
    )


@cache
def software() -> tuple[Software, ...]:
    """The packages the site stands on, with the versions that are installed."""
    python = [Software(name, metadata.version(name), licence) for name, licence in PYTHON_PACKAGES]
    front_end = [
        Software(name, _npm_version(settings.FRONT_END_DIR / name), licence)
        for name, licence in FRONT_END_PACKAGES
    ]
    return (*python, *front_end)


def _npm_version(folder: Path) -> str:
    return str(json.loads((folder / "package.json").read_text())["version"])
