import statistics

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wotu.packs.score_method import AggregationKind
from wotu.scores.aggregation.combine import combine

NAN = np.nan
MEANS = (AggregationKind.ARITHMETIC, AggregationKind.GEOMETRIC, AggregationKind.HARMONIC)
MONOTONE = (*MEANS, AggregationKind.MEDIAN, AggregationKind.COPELAND)
SHAPES = st.tuples(st.integers(1, 5), st.integers(1, 6))


def table(low=1, high=100):
    """Values of shape (children, places), and weights of the children."""
    return SHAPES.flatmap(
        lambda shape: st.tuples(
            arrays(float, shape, elements=st.integers(low, high).map(float)),
            arrays(float, (shape[0], 1), elements=st.integers(1, 9).map(float)),
        )
    )


def one(kind, values, weights=None):
    """The parent of one place."""
    column = np.array(values, dtype=float)[:, None]
    weights = np.ones_like(column) if weights is None else np.array(weights, dtype=float)[:, None]
    return combine(kind, column, weights)[0]


@pytest.mark.parametrize(
    ("kind", "values", "weights", "published"),
    [
        # OECD/JRC Handbook 2008, section 6.11: two countries with four indicators.
        (AggregationKind.GEOMETRIC, [21, 1, 1, 1], None, 2.14),
        (AggregationKind.GEOMETRIC, [21, 2, 1, 1], None, 2.54),
        (AggregationKind.GEOMETRIC, [6, 6, 6, 6], None, 6),
        (AggregationKind.GEOMETRIC, [7, 6, 6, 6], None, 6.23),
        (AggregationKind.ARITHMETIC, [21, 1, 1, 1], None, 6),
        # UNDP, Human Development Report, technical note 1: worked example of the HDI.
        (AggregationKind.GEOMETRIC, [0.6971, 0.3447, 0.5506], None, 0.510),
        # The Python standard library, documentation of statistics.harmonic_mean.
        (AggregationKind.HARMONIC, [40, 60], None, 48.0),
        (AggregationKind.HARMONIC, [40, 60], [5, 30], 56.0),
        # Cormen, Leiserson, Rivest, Stein: Introduction to Algorithms, problem 9-2.
        (
            AggregationKind.MEDIAN,
            [0.1, 0.35, 0.05, 0.1, 0.15, 0.05, 0.2],
            [0.1, 0.35, 0.05, 0.1, 0.15, 0.05, 0.2],
            0.2,
        ),
        (AggregationKind.MEDIAN, [0.1, 0.35, 0.05, 0.1, 0.15, 0.05, 0.2], None, 0.1),
    ],
)
def test_published_values(kind, values, weights, published):
    digits = max(len(str(published).partition(".")[2]), 1)
    # Within one of the last digit: the handbook cuts off, others round.
    assert one(kind, values, weights) == pytest.approx(published, abs=10**-digits)


def votes(*ranked):
    """Indicators that rank places a, b, c, d from best to worst, each so many times."""
    columns = [
        [-order.index(place) for place in sorted(order)]
        for count, order in ranked
        for _ in range(count)
    ]
    return np.array(columns, dtype=float)


def test_copeland_follows_the_majorities_of_the_handbook():
    # Table 25 to 27 (after H. Moulin, 1988): c beats all, then b, d, a.
    values = votes((3, "abcd"), (5, "acbd"), (7, "bdca"), (6, "cbda"))
    points = combine(AggregationKind.COPELAND, values, np.ones((21, 1)))
    assert points == pytest.approx([0, 200 / 3, 100, 100 / 3])


def test_copeland_leaves_condorcets_cycle_undecided():
    # Table 28 (Condorcet, 1785): a beats b, b beats c, c beats a.
    values = votes((23, "abc"), (17, "bca"), (2, "bac"), (10, "cab"), (8, "cba"))
    points = combine(AggregationKind.COPELAND, values, np.ones((60, 1)))
    assert points.tolist() == [50, 50, 50]


def test_mazziotta_pareto_is_the_mean_less_deviation_times_its_coefficient_of_variation():
    # No worked example with figures could be had; the formula of De Muro, Mazziotta and Pareto
    # (2011) by the standard library instead.
    values = [112.0, 96.5, 88.2, 103.9]
    mean, deviation = statistics.fmean(values), statistics.pstdev(values)
    expected = mean - deviation * (deviation / mean)
    assert one(AggregationKind.MAZZIOTTA_PARETO, values) == pytest.approx(expected)


def test_mazziotta_pareto_of_two_equals_is_their_harmonic_mean():
    assert one(AggregationKind.MAZZIOTTA_PARETO, [90, 120]) == pytest.approx(
        one(AggregationKind.HARMONIC, [90, 120])
    )


@given(table())
def test_means_are_ordered_and_between_worst_and_best(drawn):
    values, weights = drawn
    arithmetic, geometric, harmonic = (combine(kind, values, weights) for kind in MEANS)
    median = combine(AggregationKind.MEDIAN, values, weights)
    slack = 1e-9 * values.max()
    assert (harmonic <= geometric + slack).all()
    assert (geometric <= arithmetic + slack).all()
    for parent in (harmonic, arithmetic, median):
        assert (parent >= values.min(axis=0) - slack).all()
        assert (parent <= values.max(axis=0) + slack).all()


@given(st.integers(1, 100), st.integers(1, 5))
def test_equal_siblings_give_their_own_value(value, count):
    for kind in (*MEANS, AggregationKind.MEDIAN, AggregationKind.MAZZIOTTA_PARETO):
        assert one(kind, [value] * count) == pytest.approx(value)


@given(table(), st.data())
def test_raising_a_value_never_lowers_the_parent(drawn, data):
    values, weights = drawn
    kind = data.draw(st.sampled_from(MONOTONE))
    child = data.draw(st.integers(0, values.shape[0] - 1))
    place = data.draw(st.integers(0, values.shape[1] - 1))
    raised = values.copy()
    raised[child, place] += data.draw(st.integers(1, 50))
    before, after = (combine(kind, one, weights)[place] for one in (values, raised))
    assert after >= before - 1e-9


def test_mazziotta_pareto_can_fall_when_a_value_rises():
    # Beyond some one and a half times the place's mean, what imbalance costs outgrows the gain.
    before = one(AggregationKind.MAZZIOTTA_PARETO, [300, 100, 100])
    after = one(AggregationKind.MAZZIOTTA_PARETO, [600, 100, 100])
    assert after < before


@given(table(), st.sampled_from(list(AggregationKind)))
def test_order_of_children_and_scale_of_weights_do_not_matter(drawn, kind):
    values, weights = drawn
    plain = combine(kind, values, weights)
    assert combine(kind, values[::-1], weights[::-1] * 7) == pytest.approx(plain)


@given(table(), st.sampled_from(list(AggregationKind)))
def test_order_of_places_does_not_matter(drawn, kind):
    values, weights = drawn
    assert combine(kind, values[:, ::-1], weights) == pytest.approx(
        combine(kind, values, weights)[::-1]
    )


@given(table())
def test_copeland_sees_only_the_order(drawn):
    values, weights = drawn
    bent = np.exp(values / 10) * np.arange(1, len(values) + 1)[:, None]
    plain, other = (combine(AggregationKind.COPELAND, one, weights) for one in (values, bent))
    assert plain.tolist() == other.tolist()


@given(table())
def test_copeland_points_average_fifty(drawn):
    values, weights = drawn
    assert combine(AggregationKind.COPELAND, values, weights).mean() == pytest.approx(50)


@given(table(), st.sampled_from(list(AggregationKind)), st.data())
def test_an_unknown_child_is_as_good_as_none(drawn, kind, data):
    values, weights = drawn
    assume(len(values) > 1)
    gone = data.draw(st.integers(0, len(values) - 1))
    holed = values.copy()
    holed[gone] = NAN
    without = combine(kind, np.delete(values, gone, 0), np.delete(weights, gone, 0))
    assert combine(kind, holed, weights) == pytest.approx(without)


@pytest.mark.parametrize("kind", list(AggregationKind))
def test_too_little_known_is_no_score(kind):
    values = np.array([[NAN, 90.0, 80], [NAN, NAN, 110], [NAN, 100, 100]])
    weights = np.array([[2.0], [2], [1]])
    found = combine(kind, values, weights, least_share=0.61)
    assert np.isnan(found).tolist() == [True, True, False]
    assert np.isnan(combine(kind, values, weights)).tolist() == [True, False, False]


@pytest.mark.parametrize("kind", list(AggregationKind))
def test_draws_side_by_side_are_the_draws_one_by_one(kind):
    random = np.random.default_rng(5)
    values = random.uniform(60, 140, (3, 4, 2, 7))
    values[1, 2, 0, 3] = NAN
    weights = random.uniform(1, 2, (3, 4, 1, 1))
    together = combine(kind, values, weights)
    for draw in range(4):
        for period in range(2):
            alone = combine(kind, values[:, draw, period], weights[:, draw, 0])
            assert together[draw, period] == pytest.approx(alone)
