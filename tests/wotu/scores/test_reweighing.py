"""Other weights: only the weighing and what follows from it is done anew."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wotu.packs.schema import Label
from wotu.packs.score_method import Imputation, Method, Treatment, Weighting
from wotu.scores.errors import ScoreError
from wotu.scores.panel import Panel
from wotu.scores.reweighing import reweigh
from wotu.scores.run import score
from wotu.scores.tree import Node, Tree

PLACES = ("a", "b", "c", "d")
VALUES = [[9.0, 1.0, 5.0], [7.0, 4.0, 6.0], [3.0, 8.0, 2.0], [1.0, 9.0, 9.0]]


def node(name, parent, weight=None, *, leaf=False):
    return Node(name, Label(zh=name, en=name), parent, weight, indicator=name if leaf else None)


def scored(weights=(60.0, 40.0), kind="given"):
    tree = Tree(
        [
            node("index", None),
            node("one", "index", weights[0]),
            node("x", "one", 1.0, leaf=True),
            node("y", "one", 2.0, leaf=True),
            node("two", "index", weights[1]),
            node("z", "two", 1.0, leaf=True),
        ]
    )
    panel = Panel(PLACES, ("2025",), ("x", "y", "z"), np.array([VALUES]))
    method = Method(
        imputation=Imputation(kinds=("none",)),
        treatment=Treatment(kind="none"),
        weighting=Weighting(kind=kind),
    )
    return score(panel, tree, method)


def test_the_tables_own_weights_change_nothing():
    for one in reweigh(scored(), {}):
        assert (one.rank_after, one.score_after) == (one.rank_before, one.score_before)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.0, 100.0), st.floats(0.1, 100.0), st.floats(0.01, 50.0))
def test_only_proportions_count_and_scoring_anew_gives_the_same(first, second, scale):
    before = scored()
    found = reweigh(before, {"one": first, "two": second})
    scaled = reweigh(before, {"one": first * scale, "two": second * scale})
    anew = scored((first, second))
    at = {place: number for number, place in enumerate(anew.screened.places)}
    for one, other in zip(
        sorted(found, key=lambda s: s.place), sorted(scaled, key=lambda s: s.place), strict=True
    ):
        assert one.score_after == pytest.approx(other.score_after, abs=1e-9)
        assert one.score_after == pytest.approx(anew.index[0, at[one.place]], abs=1e-9)


def test_all_the_weight_on_one_dimension_ranks_by_it_alone():
    before = scored()
    found = {one.place: one for one in reweigh(before, {"one": 0.0, "two": 1.0})}
    alone = before.ranks["two"][0]
    assert [found[place].rank_after for place in PLACES] == alone.tolist()
    assert [one.rank_after for one in reweigh(before, {"two": 0.0})] == sorted(
        before.ranks["one"][0].tolist()
    )


@pytest.mark.parametrize(
    ("weights", "kind", "named"),
    [
        ({"tow": 1.0}, "given", "two"),
        ({"one": 0.0, "two": 0.0}, "given", "zero"),
        ({"one": 1.0}, "entropy", "by hand"),
    ],
)
def test_what_cannot_be_reweighed_is_refused(weights, kind, named):
    with pytest.raises(ScoreError, match=named):
        reweigh(scored(kind=kind), weights)
