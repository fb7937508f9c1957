"""How evidence on names becomes probabilities: two conditional logit models and their weights.

Each name that may be meant, and nobody at all, has a utility; its probability is its share of the
sum of their exponentials (McFadden 1974). So a rival with the same trade name lowers the winner,
and a mention that fits nothing well is nobody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from wotu.identity.evidence import FullEvidence, ShortEvidence

Floats = npt.NDArray[np.float64]
Verdict = Literal["matched", "doubtful", "none"]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of one kind of evidence and of nobody, and how sure a match must be."""

    facts: tuple[str, ...]
    weights: Floats
    nobody: float
    """Utility of nobody for a mention of no rarity."""
    nobody_per_rarity: float
    """Added for each unit of summed rarity of the mention's characters and pairs."""
    share_to_match: float = 1.0
    """Least share of the best firm among the firms: a wide margin over the others."""
    nobody_to_match: float = 0.0
    """Greatest probability of nobody."""
    barred: Mapping[str, float] = field(default_factory=dict)
    """Facts that leave the best firm to a person, from these values on."""

    def utilities(self, evidence: Floats) -> Floats:
        """Utility of each row of ``evidence`` (columns in the order of ``facts``)."""
        return np.asarray(evidence @ self.weights)

    def nobody_utility(self, rarity: float) -> float:
        """Utility of nobody for a mention of this summed rarity."""
        return self.nobody + self.nobody_per_rarity * rarity

    def verdict(self, share: float, nobody: float, best: Floats) -> Verdict:
        """Verdict on the best firm by its share, the probability of nobody and its evidence."""
        barred = any(best[self.facts.index(fact)] >= value for fact, value in self.barred.items())
        if share >= self.share_to_match and nobody <= self.nobody_to_match and not barred:
            return "matched"
        return "doubtful" if nobody <= NOBODY_TO_DOUBT else "none"

    def reasons(self, row: Floats) -> tuple[str, ...]:
        """``fact:value`` of the facts that are not zero, the most telling first."""
        telling = np.argsort(-np.abs(row * self.weights), kind="stable")
        return tuple(f"{self.facts[fact]}:{row[fact]:.3g}" for fact in telling if row[fact])


NOBODY_TO_DOUBT: Final = 0.98
"""Up to this probability of nobody a person is asked; above it the answer is none."""

SAME_DISTRICT: Final = 1.5
"""Added to the utility of a firm in the district that was asked for, taken from one elsewhere.
Set by hand: no labelled set states districts beside names."""

SHORT: Final = Model(ShortEvidence._fields, np.zeros(len(ShortEvidence._fields)), 0.0, 0.0)
FULL: Final = Model(FullEvidence._fields, np.zeros(len(FullEvidence._fields)), 0.0, 0.0)
