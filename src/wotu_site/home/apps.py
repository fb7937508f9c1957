"""The app of the first page."""

from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Home, and what this site is."""

    name = "wotu_site.home"

    def ready(self) -> None:
        """Fill the navigation and the search box."""
        from wotu_site.home import finding
        from wotu_site.ui import navigation, search

        navigation.register("home", "home:home")
        search.register(search.Provider("pages", finding.LABEL, finding.find_pages, order=800))
