"""The gallery of components, installed in development and in tests only."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GalleryConfig(AppConfig):
    """Every component once, for building pages and for testing the components."""

    name = "wotu_site.gallery"

    def ready(self) -> None:
        """Name what the gallery records."""
        from wotu_site.audit import services as audit

        audit.name_kinds({"sample": _("Sample")})
