import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wotu.peers.registry import CITY, NAMES, ROWS, A, B, C, registry, value
from wotu.packs.schema import Label
from wotu.peers.errors import PeerError
from wotu.peers.gaps import contribution_gaps, size_and_intensity
from wotu.peers.side_by_side import side_by_side
from wotu.peers.suggest import suggest_peers
from wotu.peers.views import Proportion, View
from wotu.reading.indicators import shipped_indicators
from wotu.scores.tables import SCORE_NODE

INDICATORS = shipped_indicators()
BY = Proportion(parents={A: (CITY,), B: (CITY,)})


def compared(*indicators, view=View.TOTAL, places=(A, B, C), rows=ROWS, period="2025", base=None):
    values = registry(*rows)
    return side_by_side(
        values, places, indicators, period, view, INDICATORS, NAMES, base=base, by=BY
    )


def cells_of(shown, row=0):
    return shown.rows[row].cells


def values_of(shown, row=0):
    return [one.figure and one.figure.value for one in cells_of(shown, row)]


def test_totals_have_ranks_and_gaps_to_best_and_base():
    first, second, third = cells_of(compared("gdp", base=B))
    assert [first.rank, second.rank, third.rank] == [1, 3, 2]
    assert first.to_best.difference == 0 and third.to_best.percent == -50
    assert first.to_base.percent == 300 and second.to_base is None


def test_less_is_better_where_the_dictionary_says_so():
    first, second = cells_of(compared("energy_per_gdp", places=(A, B)))
    assert (first.rank, second.rank) == (1, 2) and second.to_best.difference == pytest.approx(0.2)


def test_no_direction_has_no_rank():
    assert [one.rank for one in cells_of(compared("residents"))] == [None] * 3


def test_unknown_stays_unknown_and_says_so():
    cell = cells_of(compared("area"))[2]
    assert (cell.figure, cell.rank, cell.to_best) == (None, None, None)
    assert cell.missing.en == "no figure" and cell.evidence == ()


def test_another_period_is_shown_and_not_compared():
    shown = compared("hitech_firms")
    first, second, third = cells_of(shown)
    assert second.figure.value == 80 and second.figure.period == "asof:2024-12-31"
    assert not second.figure.same_period
    assert (second.rank, second.to_best) == (None, None)
    assert (first.rank, third.rank, shown.rows[0].known) == (1, 2, 2)


def test_a_bound_is_marked_in_figure_and_gap():
    third = cells_of(compared("hitech_firms"))[2]
    assert third.figure.bound == "over" and not third.to_best.exact


def test_a_quarter_never_stands_for_a_year():
    rows = (value(A, "gdp", "2025-Q4", 9e10, "元"), value(B, "gdp", "2025", 2e10, "元"))
    assert values_of(compared("gdp", places=(A, B), rows=rows)) == [None, 2e10]


def test_money_is_per_person_and_counts_per_ten_thousand():
    shown = compared("gdp", "hitech_firms", "tertiary_share", "residents", view=View.PER_HEAD)
    assert values_of(shown) == [400_000, 200_000, 100_000]
    assert [row.unit for row in shown.rows] == ["元/人", "家/万人", "%", "人"]
    assert values_of(shown, 1)[0] == 25
    assert [row.converted for row in shown.rows] == [True, True, False, False]
    evidence = {one.indicator for one in cells_of(shown)[0].evidence}
    assert evidence == {"gdp", "residents"}


def test_per_head_of_another_year_is_not_made_up():
    cell = cells_of(compared("hitech_firms", view=View.PER_HEAD))[1]
    assert cell.figure is None and "2024" in cell.missing.en


def test_shares_of_the_city_of_land_and_product():
    shown = compared("area", "gdp", view=View.SHARE, places=(A, B))
    assert values_of(shown) == [pytest.approx(0.9), pytest.approx(0.45)]
    assert values_of(shown, 1) == [2, 0.5]
    assert cells_of(shown)[0].share_of == CITY


def test_growth_is_on_the_year_before():
    shown = compared("gdp", view=View.GROWTH)
    assert values_of(shown) == [pytest.approx(25), 0, None]
    assert cells_of(shown)[2].missing.en == "no figure of the year before"


@pytest.mark.parametrize(
    ("places", "period", "base"),
    [((A,), "2025", None), ((A, A), "2025", None), ((A, B), "lately", None), ((A, B), "2025", C)],
)
def test_what_cannot_be_compared_is_named(places, period, base):
    with pytest.raises(PeerError):
        compared("gdp", places=places, period=period, base=base)


positive = st.floats(1, 1e12)


@given(st.tuples(positive, positive, positive, positive))
def test_size_and_intensity_add_up(figures):
    mine, theirs, my_people, their_people = figures
    values = registry(
        value(A, "gdp", "2025", mine, "元"),
        value(B, "gdp", "2025", theirs, "元"),
        value(A, "residents", "asof:2025", my_people, "人"),
        value(B, "residents", "asof:2025", their_people, "人"),
    )
    found = size_and_intensity(values, A, B, "gdp", "2025", INDICATORS)
    per_head = (mine / my_people) / (theirs / their_people)
    assert found.log_size + found.log_intensity == pytest.approx(math.log(mine / theirs), abs=1e-9)
    assert found.intensity_ratio == pytest.approx(per_head)


def test_a_gap_with_a_figure_missing_is_unknown_and_a_rate_is_refused():
    values = registry(*ROWS)
    assert size_and_intensity(values, A, C, "area", "2025", INDICATORS) is None
    with pytest.raises(PeerError, match="total"):
        size_and_intensity(values, A, B, "tertiary_share", "2025", INDICATORS)


def test_contribution_gaps_sum_to_the_gap_in_score():
    nodes = pl.DataFrame(
        [
            {"board": "b@1", "period": "2025", "place_code": place, "node": node, "contribution": points}
            for place, scores in ((A, (30.0, 10.0, 40.0)), (B, (5.0, 20.0, 25.0)))
            for node, points in zip(("gdp", "area", "index"), scores, strict=True)
        ],
        schema=SCORE_NODE,
    )  # fmt: skip
    labels = {name: Label(zh=name, en=name) for name in ("gdp", "area")}
    found = contribution_gaps(nodes, A, B, labels)
    assert [(one.indicator, one.difference) for one in found] == [("gdp", 25), ("area", -10)]
    with pytest.raises(PeerError):
        contribution_gaps(nodes, A, C, labels)


def test_similar_places_come_nearest_first_with_reasons():
    found = suggest_peers(registry(*ROWS), A, 2, INDICATORS)
    assert len(found) == 2
    assert found[0].distance <= found[1].distance
    assert all(one.place != A and one.shared >= 2 and one.reasons for one in found)


def test_a_place_without_figures_has_no_peers():
    with pytest.raises(PeerError, match="539999"):
        suggest_peers(registry(*ROWS), "539999", 2, INDICATORS)
