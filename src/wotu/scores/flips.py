"""What would swap two places: the least change of one weight, one value or one choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from wotu.packs.schema import Label
from wotu.packs.score_method import Uncertainty
from wotu.scores.flip_choices import Choice, scores_by_choice
from wotu.scores.flip_values import Pair, ValueChange, value_changes
from wotu.scores.flip_weights import WeightChange, weight_changes
from wotu.scores.flip_words import words_of_choice, words_of_value, words_of_weight
from wotu.scores.options import options_of
from wotu.scores.scored import Scored
from wotu.scores.start import Start, start_of
from wotu.scores.tree import Floats

WEIGHT, VALUE = "weight", "value"

MOST: Final = 3
"""Flips of a kind (weights, values) that are kept of each neighbour."""


@dataclass(frozen=True)
class Flip:
    """One change by which a place and its neighbour in rank would change places.

    ``upward``: the place would pass the other, which is before it; else the other, which is behind
    it, would pass. ``kind``: weight, value, or the step (``log.Step``) whose choice it is.
    ``node``: whose weight or value. ``before`` and ``after``: of a weight its share of the index
    (0-1), of a value in the indicator's unit, None of a choice; at ``after`` both are equal, and a
    hair beyond they have changed places. ``effort``: of a weight the change as share of itself, of
    a value in standard deviations among the places, 0 of a choice. ``label`` has ``{place}`` and
    ``{other}`` where the names of the two belong.
    """

    place: str
    other: str
    upward: bool
    kind: str
    node: str | None
    before: float | None
    after: float | None
    unit: str | None
    effort: float
    label: Label


def flips(scored: Scored, how: Uncertainty, period: int = -1) -> tuple[Flip, ...]:
    """What would swap each place with the one before it and the one behind it.

    By place in order of rank; of each neighbour every single choice of the method first (other
    normalisations, aggregations and imputations of ``how``, other treatments and weightings), then
    the three least changes of one weight, of which the siblings share what is left in their
    proportions, and of one of the place's own figures, by effort. A choice that cannot be computed
    with these data swaps nobody.
    """
    period %= len(scored.treated.periods)
    start = start_of(scored, how, options_of(scored, how), period)
    index = scored.index[period][start.order]
    ranked = np.flatnonzero(~np.isnan(index))
    order = [int(at) for at in ranked[np.argsort(-index[ranked], kind="stable")]]
    neighbours = list(pairwise(order))
    if not neighbours:
        return ()
    found = [
        *_by_choice(start, neighbours, scores_by_choice(start, how)),
        *_by_weight(start, weight_changes(start, np.array(neighbours), MOST), neighbours),
        *_by_value(start, neighbours),
    ]
    rank = {start.places[at]: number for number, at in enumerate(order)}
    return tuple(sorted(found, key=lambda one: (rank[one.place], not one.upward, one.effort)))


def _ways(start: Start, better: int, worse: int) -> Iterator[tuple[str, str, bool]]:
    """A swap of two places as each of them sees it: place, other, upward."""
    yield start.places[worse], start.places[better], True
    yield start.places[better], start.places[worse], False


def _by_choice(
    start: Start, neighbours: list[tuple[int, int]], choices: list[tuple[Choice, Floats]]
) -> Iterator[Flip]:
    for choice, scores in choices:
        for better, worse in neighbours:
            if not scores[worse] > scores[better] + 1e-9 * abs(scores[better]):
                continue
            for place, other, upward in _ways(start, better, worse):
                label = words_of_choice(choice.what, choice.label, upward=upward)
                step = choice.step.value
                yield Flip(place, other, upward, step, None, None, None, None, 0.0, label)


def _by_weight(
    start: Start, changes: list[WeightChange], neighbours: list[tuple[int, int]]
) -> Iterator[Flip]:
    for one in changes:
        before, after = one.before * one.above, one.after * one.above
        for place, other, upward in _ways(start, *neighbours[one.pair]):
            yield Flip(
                place,
                other,
                upward,
                WEIGHT,
                one.node.id,
                before,
                after,
                "share",
                one.effort,
                words_of_weight(one.node, before, after, upward=upward),
            )


def _by_value(start: Start, neighbours: list[tuple[int, int]]) -> Iterator[Flip]:
    pairs = [
        pair
        for better, worse in neighbours
        for pair in (Pair(worse, better, True), Pair(better, worse, False))
    ]
    for one in value_changes(start, pairs, MOST):
        yield _value_flip(start, pairs[one.pair], one)


def _value_flip(start: Start, pair: Pair, change: ValueChange) -> Flip:
    """In the unit of the figure as it was given: denominated values times the denominator."""
    leaf = start.scored.tree.leaves[change.leaf]
    code, by = start.places[pair.place], 1.0
    if leaf.denominator is not None:
        given = start.scored.given
        by = float(given.denominators[leaf.denominator][start.period, given.places.index(code)])
    before, after = change.before * by, change.after * by
    return Flip(
        code,
        start.places[pair.other],
        pair.upward,
        VALUE,
        leaf.id,
        before,
        after,
        leaf.unit,
        change.effort,
        words_of_value(leaf, before, after, upward=pair.upward),
    )
