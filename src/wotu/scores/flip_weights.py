"""The least change of one weight that makes two places equal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wotu.packs.score_method import WeightingKind
from wotu.scores.crossing import crossings
from wotu.scores.draws import nominal_share
from wotu.scores.simulation import aggregate_draws
from wotu.scores.start import Start
from wotu.scores.tree import Floats, Node

GRID: Final = 41
"""Shares between 0 and 1 at which is looked before one is sought exactly."""

Pairs = npt.NDArray[np.intp]


@dataclass(frozen=True)
class WeightChange:
    """At a share ``after`` of its siblings, instead of ``before``, a node makes a pair equal.

    ``pair``: position in the pairs asked for. ``above``: the share of the index that its parent
    has, by which both are multiplied to be shares of the index.
    """

    pair: int
    node: Node
    before: float
    after: float
    above: float

    @property
    def effort(self) -> float:
        """The change as a share of the weight."""
        return abs(self.after - self.before) / self.before


def weight_changes(start: Start, pairs: Pairs, most: int) -> list[WeightChange]:
    """For each pair (positions of two places, the better first) the least changes of one weight.

    The siblings of the node share what is left in their proportions. At most ``most`` for each
    pair, the least first; none under the benefit of the doubt, where places choose their own.
    """
    weighting = start.scored.method.weighting.kind
    nodes = _free_nodes(start)
    if weighting is WeightingKind.BENEFIT_OF_DOUBT or not nodes or not len(pairs):
        return []
    work = _Work(start, pairs, nodes)
    guesses = sorted(work.guesses(), key=lambda one: one.effort)
    chosen: list[_Guess] = []
    taken = np.zeros(len(pairs), int)
    for guess in guesses:
        if taken[guess.pair] <= most:
            chosen.append(guess)
            taken[guess.pair] += 1
    return work.exact(chosen, most)


@dataclass(frozen=True)
class _Guess:
    pair: int
    node: int
    near: float
    far: float
    share: float
    effort: float


@dataclass(frozen=True)
class _Work:
    start: Start
    pairs: Pairs
    nodes: Sequence[Node]

    def leads(self, nodes: npt.NDArray[np.intp], shares: Floats) -> Floats:
        """Scores of all places, (as many as nodes, places), each with one share changed."""
        start, tree = self.start, self.start.scored.tree
        column = {node.id: at for at, node in enumerate(tree)}
        factors = np.ones((len(nodes), len(column)))
        for row, (at, share) in enumerate(zip(nodes, shares, strict=True)):
            node = self.nodes[at]
            assert node.parent is not None
            nominal = nominal_share(start.scored, node, start.period)
            siblings = [column[one.id] for one in tree.children(node.parent)]
            factors[row, siblings] = (1 - share) / (1 - nominal)
            factors[row, column[node.id]] = share / nominal
        points = start.scored.normalised.values[start.period].T[None, :, start.order]
        with np.errstate(divide="ignore", invalid="ignore"):
            return aggregate_draws(start, points, factors, start.scored.method)

    def guesses(self) -> list[_Guess]:
        """Stretches of the grid, nearest to the present share, in which a pair's order changes."""
        grid = np.linspace(0.0, 1.0, GRID)
        better, worse = self.pairs.T
        found = []
        for at, node in enumerate(self.nodes):
            nominal = nominal_share(self.start.scored, node, self.start.period)
            for way in (grid[grid > nominal], grid[grid < nominal][::-1]):
                shares = np.concatenate([[nominal], way])
                scores = self.leads(np.full(len(shares), at), shares)
                behind = scores[:, worse] - scores[:, better]
                flipped = behind > 0
                first = flipped.argmax(axis=0)
                for pair in np.flatnonzero(flipped.any(axis=0) & (first > 0)):
                    end = first[pair]
                    before, after = behind[end - 1, pair], behind[end, pair]
                    near, far = float(shares[end - 1]), float(shares[end])
                    share = near + (far - near) * before / (before - after)
                    effort = abs(share - nominal) / nominal
                    found.append(_Guess(int(pair), at, near, far, float(share), float(effort)))
        return found

    def exact(self, guesses: list[_Guess], most: int) -> list[WeightChange]:
        """The guesses made exact, the least of each pair."""
        nodes = np.array([guess.node for guess in guesses], np.intp)
        better, worse = self.pairs[[guess.pair for guess in guesses]].T.reshape(2, -1)

        def behind(asked: Pairs, shares: Floats) -> Floats:
            scores, rows = self.leads(nodes[asked], shares), np.arange(len(asked))
            return scores[rows, worse[asked]] - scores[rows, better[asked]]

        ends = np.array([(one.near, one.far, one.share) for one in guesses]).reshape(-1, 3).T
        crossed = crossings(behind, *ends)
        changes = [
            self._change(guess, float(at))
            for guess, at, found in zip(guesses, crossed.at, crossed.found, strict=True)
            # At no weight or all of it there is no hair beyond.
            if found and 1e-6 < at < 1 - 1e-6
        ]
        return _least(changes, most)

    def _change(self, guess: _Guess, after: float) -> WeightChange:
        node = self.nodes[guess.node]
        scored, period = self.start.scored, self.start.period
        above, parent = 1.0, scored.tree[node.parent or ""]
        while parent.parent is not None:
            above *= nominal_share(scored, parent, period)
            parent = scored.tree[parent.parent]
        return WeightChange(guess.pair, node, nominal_share(scored, node, period), after, above)


def _free_nodes(start: Start) -> list[Node]:
    """Nodes with siblings, whose weight is neither all nor nothing."""
    return [
        node
        for node in start.scored.tree
        if node.parent is not None
        and 1e-9 < nominal_share(start.scored, node, start.period) < 1 - 1e-9
    ]


def _least(changes: list[WeightChange], most: int) -> list[WeightChange]:
    taken: dict[int, set[str]] = {}
    kept = []
    for change in sorted(changes, key=lambda one: one.effort):
        nodes = taken.setdefault(change.pair, set())
        if len(nodes) < most and change.node.id not in nodes:
            nodes.add(change.node.id)
            kept.append(change)
    return kept
