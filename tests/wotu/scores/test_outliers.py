import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from tests.wotu.scores.small_panels import NUMBERS
from wotu.packs.score_method import Treatment
from wotu.scores.outliers import Log, has_outliers, shape_of, winsorise

COLUMNS = arrays(float, st.tuples(st.integers(1, 4), st.integers(4, 30)), elements=NUMBERS)


@given(COLUMNS)
def test_skewness_and_kurtosis_are_the_sample_estimates(columns):
    columns = columns + np.arange(columns.shape[1]) * 1e-2
    skewness, kurtosis = shape_of(columns)
    np.testing.assert_allclose(skewness, stats.skew(columns, axis=1, bias=False), atol=1e-7)
    np.testing.assert_allclose(kurtosis, stats.kurtosis(columns, axis=1, bias=False), atol=1e-7)


def test_fewer_than_four_values_and_level_ones_have_no_shape():
    columns = np.array([[1, 2, 9, np.nan], [5, 5, 5, 5]])
    assert np.isnan(shape_of(columns)).all()
    assert not has_outliers(columns, Treatment()).any()


@given(COLUMNS, st.integers(1, 6))
def test_winsorising_draws_in_the_outermost_and_keeps_the_order(columns, points):
    how = Treatment(points=points, skewness=0.5, kurtosis=0.2)
    found = winsorise(columns, how)
    for before, after, count in zip(columns, found.values, found.points, strict=True):
        assert count <= points
        assert (before != after).sum() <= count
        assert (np.diff(after[np.argsort(before)]) >= 0).all()
        # What is changed becomes a value that is there, at the end of the others.
        assert set(after) <= set(before)
        assert set(after[before != after]) <= {after.min(), after.max()}
        if len(set(before)) > 1:
            assert len(set(after)) > 1
    np.testing.assert_array_equal(found.left, has_outliers(found.values, how))


def test_three_that_have_something_are_not_made_like_the_rest():
    column = np.array([[0.0] * 40 + [5, 6, 7]])
    found = winsorise(column, Treatment())
    assert sorted(found.values[0])[-3:] == [5, 5, 5]
    assert found.left[0]


@given(COLUMNS, st.booleans())
def test_the_log_keeps_ends_and_ranks_whatever_the_sign(columns, negative):
    columns = columns + np.arange(columns.shape[1]) * 7.0 - (5000 if negative else 0)
    curve = Log.of(columns)
    bent = curve(columns)
    np.testing.assert_allclose(bent.min(axis=1), columns.min(axis=1), atol=1e-8)
    np.testing.assert_allclose(bent.max(axis=1), columns.max(axis=1), atol=1e-8)
    for before, after in zip(columns, bent, strict=True):
        assert (np.diff(after[np.argsort(before)]) >= 0).all()
    step = 1e-6
    slope = (curve(columns + step) - curve(columns - step)) / (2 * step)
    inside = (columns > curve.low) & (columns < curve.high)
    np.testing.assert_allclose(curve.slope(columns)[inside], slope[inside], rtol=1e-3)


def test_below_the_smallest_value_the_tangent_goes_on():
    curve = Log.of(np.array([[0.0, 1, 2, 3, 100]]))
    below, above = curve(np.array([[-1e-7]])), curve(np.array([[1e-7]]))
    assert below[0, 0] == pytest.approx(-above[0, 0], rel=1e-4)


def test_the_left_tail_is_bent_from_the_other_end():
    column = -np.exp(np.linspace(0, 6, 30))[None]
    curve = Log.of(column)
    assert curve.reflected[0, 0]
    assert abs(shape_of(curve(column))[0][0]) < abs(shape_of(column)[0][0])
