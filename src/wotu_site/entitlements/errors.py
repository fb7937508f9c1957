"""Faults that the services of entitlements explain."""

from __future__ import annotations

from wotu.errors import WotuError


class EntitlementError(WotuError):
    """An entitlement cannot be moved on so."""

    kind = "entitlement"
