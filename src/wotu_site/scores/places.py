"""Places in words: names, provinces, and which one is the zone's own."""

from __future__ import annotations

from wotu_site.scores.measured import names_of_places
from wotu_site.scores.words import said
from wotu_site.snapshots.queries import snapshot, workspace


def own_place() -> str:
    """The code of the zone's own division; empty where the workspace names none."""
    return next(iter(workspace().config.zone.divisions), "")


def place_name(code: str) -> str:
    """What a place is called; its code where no fact names it."""
    known = names_of_places(snapshot()).get(code)
    if known is not None:
        return known
    divisions = snapshot().packs.code_lists.get("divisions")
    return said(divisions.labels.get(code)) or code if divisions else code


def province_of(code: str) -> str:
    """The code of the province in which a place lies."""
    return f"{code[:2]}0000"


def province_name(code: str) -> str:
    """What the province of a place is called."""
    divisions = snapshot().packs.code_lists.get("divisions")
    return said(divisions.labels.get(province_of(code))) if divisions else ""
