"""The app of drafts: changes of rules tried before anybody signs them."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    """Drafts of rules, whom they reach and what they cost."""

    name = "wotu_site.drafts"

    def ready(self) -> None:
        """Stand under policies in the navigation, and name what is recorded."""
        from wotu_site.audit import services as audit
        from wotu_site.ui import navigation

        navigation.belong("drafts", "policies")

        audit.name_kinds({"draft": _("Draft of a rule")})
        audit.name_actions(
            {
                "draft.saved": _("Draft saved"),
                "draft.changed": _("Draft changed"),
                "draft.shared": _("Draft shared"),
                "draft.withdrawn": _("Draft withdrawn"),
                "draft.deleted": _("Draft deleted"),
                "draft.restored": _("Draft restored"),
                "draft.exported": _("Firms that a draft reaches exported"),
            }
        )
