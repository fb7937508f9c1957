import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wotu.chains.peers import peer_shares
from wotu.chains.tables import PLACE_NODE


def places_of(expected):
    rows = [
        {**dict.fromkeys(PLACE_NODE), "place": f"p{i}", "chain": "c", "node": f"n{j}", "expected_firms": float(value)}
        for i, line in enumerate(expected)
        for j, value in enumerate(line)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=PLACE_NODE, orient="row")


def shares(expected):
    return peer_shares(places_of(expected))["peers"].to_numpy().reshape(np.shape(expected))


tables = arrays(
    np.int64, st.tuples(st.integers(5, 8), st.integers(2, 6)), elements=st.integers(0, 9)
)


@given(tables)
def test_what_peers_have_lies_between_the_shares_of_the_other_places(expected):
    totals = expected.sum(axis=1, keepdims=True)
    own = expected / np.maximum(totals, 1)
    for i, line in enumerate(shares(expected)):
        others = np.delete(own, i, axis=0)
        if not np.isnan(line).any():
            assert (line >= others.min(axis=0) - 1e-9).all()
            assert (line <= others.max(axis=0) + 1e-9).all()
            assert line.sum() == pytest.approx(1)


@given(tables, st.integers(2, 5))
def test_a_place_itself_never_counts_only_its_profile_does(expected, times):
    """Twice the firms in the same shares change nothing for the place itself."""
    larger = expected.copy()
    larger[0] *= times
    np.testing.assert_allclose(shares(larger)[0], shares(expected)[0], equal_nan=True)


def test_a_place_is_told_what_its_like_have():
    makers, services = [8, 8, 1, 0], [0, 1, 8, 8]
    expected = [[8, 0, 1, 0], makers, makers, services, services, services]
    first = shares(expected)[0]
    assert first[1] == pytest.approx(8 / 17) and first[3] == 0


def test_too_few_places_say_nothing():
    assert np.isnan(shares([[1, 2], [2, 1], [3, 1], [1, 3]])).all()
