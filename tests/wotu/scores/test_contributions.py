import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.wotu.scores.small_trees import scored_of, two_dimensions
from wotu.packs.score_method import AggregationKind, Weighting, WeightingKind
from wotu.scores.contributions import contributions, effective_weights

NAN = np.nan
TREE = two_dimensions()
DOUBT = Weighting(kind=WeightingKind.BENEFIT_OF_DOUBT)
ORDINAL = (AggregationKind.ARITHMETIC, AggregationKind.MEDIAN, AggregationKind.COPELAND)
CARDINAL = tuple(kind for kind in AggregationKind if kind is not AggregationKind.COPELAND)
KINDS = st.one_of(
    st.tuples(st.sampled_from(list(AggregationKind)), st.sampled_from(CARDINAL)),
    # Copeland's points may be 0, which only these can use further up.
    st.tuples(st.sampled_from(ORDINAL), st.just(AggregationKind.COPELAND)),
)
# Around 100, so that every kind can use them.
VALUES = arrays(float, (2, 4, 5), elements=st.integers(85, 115).map(float))


def summed(found, names):
    return np.sum([found[name] for name in names], axis=0)


def check(scored):
    found = contributions(scored)
    for parent in TREE.groups:
        below = summed(found, [child.id for child in TREE.children(parent.id)])
        assert below == pytest.approx(found[parent.id], nan_ok=True)
    assert summed(found, "abcde") == pytest.approx(scored.index, nan_ok=True)


@given(VALUES, KINDS, st.integers(0, 2**20))
def test_contributions_sum_to_the_index(values, kinds, seed):
    holes = np.random.default_rng(seed).random(values.shape) < 0.15
    check(scored_of(TREE, np.where(holes, NAN, values), kinds=kinds))


@given(VALUES, st.integers(0, 2**20))
def test_contributions_sum_to_the_index_under_the_benefit_of_the_doubt(values, seed):
    holes = np.random.default_rng(seed).random(values.shape) < 0.2
    check(scored_of(TREE, np.where(holes, NAN, values), DOUBT))


def test_an_arithmetic_contribution_is_weight_times_score():
    scored = scored_of(TREE, [[10, 50, 20, 40, 60]])
    found = {name: one.item() for name, one in contributions(scored).items()}
    # a: 0.3 * 1/4 * 10; e: 0.7 * 1/2 * 60; A: 0.3 * 40
    assert (found["a"], found["e"], found["A"]) == pytest.approx((0.75, 21, 12))
    assert found["INDEX"] == 43.5


def test_what_imbalance_costs_is_borne_by_weight():
    kinds = (AggregationKind.GEOMETRIC, AggregationKind.ARITHMETIC)
    scored = scored_of(TREE, [[10, 50, 20, 40, 60]], kinds=kinds)
    cost = 43.5 - scored.index.item()
    found = contributions(scored)
    assert found["A"].item() == pytest.approx(12 - 0.3 * cost)
    assert found["a"].item() == pytest.approx(0.75 - 0.3 / 4 * cost)


def test_an_unknown_child_brings_nothing():
    found = contributions(scored_of(TREE, [[NAN, 50, 20, 40, 60]]))
    assert found["a"].item() == 0
    assert found["b"].item() == pytest.approx(15)


def test_a_place_without_a_score_has_no_contributions():
    found = contributions(scored_of(TREE, [[10, 50, NAN, NAN, NAN]]))
    assert np.isnan(found["a"]).all()


def test_effective_weights_of_the_leaves_sum_to_one():
    found = effective_weights(scored_of(TREE, [[10, 50, 20, 40, 60]]))
    assert found["b"].item() == pytest.approx(0.3 * 0.75)
    assert summed(found, "abcde").item() == pytest.approx(1)
