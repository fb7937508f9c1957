"""Targets in the search box: by number, name and who answers for them."""

from __future__ import annotations

from django.urls import reverse

from wotu.targets.target import Target
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.snapshots.queries import has_snapshot
from wotu_site.targets import book
from wotu_site.targets.words import day_text, goal_text
from wotu_site.ui.search import Hit


def find_targets(words: str, person: Person, limit: int) -> list[Hit]:
    """Targets that have these words: those whose name begins so first."""
    if not may_open(person, "targets:target") or not has_snapshot():
        return []
    wanted = words.casefold()
    ranked = [(near, one) for one in book.targets() if (near := _nearness(wanted, one)) is not None]
    ranked.sort(key=lambda found: found[0])
    return [_hit(one) for _near, one in ranked[:limit]]


def _hit(one: Target) -> Hit:
    detail = " · ".join(part for part in (goal_text(one), day_text(one.due), one.owner) if part)
    title = f"{one.number} {one.name}".strip()
    return Hit(title, reverse("targets:target", args=[one.id]), detail, "target")


def _nearness(wanted: str, one: Target) -> int | None:
    """0 for a number or a name that begins so, 1 for a name that holds it, 2 for an owner."""
    if one.number.casefold() == wanted or one.name.casefold().startswith(wanted):
        return 0
    if wanted in one.name.casefold():
        return 1
    return 2 if wanted in f"{one.owner} {one.person}".casefold() else None
