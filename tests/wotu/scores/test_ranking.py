import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import rankdata

from wotu.scores.ranking import least_ranks, mean_ranks

NUMBERS = st.one_of(st.just(np.nan), st.integers(-3, 3).map(float), st.floats(-1e9, 1e9))
ROWS = arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 9)), elements=NUMBERS)


@given(ROWS)
def test_ranks_are_those_of_scipy(values: np.ndarray) -> None:
    for ours, method in ((least_ranks, "min"), (mean_ranks, "average")):
        theirs = rankdata(values, method=method, axis=-1, nan_policy="omit")
        np.testing.assert_array_equal(ours(values), theirs)


def test_a_place_alone_is_first() -> None:
    assert least_ranks(np.array([[4.0]])).tolist() == [[1.0]]
    assert mean_ranks(np.array([[4.0]])).tolist() == [[1.0]]
