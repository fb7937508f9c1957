"""What the page about this site shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

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
