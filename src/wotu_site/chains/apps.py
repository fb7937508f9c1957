"""The app of industry chains: maps, links, gaps, targets and who stands where."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChainsConfig(AppConfig):
    """Industry chains as the register fills them."""

    name = "wotu_site.chains"

    def ready(self) -> None:
        """Fill the navigation and the search box, and name what is recorded."""
        from wotu_site.audit import services as audit
        from wotu_site.chains import finding
        from wotu_site.ui import navigation, search

        navigation.register("chains", "chains:home")
        label = pgettext_lazy("navigation", "Industry chains")
        search.register(search.Provider("chains", label, finding.find_links, order=25))
        audit.name_kinds(
            {
                "chain": pgettext_lazy("chain", "Industry chain"),
                "chain_list": _("List of industry chains"),
                "chain_link": pgettext_lazy("chain", "Link"),
                "gap_list": _("Gaps and weak links"),
                "attraction_list": _("Attraction targets"),
                "sourcing_list": _("Local sourcing"),
                "placement": pgettext_lazy("chain", "Placement"),
                "pipeline_list": pgettext_lazy("product", "Product pipelines"),
            }
        )
        audit.name_actions(
            {
                "chain.exported": _("Industry chain exported"),
                "chain_link.exported": _("Firms of a link exported"),
                "gap_list.exported": _("Gaps exported"),
                "attraction_list.exported": _("Attraction targets exported"),
                "sourcing_list.exported": _("Local sourcing exported"),
                "pipeline_list.exported": _("Product pipelines exported"),
                "placement.judged": _("Placement judged"),
                "placement.withdrawn": _("Judgement of a placement taken back"),
            }
        )
