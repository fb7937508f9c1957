import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.wotu.scores.small_trees import flat_tree, node, panel_of, two_dimensions
from wotu.packs.score_method import (
    Aggregation,
    AggregationKind,
    Comparisons,
    Weighting,
    WeightingKind,
)
from wotu.scores.aggregate import aggregate
from wotu.scores.errors import ScoreError
from wotu.scores.log import Step
from wotu.scores.tree import Tree
from wotu.scores.weigh import weigh
from wotu.scores.weighting.spread import entropy_shares

NAN = np.nan
FROM_DATA = (WeightingKind.ENTROPY, WeightingKind.CRITIC, WeightingKind.PCA)
VALUES = arrays(float, (2, 6, 5), elements=st.integers(0, 100).map(float))


def shares(tree, weighting=None, values=None):
    values = np.ones((1, len(tree.leaves))) if values is None else values
    weights, log = weigh(panel_of(tree, values), tree, weighting or Weighting())
    return {name: one[0, 0] for name, one in weights.items()}, log


@given(VALUES, st.sampled_from(list(WeightingKind)), st.integers(0, 2**20))
def test_shares_sum_to_one_and_are_not_negative(values, kind, seed):
    tree = two_dimensions()
    if kind is not WeightingKind.BENEFIT_OF_DOUBT:
        values = np.where(np.random.default_rng(seed).random(values.shape) < 0.1, NAN, values)
    weights, log = weigh(panel_of(tree, values), tree, Weighting(kind=kind))
    for parent in tree.groups:
        below = np.stack([weights[child.id] for child in tree.children(parent.id)])
        assert below.shape[1:] == (2, 6)
        assert (below >= 0).all()
        assert below.sum(axis=0) == pytest.approx(np.ones((2, 6)))
    assert log
    assert all(line.step is Step.WEIGH for line in log)


@given(VALUES, st.permutations(range(5)), st.sampled_from([WeightingKind.EQUAL, *FROM_DATA]))
def test_the_order_of_siblings_does_not_matter(values, order, kind):
    tree = flat_tree(5)
    plain, _ = weigh(panel_of(tree, values), tree, Weighting(kind=kind))
    moved, _ = weigh(panel_of(tree, values[:, :, order]), tree, Weighting(kind=kind))
    for at, source in enumerate(order):
        assert moved[chr(97 + at)] == pytest.approx(plain[chr(97 + source)], abs=1e-6)


def test_given_weights_are_rescaled():
    found, log = shares(two_dimensions())
    assert found["A"] == pytest.approx(0.3)
    assert (found["b"], found["e"]) == (0.75, 0.5)
    said = {line.node: line.before for line in log if line.before}
    assert said == {"A": 4, "B": 8}


@pytest.mark.parametrize("weights", [[0.25, 0.75], [25, 75]])
def test_weights_that_sum_to_one_or_a_hundred_need_no_line(weights):
    _, log = shares(flat_tree(2, weights))
    assert [line.message.en for line in log] == ["weighed: weights as given"]


def test_a_sibling_without_a_weight_gets_the_mean_and_the_log_says_so():
    found, log = shares(flat_tree(3, [20, 40, None]))
    assert [found[name] for name in "abc"] == pytest.approx([20 / 90, 40 / 90, 30 / 90])
    assert [(line.node, line.after) for line in log if line.after] == [("c", 30)]


def test_siblings_without_weights_are_equal():
    found, log = shares(flat_tree(4))
    assert found["a"] == 0.25
    assert "equal shares" in log[-1].message.en


def test_all_weights_zero_after_screening_is_an_error_with_the_way_out():
    tree = flat_tree(2, [0, 1])
    tree.nodes["b"] = node("b", "INDEX", 0.0)
    del tree.__dict__["_children"]
    with pytest.raises(ScoreError, match=r"below node 'INDEX' are zero \(a, b\)"):
        shares(tree)


def test_a_negative_weight_is_an_error_that_names_the_node():
    tree = flat_tree(2, [1, 1])
    tree.nodes["b"] = node("b", "INDEX", -2.0)
    del tree.__dict__["_children"]
    with pytest.raises(ScoreError, match=r"The weight -2\.0 of node 'b'"):
        shares(tree)


def test_periods_are_weighed_each_by_itself():
    tree = flat_tree(2)
    values = np.array([[[1.0, 5], [2, 6], [9, 5]], [[4, 1], [5, 2], [4, 9]]])
    weights, _ = weigh(panel_of(tree, values), tree, Weighting(kind=WeightingKind.ENTROPY))
    for period in range(2):
        expected = entropy_shares(values[period].T)
        assert weights["a"][period] == pytest.approx(np.full(3, expected[0]))


def test_dimensions_are_weighed_by_their_scores():
    tree = two_dimensions()
    values = np.random.default_rng(3).uniform(1, 100, (1, 8, 5))
    how = Aggregation(kinds=(AggregationKind.ARITHMETIC, AggregationKind.GEOMETRIC))
    weighting = Weighting(kind=WeightingKind.ENTROPY)
    panel = panel_of(tree, values)
    weights, _ = weigh(panel, tree, weighting, how)
    scores, _ = aggregate(panel, tree, weights, how)
    expected = entropy_shares(np.stack([scores["A"][0], scores["B"][0]]))
    assert weights["A"][0, 0] == pytest.approx(expected[0])


@pytest.mark.parametrize("kind", FROM_DATA)
def test_a_period_that_does_not_decide_is_equal_and_the_log_names_it(kind):
    tree = flat_tree(2)
    values = np.array([[[NAN, 5], [2, 6], [9, NAN], [4, 4]], [[4, 1], [5, 2], [4, 9], [1, 8]]])
    values[0, 3] = NAN
    weights, log = weigh(panel_of(tree, values), tree, Weighting(kind=kind))
    assert weights["a"][0].tolist() == [0.5] * 4
    assert [line.period for line in log if line.period] == ["2020"]


@pytest.mark.parametrize("kind", [WeightingKind.ENTROPY, WeightingKind.BENEFIT_OF_DOUBT])
def test_values_below_zero_are_an_error_with_the_way_out(kind):
    with pytest.raises(ScoreError, match=r"'b', place p1, 2020.*min_max"):
        shares(flat_tree(2), Weighting(kind=kind), [[1, 2], [3, -4], [1, 2]])


def test_limits_that_no_weights_keep_are_an_error_with_the_way_out():
    weighting = Weighting(kind=WeightingKind.BENEFIT_OF_DOUBT, least_share=0.4)
    with pytest.raises(ScoreError, match=r"'INDEX' has 3 children.*0\.333"):
        shares(flat_tree(3), weighting, [[1, 2, 3], [4, 5, 6]])


def test_places_have_their_own_weights_under_the_benefit_of_the_doubt():
    tree = flat_tree(2)
    panel = panel_of(tree, [[100, 10], [10, 100]])
    weights, _ = weigh(panel, tree, Weighting(kind=WeightingKind.BENEFIT_OF_DOUBT))
    assert weights["a"][0, 0] > weights["a"][0, 1]


def test_nodes_without_comparisons_keep_their_weights_and_the_log_says_so():
    comparisons = Comparisons(
        node="B", children=("c", "d", "e"), matrix=((1, 1, 0.5), (1, 1, 0.5), (2, 2, 1))
    )
    weighting = Weighting(kind=WeightingKind.AHP, comparisons=(comparisons,))
    found, log = shares(two_dimensions(), weighting)
    assert [found[name] for name in "cde"] == pytest.approx([0.25, 0.25, 0.5])
    assert found["b"] == 0.75
    uncompared = [line.node for line in log if "no comparisons" in line.message.en]
    assert uncompared == ["A", "INDEX"]


def test_a_single_child_has_all_of_it():
    tree = Tree([node("INDEX"), node("A", "INDEX"), node("a", "A")])
    for kind in WeightingKind:
        found, _ = shares(tree, Weighting(kind=kind), [[1.0], [2], [4]])
        assert found["a"] == found["A"] == pytest.approx(1)
