import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wotu.scores.uncertain_boards import board, with_choices, with_value, with_weight
from wotu.packs.score_method import (
    Aggregation,
    AggregationKind,
    Imputation,
    ImputationKind,
    Method,
    NormalisationKind,
    Reference,
    Uncertainty,
    Weighting,
    WeightingKind,
)
from wotu.scores.flips import MOST, flips
from wotu.scores.log import Step
from wotu.scores.run import score

HOW = Uncertainty()
STEPS = {step.value for step in Step}


def swapped(scored, flip, period):
    """Whether the two have changed places."""
    index = dict(zip(scored.treated.places, scored.index[period], strict=True))
    place, other = index[flip.place], index[flip.other]
    return place > other if flip.upward else other > place


def with_flip(scored, flip, period, beyond):
    """The board scored with the flip's change, a hair beyond (1e-6 of the change) or short of it."""
    at = flip.after + beyond * 1e-6 * (flip.after - flip.before)
    if flip.kind == "value":
        panel = with_value(scored.given, period, flip.place, flip.node, at)
        return score(panel, scored.tree, scored.method)
    parent = scored.tree[scored.tree[flip.node].parent]
    above = 1.0 if parent.parent is None else scored.weights[parent.id][period][0]
    return score(scored.given, with_weight(scored, flip.node, at / above), scored.method)


def verify(scored, period=-1):
    """Every flip of a weight or value, checked by the ordinary path; how many there are."""
    found = [one for one in flips(scored, HOW, period) if one.kind in {"weight", "value"}]
    for flip in found:
        assert not swapped(scored, flip, period)
        if flip.effort < 1e-9:
            # Equal already: what is short of the change is beyond it on the other side.
            continue
        assert swapped(with_flip(scored, flip, period, +1), flip, period), flip
        assert not swapped(with_flip(scored, flip, period, -1), flip, period), flip
    return len(found)


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([0.0, 0.12]), st.sampled_from(list(Reference)))
def test_a_hair_more_swaps_the_two_and_a_hair_less_does_not(seed, missing, reference):
    method = with_choices(reference=reference)
    periods = 1 if reference is Reference.PERIOD else 2
    assert verify(board(method, periods=periods, seed=seed, missing=missing, places=6))


@pytest.mark.parametrize("kind", [NormalisationKind.Z_SCORE, NormalisationKind.RANK])
def test_flips_hold_for_other_normalisations(kind):
    assert verify(board(with_choices(kind), seed=4))


@pytest.mark.parametrize(
    "kind", [AggregationKind.GEOMETRIC, AggregationKind.MEDIAN, AggregationKind.COPELAND]
)
def test_flips_hold_for_other_aggregations(kind):
    assert verify(board(with_choices(combining=kind), seed=4))


@pytest.mark.slow
def test_flips_hold_where_outliers_are_treated():
    scored = board(places=25, seed=1)
    given = with_value(scored.given, 0, scored.given.places[0], "g0", 500.0)
    scored = score(given, scored.tree, Method())
    assert (scored.treated.values != scored.imputed.values).any()
    assert verify(scored)


@pytest.mark.parametrize("kind", [ImputationKind.REGRESSION, ImputationKind.NEIGHBOURS])
def test_values_filled_in_from_others_answer_to_the_change(kind):
    method = Method(imputation=Imputation(kinds=(kind, ImputationKind.MEDIAN)))
    assert verify(board(method, seed=2, missing=0.15, places=5))


@pytest.mark.parametrize("kind", [WeightingKind.ENTROPY, WeightingKind.PCA])
def test_weights_from_data_answer_to_a_changed_value(kind):
    method = with_choices().model_copy(update={"weighting": Weighting(kind=kind)})
    scored = board(method, places=6)
    values = [one for one in flips(scored, HOW) if one.kind == "value"]
    assert values
    for flip in values:
        assert swapped(with_flip(scored, flip, 0, +1), flip, 0)
        assert not swapped(with_flip(scored, flip, 0, -1), flip, 0)


def test_a_value_is_given_in_the_unit_before_division():
    scored = board(denominators={"g1": "people"}, seed=3)
    assert any(one.node == "g1" and one.kind == "value" for one in flips(scored, HOW))
    assert verify(scored)


def test_every_place_is_told_of_both_neighbours_in_order_of_effort():
    scored = board(places=10, seed=6)
    found = flips(scored, HOW)
    ranks = dict(zip(scored.treated.places, scored.ranks["index"][0], strict=True))
    for flip in found:
        assert ranks[flip.other] == ranks[flip.place] + (-1 if flip.upward else 1)
        assert flip.effort >= 0
    for place in scored.treated.places:
        for upward in (True, False):
            mine = [one for one in found if (one.place, one.upward) == (place, upward)]
            efforts = [one.effort for one in mine]
            assert efforts == sorted(efforts)
            for kind in ("weight", "value"):
                assert sum(one.kind == kind for one in mine) <= MOST


def test_a_weight_change_swaps_both_ways_of_looking_at_it():
    found = [one for one in flips(board(seed=6), HOW) if one.kind == "weight"]
    seen = {(one.place, one.other, one.node, one.after) for one in found if one.upward}
    assert seen == {(one.other, one.place, one.node, one.after) for one in found if not one.upward}


def test_the_least_change_of_weight_is_found_by_hand():
    """Two indicators, equal weights: (1, 0) beats (0, 0.8) until the first weighs 0.8 / 1.8."""
    scored = board(places=3)
    values = np.array([[1.0, 0.0], [0.0, 0.8], [0.0, 1.0]])
    nodes = [scored.tree.root]
    nodes += [replace(scored.tree[name], parent="index", weight=1.0) for name in ("g0", "g1")]
    panel = type(scored.given)(("a", "b", "c"), ("2020",), ("g0", "g1"), values[None])
    scored = score(panel, type(scored.tree)(nodes), Method())
    found = [one for one in flips(scored, HOW) if one.kind == "weight" and one.place == "a"]
    # a and c are equal at equal weights; c comes next in order, b last.
    assert {one.other for one in found} == {"c"}
    pair = [one for one in flips(scored, HOW) if one.kind == "weight" and one.other == "c"]
    assert min(abs(one.after - one.before) for one in pair) == pytest.approx(0, abs=1e-9)


def test_choices_that_swap_are_those_that_do_when_scored():
    scored = board(places=12, seed=9, missing=0.1)
    found = [one for one in flips(scored, HOW) if one.kind in STEPS]
    # Of the index alone, and over points from 1 to 100.
    kinds = (AggregationKind.GEOMETRIC, AggregationKind.ARITHMETIC)
    method = with_choices().model_copy(update={"aggregation": Aggregation(kinds=kinds)})
    again = score(scored.given, scored.tree, method)
    said = {
        (one.place, one.other)
        for one in found
        if one.kind == "aggregate" and "geometric" in one.label.en and one.upward
    }
    order = np.argsort(-scored.index[0])
    expected = {
        (scored.treated.places[worse], scored.treated.places[better])
        for better, worse in itertools.pairwise(order)
        if again.index[0][worse] > again.index[0][better]
    }
    assert said == expected
    assert {one.kind for one in found} >= {"normalise", "weigh"}
    assert all(one.node is None and one.after is None and one.effort == 0 for one in found)


def test_unknown_figures_are_not_asked_to_change():
    scored = board(places=8, seed=2, missing=0.25)
    at = {name: number for number, name in enumerate(scored.given.places)}
    columns = {name: number for number, name in enumerate(scored.given.indicators)}
    for one in flips(scored, HOW):
        if one.kind == "value":
            assert not np.isnan(scored.given.values[0, at[one.place], columns[one.node]])
