"""The app that decides who may open what."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Roles, permissions of pages, and the checks of a safe start."""

    name = "wotu_site.access"

    def ready(self) -> None:
        """Register the system checks."""
        from wotu_site.access import checks  # noqa: F401
