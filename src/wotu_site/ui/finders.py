"""Static files: those of our own apps, and from installed packages only what pages use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

#: Where the site serves a file, and where its npm package keeps it.
NPM_FILES = {
    "vendor/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/tabler.esm.min.js": "@tabler/core/dist/js/tabler.esm.min.js",
    "vendor/echarts.esm.min.js": "echarts/dist/echarts.esm.min.js",
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
}


def package_files() -> dict[str, Path]:
    """The files of packages that the site serves, by the name under which it does."""
    return {name: settings.FRONT_END_DIR / path for name, path in NPM_FILES.items()}


class OwnFilesFinder(AppDirectoriesFinder):
    """Finds the static files of our own apps; other apps bring much that no page uses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        own = [app.name for app in apps.get_app_configs() if app.name.startswith("wotu_site.")]
        super().__init__(own, *args, **kwargs)


class PackageStorage(FileSystemStorage):
    """The files of packages under the names of ``package_files``."""

    def path(self, name: str) -> str:
        """The file on disk that the site serves under this name."""
        return str(package_files()[name])


class PackageFilesFinder(BaseFinder):
    """Finds the files of ``package_files`` and nothing else of the packages."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        self.storage = PackageStorage()

    def check(self, **_kwargs: Any) -> list[CheckMessage]:
        """Nothing to check here: a missing package is found by ``wotu.E003``."""
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        """The file behind a static path; an empty list where there is none."""
        found = package_files().get(path)
        if found is None or not found.exists():
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, PackageStorage]]:
        """Every file, for ``collectstatic``."""
        for name in package_files():
            if not matches_patterns(name, ignore_patterns):
                yield name, self.storage
