"""Simulation: a rule as it is and as drafted, over the same firms: who is reached by the change.

Both versions run over inputs that are held in memory, and only what is asked for is computed:
verdicts, and amounts where the rule has a measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

import polars as pl

from wotu.build.held import HeldInputs
from wotu.build.judging import MET, NOT_MET, UNKNOWN, VERDICT_NAMES, Verdicts, judge
from wotu.rules.checked import CheckedRule


class Effect(StrEnum):
    """What a draft does to a firm."""

    GAINED = "gained"  # did not meet the rule, will
    CERTAIN = "certain"  # undecided, will meet it: nothing that is missing matters any more
    MORE = "more"  # meets it either way, and gets more
    LESS = "less"  # meets it either way, and gets less
    LOST = "lost"  # meets it, will not
    DOUBTFUL = "doubtful"  # meets it, will be undecided
    OPENED = "opened"  # did not meet it, will be undecided
    RULED_OUT = "ruled_out"  # undecided, will not meet it
    SAME = "same"


EFFECTS: Final = tuple(Effect)

_BY_VERDICTS: Final[dict[tuple[int, int], Effect]] = {
    (NOT_MET, MET): Effect.GAINED,
    (UNKNOWN, MET): Effect.CERTAIN,
    (MET, NOT_MET): Effect.LOST,
    (MET, UNKNOWN): Effect.DOUBTFUL,
    (NOT_MET, UNKNOWN): Effect.OPENED,
    (UNKNOWN, NOT_MET): Effect.RULED_OUT,
}
"""A firm to which the rule does not apply counts as one that does not meet it."""


@dataclass(frozen=True)
class Simulation:
    """A rule as it is beside the rule as drafted, over the same firms as of the same day."""

    held: HeldInputs
    before: Verdicts
    after: Verdicts

    @cached_property
    def effects(self) -> pl.Series:
        """The effect on each firm, as its place in :data:`EFFECTS`."""
        places = {effect: place for place, effect in enumerate(EFFECTS)}
        table = [places[Effect.SAME]] * 16
        for before in range(4):
            for after in range(4):
                pair = (max(before, NOT_MET), max(after, NOT_MET))
                table[before * 4 + after] = places[_BY_VERDICTS.get(pair, Effect.SAME)]
        old, new = self.before.rows["verdict"], self.after.rows["verdict"]
        found = pl.Series("effect", table, dtype=pl.Int8).gather(old * 4 + new)
        if not (self.before.priced and self.after.priced):
            return found
        rise = self.after.rows["amount"] - self.before.rows["amount"]
        same = found == places[Effect.SAME]
        met = same & (old == MET)
        pairs = pl.DataFrame({"effect": found, "met": met, "rise": rise})
        return pairs.select(
            pl.when(pl.col("met") & (pl.col("rise") > 0))
            .then(pl.lit(places[Effect.MORE], dtype=pl.Int8))
            .when(pl.col("met") & (pl.col("rise") < 0))
            .then(pl.lit(places[Effect.LESS], dtype=pl.Int8))
            .otherwise("effect")
            .alias("effect")
        ).to_series()

    @cached_property
    def counts(self) -> dict[Effect, int]:
        """How many firms each effect reaches."""
        found = dict(self.effects.value_counts().iter_rows())
        return {effect: found.get(place, 0) for place, effect in enumerate(EFFECTS)}

    @cached_property
    def matrix(self) -> dict[tuple[str, str], int]:
        """How many firms have each pair of present and drafted verdict."""
        pairs = self.before.rows["verdict"] * 4 + self.after.rows["verdict"]
        found = dict(pairs.value_counts().iter_rows())
        return {
            (old, new): found.get(4 * row + column, 0)
            for row, old in enumerate(VERDICT_NAMES)
            for column, new in enumerate(VERDICT_NAMES)
        }

    def by(self, attribute: str) -> list[Breakdown]:
        """Effects and verdicts for each value of an attribute, the largest value first."""
        rows = pl.DataFrame(
            {
                "value": self.held.firms[attribute],
                "effect": self.effects,
                "before": self.before.rows["verdict"],
                "after": self.after.rows["verdict"],
            }
        )
        counted = rows.group_by("value", "before", "after", "effect").len()
        found: dict[str, Breakdown] = {}
        for value, before, after, effect, firms in counted.iter_rows():
            one = found.setdefault(value, Breakdown.empty(value))
            one.before[VERDICT_NAMES[before]] += firms
            one.after[VERDICT_NAMES[after]] += firms
            one.effects[EFFECTS[effect]] += firms
        return sorted(found.values(), key=lambda one: (-one.firms, one.value))


@dataclass(frozen=True)
class Breakdown:
    """The firms of one value of an attribute."""

    value: str
    before: dict[str, int]
    after: dict[str, int]
    effects: dict[Effect, int]

    @classmethod
    def empty(cls, value: str) -> Breakdown:
        """Without any firm."""
        return cls(
            value,
            dict.fromkeys(VERDICT_NAMES, 0),
            dict.fromkeys(VERDICT_NAMES, 0),
            dict.fromkeys(EFFECTS, 0),
        )

    @property
    def firms(self) -> int:
        """All firms to which either version applies."""
        applies = sum(self.after.values()) - self.after["not_applicable"]
        return max(applies, sum(self.before.values()) - self.before["not_applicable"])


def simulate(held: HeldInputs, before: Verdicts, drafted: CheckedRule) -> Simulation:
    """The effects of a drafted rule; ``before`` is :func:`judge` of the rule as it is."""
    return Simulation(held, before, judge(held, drafted))
