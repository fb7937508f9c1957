"""What can be wrong with a change of accounts."""

from __future__ import annotations

from wotu.errors import WotuError


class AccountError(WotuError):
    """A change that would leave the accounts unusable."""

    kind = "account"
