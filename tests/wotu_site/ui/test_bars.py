import pytest

from wotu_site.ui.bars import MarginBar, ScoreBar, sparkline


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(71, 90, "met"), (60, 70.9, "not_met"), (60, 71, "unknown"), (71, 71, "met")],
)
def test_a_score_passes_only_if_its_lowest_does(low, high, verdict):
    assert ScoreBar(low, high, 71, 100).verdict == verdict


def test_a_certain_score_is_still_seen():
    bar = ScoreBar(50, 50, 71, 100)
    assert (bar.low_x, bar.span, bar.pass_x) == (80.0, 3.0, 113.6)


@pytest.mark.parametrize(
    ("value", "x"), [(None, 0.0), (0, 0.0), (2.5, 40.0), (5, 80.0), (10, 160.0), (99, 160.0)]
)
def test_the_threshold_stands_in_the_middle(value, x):
    bar = MarginBar(value, 5, "met")
    assert (bar.value_x, bar.threshold_x) == (x, 80.0)


def test_a_threshold_of_zero_draws_no_bar():
    assert MarginBar(3, 0, "met").value_x == 0.0


def test_a_missing_value_leaves_a_gap():
    line = sparkline([1, 2, None, 4, 5])
    assert len(line.lines) == 2
    assert line.last == (93.0, 3.0)


@pytest.mark.parametrize("values", [[], [None, None]])
def test_nothing_known_draws_nothing(values):
    assert sparkline(values).lines == ()
    assert sparkline(values).last is None


def test_a_flat_course_is_a_flat_line():
    assert sparkline([7, 7]).lines == ("3.0,21.0 93.0,21.0",)
