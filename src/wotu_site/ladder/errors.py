"""Faults that the services of the lists explain."""

from __future__ import annotations

from wotu.errors import WotuError


class ListError(WotuError):
    """The lists cannot be changed so."""

    kind = "cultivation_list"
