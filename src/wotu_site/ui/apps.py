"""The frame of all pages and the parts they are made of."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Layout, components, formats, navigation and search."""

    name = "wotu_site.ui"
