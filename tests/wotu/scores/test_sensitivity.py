from dataclasses import replace

import numpy as np
import pytest

from tests.wotu.scores.uncertain_boards import NOTHING, board, board_panel, board_tree
from wotu.packs.score_method import (
    AggregationKind,
    Method,
    NormalisationKind,
    Treatment,
    TreatmentKind,
    Uncertainty,
)
from wotu.scores.errors import ScoreError
from wotu.scores.run import score
from wotu.scores.sensitivity import sensitivity
from wotu.scores.tree import Node, Tree
from wotu.scores.uncertainty import rank_intervals

HOW = Uncertainty(draws=2_000)


def by_id(factors):
    return {one.id: one for one in factors}


def test_every_source_of_uncertainty_is_a_factor():
    found = by_id(sensitivity(board(places=12, missing=0.1), HOW))
    assert set(found) == {
        *("normalisation", "aggregation", "imputation", "treatment", "error"),
        *("weights", "weights:growth", "weights:energy"),
    }
    assert all(-0.2 <= one.first <= 1.2 and 0 <= one.total <= 1.3 for one in found.values())


def test_what_has_no_alternative_explains_nothing():
    how = NOTHING.model_copy(update={"error": 0.1, "draws": 10_000})
    found = by_id(sensitivity(board(places=12), how))
    assert found["error"].first == pytest.approx(1, abs=0.1)
    assert found["error"].total == pytest.approx(1, abs=0.1)
    others = [one for name, one in found.items() if name != "error"]
    assert {(one.first, one.total, one.total_error) for one in others} == {(0.0, 0.0, 0.0)}


def test_without_any_uncertainty_nothing_is_explained():
    assert all(one.total == 0 for one in sensitivity(board(), NOTHING))


def test_the_largest_comes_first_and_equal_seeds_agree():
    scored = board(places=12)
    found = sensitivity(scored, HOW)
    totals = [one.total for one in found]
    assert totals == sorted(totals, reverse=True)
    assert found == sensitivity(scored, HOW)


def additive(shares, doubt):
    """Place a against b: one indicator on each side in each of the dimensions, level otherwise.

    Within a dimension of two indicators, a is best in the first and worst in the second by as much
    as b is the other way round, so that the lead of a is the sum over dimensions of
    share * 100 * (w1 - w2): additive in the weights within each dimension.
    """
    nodes = [board_tree().root]
    values = {"a": [], "b": [], "c": []}
    for name, share in shares.items():
        nodes.append(replace(nodes[0], id=name, parent="index", weight=share))
        for at in (0, 1):
            leaf = f"{name}{at}"
            nodes.append(Node(leaf, nodes[0].label, name, 1.0, name not in doubt, indicator=leaf))
            values["a"].append(1.0 - at)
            values["b"].append(float(at))
            values["c"].append(0.5)
    tree = Tree(nodes)
    panel = board_panel(places=3)
    panel = type(panel)(
        tuple(values),
        ("2020",),
        tuple(leaf.id for leaf in tree.leaves),
        np.array([list(values.values())]),
    )
    return score(panel, tree, Method(treatment=Treatment(kind=TreatmentKind.NONE)))


def test_one_dimension_in_doubt_explains_all():
    found = by_id(sensitivity(additive({"x": 1, "y": 1}, {"x"}), NOTHING, place="a"))
    assert found["weights:x"].first == pytest.approx(1, abs=0.1)
    assert found["weights:x"].total == pytest.approx(1, abs=0.1)
    # y has weights too, but no doubt about them: its factor varies nothing.
    assert found["weights:y"].total == pytest.approx(0, abs=1e-9)


def test_two_dimensions_in_doubt_explain_as_the_law_of_the_sign_says():
    """a leads where x + y > 0, x and y uniform and alike: ranks 1 and 3 with equal chance.

    The first-order index of each is Var(E[sign | x]) / Var(sign) = E[x^2] = 1/3 for x uniform on
    [-1, 1], the total is 1 - 1/3 = 2/3.
    """
    how = NOTHING.model_copy(update={"draws": 20_000})
    found = by_id(sensitivity(additive({"x": 1, "y": 1}, {"x", "y"}), how, place="a"))
    for name in ("weights:x", "weights:y"):
        assert found[name].first == pytest.approx(1 / 3, abs=0.06)
        assert found[name].total == pytest.approx(2 / 3, abs=0.06)


def test_a_dimension_that_outweighs_the_other_explains_nearly_all():
    how = NOTHING.model_copy(update={"draws": 10_000})
    found = by_id(sensitivity(additive({"x": 9, "y": 1}, {"x", "y"}), how, place="a"))
    assert found["weights:x"].first > 0.8
    # x decides unless it is within a ninth of zero: E[min(9 |x|, 1)^2] and so on.
    assert found["weights:y"].first < 0.05


def test_the_draws_and_the_sample_agree_on_the_rank_of_a_place():
    """The nominal method alone, with weights in doubt: the mean rank is that of the draws."""
    scored = additive({"x": 1, "y": 1}, {"x", "y"})
    found = rank_intervals(scored, NOTHING.model_copy(update={"draws": 4_000}))
    place = found.places.index("a")
    assert found.rank_counts[place, 0] / 4_000 == pytest.approx(0.5, abs=0.05)


def test_many_choices_at_once_explain_no_more_than_all():
    how = HOW.model_copy(
        update={
            "normalisations": (NormalisationKind.MIN_MAX, NormalisationKind.RANK),
            "aggregations": (AggregationKind.ARITHMETIC, AggregationKind.MEDIAN),
        }
    )
    found = sensitivity(board(places=12), how)
    assert sum(one.first for one in found) < 1.15


def test_a_place_without_rank_is_an_error_that_names_it():
    with pytest.raises(ScoreError, match="nowhere"):
        sensitivity(board(), HOW, place="nowhere")
