"""How scores answer when one place's own figures improve, indicator by indicator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from wotu.packs.score_method import (
    AggregationKind,
    NormalisationKind,
    Reference,
    WeightingKind,
)
from wotu.scores.aggregate import aggregate
from wotu.scores.aggregation.combine import known_shares
from wotu.scores.normalise import fixed_leaves, normalise
from wotu.scores.panel import Panel
from wotu.scores.scored import Scored
from wotu.scores.treat import treat
from wotu.scores.tree import Bools, Floats, Node
from wotu.scores.weigh import weigh

BEYOND: Final = 1.0
"""How far past the best of the others is looked, in spans from their worst to their best."""

WITHIN: Final = (1e-4, 0.01, 0.03, 0.06, 0.1, 0.16, 0.25, 0.4, 0.6, 0.8)
"""Points on the way to the best of the others, shares of it: closer where answers bend most."""

PAST_BEST: Final = (1e-4, 0.03, 0.07, 0.12, 0.18, 0.26, 0.36, 0.5, 0.7, 1.0)
"""Points past the best of the others, in spans: the answer bends there."""

CHECK: Final = 0.382
"""Where within a stretch is looked whether the answer is a straight line."""

STEPWISE: Final = frozenset({NormalisationKind.RANK, NormalisationKind.PERCENTILE})
FIXED: Final = frozenset({WeightingKind.GIVEN, WeightingKind.EQUAL, WeightingKind.AHP})
HELD: Final = FIXED | {WeightingKind.BENEFIT_OF_DOUBT}
"""Weights that are held while looking; those of each place's own are dear, and scored at last."""

PASSED_VALUES: Final = 16
"""Under ranks: the next better values of others that a place is let pass."""


@dataclass(frozen=True)
class Response:
    """What improvements of one place bring, other things as they are.

    Improvements are steps in the good direction in the unit of the denominated values, 0 the
    present. ``grid``: (points, indicators), rising from 0 to ``limit``; ``normal``: normalised
    values at these points when one indicator's own value moves, (points, places, indicators), and
    ``between`` the same a bit into each stretch. ``movable``: which indicators can move at all.
    """

    scored: Scored
    period: int
    place: int
    grid: Floats
    normal: Floats
    between: Floats
    movable: Bools

    @property
    def limit(self) -> Floats:
        """The furthest improvement looked at, by indicator."""
        return np.asarray(self.grid[-1], dtype=np.float64)

    @cached_property
    def signs(self) -> Floats:
        """1 where more is better, -1 where less is, by indicator."""
        return np.array([leaf.sign for leaf in self.scored.tree.leaves], dtype=np.float64)

    @cached_property
    def weights(self) -> Mapping[str, Floats]:
        """Weights of the period, of shape (1, places)."""
        at = slice(self.period, self.period + 1)
        return {name: one[at] for name, one in self.scored.weights.items()}

    @cached_property
    def is_sum(self) -> bool:
        """Whether the index is a weighted sum of what each indicator answers by itself."""
        tree, method = self.scored.tree, self.scored.method
        kinds = {method.aggregation.at(tree.depth(one.id)) for one in tree.groups}
        return kinds == {AggregationKind.ARITHMETIC} and method.weighting.kind in FIXED

    @property
    def stepwise(self) -> bool:
        """Whether only passing another place's value counts."""
        return self.scored.method.normalisation.kind in STEPWISE

    @cached_property
    def shares(self) -> Floats:
        """Share of each indicator in the index, (places, indicators), among the known ones."""
        tree = self.scored.tree
        found = {tree.root.id: np.ones(len(self.scored.screened.places))}
        for parent in reversed(tree.groups):
            names = [child.id for child in tree.children(parent.id)]
            values = np.stack([self.scored.scores[name][self.period] for name in names])
            known, _ = known_shares(values, np.stack([self.weights[name][0] for name in names]))
            found |= {n: found[parent.id] * one for n, one in zip(names, known, strict=True)}
        return np.stack([found[leaf.id] for leaf in tree.leaves], axis=-1)

    def gains(self, normal: Floats) -> Floats:
        """Points by which the place gains on each other, of (points, places, indicators)."""
        weighted = np.nan_to_num(normal) * self.shares[None]
        lead = weighted[:, self.place : self.place + 1] - weighted
        base = np.nan_to_num(self.normal[:1]) * self.shares[None]
        gained = lead - (base[:, self.place : self.place + 1] - base)
        return np.asarray(gained, dtype=np.float64)

    def index(self, improvements: Floats) -> Floats:
        """Index of all places under several sets of improvements, (sets, indicators)."""
        values = np.stack([self._normalised(one) for one in improvements])
        panel = Panel(
            self.scored.normalised.places,
            tuple(str(number) for number in range(len(values))),
            self.scored.normalised.indicators,
            values,
        )
        method = self.scored.method
        weights = {name: np.repeat(one, len(values), axis=0) for name, one in self.weights.items()}
        if method.weighting.kind not in HELD:
            weights, _ = weigh(panel, self.scored.tree, method.weighting, method.aggregation)
        scores, _ = aggregate(
            panel, self.scored.tree, weights, method.aggregation, method.weighting.kind
        )
        return scores[self.scored.tree.root.id]

    def _normalised(self, improvements: Floats) -> Floats:
        """Normalised values of all places: straight lines between the points of the grid."""
        found = self.normal[0].copy()
        for column in np.flatnonzero(improvements > 0):
            at = self.grid[:, column]
            number = int(np.searchsorted(at, improvements[column], side="right")) - 1
            number = min(number, len(at) - 2)
            width = at[number + 1] - at[number]
            if self.stepwise or width == 0:
                # A value that has not passed the next one yet brings nothing.
                number = int(np.searchsorted(at, improvements[column] * (1 + 1e-12), "right")) - 1
                found[:, column] = self.normal[number, :, column]
                continue
            part = (improvements[column] - at[number]) / width
            low, high = self.normal[number, :, column], self.normal[number + 1, :, column]
            found[:, column] = low + part * (high - low)
        return np.asarray(found, dtype=float)


def response(scored: Scored, place: int, period: int, fixed: Bools) -> Response:
    """The answers of a place in a period; positions, and a mask of the indicators that stay.

    A figure that is unknown cannot be improved: it stays too. Values are moved no further than a
    share can go (100%, and 0 where nothing is below it) and than one span past the best of the
    others.
    """
    frame = _frame(scored, period)
    at = 0 if len(frame.periods) == 1 else period
    own = frame.values[at, place]
    known = ~np.isnan(scored.screened.values[period, place])
    if scored.imputed.imputed is not None:
        known &= ~scored.imputed.imputed[period, place]
    grids = [
        _points(scored, frame, (at, place, column), known[column] and not fixed[column])
        for column in range(len(own))
    ]
    height = max(len(one) for one in grids)
    grid = np.stack([np.append(one, [one[-1]] * (height - len(one))) for one in grids], axis=-1)
    between = grid[:-1] + CHECK * np.diff(grid, axis=0)
    signs = np.array([leaf.sign for leaf in scored.tree.leaves])

    def normalised(improvements: Floats) -> Floats:
        values = frame.values.copy()
        values[at, place] = own + signs * improvements
        return np.asarray(_points_of(scored, frame.with_values(values))[at], dtype=float)

    return Response(
        scored,
        period,
        place,
        grid,
        np.stack([normalised(one) for one in grid]),
        np.stack([normalised(one) for one in between]),
        grid[-1] > 0,
    )


def _frame(scored: Scored, period: int) -> Panel:
    """The filled-in values that scaling looks at: of the period alone where that is enough."""
    panel = replace(scored.imputed, error=None, imputed=None)
    if scored.method.normalisation.reference is not Reference.PERIOD:
        return panel
    return replace(
        panel,
        periods=panel.periods[period : period + 1],
        values=panel.values[period : period + 1],
        denominators={},
    )


def _points_of(scored: Scored, panel: Panel) -> Floats:
    """Filled-in values treated and normalised, (periods, places, indicators)."""
    tree, method = scored.tree, scored.method
    fixed = fixed_leaves(tree, method.normalisation)
    treated, _ = treat(panel, tree, method.treatment, method.normalisation.reference, fixed)
    return normalise(treated, tree, method.normalisation)[0].values


def _points(scored: Scored, frame: Panel, cell: tuple[int, int, int], free: bool) -> Floats:
    """Improvements at which to look, from 0 upward; 0 alone where the value cannot move."""
    period, place, column = cell
    leaf = scored.tree.leaves[column]
    mine = frame.values[cell]
    values = frame.values[:, :, column].copy()
    values[period, place] = np.nan
    others = values[~np.isnan(values)] * leaf.sign
    if not free or not len(others) or np.isnan(mine):
        return np.zeros(2)
    start, worst, best = mine * leaf.sign, others.min(), others.max()
    span = best - worst
    ways = [best + part * span for part in PAST_BEST]
    ways += [worst, best, *(start + part * (best - start) for part in WITHIN)]
    ways += _bends(leaf)
    if scored.method.normalisation.kind in STEPWISE:
        better = np.unique(others[others >= start])[:PASSED_VALUES]
        ways += list(better + 1e-9 * max(span, abs(best)))
    limit = min(best + BEYOND * span, _most(scored, leaf, column, cell))
    # Also past the best a first short step shows how steeply the answer begins.
    steps = np.array([*ways, limit, start + 1e-4 * span]) - start
    reach = max(limit - start, 0.0)
    inside = np.unique(steps[(steps > 1e-12 * max(span, 1e-300)) & (steps <= reach)])
    return np.array([0.0, *inside]) if len(inside) else np.zeros(2)


def _bends(leaf: Node) -> list[float]:
    """Values, in the good direction, at which scaling stops to reward."""
    named = [*(leaf.goalposts or ()), *(() if leaf.target is None else (leaf.target,))]
    return [value * leaf.sign for value in named]


def _most(scored: Scored, leaf: Node, column: int, cell: tuple[int, int, int]) -> float:
    """The best that a value can be, in the good direction: 100% of a share, 0 of an amount."""
    raw = scored.given.values[:, :, scored.given.indicators.index(leaf.id)]
    if leaf.sign < 0:
        return 0.0 if np.nanmin(raw) >= 0 else np.inf
    if leaf.unit in {"%", "％"} and leaf.denominator is None:
        return 100.0
    return np.inf
