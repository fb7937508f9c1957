"""A demonstration on somebody's own machine: a generated secret, and accounts to try."""

from __future__ import annotations

from wotu_site import environment
from wotu_site.settings.base import *  # noqa: F403
from wotu_site.settings.base import WORKSPACE_DIR

ENVIRONMENT = "demo"
DEMO = True
SECRET_KEY = environment.given_secret() or environment.workspace_secret(WORKSPACE_DIR)
ALLOWED_HOSTS = ["*"]
