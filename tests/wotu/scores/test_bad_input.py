"""Figures as they come: each case has scores with their intervals, or an error that names a node."""

import numpy as np
import pytest

from tests.wotu.scores.small_panels import flat, small_panel
from wotu.packs.score_method import (
    AggregationKind,
    Method,
    Normalisation,
    NormalisationKind,
    Uncertainty,
)
from wotu.scores import rows
from wotu.scores.correlations import consistency
from wotu.scores.errors import ScoreError
from wotu.scores.flips import flips
from wotu.scores.run import score
from wotu.scores.sensitivity import sensitivity
from wotu.scores.uncertainty import rank_intervals

pytestmark = pytest.mark.filterwarnings("error")

HOW = Uncertainty(draws=64)
INDICATORS = 4


def figures(places=6, periods=1):
    return np.random.default_rng(1).uniform(1, 10, (periods, places, INDICATORS))


def with_(cells, value, **shape):
    values = figures(**shape)
    values[cells] = value
    return values


def scored_of(values, kind=NormalisationKind.MIN_MAX):
    marks = {"goalposts": [(0.0, 10.0)] * INDICATORS, "target": [8.0] * INDICATORS}
    method = Method(normalisation=Normalisation(kind=kind))
    return score(small_panel(values), flat(INDICATORS, **marks), method)


EVERY = slice(None)
CASES = {
    "a constant": with_((EVERY, EVERY, 0), 5.0),
    "an indicator of zeros": with_((EVERY, EVERY, 0), 0.0),
    "an indicator that nobody has": with_((EVERY, EVERY, 0), np.nan),
    "an indicator of one value": with_((EVERY, slice(1, None), 0), np.nan),
    "a place with one value": with_((0, 0, slice(1, None)), np.nan),
    "two places": figures(places=2),
    "places that are alike": with_((0, 1), figures()[0, 0]),
    "all places alike but one": with_((0, slice(1, None)), figures()[0, 1]),
    "below zero": -figures(),
    "one value far beyond": with_((0, 0, 0), 1e50),
    "a year of one place": with_((0, slice(1, None)), np.nan, periods=2),
    "nothing in the last year": with_((1,), np.nan, periods=2),
}


@pytest.mark.parametrize("kind", [NormalisationKind.MIN_MAX, NormalisationKind.DISTANCE_TO_TARGET])
@pytest.mark.parametrize("case", CASES)
def test_what_has_scores_has_intervals_and_tables(case, kind):
    scored = scored_of(CASES[case], kind)
    assert not np.isinf(scored.index).any()
    for period in range(len(scored.given.periods)):
        found = rank_intervals(scored, HOW, period)
        assert len(found.places) == (~np.isnan(scored.index[period])).sum()
        assert (found.rank_low <= found.rank_high).all()
        rows.rank_rows("board", scored.given.periods[period], found)
    flips(scored, HOW)
    sensitivity(scored, HOW)
    consistency(scored)
    assert rows.node_rows("board", scored).height
    assert rows.value_rows("board", scored).height


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (np.full((1, 6, INDICATORS), 3.0), "all places are the same"),
        (np.full((1, 6, INDICATORS), np.nan), "0 places have enough data"),
        (figures() * 1e-305, "all places are the same"),
        (figures(places=1), "1 places have enough data"),
        (with_((0, 2, 3), 1e200), r"'x3', place p2, 2021: 1e\+200 is no usable figure"),
        (with_((0, 2, 3), -np.inf), r"'x3', place p2, 2021: -inf is no usable figure"),
    ],
)
def test_what_cannot_be_scored_says_where_and_what_to_do(values, said):
    with pytest.raises(ScoreError, match=said) as caught:
        scored_of(values)
    assert caught.value.facts["node"]


def test_a_score_lies_on_the_scale_of_its_interval():
    # Z-scores lie around 100, points of the min-max between 0 and 100.
    how = Uncertainty(
        draws=400,
        normalisations=(NormalisationKind.Z_SCORE, NormalisationKind.RANK),
        aggregations=(AggregationKind.ARITHMETIC,),
    )
    found = rank_intervals(scored_of(figures(places=9)), how)
    assert ((found.score_low <= found.score) & (found.score <= found.score_high)).all()
    assert (found.score_high <= 100).all()
