import json

import numpy as np
import pytest

from tests.shared_data import shared_path
from wotu.packs.loader import load_packs, shipped_packs
from wotu.packs.score_method import Aggregation
from wotu.packs.scoreboards import Mark
from wotu.scores.aggregate import aggregate
from wotu.scores.board import tree_of
from wotu.scores.panel import Panel
from wotu.scores.weigh import weigh


@pytest.fixture(scope="module")
def packs():
    return load_packs([shipped_packs() / name for name in ("cn", "jiangsu", "example-city")])


def test_both_editions_of_the_national_evaluation_stand_side_by_side(packs):
    newer, older = packs.scoreboards.of("national_hitech_zones")
    assert (older.edition, newer.edition) == ("2021", "2024")
    assert (older.complete, newer.complete) == (True, False)
    assert packs.scoreboards.require("national_hitech_zones") is older


def test_the_table_of_2021_has_46_indicators_of_which_five_are_judged(packs):
    board = packs.scoreboards["national_hitech_zones@2021"]
    leaves = board.every_indicator
    assert len(leaves) == len({leaf.indicator for leaf in leaves}) == 46
    judged = [leaf.number for leaf in leaves if leaf.judged]
    assert judged == ["1.10", "2.10", "3.9", "5.9", "5.10"]
    assert all(packs.indicators[leaf.indicator].unit == "分" for leaf in leaves if leaf.judged)
    assert [len(one.indicators) for one in board.dimensions] == [10, 10, 9, 7, 10]


def test_only_verified_weights_are_marked_as_known(packs):
    board = packs.scoreboards["national_hitech_zones@2021"]
    known = {leaf.number: leaf.weight for leaf in board.every_indicator if leaf.weight is not None}
    assert known == {"1.1": 0.8, "1.2": 1.2}
    tree = tree_of(board, packs.indicators)
    assert sum(leaf.weight for leaf in tree.leaves) == pytest.approx(100)
    assert sum(leaf.weight_known for leaf in tree.leaves) == 2
    assert tree["internal_rd_to_revenue"].weight == pytest.approx(18 / 8)
    assert {leaf.id for leaf in tree.leaves if leaf.sign < 0} == {
        "energy_per_value_added",
        "co2_growth",
    }


@pytest.mark.parametrize("board", ["provincial_zones_example@2025", "city_parks_example@2025"])
def test_examples_say_that_they_are_ones_own_choice(packs, board):
    found = packs.scoreboards[board]
    assert found.source.own_choice is not None and "示例" in found.label.zh
    assert 12 <= len(found.every_indicator) <= 20
    assert all(leaf.mark is Mark.OWN for leaf in found.every_indicator)
    assert sum(one.weight for one in found.dimensions) == pytest.approx(100)
    assert found.scope.takes("530100") and found.scope.takes("320500")


@pytest.mark.shared
def test_group_weights_give_the_totals_of_the_vectors(packs):
    vectors = json.loads(shared_path("criteria", "zone_evaluation.vectors.json").read_text("utf-8"))
    board = packs.scoreboards["national_hitech_zones@2021"]
    by_number = {one.number: one.id for one in board.dimensions}
    assert {one.number: one.weight for one in board.dimensions} == vectors["weights"]
    tree = tree_of(board, packs.indicators)
    cases = vectors["cases"]
    # Every indicator of a dimension at the dimension's score: then so is the dimension itself.
    values = np.array(
        [
            [case["inputs"]["group_scores"][tree[leaf.parent].number] for leaf in tree.leaves]
            for case in cases
        ]
    )
    panel = Panel(
        places=tuple(case["id"] for case in cases),
        periods=("2021",),
        indicators=tuple(leaf.id for leaf in tree.leaves),
        values=values[None, :, :],
    )
    weights, _ = weigh(panel, tree, board.method.weighting)
    scores, _ = aggregate(panel, tree, weights, Aggregation())
    for at, case in enumerate(cases):
        assert 100 * scores["index"][0, at] == pytest.approx(case["expected"]["total"])
        for number, wanted in case["expected"]["by_group"].items():
            node = by_number[number]
            share = 100 * weights[node][0, at] * scores[node][0, at]
            assert share == pytest.approx(wanted)
