import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.wotu.scores.small_panels import flat, lines_of, small_panel, value_arrays
from wotu.packs.score_method import Normalisation, NormalisationKind, Reference
from wotu.scores.errors import ScoreError
from wotu.scores.normalise import fixed_leaves, normalise

NAN = np.nan
KIND = NormalisationKind
SPREAD = (KIND.MIN_MAX, KIND.Z_SCORE)
ORDER = (KIND.RANK, KIND.PERCENTILE)
REFERENCES = st.sampled_from(list(Reference))


def points(values, kind=KIND.MIN_MAX, reference=Reference.PERIOD, tree=None, **how):
    panel = small_panel(values)
    tree = tree or flat(len(panel.indicators))
    how = Normalisation(kind=kind, reference=reference, **how)
    return normalise(panel, tree, how)[0].values


def spread_out(values):
    """The same with every indicator and period differing between places."""
    return values + np.arange(values.shape[1])[:, None] * 1e4


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (KIND.MIN_MAX, [0, 25, 100, 25]),
        # Mean 2.5; the squares of the distances sum to 9, over 3.
        (KIND.Z_SCORE, [100 + 10 * (x - 2.5) / np.sqrt(3) for x in (1, 2, 5, 2)]),
        (KIND.RANK, [0, 50, 100, 50]),  # ranks 1, 2.5, 4, 2.5 of 4
        (KIND.PERCENTILE, [12.5, 50, 87.5, 50]),
        (KIND.DISTANCE_TO_TARGET, [25, 50, 125, 50]),
        (KIND.DISTANCE_TO_BEST, [20, 40, 100, 40]),
        (KIND.GOALPOSTS, [0, 0, 100, 0]),  # from 2 to 4
    ],
)
def test_points_by_hand(kind, wanted):
    tree = flat(1, target=[4.0], goalposts=[(2.0, 4.0)])
    found = points([[1], [2], [5], [2]], kind, tree=tree)
    np.testing.assert_allclose(found[0, :, 0], wanted)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (KIND.MIN_MAX, [100, 75, 0, 75]),
        (KIND.RANK, [100, 50, 0, 50]),
        (KIND.PERCENTILE, [87.5, 50, 12.5, 50]),
        (KIND.DISTANCE_TO_TARGET, [150, 100, -50, 100]),  # a tenth above the target costs ten
        (KIND.DISTANCE_TO_BEST, [100, 0, -300, 0]),
        (KIND.GOALPOSTS, [100, 100, 0, 100]),
    ],
)
def test_less_is_better_turns_round(kind, wanted):
    tree = flat(1, sign=[-1], target=[2.0], goalposts=[(5.0, 2.0)])
    found = points([[1], [2], [5], [2]], kind, tree=tree)
    np.testing.assert_allclose(found[0, :, 0], wanted)


@pytest.mark.parametrize("kind", [*SPREAD, *ORDER])
@given(value_arrays(places=(3, 8)), REFERENCES)
def test_turning_a_sign_is_turning_the_values(kind, values, reference):
    values, count = spread_out(values), values.shape[2]
    assume(not np.isnan(values).all(axis=(0, 1)).any())
    try:
        turned = points(-values, kind, reference, tree=flat(count, sign=[-1] * count))
    except ScoreError:
        return
    np.testing.assert_allclose(points(values, kind, reference), turned, atol=1e-6)


@pytest.mark.parametrize("kind", SPREAD)
@given(
    value_arrays(places=(3, 8), unknown=False),
    st.floats(0.01, 100),
    st.floats(-1e4, 1e4),
    REFERENCES,
)
def test_unit_and_origin_do_not_matter_to_min_max_and_z(kind, values, factor, shift, reference):
    values = spread_out(values)
    changed = points(factor * values + shift, kind, reference)
    np.testing.assert_allclose(points(values, kind, reference), changed, atol=1e-6)


@pytest.mark.parametrize("kind", ORDER)
@given(value_arrays(places=(3, 8)), REFERENCES)
def test_only_the_order_matters_to_ranks_and_percentiles(kind, values, reference):
    bent = np.arctan(values / 50) + values**3 / 1e5
    np.testing.assert_allclose(points(values, kind, reference), points(bent, kind, reference))


@pytest.mark.parametrize("kind", [KIND.DISTANCE_TO_TARGET, KIND.DISTANCE_TO_BEST])
@given(value_arrays(), st.floats(0.01, 100), st.floats(0.5, 1e3))
def test_the_unit_does_not_matter_to_distances(kind, values, factor, target):
    values, count = np.abs(values) + 1, values.shape[2]
    found = [
        points(values * by, kind, tree=flat(count, target=[target * by] * count))
        for by in (1, factor)
    ]
    np.testing.assert_allclose(*found, atol=1e-6)


@given(value_arrays(places=(2, 6), unknown=False), st.data())
def test_another_place_moves_min_max_points_only_by_a_new_extreme(values, data):
    values = spread_out(values)
    low, high = values.min(axis=1, keepdims=True), values.max(axis=1, keepdims=True)
    # Dominated: some place is at least as good in everything, so it sets no new best value.
    above = values[:, :1]
    less = data.draw(st.floats(0, 3e4))
    added = above - less
    before, after = points(values), points(np.concatenate([values, added], axis=1))[:, :-1]
    same = np.broadcast_to(added >= low, before.shape)
    np.testing.assert_allclose(after[same], before[same], atol=1e-6)
    # With a new worst value all move towards the best by one factor: no order changes.
    new_breadth = (high - low) / (high - np.minimum(low, added))
    np.testing.assert_allclose(100 - after, (100 - before) * new_breadth, atol=1e-6)


@pytest.mark.parametrize("kind", list(KIND))
@given(value_arrays(places=(3, 6), unknown=False), st.data())
def test_the_order_of_places_and_indicators_does_not_matter(kind, values, data):
    values = spread_out(np.abs(values) + 1)
    count = values.shape[2]
    tree = flat(count, target=[9.0] * count, goalposts=[(0.0, 500.0)] * count)
    places = data.draw(st.permutations(range(values.shape[1])))
    columns = data.draw(st.permutations(range(count)))
    turned = values[:, places][:, :, columns]
    straight = points(values, kind, tree=tree)[:, places][:, :, columns]
    np.testing.assert_allclose(points(turned, kind, tree=tree), straight, atol=1e-9)


@pytest.mark.parametrize("kind", [*SPREAD, *ORDER])
@given(value_arrays(periods=(2, 4), unknown=False))
def test_against_the_first_period_later_ones_change_nothing(kind, values):
    values = spread_out(values)
    whole = points(values, kind, Reference.FIRST)
    np.testing.assert_allclose(points(values[:1], kind, Reference.FIRST), whole[:1], atol=1e-9)
    np.testing.assert_allclose(points(values[:1], kind), whole[:1], atol=1e-9)
    # The same figures get the same points whenever they come.
    again = points(np.concatenate([values, values[:1]]), kind, Reference.FIRST)
    np.testing.assert_allclose(again[-1], again[0], atol=1e-9)


@pytest.mark.parametrize("reference", [Reference.POOLED, Reference.FIRST])
@pytest.mark.parametrize("kind", [*SPREAD, *ORDER])
def test_a_greater_value_never_has_fewer_points_in_whatever_period(kind, reference):
    values = np.array([[[1.0], [3], [4]], [[2], [3.5], [9]], [[0], [3], [4]]])
    found = points(values, kind, reference).reshape(-1)
    order = np.argsort(values.reshape(-1))
    assert (np.diff(found[order]) >= -1e-9).all()


def test_a_place_beside_the_ranks_of_the_first_period_stands_between_them():
    found = points([[[1], [2], [4]], [[3], [0], [9]]], KIND.RANK, Reference.FIRST)
    np.testing.assert_allclose(found[1, :, 0], [75, 0, 100])


@pytest.mark.parametrize("kind", SPREAD)
def test_a_level_indicator_is_refused_by_name(kind):
    with pytest.raises(ScoreError, match="'x1' is the same everywhere") as error:
        points([[1, 5], [2, 5]], kind)
    assert error.value.facts == {"node": "x1"}


@pytest.mark.parametrize("kind", SPREAD)
def test_level_in_one_period_is_unknown_there_and_told(kind):
    values = [[[1, 5], [2, 5]], [[1, 5], [2, 6]]]
    panel, log = normalise(small_panel(values), flat(2), Normalisation(kind=kind))
    assert np.isnan(panel.values[0, :, 1]).all()
    assert not np.isnan(panel.values[1]).any()
    (line,) = lines_of(log, node="x1")
    assert line.period == "2021"
    # Against the first period in which places differ there is a scale for both.
    first = Normalisation(kind=kind, reference=Reference.FIRST)
    panel, log = normalise(small_panel(values), flat(2), first)
    assert not np.isnan(panel.values).any()
    assert "scaled against 2022" in lines_of(log, node="x1")[0].message.en


@pytest.mark.parametrize(
    ("kind", "more", "told"),
    [
        (KIND.GOALPOSTS, {}, "has no goalposts"),
        (KIND.GOALPOSTS, {"goalposts": [(9.0, 1.0)]}, "contradict its direction"),
        (KIND.GOALPOSTS, {"goalposts": [(1.0, 1.0)]}, "contradict its direction"),
        (KIND.DISTANCE_TO_TARGET, {}, "its target is not given"),
        (KIND.DISTANCE_TO_TARGET, {"target": [0.0]}, "its target is zero"),
    ],
)
def test_marks_that_are_missing_or_wrong_are_refused_by_name(kind, more, told):
    with pytest.raises(ScoreError, match=told) as error:
        points([[1], [2]], kind, tree=flat(1, **more))
    assert error.value.facts == {"node": "x0"}


def test_a_best_value_of_zero_is_refused_by_name():
    with pytest.raises(ScoreError, match=r"its best value is zero.*use min_max"):
        points([[0], [2]], KIND.DISTANCE_TO_BEST, tree=flat(1, sign=[-1]))


def test_values_beyond_goalposts_have_their_lines():
    tree = flat(1, goalposts=[(2.0, 4.0)])
    panel, log = normalise(small_panel([[1], [3], [5]]), tree, Normalisation(kind=KIND.GOALPOSTS))
    np.testing.assert_allclose(panel.values[0, :, 0], [0, 50, 100])
    assert [(line.place, line.before, line.after) for line in log[1:]] == [
        ("p0", 1, 2),
        ("p2", 5, 4),
    ]
    assert fixed_leaves(tree, Normalisation(kind=KIND.GOALPOSTS)) == {"x0"}
    assert not fixed_leaves(tree, Normalisation())


def test_standard_errors_are_scaled_with_the_values():
    panel = small_panel([[0], [50]], error=np.array([[[1.0], [2.0]]]))
    found, _ = normalise(panel, flat(1, sign=[-1]), Normalisation())
    np.testing.assert_allclose(found.error[0, :, 0], [2, 4])
    ranked, _ = normalise(panel, flat(1), Normalisation(kind=KIND.RANK))
    assert np.isnan(ranked.error).all()


@given(value_arrays(places=(2, 6)), st.sampled_from(ORDER), REFERENCES)
def test_unknown_stays_unknown(values, kind, reference):
    np.testing.assert_array_equal(np.isnan(points(values, kind, reference)), np.isnan(values))
