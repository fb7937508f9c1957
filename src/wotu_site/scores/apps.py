"""The app of scoreboards: ranks with intervals, what-if, and peers."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ScoresConfig(AppConfig):
    """Rankings of places, what would change them, and places side by side."""

    name = "wotu_site.scores"

    def ready(self) -> None:
        """Fill the tabs and the search box, and name what is recorded."""
        from wotu_site.audit import services as audit
        from wotu_site.scores import finding
        from wotu_site.ui import navigation, search
        from wotu_site.ui.section_tabs import SectionTab, register

        navigation.belong("scores", "targets")
        label = pgettext_lazy("navigation", "Scoreboards")
        register("targets", SectionTab("scores:home", label, order=40))
        what_if = pgettext_lazy("navigation", "What if")
        register("targets", SectionTab("scores:what-if", what_if, order=50))
        register(
            "targets", SectionTab("scores:peers", pgettext_lazy("navigation", "Peers"), order=60)
        )
        search.register(search.Provider("scores", label, finding.find_scores, order=28))
        audit.name_kinds(
            {
                "scoreboard": pgettext_lazy("score", "Scoreboard"),
                "scoreboard_list": _("List of scoreboards"),
                "score_question": _("What if of a scoreboard"),
                "peer_list": _("Comparison of places"),
            }
        )
        audit.name_actions(
            {
                "scoreboard.exported": _("Report on a scoreboard taken out"),
                "peer_list.exported": _("Comparison of places taken out"),
            }
        )
