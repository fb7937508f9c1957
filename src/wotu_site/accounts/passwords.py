"""Temporary passwords: shown once, changed at the first sign-in."""

from __future__ import annotations

import secrets

#: Without the letters and digits that look alike on paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def temporary_password() -> str:
    """Four groups of four characters, about 79 bits: ``k7mf-p3xw-9tqa-h2sd``."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)
