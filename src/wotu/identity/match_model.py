"""How evidence on names becomes probabilities: two conditional logit models and their weights.

Each name that may be meant, and nobody at all, has a utility; its probability is its share of the
sum of their exponentials (McFadden 1974). So a rival with the same trade name lowers the winner,
and a mention that fits nothing well is nobody's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def probabilities(utilities: Sequence[float]) -> list[float]:
    """Share of each utility's exponential in their sum."""
    values = np.asarray(utilities, dtype=np.float64)
    masses = np.exp(np.maximum(values - values.max(), -300))
    return [float(mass) for mass in masses / masses.sum()]


NOBODY_TO_DOUBT: Final = 0.98
"""Up to this probability of nobody a person is asked; above it the answer is none."""

SAME_DISTRICT: Final = 1.5
"""Taken from the utility of a firm elsewhere than in the district that was asked for, and the most
that being there adds: minus the logarithm of the share of firms that are, so nothing where all
are. Set by hand: no labelled set states districts beside names."""

# Fitted by ``python -m bench.linkage --fit``: 3,200 short names of 2,957 listed firms and 200 local
# ones among 147,000 names, each also without its firm at a weight of 0.05, ridge 1. In five-fold
# cross-validation by firm (matching from a share of 0.63, nobody up to 0.5; the present bounds ask
# for a little more) precision is 0.990 and recall 0.942, with two thirds of the listed firms 0.992
# and 0.949. Of short names whose firm the index lacks 16 in 100 are matched with another
# firm of that trade name. ``business_word`` counts against a firm because the characters that it
# explains are in so many names.
SHORT: Final = Model(
    facts=ShortEvidence._fields,
    weights=np.array(
        ShortEvidence(
            missing=-3.63,
            out_of_order=-1.63,
            breaks=1.50,
            mid_word=-1.28,
            trade_name_whole=1.74,
            trade_name_head=1.30,
            trade_name_skipped=0.33,
            place_left_out=-0.61,
            place_used=-0.68,
            place_in_brackets=-0.37,
            joint_stock=2.85,
            limited=-2.14,
            form_used=-0.51,
            business_word=-0.94,
            group_left_out=0.98,
            technology_left_out=-0.92,
            rarest_unused=-0.93,
            core_length=-1.57,
            trade_name_of_two=-0.79,
            mention_of_two=1.40,
            expanded=-1.04,
            likeness=0.22,
        )
    ),
    nobody=3.152,
    nobody_per_rarity=0.0148,
    share_to_match=0.65,
    nobody_to_match=0.6,
)

# Fitted by the same command to some 4,500 register names with one slip each, and as many times
# without their firm. In cross-validation 87 in 100 are matched, of those 9,998 in 10,000 rightly;
# without their firm 5 in 1,000 are matched with another.
FULL: Final = Model(
    facts=FullEvidence._fields,
    weights=np.array(
        FullEvidence(
            trade_name_edits=-2.56,
            trade_name_lost=-3.83,
            business_edits=-2.14,
            sound_alike=-0.68,
            place_differs=-6.71,
            place_missing=-4.06,
            place_wider=-1.77,
            form_differs=-0.49,
            form_missing=-1.92,
            form_variant=-2.08,
            branch_differs=-7.49,
            likeness_lost=-12.24,
        )
    ),
    nobody=-7.522,
    nobody_per_rarity=-0.0122,
    share_to_match=0.8,
    nobody_to_match=0.2,
    # Another trade name is another firm, and a changed legal form another stage of one.
    barred={"trade_name_lost": 0.5, "form_differs": 1.0},
)
