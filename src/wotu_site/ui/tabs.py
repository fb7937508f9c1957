"""Tabs over a list, each with a count and an address of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab; ``count`` None stands for a tab that counts nothing."""

    label: str | Promise
    address: str
    current: bool
    count: int | None = None
