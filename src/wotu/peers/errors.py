"""What can be wrong with a comparison of places."""

from __future__ import annotations

from wotu.errors import WotuError


class PeerError(WotuError):
    """Places cannot be compared as asked: too few, too many, given twice, or not known."""

    kind = "peers"
