"""Places of firms in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wotu.build.targets import place_label
from wotu.chains.tables import ZONE
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.formats import page_language


def place_name(place: str | None) -> str:
    """The zone, or the city of a division code."""
    if place == ZONE:
        return _("the zone")
    return place_label(snapshot(), place).in_language(page_language())
