"""The app of background jobs: long work with progress."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Jobs, their pages, and the bell in the top bar."""

    name = "wotu_site.jobs"

    def ready(self) -> None:
        """Fill the navigation and the top bar, and name the actions."""
        from wotu_site.audit import services as audit
        from wotu_site.jobs import pages
        from wotu_site.ui import frame, navigation

        navigation.register("jobs", "jobs:list")
        frame.add_to_top_bar("jobs/bell.html", pages.bell_context)
        audit.name_kinds({"job": _("Job")})
        audit.name_actions({"job.started": _("Job started")})
