"""Work on the site itself: plain static files, error pages with traces, the component gallery."""

from __future__ import annotations

from wotu_site import environment
from wotu_site.settings.base import *  # noqa: F403
from wotu_site.settings.base import INSTALLED_APPS, STORAGES, WORKSPACE_DIR

ENVIRONMENT = "development"
DEBUG = True
DEMO = environment.demo_wanted()
SECRET_KEY = environment.given_secret() or environment.workspace_secret(WORKSPACE_DIR)
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [*INSTALLED_APPS, "wotu_site.gallery"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
