import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wotu.scores.small_panels import flat, lines_of, small_panel, value_arrays
from wotu.packs.score_method import Screening
from wotu.scores.errors import ScoreError
from wotu.scores.screen import screen

NAN = np.nan


def screened(values, how=None, **more):
    panel = small_panel(values)
    return screen(panel, flat(len(panel.indicators)), how or Screening(), **more)


def test_places_and_indicators_with_too_little_data_are_left_out_and_told():
    panel, tree, log = screened(
        [[1, 2, NAN, 4], [2, 3, NAN, 5], [NAN, NAN, NAN, 6], [3, 5, 7, 7]], Screening(places=0.5)
    )
    assert panel.places == ("p0", "p1", "p3")
    assert panel.indicators == ("x0", "x1", "x3")
    assert [one.id for one in tree.leaves] == ["x0", "x1", "x3"]
    (short, gone) = lines_of(log, place="p2")
    assert (short.period, gone.period) == ("2021", None)
    assert "1 of 4 indicators are known, less than 50%" in short.message.en
    (line,) = lines_of(log, node="x2")
    assert "known for 1 of 4 places, less than 50%" in line.message.en


def test_a_place_short_in_one_year_is_out_in_that_year_only():
    values = [[[1, 2, 3], [2, 1, 1]], [[2, NAN, NAN], [3, 3, 2]]]
    panel, _, log = screened(values)
    assert panel.places == ("p0", "p1")
    assert np.isnan(panel.values[1, 0]).all()
    assert not np.isnan(panel.values[0, 0]).any()
    (line,) = log
    assert (line.place, line.period) == ("p0", "2022")


def test_a_crowd_of_places_without_data_takes_no_indicator_along():
    zones = [[1, 2, 3, 4], [2, 3, 1, 5], [3, 1, 2, 6]]
    counties = [[at, NAN, NAN, NAN] for at in range(7)]
    panel, _, _ = screened(zones + counties)
    assert panel.places == ("p0", "p1", "p2")
    assert len(panel.indicators) == 4


def test_indicators_that_nobody_has_take_no_place_along():
    panel, _, log = screened(
        [[1, 2, NAN, NAN, NAN], [2, 3, NAN, NAN, NAN], [3, NAN, NAN, NAN, NAN]]
    )
    assert panel.places == ("p0", "p1", "p2")
    assert panel.indicators == ("x0", "x1")
    assert {line.node for line in log} == {"x2", "x3", "x4"}


def test_a_year_of_which_little_is_known_is_no_year_of_the_one_place_that_has_it():
    whole = [[1, 2, 3, 4], [2, 3, 1, 5]]
    panel, _, log = screened([whole, [[9, NAN, NAN, NAN], [NAN] * 4], [[NAN] * 4] * 2])
    assert np.isnan(panel.values[1:]).all()
    (empty,) = lines_of(log, period="2023")
    assert empty.place is None
    assert len(lines_of(log, period="2022")) == 2


@pytest.mark.parametrize("level", [5.0, 0.1 + 0.2, NAN])
def test_an_indicator_that_tells_no_place_from_another_is_left_out(level):
    panel, _, log = screened([[1, level], [2, level], [3, level]])
    assert panel.indicators == ("x0",)
    (line,) = lines_of(log, node="x1")
    told = "none of 3 places" if np.isnan(level) else "tells none from another"
    assert told in line.message.en


def test_a_level_indicator_stays_where_it_is_held_against_fixed_figures():
    panel, _, _ = screened([[1, 5], [2, 5]], fixed={"x1"})
    assert panel.indicators == ("x0", "x1")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([[1, 2]], "1 places have enough data"),
        ([[NAN, NAN], [NAN, NAN]], "0 places have enough data"),
        ([[1, 1], [1, 1]], "all places are the same"),
    ],
)
def test_nothing_left_is_an_error_with_the_way_out(values, told):
    with pytest.raises(ScoreError, match=told):
        screened(values)


@given(value_arrays(), st.sampled_from([0.0, 0.3, 0.5, 0.8, 1.0]), st.sampled_from([0.0, 0.5, 1]))
def test_what_is_kept_has_enough_and_what_is_not_is_told(values, places, indicators):
    how = Screening(places=places, indicators=indicators)
    try:
        panel, tree, log = screened(values, how)
    except ScoreError:
        return
    panel.require_tree(tree)
    known = ~np.isnan(panel.values)
    has = known.sum(axis=2)
    assert ((has >= places * len(panel.indicators) - 1e-9) | (has == 0)).all()
    assert (known.any(axis=0).mean(axis=0) >= indicators - 1e-9).all()
    given = small_panel(values)
    gone = {line.place for line in log if line.place and line.period is None}
    assert set(panel.places) == set(given.places) - gone
    out = {line.node for line in log if line.node}
    assert set(panel.indicators) == set(given.indicators) - out
    # Of those kept, no value is lost but of a place's year that has a line.
    rows = [given.places.index(one) for one in panel.places]
    columns = [given.indicators.index(one) for one in panel.indicators]
    before = given.values[:, rows][:, :, columns]
    lost = np.argwhere(~np.isnan(before) & np.isnan(panel.values))
    for period, place, _ in lost:
        assert lines_of(log, place=panel.places[place], period=panel.periods[period])


@given(value_arrays())
def test_screening_a_screened_panel_changes_nothing(values):
    try:
        panel, tree, _ = screened(values)
    except ScoreError:
        return
    again, same, _ = screen(panel, tree, Screening())
    np.testing.assert_array_equal(again.values, panel.values)
    assert [one.id for one in same] == [one.id for one in tree]
