"""Documents in the search box: by title and by name."""

from __future__ import annotations

from django.urls import reverse

from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.documents import library
from wotu_site.snapshots.queries import has_workspace
from wotu_site.ui.search import Hit


def find_documents(words: str, person: Person, limit: int) -> list[Hit]:
    """The documents whose title or name has the words, the last added first."""
    if not may_open(person, "documents:home") or not has_workspace():
        return []
    wanted = words.casefold()
    hits = [
        Hit(
            one.title or one.name,
            reverse("documents:document", args=[one.id]),
            one.published.isoformat() if one.published else "",
            "file-text",
        )
        for one in library.entries()
        if wanted in one.name.casefold() or wanted in (one.title or "").casefold()
    ]
    return hits[:limit]
