"""Faults that the services of firms explain."""

from __future__ import annotations

from wotu.errors import WotuError


class AssignmentError(WotuError):
    """Nobody can be put in charge of these firms so."""

    kind = "assignment"


class SavedViewError(WotuError):
    """A view of the list cannot be kept under this name."""

    kind = "saved_view"


class SelectionError(WotuError):
    """No firms are chosen, or too many for one act."""

    kind = "selection"


class CorrectionError(WotuError):
    """A value cannot be contested or put right so."""

    kind = "correction"
