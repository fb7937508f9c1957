"""The app of benefits: what firms can get, and who is paid without application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntitlementsConfig(AppConfig):
    """Benefits of a firm, the 免申即享 lists, finance products and talent measures."""

    name = "wotu_site.entitlements"

    def ready(self) -> None:
        """Fill the navigation, and name what is done."""
        from wotu_site.audit import services as audit
        from wotu_site.ui import navigation

        navigation.register("benefits", "entitlements:home")
        audit.name_kinds({"entitlement": _("Payment without application")})
        audit.name_actions(
            {
                "entitlement.drafted": _("List of payments drafted"),
                "entitlement.approved": _("Payments approved"),
                "entitlement.notified": _("Firms told of payments"),
                "entitlement.confirmed": _("Payment confirmed by the firm"),
                "entitlement.paid": _("Payments recorded"),
                "entitlement.withheld": _("Payments withheld"),
                "entitlement.undone": _("Act on payments taken back"),
                "entitlement.exported": _("List of payments exported"),
            }
        )
