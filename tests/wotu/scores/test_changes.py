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
    with_values,
)
from wotu.packs.score_method import AggregationKind, NormalisationKind
from wotu.scores.changes import Cause, change
from wotu.scores.errors import ScoreError
from wotu.scores.run import score
from wotu.scores.scored import Scored

GEOMETRIC = with_aggregation(AggregationKind.GEOMETRIC, low=1.0)


def parts_of(found):
    return {one.cause: one for one in found.parts}


def assert_adds_up(found):
    assert sum(one.score for one in found.parts) == pytest.approx(found.score, abs=1e-9)
    assert sum(one.rank for one in found.parts) == pytest.approx(found.rank, abs=1e-9)
    own = parts_of(found)[Cause.OWN].score
    assert sum(one.score for one in found.own) == pytest.approx(own, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(seeds, seeds)
def test_parts_add_up_exactly(one, other):
    before = board_of(redrawn(one))
    after = board_of(redrawn(other), GEOMETRIC, tree_of("++++", weights=[1, 3, 2, 5]))
    assert_adds_up(change(before, after, "p2"))


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_nothing_changed_gives_zero_everywhere(seed):
    scored = board_of(redrawn(seed))
    found = change(scored, scored, "p3")
    assert [(one.score, one.rank) for one in found.parts] == [(0, 0)] * 3
    assert found.own == ()


@settings(max_examples=20, deadline=None)
@given(seeds)
@pytest.mark.parametrize("method", [PLAIN, GEOMETRIC], ids=["sum", "geometric"])
def test_only_own_data_changed_is_all_own(method, seed):
    before = board_of(redrawn(seed), method)
    values = before.given.values.copy()
    values[0, 1, 2] *= 1.7
    parts = parts_of(found := change(before, with_values(before, values), "p1"))
    assert parts[Cause.PEERS].score == pytest.approx(0, abs=1e-9)
    assert parts[Cause.METHOD].score == pytest.approx(0, abs=1e-9)
    assert {one.indicator for one in found.own} <= {before.given.indicators[2]}
    assert_adds_up(found)


@settings(max_examples=20, deadline=None)
@given(seeds, seeds)
@pytest.mark.parametrize("method", [PLAIN, GEOMETRIC], ids=["sum", "geometric"])
def test_there_and_back_have_opposite_signs(method, one, other):
    before, after = board_of(redrawn(one)), board_of(redrawn(other), method)
    there, back = change(before, after, "p4"), change(after, before, "p4")
    for first, second in zip(there.parts, back.parts, strict=True):
        assert first.score == pytest.approx(-second.score, abs=1e-9)
        assert first.rank == pytest.approx(-second.rank, abs=1e-9)
    returned = {one.indicator: one.score for one in back.own}
    for part in there.own:
        assert part.score == pytest.approx(-returned.get(part.indicator, 0.0), abs=1e-9)


def test_a_new_peer_is_part_of_the_peers_data():
    values = redrawn(5)
    before = board_of(values)
    after = board_of(np.vstack([values, values.max(axis=0) * 2]))
    parts = parts_of(found := change(before, after, "p0"))
    assert parts[Cause.OWN].score == parts[Cause.METHOD].score == pytest.approx(0, abs=1e-9)
    assert parts[Cause.PEERS].score == pytest.approx(found.score) and found.score < 0


def test_a_new_indicator_is_part_of_the_method():
    values = redrawn(6)
    before, after = board_of(values[:, :3]), board_of(values)
    parts = parts_of(found := change(before, after, "p0"))
    assert parts[Cause.OWN].score == parts[Cause.PEERS].score == pytest.approx(0, abs=1e-9)
    assert parts[Cause.METHOD].score == pytest.approx(found.score)


def test_two_periods_of_one_board_are_compared():
    values = np.stack([redrawn(1), redrawn(2), redrawn(3)])
    scored = board_of(values, with_normalisation(NormalisationKind.MIN_MAX, reference="pooled"))
    found = change(scored, scored, "p1", period_before=-2)
    assert found.score_before == scored.index[1, 1] and found.score_after == scored.index[2, 1]
    assert parts_of(found)[Cause.METHOD].score == pytest.approx(0, abs=1e-9)
    assert_adds_up(found)


def test_denominators_belong_to_the_own_data():
    tree = tree_of("++", denominators=["people", None])
    people = np.array([[10.0, 20, 30, 40]])
    values = np.array([[5.0, 1], [30, 2], [12, 3], [80, 4]])
    before = board_of(values, tree=tree, denominators={"people": people})
    fewer = people.copy()
    fewer[0, 2] = 15
    after = board_of(values, tree=tree, denominators={"people": fewer})
    parts = parts_of(found := change(before, after, "p2"))
    assert parts[Cause.OWN].score == pytest.approx(found.score) and found.score > 0
    assert [one.indicator for one in found.own] == ["x0"]


def test_a_place_on_one_side_only_is_refused():
    with pytest.raises(ScoreError, match="p6"):
        change(board_of(redrawn(1)[:5]), board_of(redrawn(1)), "p6")


@pytest.mark.shared
def test_asem_with_other_weights_and_data_adds_up():
    before = asem()
    values = before.given.values.copy()
    at = before.given.places.index("DEU")
    values[0, at] *= np.where(np.isnan(values[0, at]), 1.0, 1.05)
    values[0, before.given.places.index("LUX")] *= 0.97
    method = before.method.model_copy(update={"normalisation": GEOMETRIC.normalisation})
    after: Scored = score(before.given.with_values(values), before.tree, method)
    found = change(before, after, "DEU")
    assert_adds_up(found)
    assert found.words[0].en.format(place="Germany").startswith("Germany: ")
