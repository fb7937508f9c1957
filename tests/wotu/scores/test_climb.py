from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings

from tests.wotu.scores.boards import (
    PLAIN,
    asem,
    board_of,
    redrawn,
    seeds,
    tree_of,
    with_aggregation,
    with_normalisation,
)
from wotu.packs.score_method import AggregationKind, Method, NormalisationKind, WeightingKind
from wotu.scores.climb import climb
from wotu.scores.errors import ScoreError
from wotu.scores.whatif import scored_anew, what_if

OTHERS = [
    with_normalisation(NormalisationKind.Z_SCORE),
    with_normalisation(NormalisationKind.RANK),
    with_normalisation(NormalisationKind.DISTANCE_TO_BEST),
    with_normalisation(NormalisationKind.MIN_MAX, reference="pooled"),
    with_aggregation(AggregationKind.GEOMETRIC, low=1.0),
    with_aggregation(AggregationKind.COPELAND),
    PLAIN.model_copy(
        update={"weighting": PLAIN.weighting.model_copy(update={"kind": WeightingKind.ENTROPY})}
    ),
]


def last_place(scored):
    return scored.screened.places[int(np.argmax(scored.ranks["index"][-1]))]


def assert_confirmed(scored, found):
    """Every solution, put into the data and scored anew, climbs what it says."""
    for mix in filter(None, found.frontier):
        moved = {one.indicator: one.after for one in mix.moves}
        assert what_if(scored, found.place, moved).rank_after <= found.rank - mix.ranks
        assert mix.cost == pytest.approx(sum(one.cost for one in mix.moves))
        assert mix.at_least <= mix.cost
    for one in found.singles:
        if one.enough:
            moved = {one.move.indicator: one.move.after}
            assert what_if(scored, found.place, moved).rank_after <= found.rank - found.ranks


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(seeds)
def test_the_mix_climbs_and_no_single_is_cheaper(seed):
    scored = board_of(redrawn(seed))
    found = climb(scored, last_place(scored), 3)
    assert_confirmed(scored, found)
    assert found.mix is not None
    for one in found.singles:
        assert not one.enough or one.move.cost >= found.mix.at_least * (1 - 1e-9)


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(seeds)
def test_more_ranks_never_cost_less(seed):
    scored = board_of(redrawn(seed, places=9))
    costs = [one.cost for one in climb(scored, last_place(scored), 5).frontier if one]
    assert all(b >= a * (1 - 1e-3) for a, b in pairwise(costs))


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_no_point_of_a_fine_grid_is_cheaper_than_the_bound(seed):
    scored = board_of(redrawn(seed, places=5, indicators=2))
    place = last_place(scored)
    mix = climb(scored, place, 1).mix
    spread = np.nanstd(scored.given.values[0], axis=0, ddof=1)
    at = scored.given.places.index(place)
    for steps in product(np.linspace(0, 3, 19), repeat=2):
        cost = sum(steps)
        if cost < mix.at_least * (1 - 1e-6):
            moved = scored.given.values[0, at] + np.array(steps) * spread
            changes = dict(zip(scored.given.indicators, moved, strict=True))
            rank = what_if(scored, place, changes).rank_after
            assert rank == scored.ranks["index"][0, at], (steps, cost, mix.at_least)


@pytest.mark.slow
@settings(max_examples=3, deadline=None)
@given(seeds)
@pytest.mark.parametrize("method", OTHERS, ids=lambda one: one.normalisation.kind)
def test_other_methods_find_confirmed_solutions(method, seed):
    values = redrawn(seed, places=8)
    several = method.normalisation.reference != "period"
    scored = board_of(np.stack([values * 0.8, values]) if several else values, method)
    found = climb(scored, last_place(scored), 2)
    assert_confirmed(scored, found)
    assert found.mix is not None


def test_the_linear_case_is_the_greedy_by_points_per_cost():
    # Scores: p0 0+0, p1 50+50, p2 100+100, of two indicators that weigh 2 : 1, deviation 1.
    # p0 needs 50 points to be level with p1: x0 brings 2/3 of 50 a deviation, so 1.5 of them, as
    # long as it is not the only worst one; p3 and p4 keep the lower ends where they are.
    values = [[0, 0], [1, 1], [2, 2], [0, 1], [1, 0]]
    scored = board_of(values)
    found = climb(scored, "p0", 1)
    deviation = np.std([0, 1, 2, 0, 1], ddof=1)
    # p4 (x0 = 1, x1 = 0) is ahead too: the nearest one is p3 with 50/3 points.
    assert found.mix.proven
    assert [one.indicator for one in found.mix.moves] == ["x0"]
    assert found.mix.moves[0].after == pytest.approx(0.5, abs=2e-5)
    assert found.mix.cost == pytest.approx(0.5 / deviation, rel=1e-4)


def test_dear_and_fixed_indicators_are_left():
    scored = board_of([[0, 0], [1, 1], [2, 2], [0, 1], [1, 0]])
    dear = climb(scored, "p0", 1, {"x0": 3.0})
    fixed = climb(scored, "p0", 1, {"x0": None})
    assert [one.indicator for one in dear.mix.moves] == ["x1"]
    assert [one.move.indicator for one in fixed.singles] == ["x1"]
    assert climb(scored, "p0", 1, {"x0": None, "x1": float("inf")}).mix is None


def test_shares_stop_at_100_and_counts_come_whole():
    values = [[95.0, 3], [99, 8], [97, 5], [90, 1], [96, 0]]
    scored = board_of(values, tree=tree_of("++", units=["%", "家"]))
    found = climb(scored, "p0", 2)
    assert_confirmed(scored, found)
    for mix in found.frontier:
        for move in mix.moves:
            assert move.unit != "%" or move.after <= 100
            assert move.unit != "家" or move.after == round(move.after)


def test_less_is_better_goes_down_and_not_below_zero():
    values = [[9.0, 3], [2, 8], [5, 5], [8, 1], [1, 0]]
    scored = board_of(values, tree=tree_of("-+"))
    found = climb(scored, "p0", 2, {"x1": None})
    assert_confirmed(scored, found)
    assert all(0 <= one.move.after < one.move.before for one in found.singles)


def test_a_change_is_told_before_its_denominator():
    tree = tree_of("++", denominators=["people", None])
    values = np.array([[5.0, 1], [30, 2], [90, 3], [80, 4]])
    scored = board_of(values, tree=tree, denominators={"people": np.array([[10.0, 20, 30, 40]])})
    found = climb(scored, "p0", 1, {"x1": None})
    assert_confirmed(scored, found)
    move = found.mix.moves[0]
    # p1 has 1.5 a head, and p0 ten people: something past that, in whole persons' units.
    assert move.before == 5 and 10 < move.after < 60


def test_an_unknown_figure_is_not_improved():
    values = redrawn(3)
    values[:, 0] = [3, 4, 5, 6, 7, 8, np.nan]
    scored = board_of(values)
    found = climb(scored, "p6", 1)
    assert found.unknown == ("x0",)
    assert "x0" not in {one.move.indicator for one in found.singles}


def test_the_first_has_nothing_to_climb():
    scored = board_of([[0, 0], [1, 1], [2, 2]])
    found = climb(scored, "p2", 3)
    assert (found.ranks, found.frontier, found.mix) == (0, (), None)
    assert any("first" in one.en for one in found.notes)


@pytest.mark.parametrize(
    ("place", "ranks", "costs", "said"),
    [
        ("p9", 1, {}, "p9"),
        ("p0", 0, {}, "1"),
        ("p0", 1, {"x7": 1}, "x7"),
        ("p0", 1, {"x0": 0}, "x0"),
    ],
)
def test_what_cannot_be_asked_is_named(place, ranks, costs, said):
    with pytest.raises(ScoreError, match=said):
        climb(board_of([[0, 0], [1, 1], [2, 2]]), place, ranks, costs)


def test_figures_to_be_reached_have_few_digits_and_are_enough():
    scored = board_of(redrawn(8))
    found = climb(scored, last_place(scored), 1)
    reached = [one.after for one in found.mix.moves]
    reached += [one.move.after for one in found.singles if one.enough]
    assert all(len(f"{one:.12g}".replace(".", "").strip("0")) <= 5 for one in reached)
    assert_confirmed(scored, found)


def test_words_name_places_by_placeholders_only():
    found = climb(board_of([[0, 0], [1, 1], [2, 2], [0, 1], [1, 0]]), "p0", 1)
    said = found.mix.words.zh.format(place="云岭高新区", passed="江川高新区")
    assert "云岭高新区" in said and "p0" not in said


@pytest.mark.shared
def test_asem_climbs_are_confirmed():
    scored = asem()
    found = climb(scored, "LAO", 2)
    assert_confirmed(scored, found)
    assert found.mix.proven


def test_what_if_with_the_same_figures_changes_nothing():
    scored = board_of(redrawn(4))
    at = scored.given.places.index("p2")
    same = dict(zip(scored.given.indicators, scored.given.values[0, at], strict=True))
    effect = what_if(scored, "p2", same)
    assert effect.score_after == pytest.approx(effect.score_before)
    assert (effect.rank_after, effect.passed, effect.passed_by) == (effect.rank_before, (), ())


@settings(max_examples=15, deadline=None)
@given(seeds)
@pytest.mark.parametrize("method", [Method(), *OTHERS], ids=lambda one: one.normalisation.kind)
def test_what_if_is_the_scoring_of_everything(method, seed):
    values = redrawn(seed, places=12)
    values[3, 1] = np.nan
    tree = tree_of("+-++", denominators=["people", None, None, None])
    people = np.arange(10.0, 22.0)[None]
    scored = board_of(values, method, tree, denominators={"people": people})
    changes = {"x0": values[2, 0] * 3, "x2": values[2, 2] / 2}
    fast, whole = what_if(scored, "p2", changes), scored_anew(scored, "p2", changes)
    assert fast.score_after == pytest.approx(whole.score_after, abs=1e-9)
    assert fast.rank_after == whole.rank_after
    assert set(fast.passed) == set(whole.passed)


def test_what_if_names_who_is_passed():
    scored = board_of([[0, 0], [1, 1], [2, 2], [0, 1], [1, 0]])
    effect = what_if(scored, "p0", {"x0": 3.0, "x1": 3.0})
    assert effect.rank_after == 1
    assert set(effect.passed) == {"p1", "p2", "p3", "p4"}


def test_what_if_in_a_period_among_others_is_the_whole_scoring():
    values = np.stack([redrawn(1), redrawn(2)])
    values[1, 3, 0] = np.nan  # filled in from the period before: both must be scored
    scored = board_of(values)
    changed = scored.given.values.copy()
    changed[1, 2, 1] *= 2
    whole = board_of(changed[:, :, np.argsort([int(one[1:]) for one in scored.given.indicators])])
    name = scored.given.indicators[1]
    effect = what_if(scored, "p2", {name: changed[1, 2, 1]})
    assert effect.score_after == pytest.approx(whole.index[1, 2])
