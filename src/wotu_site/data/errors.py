"""Faults that the services of data explain."""

from __future__ import annotations

from wotu.errors import WotuError


class BuildError(WotuError):
    """A build cannot be started now."""

    kind = "build"


class DecisionError(WotuError):
    """Who is who cannot be decided so."""

    kind = "decision"
