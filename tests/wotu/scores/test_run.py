import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wotu.scores.small_panels import flat, label, leaf, lines_of, small_panel, value_arrays
from wotu.packs.score_method import (
    Imputation,
    ImputationKind,
    Method,
    Normalisation,
    NormalisationKind,
    Reference,
    Treatment,
    TreatmentKind,
    Weighting,
    WeightingKind,
)
from wotu.scores.errors import ScoreError
from wotu.scores.log import Step
from wotu.scores.run import ranks_of, score
from wotu.scores.tree import Node, Tree

NAN = np.nan


@st.composite
def methods(draw):
    """Choices of the steps up to normalisation that need no goalposts and no target."""
    kinds = [NormalisationKind.MIN_MAX, NormalisationKind.Z_SCORE, NormalisationKind.RANK]
    imputations = st.lists(st.sampled_from(list(ImputationKind)), min_size=1, max_size=3)
    return Method(
        imputation=Imputation(kinds=draw(imputations)),
        treatment=Treatment(kind=draw(st.sampled_from(list(TreatmentKind)))),
        normalisation=Normalisation(
            kind=draw(st.sampled_from(kinds)), reference=draw(st.sampled_from(list(Reference)))
        ),
    )


@given(value_arrays(periods=(1, 3), places=(2, 8), indicators=(1, 4)), methods())
def test_every_step_leaves_a_line_and_every_place_a_score_or_a_reason(values, method):
    panel = small_panel(values)
    try:
        scored = score(panel, flat(values.shape[2]), method)
    except ScoreError as error:
        # Nothing is left to compare; whatever passes the screening has a scale.
        if error.facts.get("node") != "index":
            raise
        return
    assert [step for step in Step if lines_of(scored.log, step=step)] == list(Step)
    steps = [list(Step).index(line.step) for line in scored.log]
    assert steps == sorted(steps)
    told = {line.place for line in scored.log if line.place}
    silent = [one for one in panel.places if one not in scored.screened.places]
    unscored = np.isnan(scored.index)
    silent += [one for one, at in zip(scored.screened.places, unscored.T, strict=True) if at.any()]
    about_all = any(line.place is None and line.period for line in scored.log)
    assert set(silent) <= told or about_all
    known = ~np.isnan(scored.screened.values)
    np.testing.assert_array_equal(scored.imputed.values[known], scored.screened.values[known])
    for node, ranks in scored.ranks.items():
        np.testing.assert_array_equal(ranks == 0, np.isnan(scored.scores[node]))


def tree_of(order):
    names = [Node("index", label("index"), None)]
    names += [Node(one, label(one), "index", weight) for one, weight in (("a", 2.0), ("b", 1.0))]
    leaves = [("a", 1), ("a", -1), ("b", 1), ("b", 1)]
    return Tree([*names, *(leaf(f"x{at}", leaves[at][0], sign=leaves[at][1]) for at in order)])


@given(
    value_arrays(periods=(1, 3), places=(4, 8), indicators=(4, 4)),
    st.permutations(range(4)),
    st.data(),
)
def test_the_order_of_places_and_of_siblings_does_not_matter(values, columns, data):
    places = data.draw(st.permutations(range(values.shape[1])))
    turned = small_panel(
        values[:, places][:, :, columns],
        places=tuple(f"p{at}" for at in places),
        indicators=tuple(f"x{at}" for at in columns),
    )
    try:
        straight = score(small_panel(values), tree_of(range(4)), Method())
    except ScoreError:
        with pytest.raises(ScoreError):
            score(turned, tree_of(columns), Method())
        return
    other = score(turned, tree_of(columns), Method())
    assert set(other.screened.places) == set(straight.screened.places)
    at = [other.screened.places.index(one) for one in straight.screened.places]
    for node, scores in straight.scores.items():
        np.testing.assert_allclose(other.scores[node][:, at], scores, atol=1e-7)


def test_bad_columns_leave_a_scoreboard_standing():
    draw = np.random.default_rng(1)
    values = draw.normal(size=(3, 6, 5))
    values[..., 1] = 4  # the same everywhere
    values[..., 2] = NAN  # nobody knows it
    values[..., 3] = NAN
    values[1, :, 3] = np.arange(6)  # a survey held once
    values[..., 4] = -np.exp(values[..., 4])  # below zero
    scored = score(small_panel(values), flat(5), Method())
    assert not np.isnan(scored.index).any()
    assert scored.screened.indicators == ("x0", "x3", "x4")
    assert {line.node for line in lines_of(scored.log, step=Step.SCREEN)} == {"x1", "x2"}
    np.testing.assert_array_equal(scored.imputed.values[0, :, 1], values[1, :, 3])


def test_columns_of_another_tree_are_refused():
    with pytest.raises(ScoreError, match="not the tree's leaves"):
        score(small_panel([[1.0], [2.0]]), flat(2), Method())


def test_ties_share_the_better_rank_and_no_score_has_none():
    scores = np.array([[[3.0, 5, 5, NAN, 1]], [[NAN] * 5]])
    np.testing.assert_array_equal(ranks_of(scores), [[[3, 1, 1, 0, 4]], [[0] * 5]])


@pytest.mark.parametrize("weighting", [WeightingKind.EQUAL, WeightingKind.BENEFIT_OF_DOUBT])
def test_places_with_the_same_figures_share_a_rank(weighting):
    # Sums over an odd number of places are taken in blocks, and differ in the last digit.
    random = np.random.default_rng(0)
    method = Method(weighting=Weighting(kind=weighting))
    for places in range(4, 40):
        values = random.uniform(1, 10, (1, places, 7))
        values[0, -1] = values[0, places // 2] = values[0, 0]
        ranks = score(small_panel(values), flat(7), method).ranks["index"][0]
        assert ranks[0] == ranks[-1] == ranks[places // 2]
