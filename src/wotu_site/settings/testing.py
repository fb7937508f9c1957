"""The test run: fast hashing, plain static files, a database and a workspace of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from wotu_site import environment
from wotu_site.settings.base import *  # noqa: F403
from wotu_site.settings.base import INSTALLED_APPS, STORAGES

ENVIRONMENT = "testing"
SECRET_KEY = "only-for-tests-and-refused-by-production"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [*INSTALLED_APPS, "wotu_site.gallery"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
_folder = tempfile.TemporaryDirectory(prefix="wotu-tests-")  # removed when the run ends
WORKSPACE_DIR = Path(_folder.name)
PROCESS_MARKS_DIR = WORKSPACE_DIR / "processes"
STATIC_ROOT = WORKSPACE_DIR / "static"
STATIC_ROOT.mkdir()

# SQLite unless WOTU_DATABASE names a PostgreSQL. A file, not memory: jobs run in threads of their
# own, as they do in production.
_database = environment.work_database(WORKSPACE_DIR)
_test = {"NAME": WORKSPACE_DIR / "test.sqlite3"} if "OPTIONS" in _database else {}
DATABASES = {"default": {**_database, "TEST": _test}}
