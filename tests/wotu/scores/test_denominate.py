import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wotu.scores.small_panels import flat, lines_of, small_panel, value_arrays
from wotu.packs.score_method import Normalisation
from wotu.scores.denominate import denominate
from wotu.scores.errors import ScoreError
from wotu.scores.normalise import normalise

PER_HEAD = flat(2, denominator=["people", None])


def test_values_and_their_errors_are_divided():
    panel = small_panel(
        [[10, 1], [9, 2]],
        error=np.array([[[2.0, 0.5], [3.0, 0.5]]]),
        denominators={"people": np.array([[2.0, 3.0]])},
    )
    divided, log = denominate(panel, PER_HEAD)
    np.testing.assert_array_equal(divided.values, [[[5, 1], [3, 2]]])
    np.testing.assert_array_equal(divided.error, [[[1, 0.5], [1, 0.5]]])
    assert [line.node for line in log] == ["x0"]
    np.testing.assert_array_equal(panel.values, [[[10, 1], [9, 2]]])


@pytest.mark.parametrize("people", [0.0, -1.0, np.nan])
def test_a_value_that_cannot_be_divided_is_unknown_and_told(people):
    panel = small_panel([[10, 1], [9, 2]], denominators={"people": np.array([[2.0, people]])})
    divided, log = denominate(panel, PER_HEAD)
    np.testing.assert_array_equal(divided.values, [[[5, 1], [np.nan, 2]]])
    (line,) = lines_of(log, node="x0", place="p1")
    assert (line.period, line.before, line.after) == ("2021", 9, None)
    assert "check the denominator" in line.message.en


def test_a_denominator_without_data_is_refused_by_name():
    with pytest.raises(ScoreError, match=r"'x0' is divided by 'people'.*supply them") as error:
        denominate(small_panel([[10, 1], [9, 2]]), PER_HEAD)
    assert error.value.facts == {"node": "x0", "denominator": "people"}


def test_without_denominators_one_line_says_so():
    panel = small_panel([[1.0], [2.0]])
    same, log = denominate(panel, flat(1))
    assert same is panel and len(log) == 1 and "nothing to do" in log[0].message.en


@given(value_arrays(indicators=(2, 2), unknown=False), st.floats(0.01, 1e6))
def test_the_unit_of_a_denominator_does_not_move_points(values, factor):
    # In one unit or another: the points that follow are the same.
    values[..., 0] += np.arange(values.shape[1]) * 1e4
    values[..., 1] += np.arange(values.shape[1]) * 1e4
    people = 1 + np.arange(values.shape[0] * values.shape[1], dtype=float) % 7
    people = people.reshape(values.shape[:2])
    points = [
        normalise(
            denominate(small_panel(values, denominators={"people": one}), PER_HEAD)[0],
            PER_HEAD,
            Normalisation(),
        )[0].values
        for one in (people, people * factor)
    ]
    np.testing.assert_allclose(*points, atol=1e-8)
