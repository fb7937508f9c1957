"""Improvements of a place's figures, in the figures' own units, and where they start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from typing import Final

import numpy as np

from wotu.packs.schema import Label
from wotu.scores.scored import Scored
from wotu.scores.tree import Floats
from wotu.scores.whatif import Effect

DIGITS: Final = 5
"""Digits of the figures that are to be reached."""


@dataclass(frozen=True)
class Move:
    """One figure improved: ``before`` and ``after`` in its unit, before any denominator.

    ``deviations``: the change in standard deviations of the indicator among the places;
    ``cost``: that times the indicator's cost weight.
    """

    indicator: str
    label: Label
    unit: str
    before: float
    after: float
    deviations: float
    cost: float

    @property
    def change(self) -> float:
        """After less before, in the unit."""
        return self.after - self.before


@dataclass(frozen=True)
class Single:
    """One indicator alone: how far it must go, or, where not ``enough``, how far it was tried."""

    move: Move
    enough: bool
    effect: Effect | None
    words: Label


@dataclass(frozen=True)
class Mix:
    """Improvements that together climb ``ranks`` ranks, the dearest part first.

    ``at_least``: no solution can cost less (0 where no bound is known); ``proven``: whether the
    cost meets it, to half of one per cent.
    """

    ranks: int
    moves: tuple[Move, ...]
    cost: float
    at_least: float
    proven: bool
    effect: Effect
    words: Label


@dataclass(frozen=True)
class Start:
    """Where a place stands: positions of its period and of itself among the places scored."""

    scored: Scored
    place: str
    period: int
    number: int

    @property
    def score(self) -> float:
        """Its score."""
        return float(self.scored.index[self.period, self.number])

    @property
    def rank(self) -> int:
        """Its rank."""
        return int(self.scored.ranks[self.scored.tree.root.id][self.period, self.number])

    def given_column(self, column: int) -> int:
        """Where an indicator of the tree stands in the panel as it came."""
        return self.scored.given.indicators.index(self.scored.tree.leaves[column].id)

    @cached_property
    def raw(self) -> Floats:
        """Its figures as given, in the order of the tree."""
        columns = [self.given_column(one) for one in range(len(self.scored.tree.leaves))]
        at = self.scored.given.places.index(self.place)
        return self.scored.given.values[self.period, at, columns]

    @cached_property
    def denominators(self) -> Floats:
        """What its figures are divided by; 1 where by nothing."""
        at = self.scored.given.places.index(self.place)
        found = [
            1.0
            if leaf.denominator is None
            else self.scored.given.denominators[leaf.denominator][self.period, at]
            for leaf in self.scored.tree.leaves
        ]
        return np.array(found, dtype=np.float64)

    @cached_property
    def deviations(self) -> Floats:
        """Standard deviation of each indicator, over its denominator, among the places; 0: none."""
        values = self.scored.screened.values[self.period]
        known = ~np.isnan(values)
        counts = known.sum(axis=0)
        centred = np.where(known, values - _mean(values), 0.0)
        spread = np.sqrt((centred**2).sum(axis=0) / np.maximum(counts - 1, 1))
        return np.asarray(spread, dtype=np.float64)

    def value(self, column: int, improvement: float) -> float:
        """The figure after an improvement, in its own unit."""
        sign = self.scored.tree.leaves[column].sign
        value = self.raw[column] + sign * improvement * self.denominators[column]
        # Whole steps are computed over a denominator: back to the whole number that is meant.
        nearest = round(value)
        return float(nearest if abs(value - nearest) < 1e-7 * max(1.0, abs(value)) else value)

    def sayable(self, improvements: Floats) -> Floats:
        """Improvements raised until the figures they lead to have few digits, and can be said."""
        found = improvements.copy()
        for column in np.flatnonzero(improvements > 0):
            sign = self.scored.tree.leaves[column].sign
            value = Decimal(repr(self.value(int(column), improvements[column])))
            step = Decimal(1).scaleb(value.adjusted() - DIGITS + 1)
            rounding = ROUND_CEILING if sign > 0 else ROUND_FLOOR
            plain = float((value / step).to_integral_value(rounding) * step)
            found[column] = sign * (plain - self.raw[column]) / self.denominators[column]
        return found

    def values(self, improvements: Floats) -> Mapping[str, float]:
        """New figures of the indicators that are improved."""
        leaves = self.scored.tree.leaves
        return {
            leaves[one].id: self.value(int(one), improvements[one])
            for one in np.flatnonzero(improvements > 0)
        }


def _mean(values: Floats) -> Floats:
    known = ~np.isnan(values)
    total = np.where(known, values, 0.0).sum(axis=0)
    return np.asarray(total / np.maximum(known.sum(axis=0), 1), dtype=np.float64)
