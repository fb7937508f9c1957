import numpy as np
import polars as pl
import pytest

from tests.shared_data import shared_path
from tests.wotu.scores.small_trees import flat_tree, panel_of, scored_of, two_dimensions
from wotu.packs.schema import Label
from wotu.packs.score_method import Aggregation, AggregationKind, Weighting, WeightingKind
from wotu.scores.aggregate import aggregate
from wotu.scores.errors import ScoreError
from wotu.scores.log import Step
from wotu.scores.tree import Node, Tree
from wotu.scores.weigh import weigh

NAN = np.nan


def run(tree, values, *kinds, least_share=0.5):
    panel = panel_of(tree, values)
    weights, _ = weigh(panel, tree, Weighting())
    how = Aggregation(kinds=kinds or (AggregationKind.ARITHMETIC,), least_share=least_share)
    return aggregate(panel, tree, weights, how)


def test_levels_follow_each_other():
    # A = (10 + 3 * 50) / 4 = 40; B = (2 * 20 + 2 * 40 + 4 * 60) / 8 = 45; 0.3 A + 0.7 B = 43.5
    scores, _ = run(two_dimensions(), [[10, 50, 20, 40, 60]])
    assert [scores[name].item() for name in ("a", "A", "B", "INDEX")] == [10, 40, 45, 43.5]


def test_each_depth_has_its_kind():
    kinds = (AggregationKind.GEOMETRIC, AggregationKind.ARITHMETIC)
    scores, log = run(two_dimensions(), [[10, 50, 20, 40, 60]], *kinds)
    assert scores["INDEX"].item() == pytest.approx(40**0.3 * 45**0.7)
    said = {line.node: line.message.en for line in log}
    assert "geometric" in said["INDEX"]
    assert "arithmetic" in said["A"]


def test_unknown_values_pass_their_weight_on_and_the_log_says_so():
    scores, log = run(two_dimensions(), [[NAN, 50, 20, 40, NAN], [10, 50, 20, 40, 60]])
    assert scores["A"][0, 0] == 50
    assert scores["B"][0, 0] == 30
    (line,) = [one for one in log if one.node == "A" and one.after is not None]
    assert (line.after, line.period, line.step) == (1, "2020", Step.AGGREGATE)


def test_too_little_weight_known_is_no_score_and_the_log_names_the_place():
    scores, log = run(two_dimensions(), [[10, NAN, 20, 40, 60], [10, 50, 20, 40, 60]])
    assert np.isnan(scores["A"]).tolist() == [[True, False]]
    assert scores["INDEX"][0, 0] == 45
    assert [(one.node, one.place) for one in log if one.place] == [("A", "p0")]


def test_a_period_in_which_nobody_has_a_score_needs_one_line():
    values = [[[NAN, 5], [NAN, 6]], [[1, 5], [2, 6]]]
    _, log = run(flat_tree(2), values, least_share=0.6)
    assert [(one.period, one.place) for one in log if one.period] == [("2020", None)]


def test_a_place_that_takes_no_part_in_a_period_needs_none():
    values = [[[NAN, NAN], [4, 6]], [[1, 5], [2, 6]]]
    scores, log = run(flat_tree(2), values)
    assert np.isnan(scores["INDEX"][0, 0])
    assert [line for line in log if line.period] == []


@pytest.mark.shared
def test_the_published_scores_of_asem_are_reproduced():
    """Sustainable connectivity of 51 countries, normalised to scores, as COINr publishes them
    (bluefoxr/COINr b968203): three levels of arithmetic means, all weights 1."""
    meta = pl.read_csv(shared_path("data", "composite", "asem_metadata.csv"))
    meta = meta.filter(pl.col("Type").is_in(["Indicator", "Aggregate"])).sort(
        "Level", descending=True
    )
    nodes = [
        Node(
            row["iCode"],
            Label(zh=row["iName"], en=row["iName"]),
            row["Parent"] or None,
            row["Weight"],
            indicator=row["iCode"] if row["Type"] == "Indicator" else None,
        )
        for row in meta.iter_rows(named=True)
    ]
    tree = Tree(nodes)
    leaves = [leaf.id for leaf in tree.leaves]
    normalised = pl.read_csv(shared_path("data", "composite", "asem_expected_normalised.csv"))
    published = pl.read_csv(shared_path("data", "composite", "asem_expected_aggregated.csv"))
    scores, _ = run(tree, normalised.select(leaves).to_numpy(), least_share=0)
    for parent in tree.groups:
        assert scores[parent.id][0] == pytest.approx(published[parent.id].to_numpy(), abs=1e-6)


@pytest.mark.parametrize("kind", [AggregationKind.GEOMETRIC, AggregationKind.HARMONIC])
def test_values_that_are_not_above_zero_are_an_error_with_the_way_out(kind):
    with pytest.raises(ScoreError, match=r"'b', place p1.*min_max, low 1, high 100") as caught:
        run(flat_tree(2), [[1, 2], [3, 0]], kind)
    assert (caught.value.facts["node"], caught.value.facts["place"]) == ("b", "p1")


def test_a_value_without_weight_may_be_zero():
    scores, _ = run(flat_tree(2, [1, 0]), [[5, 0]], AggregationKind.GEOMETRIC)
    assert scores["INDEX"].item() == pytest.approx(5)


def test_mazziotta_pareto_wants_values_around_a_hundred():
    with pytest.raises(ScoreError, match=r"'INDEX'.*around 100.*z_score"):
        run(flat_tree(2), [[40, 60], [10, 30]], AggregationKind.MAZZIOTTA_PARETO)
    with pytest.raises(ScoreError, match=r"'a', place p0.*z_score"):
        run(flat_tree(2), [[-1.2, 0.4], [1.2, 0.3]], AggregationKind.MAZZIOTTA_PARETO)


def test_benefit_of_the_doubt_is_arithmetic():
    weighting = Weighting(kind=WeightingKind.BENEFIT_OF_DOUBT)
    with pytest.raises(ScoreError, match="set aggregation to arithmetic"):
        scored_of(flat_tree(2), [[1, 2], [3, 4]], weighting, (AggregationKind.GEOMETRIC,))


def test_benefit_of_the_doubt_needs_the_least_share_of_children_known():
    weighting = Weighting(kind=WeightingKind.BENEFIT_OF_DOUBT)
    values = [[90, NAN, NAN], [50, 60, NAN], [10, 20, 30]]
    scored = scored_of(flat_tree(3), values, weighting, least_share=0.6)
    assert np.isnan(scored.index).tolist() == [[True, False, False]]


def test_columns_in_another_order_are_refused():
    tree = flat_tree(2)
    panel = panel_of(flat_tree(3), [[1, 2, 3]])
    with pytest.raises(ScoreError):
        aggregate(panel, tree, {}, Aggregation())
