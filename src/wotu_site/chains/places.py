"""Places of firms in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wotu.chains.tables import ZONE
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.formats import page_language, unknown_text

DIVISIONS = "divisions"
#: Lists of divisions have these words where the province itself is the city.
WITHOUT_NAME = ("市辖区", "县")


def place_name(place: str | None) -> str:
    """The zone, or the city of a division code; a municipality by its own name."""
    if place is None:
        return unknown_text()
    if place == ZONE:
        return _("the zone")
    divisions = snapshot().packs.code_lists[DIVISIONS]
    label = divisions.label_of(place)
    if label.zh in WITHOUT_NAME:
        label = divisions.label_of(f"{place[:2]}0000")
    return label.in_language(page_language())
