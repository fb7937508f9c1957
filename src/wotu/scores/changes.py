"""Why a score and a rank changed: the place's own data, its peers' data, or the method.

Source:  L. S. Shapley: A Value for n-Person Games, in: *Contributions to the Theory of Games II*,
Princeton University Press, 1953.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import factorial
from typing import Final

import numpy as np

from wotu.packs.schema import Label
from wotu.packs.score_method import AggregationKind, WeightingKind
from wotu.scores.contributions import contributions
from wotu.scores.errors import ScoreError
from wotu.scores.panel import Panel
from wotu.scores.run import score
from wotu.scores.scored import Scored
from wotu.scores.tree import Floats
from wotu.scores.worlds import Side, own_values, side_of, unscreened, world

ROUNDING: Final = 1e-10
"""Points that are no effect but rounding."""


class Cause(StrEnum):
    """What can move a score."""

    OWN = "own"  # the place's own data
    PEERS = "peers"  # the other places' data, and who takes part
    METHOD = "method"  # indicators, weights and choices


CAUSE_LABELS: Final = {
    Cause.OWN: Label(zh="自身数据", en="own data"),
    Cause.PEERS: Label(zh="其他地区数据", en="peers' data"),
    Cause.METHOD: Label(zh="评价方法", en="method"),
}


@dataclass(frozen=True)
class Part:
    """What one cause did: points of the index, and ranks (above zero: further from the first)."""

    cause: Cause
    score: float
    rank: float


@dataclass(frozen=True)
class OwnPart:
    """What the place's own data of one indicator did to the score, in points of the index."""

    indicator: str
    label: Label
    score: float


@dataclass(frozen=True)
class Change:
    """A place's change between two periods or two editions, split so that the parts add up.

    ``own`` splits the part of the own data by indicator, the largest first; an indicator that did
    nothing is left out. ``words`` have the placeholder ``{place}`` for the place's name.
    """

    place: str
    score_before: float
    score_after: float
    rank_before: int
    rank_after: int
    parts: tuple[Part, ...]
    own: tuple[OwnPart, ...]
    words: tuple[Label, ...]

    @property
    def score(self) -> float:
        """Points gained."""
        return self.score_after - self.score_before

    @property
    def rank(self) -> int:
        """Ranks lost: below zero the place has climbed."""
        return self.rank_after - self.rank_before


def change(
    before: Scored,
    after: Scored,
    place: str,
    *,
    period_before: int = -1,
    period_after: int = -1,
) -> Change:
    """Score change and rank change of a place, split into own data, peers' data and method.

    Each part is the mean effect of switching its cause from before to after over the six orders in
    which the three can be switched (Shapley), from eight scorings; the parts add up to the change.
    A place that takes part on one side only belongs to the peers' data; an indicator, denominator
    or choice that one side lacks belongs to the method.

    Raises:  ScoreError where the place has no score on a side, or in a mixture of both.
    """
    sides = (
        side_of(before, place, period_before),
        side_of(after, place, period_after),
    )
    worlds = _Worlds(sides, place)
    parts = tuple(_part(worlds, cause) for cause in Cause)
    (score_before, rank_before), (score_after, rank_after) = (
        worlds.outcome(frozenset()),
        worlds.outcome(frozenset(Cause)),
    )
    own = _own_parts(worlds)
    return Change(
        place,
        score_before,
        score_after,
        int(rank_before),
        int(rank_after),
        parts,
        own,
        _words(score_after - score_before, int(rank_before), int(rank_after), parts, own),
    )


class _Worlds:
    """The eight mixtures of before and after, each scored when first asked for."""

    def __init__(self, sides: tuple[Side, Side], place: str) -> None:
        self.sides = sides
        self.place = place
        self._scored: dict[frozenset[Cause], Scored] = {}

    def side(self, cause: Cause, switched: frozenset[Cause]) -> Side:
        return self.sides[cause in switched]

    def period(self, switched: frozenset[Cause]) -> int:
        return self.side(Cause.PEERS, switched).period

    def scored(self, switched: frozenset[Cause]) -> Scored:
        if switched not in self._scored:
            method = self.side(Cause.METHOD, switched)
            self._scored[switched] = world(
                self.side(Cause.OWN, switched),
                self.side(Cause.PEERS, switched),
                method,
                self.sides[Cause.METHOD not in switched],
                self.place,
            )
        return self._scored[switched]

    def at(self, switched: frozenset[Cause]) -> tuple[int, int]:
        return self.period(switched), self.scored(switched).screened.places.index(self.place)

    def outcome(self, switched: frozenset[Cause]) -> tuple[float, float]:
        """Score and rank of the place."""
        scored, at = self.scored(switched), self.at(switched)
        found = float(scored.index[at])
        if np.isnan(found):
            raise ScoreError(
                f"{self.place} 的数据在混合情形下不足以计分，变化无法分解；请先选一种插补方法。"
                f" {self.place} has too little data for a score in a mixture of both sides:"
                " choose an imputation first.",
                place=self.place,
            )
        return found, float(scored.ranks[scored.tree.root.id][at])


def _orders(cause: Cause) -> list[tuple[frozenset[Cause], float]]:
    """What may be switched before a cause, with the share of the orders in which just that is."""
    others = [one for one in Cause if one is not cause]
    total = factorial(len(Cause))
    return [
        (frozenset(chosen), factorial(size) * factorial(len(others) - size) / total)
        for size in range(len(others) + 1)
        for chosen in combinations(others, size)
    ]


def _part(worlds: _Worlds, cause: Cause) -> Part:
    points, ranks = 0.0, 0.0
    for switched, share in _orders(cause):
        old, new = worlds.outcome(switched), worlds.outcome(switched | {cause})
        points += share * (new[0] - old[0])
        ranks += share * (new[1] - old[1])
    return Part(cause, points, ranks)


def _own_parts(worlds: _Worlds) -> tuple[OwnPart, ...]:
    found: dict[str, float] = {}
    labels: dict[str, Label] = {}
    for switched, share in _orders(Cause.OWN):
        tree = worlds.scored(switched).tree
        for name, points in _own_effect(worlds, switched).items():
            found[name] = found.get(name, 0.0) + share * points
            labels.setdefault(name, tree[name].label)
    ordered = sorted(found.items(), key=lambda item: -abs(item[1]))
    return tuple(
        OwnPart(name, labels[name], points) for name, points in ordered if abs(points) > ROUNDING
    )


def _own_effect(worlds: _Worlds, switched: frozenset[Cause]) -> Mapping[str, float]:
    """Points that each indicator's own data brings in one mixture; they add up to its effect."""
    old, new = worlds.scored(switched), worlds.scored(switched | {Cause.OWN})
    if _is_sum(old):
        at_old, at_new = worlds.at(switched), worlds.at(switched | {Cause.OWN})
        was, now = contributions(old), contributions(new)
        return {
            leaf.id: _known(now[leaf.id][at_new]) - _known(was[leaf.id][at_old])
            for leaf in old.tree.leaves
        }
    return _effect_in_turn(worlds, switched)


def _known(points: float) -> float:
    return 0.0 if np.isnan(points) else float(points)


def _is_sum(scored: Scored) -> bool:
    """Whether the index is the weighted sum of its indicators under weights of no data's making."""
    fixed = {WeightingKind.GIVEN, WeightingKind.EQUAL, WeightingKind.AHP}
    kinds = {scored.method.aggregation.at(scored.tree.depth(one.id)) for one in scored.tree.groups}
    return kinds == {AggregationKind.ARITHMETIC} and scored.method.weighting.kind in fixed


def _effect_in_turn(worlds: _Worlds, switched: frozenset[Cause]) -> Mapping[str, float]:
    """Indicators switched one after the other, in the tree's order and against it; the mean."""
    old, new = worlds.scored(switched), worlds.scored(switched | {Cause.OWN})
    (period, at), (new_period, _) = worlds.at(switched), worlds.at(switched | {Cause.OWN})
    goal = own_values(new.given, new.tree, worlds.place, new_period)
    start = own_values(old.given, old.tree, worlds.place, period)
    moved = [
        column
        for column in range(len(goal))
        if not np.array_equal(start[column : column + 1], goal[column : column + 1], True)
    ]
    effects = dict.fromkeys((old.tree.leaves[column].id for column in moved), 0.0)
    first, last = worlds.outcome(switched)[0], worlds.outcome(switched | {Cause.OWN})[0]
    for order in (moved, moved[::-1]):
        panel, reached = old.given, first
        for number, column in enumerate(order):
            panel = _with_value(panel, old, (period, at, column), goal)
            final = number == len(order) - 1
            now = last if final else _score_of(panel, old, (period, at))
            effects[old.tree.leaves[column].id] += (now - reached) / 2
            reached = now
    return effects


def _with_value(panel: Panel, scored: Scored, cell: tuple[int, int, int], goal: Floats) -> Panel:
    """The panel with one own value such that, over the denominator in it, it reaches the goal."""
    period, place, column = cell
    leaf = scored.tree.leaves[column]
    value = goal[column]
    if leaf.denominator is not None:
        value = value * panel.denominators[leaf.denominator][period, place]
    values = panel.values.copy()
    values[cell] = value
    return panel.with_values(values)


def _score_of(panel: Panel, scored: Scored, at: tuple[int, int]) -> float:
    found = score(panel, scored.tree, unscreened(scored.method))
    return float(found.index[at])


def _words(
    points: float, before: int, after: int, parts: tuple[Part, ...], own: tuple[OwnPart, ...]
) -> tuple[Label, ...]:
    rank_zh = f"位次由第 {before} 到第 {after}" if before != after else f"位次仍为第 {after}"
    rank_en = f"from rank {before} to {after}" if before != after else f"rank {after} as before"
    split_zh = "，".join(f"{CAUSE_LABELS[one.cause].zh} {one.score:+.2f} 分" for one in parts)
    split_en = ", ".join(f"{CAUSE_LABELS[one.cause].en} {one.score:+.2f}" for one in parts)
    sentences = [
        Label(
            zh=f"{{place}}得分变化 {points:+.2f} 分，{rank_zh}。",
            en=f"{{place}}: {points:+.2f} points, {rank_en}.",
        ),
        Label(zh=f"其中：{split_zh}。", en=f"Of this: {split_en} points."),
    ]
    if own:
        named_zh = "，".join(f"{_plain(one.label.zh)} {one.score:+.2f} 分" for one in own[:3])
        named_en = ", ".join(f"{_plain(one.label.en)} {one.score:+.2f}" for one in own[:3])
        sentences.append(
            Label(
                zh=f"自身数据中影响最大的：{named_zh}。",
                en=f"What moved most in its own data: {named_en}.",
            )
        )
    return tuple(sentences)


def _plain(text: str) -> str:
    """A name inside a sentence with placeholders."""
    return text.replace("{", "{{").replace("}", "}}")
