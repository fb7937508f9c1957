"""Accounts in the search box, for those who keep them."""

from __future__ import annotations

from django.urls import reverse

from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.accounts import queries
from wotu_site.ui.search import Hit


def find_accounts(words: str, person: Person, limit: int) -> list[Hit]:
    """The accounts whose names have these words; nothing for people who may not see accounts."""
    if not may_open(person, "accounts:account"):
        return []
    return [
        Hit(
            title=user.display_name,
            address=reverse("accounts:account", args=[user.pk]),
            detail=f"{user.username} · {user.role_label}",
            icon="user",
        )
        for user in queries.find_accounts(words, limit)
    ]
