import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wotu.scores.small_panels import (
    cell,
    flat,
    label,
    leaf,
    lines_of,
    small_panel,
    value_arrays,
)
from wotu.packs.score_method import Imputation, ImputationKind
from wotu.scores.errors import ScoreError
from wotu.scores.imputation.alike import by_neighbours, by_regression
from wotu.scores.imputation.averages import by_average
from wotu.scores.imputation.in_time import in_time
from wotu.scores.impute import impute
from wotu.scores.tree import Node, Tree

NAN = np.nan
KINDS = list(ImputationKind)


def imputed(values, *kinds, group=None, **more):
    panel = small_panel(values, **more)
    how = Imputation(kinds=kinds, group=group) if kinds else Imputation(group=group)
    return impute(panel, flat(len(panel.indicators)), how)


@given(value_arrays(), st.lists(st.sampled_from(KINDS), min_size=1, max_size=3, unique=True))
def test_known_values_never_change_and_every_gap_has_its_line(values, kinds):
    panel = small_panel(values, groups={"g": tuple("ab"[at % 2] for at in range(values.shape[1]))})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        filled, log = impute(panel, flat(values.shape[2]), Imputation(kinds=kinds, group="g"))
    known = ~np.isnan(values)
    np.testing.assert_array_equal(filled.values[known], values[known])
    told = {cell(panel, line): line for line in log if line.node}
    assert set(told) == {tuple(at) for at in np.argwhere(~known & known.any(axis=2, keepdims=True))}
    for at, line in told.items():
        if np.isnan(filled.values[at]):
            assert (line.before, line.after) == (None, None)
        else:
            assert line.after == filled.values[at]
            assert filled.imputed[at] and filled.error[at] >= 0
    if filled.imputed is not None:
        np.testing.assert_array_equal(filled.imputed, ~known & ~np.isnan(filled.values))
    # A place of which nothing is known in a period is not made up.
    assert np.isnan(filled.values[~known.any(axis=2)]).all()


@given(
    st.lists(st.tuples(st.integers(-99, 99), st.integers(-99, 99)), min_size=2, max_size=5),
    st.data(),
)
def test_interpolation_reproduces_linear_series(lines, data):
    when = np.arange(6)
    series = np.array([[[a + b * t] for a, b in lines] for t in when], dtype=float)
    gaps = data.draw(st.lists(st.sampled_from([1, 2, 3, 4]), min_size=1, unique=True))
    values = np.concatenate([series, np.ones_like(series)], axis=2)
    values[gaps, 0, 0] = NAN
    filled, _ = imputed(values, ImputationKind.INTERPOLATION)
    np.testing.assert_allclose(filled.values[..., 0], series[..., 0], atol=1e-9)


def test_interpolation_goes_by_time_and_not_by_position():
    values = np.ones((3, 2, 2))
    values[:, 0, 0] = [10, NAN, 40]
    filled, _ = imputed(values, ImputationKind.INTERPOLATION, periods=("2020", "2021", "2023"))
    assert filled.values[1, 0, 0] == 20
    # In the other order of time the same gap lies at other distances.
    filled, _ = imputed(values, ImputationKind.INTERPOLATION, periods=("2020", "2022", "2023"))
    assert filled.values[1, 0, 0] == 30


def test_beyond_the_ends_the_nearest_holds_and_grows_unsure():
    values = np.ones((5, 2, 2))
    values[:, 0, 0] = [NAN, 2, 3, NAN, NAN]
    filled, _ = imputed(values, ImputationKind.INTERPOLATION)
    assert filled.values[:, 0, 0].tolist() == [2, 2, 3, 3, 3]
    one, two = filled.error[3:, 0, 0]
    assert two == pytest.approx(one * np.sqrt(2))


def test_carried_looks_back_only():
    values = np.ones((3, 2, 2))
    values[:, 0, 0] = [NAN, 2, NAN]
    filled, log = imputed(values, ImputationKind.CARRIED)
    np.testing.assert_array_equal(filled.values[:, 0, 0], [NAN, 2, 2])
    (left,) = lines_of(log, node="x0", period="2021")
    assert "not filled in" in left.message.en


def test_a_series_of_a_single_value_breaks_nothing():
    values = np.full((4, 3, 2), 7.0)
    values[..., 0] = NAN
    values[2, 1, 0] = 5
    filled, log = imputed(values, ImputationKind.INTERPOLATION, ImputationKind.MEDIAN)
    np.testing.assert_array_equal(filled.values[:, 1, 0], [5, 5, 5, 5])
    np.testing.assert_array_equal(filled.values[2, :, 0], [5, 5, 5])
    assert len(lines_of(log, node="x0")) == 11


WAYS = {
    "mean": lambda values: by_average(values, [""] * values.shape[1], median=False),
    "median": lambda values: by_average(values, [""] * values.shape[1], median=True),
    "group median": lambda values: by_average(
        values, ["ab"[at % 2] for at in range(values.shape[1])], median=True
    ),
    "in time": lambda values: in_time(values, np.arange(len(values), dtype=float) ** 2, True),
    "carried": lambda values: in_time(values, np.arange(len(values), dtype=float), False),
}


@pytest.mark.parametrize("way", WAYS)
@given(value_arrays(periods=(1, 4), indicators=(1, 1)))
def test_the_error_is_the_residual_of_each_known_value_left_out(way, values):
    found = WAYS[way](values)
    residuals = {}
    for at in np.argwhere(~np.isnan(values)):
        without = values.copy()
        without[tuple(at)] = NAN
        residuals[tuple(at)] = values[tuple(at)] - WAYS[way](without).values[tuple(at)]
    told = {at: one for at, one in residuals.items() if not np.isnan(one)}
    in_years = way in {"in time", "carried"}
    for period in range(len(values)):
        here = np.array([one for at, one in told.items() if at[0] == period])
        cells = found.error[period][~np.isnan(found.error[period])]
        if not in_years and here.size:
            np.testing.assert_allclose(cells, np.sqrt((here**2).mean()), atol=1e-9)
    if in_years and told and not any(told.values()):
        # A series that its neighbours predict without fault leaves nothing unsure.
        assert not found.error[~np.isnan(found.error)].any()


def test_the_mean_of_the_group_fills_within_the_group():
    values = [[1, 1], [3, 1], [NAN, 1], [100, 1], [NAN, 1], [NAN, 1]]
    groups = {"side": ("a", "a", "a", "b", "b", None)}
    filled, _ = imputed(values, ImputationKind.GROUP_MEAN, group="side", groups=groups)
    np.testing.assert_array_equal(filled.values[0, :, 0], [1, 3, 2, 100, 100, NAN])


def test_each_kind_fills_what_the_one_before_left():
    values = [[1, 1], [3, 1], [NAN, 1], [100, 1], [NAN, 1], [NAN, 1]]
    groups = {"side": ("a", "a", "a", "b", "b", None)}
    filled, log = imputed(
        values, ImputationKind.GROUP_MEAN, ImputationKind.MEDIAN, group="side", groups=groups
    )
    assert filled.values[0, :, 0].tolist() == [1, 3, 2, 100, 100, 3]
    assert "with the median" in lines_of(log, place="p5")[0].message.en


def test_without_a_grouping_the_kinds_by_group_say_that_they_did_nothing():
    filled, log = imputed([[1, 1], [3, 1], [NAN, 1]])
    assert filled.values[0, 2, 0] == 2
    assert any("No grouping is set" in line.message.en for line in log)


def test_an_unknown_grouping_is_refused():
    with pytest.raises(ScoreError, match="no grouping 'sides' of places; known: side"):
        imputed(
            [[NAN, 1], [1, 1]],
            ImputationKind.GROUP_MEAN,
            group="sides",
            groups={"side": ("a", "a")},
        )


def test_nothing_unknown_is_told():
    _, log = imputed([[1, 1], [3, 1]])
    assert [line.message.en for line in log] == ["Nothing is unknown: nothing to fill in."]


def test_regression_learns_from_its_own_dimension():
    draw = np.random.default_rng(3)
    x = draw.normal(size=60)
    values = np.stack([x, 2 * x + 5 + 0.01 * draw.normal(size=60), draw.normal(size=60)], axis=-1)
    truth, values[0, 1] = values[0, 1], NAN
    tree = Tree(
        [
            Node("index", label("index"), None),
            *(Node(one, label(one), "index") for one in ("a", "b")),
            leaf("x0", "a"),
            leaf("x1", "a"),
            leaf("x2", "b"),
        ]
    )
    how = Imputation(kinds=(ImputationKind.REGRESSION,))
    filled, _ = impute(small_panel(values), tree, how)
    assert filled.values[0, 0, 1] == pytest.approx(truth, abs=0.05)
    assert filled.error[0, 0, 1] < 0.1
    # Alone in its dimension there is nothing to learn from.
    values[0, 1], values[0, 2] = truth, NAN
    filled, log = impute(small_panel(values), tree, how)
    assert np.isnan(filled.values[0, 0, 2])
    assert lines_of(log, node="x2", place="p0")


def test_residuals_of_the_regression_are_those_of_each_place_left_out():
    draw = np.random.default_rng(5)
    x = draw.normal(size=(12, 2))
    y = x @ [1.0, 2.0] + draw.normal(size=12)
    values = np.column_stack([np.append(y, NAN), np.vstack([x, [0.5, 0.5]])])[None]
    found = by_regression(values, ["d", "d", "d"])
    z = (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    spreads = []
    for penalty in np.geomspace(0.1, 1000, 9):
        residuals = []
        for out in range(12):
            rest = np.arange(12) != out
            design = np.column_stack([np.ones(11), z[rest]])
            ridge = np.diag([0, penalty, penalty])
            weights = np.linalg.solve(design.T @ design + ridge, design.T @ y[rest])
            residuals.append(y[out] - weights @ [1, *z[out]])
        spreads.append(np.sqrt(np.mean(np.square(residuals))))
    assert found.error[0, -1, 0] == pytest.approx(min(spreads))


@given(st.permutations(range(7)))
def test_neighbours_do_not_depend_on_the_order_of_places(order):
    values = np.array(
        [[1, 1, 9], [2, 1, 8], [1, 2, NAN], [8, 8, 1], [9, 8, 2], [9, NAN, NAN], [2, 2, 9.5]]
    )
    straight = by_neighbours(values[None], 2)
    turned = by_neighbours(values[order][None], 2)
    np.testing.assert_allclose(turned.values[0], straight.values[0][order])
    np.testing.assert_allclose(turned.error[0], straight.error[0][order])
    assert straight.values[0, 2, 2] == pytest.approx((9 + 9.5) / 2)
    assert straight.values[0, 5, 2] == pytest.approx(1.5)
