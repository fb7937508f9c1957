"""Faults that the services of data explain."""

from __future__ import annotations

from wotu.errors import WotuError


class UploadError(WotuError):
    """A file cannot be taken in, or an upload has moved on meanwhile."""

    kind = "upload"


class BuildError(WotuError):
    """A build cannot be started now."""

    kind = "build"


class DecisionError(WotuError):
    """Who is who cannot be decided so."""

    kind = "decision"
