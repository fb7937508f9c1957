"""Faults that the services of drafts explain."""

from __future__ import annotations

from wotu.errors import WotuError


class DraftError(WotuError):
    """The draft cannot be kept or changed so."""

    kind = "draft"
