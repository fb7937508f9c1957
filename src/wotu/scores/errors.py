"""What can be wrong with a composite indicator: the node is named, and the way out."""

from __future__ import annotations

from wotu.errors import WotuError


class ScoreError(WotuError):
    """A composite indicator cannot be computed as it is specified.

    The message names the node (or the place) and says what would mend it; ``facts`` keep both.
    """

    kind = "score"
