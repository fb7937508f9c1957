"""What a place would pass, at which price, and by which improvements."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from wotu.scores.response import Response
from wotu.scores.tree import Floats

MARGIN: Final = 1e-7
"""Share of the spread of scores by which a place is passed, against rounding."""


@dataclass(frozen=True)
class Problem:
    """Improvements are in the unit of the denominated values, in the good direction.

    ``index``: scores of all places as they are, NaN where there is none. ``prices``: cost of one
    unit of improvement, by indicator; infinite where it stays. ``whole``: units of improvement
    that one piece is, where an indicator counts pieces; 0 where any step is possible.
    """

    response: Response
    index: Floats
    prices: Floats
    whole: Floats

    @property
    def margin(self) -> float:
        """Points by which a place is passed."""
        return float(MARGIN * (np.nanmax(self.index) - np.nanmin(self.index)))

    @cached_property
    def gaps(self) -> Floats:
        """Points by which each place leads."""
        return np.asarray(self.index - self.index[self.response.place], dtype=np.float64)

    @cached_property
    def ahead(self) -> list[int]:
        """Places with a higher score, the nearest first."""
        found = np.flatnonzero(self.gaps > 0)
        return [int(one) for one in found[np.argsort(self.gaps[found], kind="stable")]]

    @cached_property
    def free(self) -> list[int]:
        """Indicators that can be moved."""
        able = self.response.movable & np.isfinite(self.prices)
        return [int(one) for one in np.flatnonzero(able)]

    def cost(self, improvements: Floats) -> float:
        """What improvements cost."""
        moved = improvements > 0
        return float((improvements[moved] * self.prices[moved]).sum())

    def passed(self, improvements: Floats) -> Floats:
        """How many of those ahead are no longer, less who overtakes, for sets of improvements."""
        index = self.response.index(improvements)
        mine = index[:, self.response.place]
        still = (index > (mine - self.margin)[:, None]).sum(axis=1) - 1
        return np.asarray(len(self.ahead) - still, dtype=np.float64)

    def rounded_up(self, improvements: Floats) -> Floats:
        """Improvements in whole pieces where an indicator counts pieces."""
        pieces = np.where(self.whole > 0, self.whole, 1.0)
        full = np.ceil(improvements / pieces * (1 - 1e-12) - 1e-12) * pieces
        return np.where(self.whole > 0, full, improvements)


@dataclass(frozen=True)
class Found:
    """Improvements, what they cost, and what no solution can cost less than (0: not known)."""

    improvements: Floats
    cost: float
    at_least: float
