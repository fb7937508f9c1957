"""What a kind of aggregation asks of the values that it gets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wotu.packs.score_method import AggregationKind, WeightingKind
from wotu.scores.errors import ScoreError
from wotu.scores.panel import Panel
from wotu.scores.tree import Bools, Floats, Node

_PENALISED = (80.0, 120.0)
"""Within these the mean of values lies that were scaled to a mean of 100 (or 70-130)."""


def require_values(
    kind: AggregationKind, parent: Node, children: Sequence[Node], values: Floats, panel: Panel
) -> None:
    """``values`` of shape (children, periods, places).

    Raises:  ScoreError naming node, place and fix: a value of zero or below under a geometric or
        harmonic mean or Mazziotta-Pareto, and for the latter values that are not around 100.
    """
    if kind in (AggregationKind.GEOMETRIC, AggregationKind.HARMONIC):
        _require_positive(kind, children, values, panel, "min_max, low 1, high 100")
    if kind is AggregationKind.MAZZIOTTA_PARETO:
        fix = "z_score, mean 100, deviation 10"
        _require_positive(kind, children, values, panel, fix)
        _require_around_hundred(parent, values, fix)


def require_plain(kind: AggregationKind, weighting: WeightingKind, parent: Node) -> None:
    """Raises:  ScoreError where the benefit of the doubt meets a kind that is not arithmetic."""
    if weighting is WeightingKind.BENEFIT_OF_DOUBT and kind is not AggregationKind.ARITHMETIC:
        raise ScoreError(
            f"节点 {parent.id}（{parent.label.zh}）：有利权重（benefit_of_doubt）只能用算术合成，"
            f"现为 {kind}。请把合成改为 arithmetic，或换一种赋权。"
            f" Node '{parent.id}': the benefit of the doubt goes with arithmetic aggregation, not"
            f" {kind}: set aggregation to arithmetic or choose other weights.",
            node=parent.id,
            kind=str(kind),
        )


def _require_positive(
    kind: AggregationKind, children: Sequence[Node], values: Floats, panel: Panel, fix: str
) -> None:
    wrong: Bools = values <= 0
    if not wrong.any():
        return
    at, period, place = (int(one) for one in np.argwhere(wrong)[0])
    node, value = children[at], float(values[at, period, place])
    raise ScoreError(
        f"节点 {node.id}（{node.label.zh}），{panel.places[place]}，{panel.periods[period]}：值"
        f" {value:g} 不大于 0，不能用 {kind} 合成。请改归一化（{fix}），或换合成方法。"
        f" Node '{node.id}', place {panel.places[place]}, {panel.periods[period]}: the value"
        f" {value:g} is not above zero, which {kind} aggregation needs. Normalise with {fix}, or"
        " aggregate otherwise.",
        node=node.id,
        place=panel.places[place],
        period=panel.periods[period],
        value=value,
        kind=str(kind),
    )


def _require_around_hundred(parent: Node, values: Floats, fix: str) -> None:
    if np.isnan(values).all():
        return
    mean = float(np.nanmean(values))
    if not _PENALISED[0] <= mean <= _PENALISED[1]:
        raise ScoreError(
            f"节点 {parent.id}（{parent.label.zh}）：Mazziotta-Pareto 合成要求归一化值在 100 上下，"
            f"现均值为 {mean:g}。请改归一化（{fix}）。"
            f" Node '{parent.id}': Mazziotta-Pareto needs values around 100, their mean is"
            f" {mean:g}. Normalise with {fix}.",
            node=parent.id,
            mean=mean,
        )
