"""Firms in the search box: by name, former name, credit code and initials of the pinyin."""

from __future__ import annotations

from django.urls import reverse

from wotu.build.among import Among, firms_among, nearness
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.snapshots.queries import has_snapshot, snapshot
from wotu_site.ui.search import Hit


def find_firms(words: str, person: Person, limit: int) -> list[Hit]:
    """The firms that have the words, the nearest first; only for those who may see all firms."""
    if not may_open(person, "firms:list") or not has_snapshot():
        return []
    current = snapshot()
    clause, near = firms_among(current, Among(words=words)), nearness(words)
    rows = current.rows(
        f"SELECT f.firm_id, f.name, f.uscc, {near.sql} AS near FROM firm f WHERE {clause.sql}"
        f" ORDER BY near, f.initials, f.firm_id LIMIT {int(limit)}",
        (*near.parameters, *clause.parameters),
    )
    return [
        Hit(
            row["name"], reverse("firms:firm", args=[row["firm_id"]]), row["uscc"] or "", "building"
        )
        for row in rows
    ]
