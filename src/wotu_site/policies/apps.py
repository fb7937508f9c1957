"""The app of policies: rules as text, as code and over the population."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    """Rules, their conditions, and the firms before them."""

    name = "wotu_site.policies"

    def ready(self) -> None:
        """Fill the navigation and the search box, and name what is recorded."""
        from wotu_site.audit import services as audit
        from wotu_site.policies import finding
        from wotu_site.ui import navigation, search

        navigation.register("policies", "policies:list")
        search.register(search.Provider("rules", _("Policies"), finding.find_rules, order=20))
        audit.name_kinds({"rule": _("Rule")})
        audit.name_actions(
            {
                "rule.exported": _("Firms before a rule exported"),
                "rule.replayed": _("Screening replayed"),
            }
        )
