"""The app of firms: the list, one page a firm, and the evidence of every figure."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FirmsConfig(AppConfig):
    """Firms, who looks after them, and what people say about what is known of them."""

    name = "wotu_site.firms"

    def ready(self) -> None:
        """Fill the navigation, the search box, the bulk actions and the words of the log."""
        from wotu_site.audit import services as audit
        from wotu_site.firms import bulk_actions, finding, forms
        from wotu_site.ui import navigation, search

        navigation.register("firms", "firms:list")
        search.register(
            search.Provider(
                "firms", pgettext_lazy("navigation", "Firms"), finding.find_firms, order=10
            )
        )
        bulk_actions.register(
            bulk_actions.BulkAction(
                "assign",
                _("Assign"),
                "user-plus",
                "firms:assign",
                template="firms/assign_to.html",
                context=lambda _request: {"form": forms.AssignForm()},
                order=10,
            )
        )
        bulk_actions.register(
            bulk_actions.BulkAction("export", _("Export"), "download", "firms:export", order=90)
        )
        audit.name_kinds(
            {
                "firm": _("Firm"),
                "firm_list": _("List of firms"),
                "firm_view": _("View of the list"),
                "firm_export": _("Exported list"),
                "contest": _("Contest"),
                "contest_list": _("Contested values"),
                "batch": _("Batch"),
            }
        )
        audit.name_actions(
            {
                "firm.assigned": _("Liaison officer assigned"),
                "firm.unassigned": _("Liaison officer taken away"),
                "firm.assignment_undone": _("Assignment taken back"),
                "firm.exported": _("Firms exported"),
                "verdict.recorded": _("Decision record taken out"),
                "value.contested": _("Value contested"),
                "value.corrected": _("Value put right"),
                "correction.undone": _("Correction taken back"),
                "contest.settled": _("Contest settled"),
                "original.downloaded": _("Original file downloaded"),
                "firm_view.saved": _("View saved"),
                "firm_view.removed": _("View removed"),
                "firm_view.restored": _("View restored"),
            }
        )
