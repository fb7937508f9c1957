import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.wotu.scores.small_panels import cell, flat, lines_of, small_panel
from wotu.packs.score_method import Reference, Treatment, TreatmentKind
from wotu.scores.outliers import has_outliers
from wotu.scores.treat import treat

ONE_POINT = Treatment(points=1)
HEAVY = np.exp(np.linspace(0, 9, 40))  # drawing in its largest value is not enough
ONE_OUT = np.append(np.arange(39.0), 500)
FLAT = np.arange(40.0)


def treated(*columns, how=None, **more):
    panel = small_panel(np.stack(columns, axis=-1))
    return panel, *treat(panel, flat(len(panel.indicators)), how or Treatment(), **more)


def test_an_outlier_is_drawn_in_and_told_with_both_values():
    _, after, log = treated(ONE_OUT, FLAT)
    assert after.values[0, -1, 0] == 38
    (line,) = log
    assert (line.node, line.place, line.before, line.after) == ("x0", "p39", 500, 38)
    np.testing.assert_array_equal(after.values[..., 1], [FLAT])


def test_what_winsorising_does_not_cure_is_transformed_as_it_came():
    panel, after, log = treated(HEAVY, FLAT, how=ONE_POINT)
    assert not has_outliers(after.values[..., 0], Treatment()).any()
    assert len(np.unique(after.values[..., 0])) == 40
    (line,) = log
    assert line.node == "x0" and "taken as logarithms" in line.message.en
    assert after.values.max() == pytest.approx(panel.values.max())


def test_against_fixed_figures_nothing_is_transformed():
    _, after, log = treated(HEAVY, FLAT, how=ONE_POINT, fixed={"x0"})
    assert len(np.unique(after.values[..., 0])) == 39
    assert any("against fixed figures" in line.message.en for line in log)


def test_nothing_to_do_and_nothing_wanted_are_told():
    panel, after, log = treated(FLAT)
    np.testing.assert_array_equal(after.values, panel.values)
    assert "nothing to do" in log[0].message.en
    panel, after, log = treated(ONE_OUT, how=Treatment(kind=TreatmentKind.NONE))
    assert after is panel and "not treated" in log[0].message.en


def test_standard_errors_follow_the_curve():
    panel = small_panel(HEAVY[:, None], error=np.ones((1, 40, 1)))
    after, _ = treat(panel, flat(1), ONE_POINT)
    moved, _ = treat(small_panel(HEAVY[:, None]), flat(1), ONE_POINT)
    assert (np.diff(after.error[0, :, 0]) < 0).all()
    np.testing.assert_array_equal(after.values, moved.values)


@pytest.mark.parametrize("reference", [Reference.POOLED, Reference.FIRST])
def test_periods_that_are_compared_are_bent_by_one_curve(reference):
    values = np.stack([HEAVY, FLAT * 100], axis=0)[..., None]
    after, _ = treat(small_panel(values), flat(1), ONE_POINT, reference)
    order = np.argsort(values, axis=None)
    assert (np.diff(after.values.reshape(-1)[order]) >= 0).all()
    # By itself, the second period needs no curve.
    alone, _ = treat(small_panel(values), flat(1), ONE_POINT)
    np.testing.assert_array_equal(alone.values[1], values[1])
    assert (after.values[1] != values[1]).any()


def test_a_later_period_does_not_change_what_the_first_decides():
    values = np.stack([FLAT, HEAVY], axis=0)[..., None]
    after, log = treat(small_panel(values), flat(1), ONE_POINT, Reference.FIRST)
    np.testing.assert_array_equal(after.values[0], values[0])
    assert len(np.unique(after.values[1])) == 39
    assert any("still has outliers" in line.message.en for line in log)


VALUES = arrays(
    float,
    st.tuples(st.integers(1, 3), st.integers(4, 25), st.integers(1, 3)),
    elements=st.integers(-30, 30).map(lambda number: float(number**3)) | st.just(np.nan),
)


@given(
    VALUES,
    st.sampled_from(list(TreatmentKind)),
    st.sampled_from(list(Reference)),
    st.floats(0.2, 3),
    st.floats(0.1, 4),
)
def test_every_change_has_its_line_and_no_rank_turns_round(values, kind, reference, skew, kurt):
    panel = small_panel(values)
    how = Treatment(kind=kind, skewness=skew, kurtosis=kurt, points=3)
    after, log = treat(panel, flat(values.shape[2]), how, reference)
    assert log
    told = {cell(panel, line): line for line in log if line.place}
    bent = {(line.period, line.node) for line in log if "logarithms" in line.message.en}
    changed = (after.values != values) & ~np.isnan(values)
    for at in map(tuple, np.argwhere(changed)):
        whole = (panel.periods[at[0]], panel.indicators[at[2]]) in bent
        assert whole != (at in told)
    for at, line in told.items():
        assert (line.before, line.after) == (values[at], after.values[at])
    np.testing.assert_array_equal(np.isnan(after.values), np.isnan(values))
    for period, column in np.ndindex(values.shape[0], values.shape[2]):
        one, other = values[period, :, column], after.values[period, :, column]
        known = ~np.isnan(one)
        in_order = other[known][np.argsort(one[known], kind="stable")]
        assert (np.diff(in_order) >= -1e-9 * (1 + np.abs(in_order[1:]))).all()


def test_lines_name_period_and_indicator():
    _, _, log = treated(HEAVY, ONE_OUT, how=ONE_POINT)
    assert lines_of(log, node="x0", period="2021") and lines_of(log, node="x1", period="2021")
