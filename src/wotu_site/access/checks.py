"""System checks of a safe start, run by ``check``, by ``migrate`` and before serving."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

#: All checks of the site that a start depends on carry this tag.
SAFETY = "wotu_safety"

SHORTEST_SECRET = 32
PUBLIC_WORDS = ("changeme", "change-me", "insecure", "secret-key", "password", "only-for-tests")


@register(SAFETY)
def check_secret(**_options: Any) -> list[Error]:
    """A production site signs with a secret that nobody could guess or read in a manual."""
    if settings.ENVIRONMENT != "production" or not is_weak_secret(settings.SECRET_KEY):
        return []
    return [
        Error(
            "WOTU_SECRET_KEY is short, repetitive or taken from an example.",
            hint="Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'",
            id="wotu.E001",
        )
    ]


@register(SAFETY)
def check_debug(**_options: Any) -> list[Error]:
    """A production site shows no traces."""
    if settings.ENVIRONMENT != "production" or not settings.DEBUG:
        return []
    return [
        Error(
            "DEBUG is on in a production environment: error pages would show settings and data.",
            hint="Set DEBUG = False, or WOTU_ENV=development on a machine of your own.",
            id="wotu.E002",
        )
    ]


@register(SAFETY)
def check_front_end(**_options: Any) -> list[Error]:
    """The npm packages that pages are drawn with are installed."""
    if (settings.FRONT_END_DIR / "@tabler" / "core" / "package.json").exists():
        return []
    return [
        Error(
            f"The front-end packages are not in {settings.FRONT_END_DIR}.",
            hint="Run `make setup`, or name the folder in WOTU_FRONT_END.",
            id="wotu.E003",
        )
    ]


def is_weak_secret(secret: str) -> bool:
    """Whether a secret is too short, too repetitive, or one of the words of examples."""
    known = any(word in secret.lower() for word in PUBLIC_WORDS)
    return known or len(secret) < SHORTEST_SECRET or len(set(secret)) < 10
