"""The app of documents: what they state, where they disagree, and what people say of it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentsConfig(AppConfig):
    """The library, the reader, indicators and conflicts."""

    name = "wotu_site.documents"

    def ready(self) -> None:
        """Fill the navigation and the search box, and name what is recorded."""
        from wotu_site.audit import services as audit
        from wotu_site.documents import finding
        from wotu_site.ui import navigation, search

        navigation.register("documents", "documents:home")
        label = pgettext_lazy("navigation", "Documents")
        search.register(search.Provider("documents", label, finding.find_documents, order=30))
        audit.name_kinds(
            {
                "document": pgettext_lazy("documents", "Document"),
                "document_list": _("List of documents"),
                "claim": _("Claim"),
                "indicator": _("Indicator"),
                "indicator_list": _("List of indicators"),
                "target_list": _("List of target candidates"),
                "conflict": _("Conflict"),
                "conflict_list": _("List of conflicts"),
            }
        )
        audit.name_actions(
            {
                "document.added": _("Document added"),
                "document.dated": _("Day of publication set"),
                "document.removed": _("Document removed"),
                "document.restored": _("Document restored"),
                "document.downloaded": _("Original document downloaded"),
                "document_list.exported": _("List of documents exported"),
                "claim.accepted": _("Claims accepted"),
                "claim.rejected": _("Claims rejected"),
                "claim.corrected": _("Claim corrected"),
                "claim.added": _("Claim added"),
                "claim.withdrawn": _("Review of claims taken back"),
                "claim.exported": _("Claims exported"),
                "indicator.exported": _("Series of an indicator exported"),
                "indicator.landed": _("Accepted claims brought into the lake"),
                "indicator.assigned": _("Words assigned to a place or indicator"),
                "target_list.exported": _("List of target candidates exported"),
                "event.accepted": _("Firm event accepted"),
                "event.withdrawn": _("Firm event taken back"),
                "conflict.settled": _("Conflict settled"),
                "conflict.withdrawn": _("Settlement taken back"),
                "conflict_list.exported": _("List of conflicts exported"),
            }
        )
