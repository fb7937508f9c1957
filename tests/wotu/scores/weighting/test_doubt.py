import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from tests.wotu.scores import technology_achievement as tai
from wotu.scores.aggregation.combine import best_practice
from wotu.scores.weighting.doubt import doubt_shares

VALUES = arrays(
    float,
    st.tuples(st.integers(2, 4), st.integers(2, 8)),
    elements=st.integers(0, 100).map(float),
)


def points(values, shares):
    return best_practice(values[:, None], shares[:, None])[0]


def by_linprog(values, place, least=0.0):
    """The same programme put to another interface, a place at a time."""
    children = len(values)
    limits = least * np.ones((children, children)) - np.eye(children)
    bounds = np.vstack([values.T, limits])
    right = np.r_[np.ones(values.shape[1]), np.zeros(children)]
    return -100 * linprog(-values[:, place], bounds, right).fun


def test_scores_are_those_of_the_handbook():
    # Table 19, from 10% to 15% of the weight on each indicator; table A.2 is rounded.
    found = points(tai.SCALED, doubt_shares(tai.SCALED, 0.10, 0.15))
    assert found / 100 == pytest.approx(tai.BENEFIT_OF_DOUBT, abs=0.008)


def test_limits_of_the_shares_are_kept():
    shares = doubt_shares(tai.SCALED, 0.10, 0.15)
    assert shares.min() >= 0.10 - 1e-9
    assert shares.max() <= 0.15 + 1e-9


@given(VALUES, st.sampled_from([0.0, 0.1, 0.2]))
def test_scores_agree_with_scipy(values, least):
    found = points(values, doubt_shares(values, least))
    scaled = values / max(values.max(), 1)
    again = [by_linprog(scaled, place, least) for place in range(values.shape[1])]
    assert found == pytest.approx(again, abs=1e-5)


@given(VALUES, st.sampled_from([0.0, 0.15]))
def test_no_other_places_weights_give_a_better_score(values, least):
    shares = doubt_shares(values, least)
    own = points(values, shares)
    for other in range(values.shape[1]):
        with_others = points(values, np.repeat(shares[:, [other]], values.shape[1], axis=1))
        assert (own >= with_others - 1e-6).all()


@given(VALUES)
def test_shares_are_shares(values):
    shares = doubt_shares(values)
    assert (shares >= 0).all()
    assert shares.sum(axis=0) == pytest.approx(np.ones(values.shape[1]))


def test_the_best_on_any_child_has_a_hundred_points():
    values = np.array([[90.0, 10, 50], [5, 80, 40]])
    assert points(values, doubt_shares(values))[:2] == pytest.approx([100, 100])


def test_a_place_puts_no_weight_on_what_is_unknown():
    values = np.array([[90.0, np.nan, 50], [5, 80, 40]])
    shares = doubt_shares(values)
    assert shares[:, 1].tolist() == [0, 1]
    assert points(values, shares)[1] == pytest.approx(100)


def test_a_place_without_anything_above_zero_gets_equal_shares():
    values = np.array([[90.0, 0, np.nan], [5, 0, np.nan]])
    assert doubt_shares(values)[:, 1:].tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert points(values, doubt_shares(values))[1] == 0
