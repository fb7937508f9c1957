"""The check that a real deployment has no demo accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.db import connections

from wotu_site.access.checks import SAFETY
from wotu_site.accounts import queries
from wotu_site.accounts.models import User


@register(SAFETY)
def check_demo_accounts(databases: list[str] | None = None, **_options: Any) -> list[Error]:
    """Accounts whose passwords everybody knows exist only in demonstrations."""
    if settings.ENVIRONMENT != "production" or not databases or not _accounts_exist():
        return []
    names = queries.demo_usernames()
    if not names:
        return []
    return [
        Error(
            f"The work database has demo accounts with known passwords: {', '.join(names)}.",
            hint="Use a database of its own for production, or serve this one with WOTU_DEMO=1.",
            id="wotu.E004",
        )
    ]


def _accounts_exist() -> bool:
    return User._meta.db_table in connections["default"].introspection.table_names()
