import numpy as np
import polars as pl
import pytest

from tests.wotu.scores.small_trees import flat_tree, scored_of, two_dimensions
from wotu.scores.correlations import consistency, correlations, variance
from wotu.scores.tables import SCORE_CORRELATION

NAN = np.nan
VALUES = np.random.default_rng(11).uniform(0, 100, (1, 30, 5))


def pair(frame, node, other):
    return frame.filter(pl.col("node") == node, pl.col("other") == other).row(0, named=True)


def test_columns_are_those_of_the_table():
    frame = correlations(scored_of(two_dimensions(), VALUES))
    assert frame.schema == {
        name: kind for name, kind in SCORE_CORRELATION.items() if name not in ("board", "period")
    }


def test_siblings_come_once_and_each_node_with_all_above():
    frame = correlations(scored_of(two_dimensions(), VALUES))
    pairs = list(frame.select("node", "other").iter_rows())
    assert len(pairs) == len(set(pairs))
    siblings = {("a", "b"), ("c", "d"), ("c", "e"), ("d", "e"), ("A", "B")}
    above = {(leaf, up) for leaf in "ab" for up in ("A", "INDEX")}
    above |= {(leaf, up) for leaf in "cde" for up in ("B", "INDEX")}
    assert set(pairs) == siblings | above | {("A", "INDEX"), ("B", "INDEX")}


def test_a_correlation_is_pearsons():
    scored = scored_of(two_dimensions(), VALUES)
    expected = np.corrcoef(VALUES[0, :, 2], scored.scores["B"][0])[0, 1]
    assert pair(correlations(scored), "c", "B")["correlation"] == pytest.approx(expected)


@pytest.mark.parametrize("sign", [1, -1])
def test_siblings_that_tell_the_same_are_redundant(sign):
    values = VALUES.copy()
    values[0, :, 1] = 50 + sign * 0.5 * (values[0, :, 0] + VALUES[0, :, 2] / 20)
    frame = correlations(scored_of(two_dimensions(), values))
    assert pair(frame, "a", "b")["redundant"]
    assert not pair(frame, "c", "d")["redundant"]
    assert not pair(frame, "b", "A")["redundant"]


def test_each_pair_counts_the_places_where_both_are_known():
    values = VALUES.copy()
    values[0, :5, 2] = NAN
    values[0, 20:, 3] = NAN
    frame = correlations(scored_of(two_dimensions(), values, least_share=0))
    expected = np.corrcoef(values[0, 5:20, 2], values[0, 5:20, 3])[0, 1]
    assert pair(frame, "c", "d")["correlation"] == pytest.approx(expected)


def test_what_does_not_vary_has_no_correlation():
    values = VALUES.copy()
    values[0, :, 0] = 7.1
    assert pair(correlations(scored_of(two_dimensions(), values)), "a", "b")["correlation"] is None


def test_the_period_asked_for_counts():
    values = np.concatenate([VALUES, VALUES[:, ::-1] ** 2 / 100])
    scored = scored_of(two_dimensions(), values)
    first = pair(correlations(scored, 0), "a", "b")["correlation"]
    assert first == pytest.approx(np.corrcoef(VALUES[0, :, :2].T)[0, 1])
    assert pair(correlations(scored), "a", "b")["correlation"] != pytest.approx(first)


def test_cronbachs_alpha_of_the_standardised_children():
    values = VALUES[0, :, :3] + 40 * np.sin(np.arange(30))[:, None]
    found = consistency(scored_of(flat_tree(3), values))["INDEX"]
    scaled = (values - values.mean(axis=0)) / values.std(axis=0)
    # k / (k - 1) * (1 - sum of variances / variance of the sum)
    expected = 3 / 2 * (1 - scaled.var(axis=0).sum() / scaled.sum(axis=1).var())
    assert found == pytest.approx(expected)


def test_one_child_has_no_consistency():
    assert consistency(scored_of(flat_tree(1), VALUES[0, :, :1])) == {"INDEX": None}


def test_eigenvalues_sum_to_the_children_and_shares_to_one():
    frame = variance(scored_of(two_dimensions(), VALUES))
    totals = frame.group_by("node").agg(pl.col("eigenvalue", "share").sum())
    found = {node: (value, share) for node, value, share in totals.iter_rows()}
    assert found["B"] == pytest.approx((3, 1))
    assert found["INDEX"] == pytest.approx((2, 1))
    assert frame.filter(pl.col("component") == 1)["eigenvalue"].min() >= 1
