import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wotu.packs.score_method import Normalisation, NormalisationKind
from wotu.scores.scaling import Marks, scale
from wotu.scores.scaling_fast import scale_complete

FEW = st.integers(-6, 6).map(lambda number: number / 2)


@given(
    st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(3, 9)).flatmap(
        lambda shape: arrays(float, shape, elements=FEW)
    ),
    st.sampled_from([NormalisationKind.MIN_MAX, NormalisationKind.Z_SCORE, NormalisationKind.RANK]),
    st.sampled_from([1.0, -1.0]),
)
def test_the_short_way_gives_what_the_long_way_gives(values, kind, sign):
    # Nothing is the same everywhere: the short way's condition.
    values[..., 0], values[..., 1] = 10.0, -10.0
    marks = Marks(np.full((values.shape[1], 1), sign), *(np.full((1, 1), np.nan),) * 3)
    how = Normalisation(kind=kind, low=1, high=90)
    expected = scale(how, values, values, marks)
    assert scale_complete(how, values.copy(), marks) == pytest.approx(expected, rel=1e-9)


def test_other_kinds_have_no_short_way():
    marks = Marks(*(np.ones((1, 1)),) * 4)
    how = Normalisation(kind=NormalisationKind.PERCENTILE)
    assert scale_complete(how, np.arange(4.0).reshape(1, 1, 4), marks) is None
