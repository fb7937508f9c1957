"""The app of the ladder: funnels, work lists and cultivation lists."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class LadderConfig(AppConfig):
    """The ladder, and the lists of firms to be brought up it."""

    name = "wotu_site.ladder"

    def ready(self) -> None:
        """Fill the navigation, offer the lists to the list of firms, and name what is done."""
        from wotu_site.audit import services as audit
        from wotu_site.firms import services as firms
        from wotu_site.ui import navigation

        navigation.register("ladder", "ladder:home")
        firms.register_bulk_action(
            firms.BulkAction(
                "shortlist",
                _("Add to list"),
                "stairs-up",
                "ladder:add",
                template="ladder/add_to.html",
                context=_listing_context,
                order=20,
            )
        )
        audit.name_kinds(
            {
                "ladder": _("Ladder"),
                "membership": _("Firm on a list"),
            }
        )
        audit.name_actions(
            {
                "list.added": _("Added to a cultivation list"),
                "list.changed": _("Changed on a cultivation list"),
                "list.removed": _("Taken off a cultivation list"),
                "list.undone": _("Act on a cultivation list taken back"),
                "ladder.exported": _("Ladder exported"),
            }
        )


def _listing_context(_request: HttpRequest) -> dict[str, Any]:
    from wotu_site.ladder.pages.offers import listing_offer
    from wotu_site.snapshots import queries as snapshots

    return {"offer": listing_offer(snapshots.snapshot())}
