"""From indicators to dimensions to the index, level by level."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wotu.packs.schema import Label
from wotu.packs.score_method import Aggregation, AggregationKind, WeightingKind
from wotu.scores.aggregation.combine import best_practice, combine
from wotu.scores.aggregation.demands import require_plain, require_values
from wotu.scores.log import Log, LogLine, Step
from wotu.scores.panel import Panel
from wotu.scores.tree import Bools, Floats, Node, Tree

_NAMES: Mapping[AggregationKind, tuple[str, str]] = {
    AggregationKind.ARITHMETIC: ("加权算术平均", "weighted arithmetic mean"),
    AggregationKind.GEOMETRIC: ("加权几何平均", "weighted geometric mean"),
    AggregationKind.HARMONIC: ("加权调和平均", "weighted harmonic mean"),
    AggregationKind.COPELAND: ("Copeland 两两比较", "Copeland's pairwise comparison"),
    AggregationKind.MAZZIOTTA_PARETO: ("Mazziotta-Pareto 合成", "Mazziotta-Pareto"),
    AggregationKind.MEDIAN: ("加权中位数", "weighted median"),
}


def aggregate(
    panel: Panel,
    tree: Tree,
    weights: Mapping[str, Floats],
    how: Aggregation,
    weighting: WeightingKind = WeightingKind.GIVEN,
) -> tuple[dict[str, Floats], Log]:
    """Scores of every node, of shape (periods, places), the leaves included; NaN is unknown.

    Children that are unknown are left out and the weights of the others rescaled; a parent whose
    known children carry less than ``how.least_share`` of the weight is unknown, and the log names
    it. Under ``BENEFIT_OF_DOUBT`` a parent is 100 times its own weighted mean over the best that
    any place of the period reaches with the same shares.
    Raises:  ScoreError, as :mod:`wotu.scores.aggregation.demands` tells.
    """
    panel.require_tree(tree)
    scores = leaf_scores(panel, tree)
    lines: list[LogLine] = []
    for parent in tree.groups:
        children = tree.children(parent.id)
        values = np.stack([scores[child.id] for child in children])
        shares = np.stack([weights[child.id] for child in children])
        scores[parent.id] = parent_scores(parent, tree, values, shares, how, weighting, panel)
        lines.append(_kind_line(parent, how.at(tree.depth(parent.id)), weighting))
        lines += _unknown_lines(parent, values, scores[parent.id], panel)
    return scores, tuple(lines)


def leaf_scores(panel: Panel, tree: Tree) -> dict[str, Floats]:
    """Values of the indicators by node, (periods, places)."""
    return {leaf.id: panel.values[:, :, at] for at, leaf in enumerate(tree.leaves)}


def parent_scores(
    parent: Node,
    tree: Tree,
    values: Floats,
    weights: Floats,
    how: Aggregation,
    weighting: WeightingKind,
    panel: Panel,
) -> Floats:
    """Scores of one parent from values and weights of shape (children, periods, places)."""
    kind = how.at(tree.depth(parent.id))
    require_plain(kind, weighting, parent)
    counted = np.where(weights > 0, values, np.nan)
    require_values(kind, parent, tree.children(parent.id), counted, panel)
    if weighting is WeightingKind.BENEFIT_OF_DOUBT:
        return best_practice(values, weights, how.least_share)
    return combine(kind, values, weights, how.least_share)


def _kind_line(parent: Node, kind: AggregationKind, weighting: WeightingKind) -> LogLine:
    zh, en = _NAMES[kind]
    if weighting is WeightingKind.BENEFIT_OF_DOUBT:
        zh, en = f"{zh}，以同一权重下的最优地区为 100", f"{en}, per 100 of the best place"
    return LogLine(Step.AGGREGATE, Label(zh=f"合成：{zh}", en=f"aggregated: {en}"), node=parent.id)


def _unknown_lines(parent: Node, values: Floats, scores: Floats, panel: Panel) -> list[LogLine]:
    partly = np.isnan(values).any(axis=0)
    rescaled = (partly & ~np.isnan(scores)).sum(axis=1)
    lines = [
        LogLine(
            Step.AGGREGATE,
            Label(
                zh=f"{count} 个地区有未知指标，权重在已知指标间重新分配",
                en=f"{count} places have unknown values: weights rescaled over the known ones",
            ),
            node=parent.id,
            period=panel.periods[at],
            after=float(count),
        )
        for at, count in enumerate(rescaled)
        if count
    ]
    # Who has no value at all takes no part, and the screening has named it.
    taking_part: Bools = np.asarray(np.isfinite(panel.values).any(axis=2))
    for at, period in enumerate(panel.periods):
        missing = taking_part[at] & np.isnan(scores[at])
        if missing.any() and (missing == taking_part[at]).all():
            lines.append(_no_score(parent, period, None))
        else:
            lines += [_no_score(parent, period, panel.places[i]) for i in np.flatnonzero(missing)]
    return lines


def _no_score(parent: Node, period: str, place: str | None) -> LogLine:
    """``place`` is None where no place of the period has a score."""
    message = Label(
        zh="已知指标的权重不足，不计分", en="too little of its weight is known: no score"
    )
    return LogLine(Step.AGGREGATE, message, node=parent.id, period=period, place=place)
