"""The least change of one of a place's own figures that makes it equal to a neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from wotu.scores.crossing import crossings
from wotu.scores.replay import Replay
from wotu.scores.simulation import aggregate_draws, normalise_draws
from wotu.scores.start import Start, bend
from wotu.scores.tree import Floats, Node

Positions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Pair:
    """Positions of a place and its neighbour in rank; ``upward``: the place is behind."""

    place: int
    other: int
    upward: bool


@dataclass(frozen=True)
class ValueChange:
    """At ``after`` in the unit of the denominated value, instead of ``before``, a place equals its
    neighbour; ``pair`` is the position in the pairs asked for, ``leaf`` that of the indicator;
    ``deviation``: standard deviation of the indicator among the places."""

    pair: int
    leaf: int
    before: float
    after: float
    deviation: float

    @property
    def effort(self) -> float:
        """The change in standard deviations."""
        return abs(self.after - self.before) / self.deviation


def value_changes(start: Start, pairs: Sequence[Pair], most: int) -> list[ValueChange]:
    """For each pair the least changes of one known figure of the place.

    A place that is ahead falls back, one that is behind improves. Looked at: values no further
    than one span beyond the worst and best of the places, nor below zero or above 100% where the
    indicator never is. Every change is followed through all steps: other places' values that were
    filled in, the treatment of outliers and the scale answer to it. At most ``most`` for each pair,
    the least first.
    """
    work = _Work(start)
    guesses = [one for number, pair in enumerate(pairs) for one in work.guesses(number, pair, most)]
    changes = work.exact(pairs, guesses)
    kept: list[ValueChange] = []
    taken = np.zeros(len(pairs), int)
    for change in sorted(changes, key=lambda one: one.effort):
        if taken[change.pair] < most:
            kept.append(change)
            taken[change.pair] += 1
    return kept


@dataclass(frozen=True)
class _Guess:
    pair: int
    leaf: int
    end: float
    value: float


@dataclass(frozen=True)
class _Work:
    start: Start

    @cached_property
    def known(self) -> Floats:
        """Denominated values of the period that were not filled in, (indicators, places)."""
        screened, period = self.start.scored.screened, self.start.period
        values = screened.values[period]
        if screened.imputed is not None:
            values = np.where(screened.imputed[period], np.nan, values)
        return np.asarray(values.T[:, self.start.order])

    @cached_property
    def deviation(self) -> Floats:
        """Standard deviation of each indicator among the places."""
        many = np.sum(~np.isnan(self.known), axis=1) > 1
        found = np.full(len(self.known), np.nan)
        found[many] = np.nanstd(self.known[many], axis=1, ddof=1)
        return found

    @cached_property
    def ways(self) -> dict[bool, tuple[tuple[Floats, Floats], ...]]:
        """Upward or not: values on the way and the scores there; see :meth:`_scores`."""
        leaves = self.start.scored.tree.leaves
        signs = np.array([leaf.sign for leaf in leaves])[:, None]
        filled = self.start.scored.imputed.values[self.start.period].T[:, self.start.order] * signs
        worst = np.nanmin(filled, axis=1, keepdims=True)
        best = np.nanmax(filled, axis=1, keepdims=True)
        least, most = _limits(leaves, self.known)
        found: dict[bool, tuple[tuple[Floats, Floats], ...]] = {}
        for upward, edge, beyond in (
            (True, best, 2 * best - worst),
            (False, worst, 2 * worst - best),
        ):
            stops = [np.clip(one * signs, least, most) for one in (edge, beyond)]
            shape = self.known.shape
            stops = [np.broadcast_to(one, shape) for one in stops]
            found[upward] = tuple((one, self._scores(one)) for one in stops)
        return found

    def _scores(self, values: Floats) -> Floats:
        """Scores of all places when one figure of one place is another: (indicators, places whose
        figure it is, places), the treatment of outliers held as it was."""
        start, count = self.start, len(self.start.order)
        scored, period = start.scored, start.period
        base = scored.treated.values[period].T[:, start.order]
        moved = np.full((len(base), len(scored.treated.places)), np.nan)
        moved[:, start.order] = values
        moved = bend(scored, period, moved, np.zeros_like(moved)).value[:, start.order]
        variants = np.repeat(base[None], count, axis=0)
        each = np.arange(count)
        variants[each, :, each] = moved.T
        with np.errstate(divide="ignore", invalid="ignore"):
            # A change can make an indicator the same everywhere: it then has no points.
            points = normalise_draws(start, variants, scored.method.normalisation)
        nominal = scored.normalised.values[period].T[:, start.order]
        found = np.empty((len(base), count, count))
        leaves, ones = np.arange(len(base)), np.ones((len(base), len(list(scored.tree))))
        for place in range(count):
            stack = np.repeat(nominal[None], len(base), axis=0)
            stack[leaves, leaves] = points[place]
            with np.errstate(divide="ignore", invalid="ignore"):
                found[:, place] = aggregate_draws(start, stack, ones, scored.method)
        return found

    def guesses(self, number: int, pair: Pair, most: int) -> list[_Guess]:
        """Where a figure would have to be, by straight lines between the values on the way."""
        now = self.start.scored.index[self.start.period][self.start.order]
        way = 1.0 if pair.upward else -1.0
        value = self.known[:, pair.place]
        lead = np.full(len(value), way * (now[pair.place] - now[pair.other]))
        found: dict[int, _Guess] = {}
        for stop, scores in self.ways[pair.upward]:
            end = stop[:, pair.place]
            at = scores[:, pair.place, :]
            after = way * (at[:, pair.place] - at[:, pair.other])
            for leaf in np.flatnonzero((after > 0) & ~np.isnan(value)):
                if int(leaf) not in found:
                    part = float(-lead[leaf] / (after[leaf] - lead[leaf]))
                    guess = value[leaf] + min(max(part, 0.0), 1.0) * (end[leaf] - value[leaf])
                    found[int(leaf)] = _Guess(number, int(leaf), float(end[leaf]), float(guess))
            value, lead = np.where(np.isnan(value), np.nan, end), after

        def effort(one: _Guess) -> float:
            own = self.known[one.leaf, pair.place]
            return float(abs(one.value - own) / self.deviation[one.leaf])

        return sorted(found.values(), key=effort)[: most + 1]

    def exact(self, pairs: Sequence[Pair], guesses: Sequence[_Guess]) -> list[ValueChange]:
        """The guesses made exact by all steps of the method."""
        if not guesses:
            return []
        leaves = np.array([one.leaf for one in guesses], np.intp)
        own = np.array([pairs[one.pair].place for one in guesses], np.intp)
        other = np.array([pairs[one.pair].other for one in guesses], np.intp)
        ways = np.where([pairs[one.pair].upward for one in guesses], 1.0, -1.0)
        replay = Replay(self.start, leaves, own)

        def lead(asked: Positions, values: Floats) -> Floats:
            scores, rows = replay.scores(asked, values), np.arange(len(asked))
            return ways[asked] * (scores[rows, own[asked]] - scores[rows, other[asked]])

        before = self.known[leaves, own]
        ends = np.array([one.end for one in guesses])
        crossed = crossings(lead, before, ends, np.array([one.value for one in guesses]))
        return [
            ValueChange(
                guess.pair,
                guess.leaf,
                float(before[row]),
                float(crossed.at[row]),
                float(self.deviation[guess.leaf]),
            )
            for row, guess in enumerate(guesses)
            # At the limit of what is looked at there is no hair beyond.
            if crossed.found[row]
            and abs(crossed.at[row] - ends[row]) > 1e-6 * abs(ends[row] - before[row])
        ]


def _limits(leaves: Sequence[Node], known: Floats) -> tuple[Floats, Floats]:
    """Least and largest value that an indicator can have, (indicators, 1)."""
    low = np.nanmin(known, axis=1, initial=np.inf, keepdims=True)
    high = np.nanmax(known, axis=1, initial=-np.inf, keepdims=True)
    share = np.array([leaf.unit in {"%", "％"} and leaf.denominator is None for leaf in leaves])
    least = np.where(low >= 0, 0.0, -np.inf)
    return least, np.where(share[:, None] & (high <= 100), 100.0, np.inf)
