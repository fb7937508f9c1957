"""The app of the audit log: who saw and did what."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The append-only log, its page and its export."""

    name = "wotu_site.audit"

    def ready(self) -> None:
        """Fill the navigation and name the log's own actions."""
        from wotu_site.audit import services
        from wotu_site.ui import navigation

        navigation.register("audit", "audit:list")
        services.name_actions(
            {
                services.VIEWED: _("Page viewed"),
                services.SENT: _("Form sent"),
                services.REFUSED: _("Access refused"),
                "audit.exported": _("Audit log exported"),
            }
        )
