"""The app of data: what came in, what was set aside, who is who, and the builds."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DataConfig(AppConfig):
    """Batches, quarantine, imports, builds, quality and identity."""

    name = "wotu_site.data"

    def ready(self) -> None:
        """Fill the navigation, and name what is recorded."""
        from wotu_site.audit import services as audit
        from wotu_site.ui import navigation

        navigation.register("data", "data:home")
        audit.name_kinds(
            {
                "batch_list": _("List of batches"),
                "quarantine": _("Quarantine"),
                "upload": _("Upload"),
                "snapshot": _("Snapshot"),
                "reference": _("Doubtful name"),
            }
        )
        audit.name_actions(
            {
                "upload.received": _("Files handed in"),
                "upload.abandoned": _("Upload given up"),
                "upload.mapping_saved": _("Column mapping saved"),
                "batch.landed": _("Batch imported"),
                "batch.undone": _("Batch undone"),
                "batch.restored": _("Batch restored"),
                "batch_list.exported": _("List of batches exported"),
                "quarantine.exported": _("Quarantine exported"),
                "snapshot.built": _("Snapshot built"),
                "snapshot.published": _("Snapshot published"),
                "reference.linked": _("Name linked to a firm"),
                "reference.rejected": _("Name told from a firm"),
                "reference.postponed": _("Name put off"),
                "reference.withdrawn": _("Decision on a name taken back"),
                "reference.resumed": _("Name taken up again"),
            }
        )
