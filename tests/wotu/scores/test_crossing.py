import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wotu.scores.crossing import crossings


def cross(function, start, end, guess=None):
    """One function's crossing, None where there is none; and how often it was asked."""
    asked = []

    def many(_, values):
        asked.append(len(values))
        return np.array([function(one) for one in values])

    found = crossings(many, np.array([start]), np.array([end]), np.array([guess or start]))
    return (float(found.at[0]) if found.found[0] else None), sum(asked)


@given(st.floats(0.01, 0.99), st.booleans())
def test_a_line_is_closed_in_quickly(root, turned):
    start, end = (1.0, 0.0) if turned else (0.0, 1.0)
    sign = -1 if turned else 1
    at, asked = cross(lambda x: sign * (x - root), start, end)
    assert at == pytest.approx(root, abs=1e-9)
    assert asked <= 10


@given(st.floats(0.01, 0.99))
def test_a_step_is_found_where_it_is(root):
    at, _ = cross(lambda x: 1.0 if x > root else -1.0, 0.0, 1.0)
    assert at == pytest.approx(root, abs=1e-9)


def test_a_curve_with_a_bend_is_found():
    at, asked = cross(lambda x: max(x - 0.9, 0) * 100 - 1e-3 + 1e-6 * x, 0.0, 1.0)
    assert at == pytest.approx(0.90001, abs=1e-5)
    assert asked < 60


def test_no_change_of_sign_is_not_found():
    assert cross(lambda x: -1.0, 0.0, 1.0)[0] is None
    assert cross(lambda x: 1.0, 0.0, 1.0)[0] is None


def test_equal_at_the_start_crosses_there():
    assert cross(lambda x: x, 0.0, 1.0)[0] == pytest.approx(0, abs=1e-9)
