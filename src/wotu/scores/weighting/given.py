"""Weights as the tree gives them, and equal ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wotu.packs.schema import Label
from wotu.scores.errors import ScoreError
from wotu.scores.log import LogLine, Step
from wotu.scores.tree import Floats, Node


def equal_shares(children: Sequence[Node]) -> Floats:
    """The same share for each sibling."""
    return np.full(len(children), 1.0 / len(children))


def given_shares(parent: Node, children: Sequence[Node]) -> tuple[Floats, list[LogLine]]:
    """The weights of the siblings, rescaled to sum to 1.

    A sibling without a weight gets the mean of those given, so that the scale on which they were
    written does not matter. Logged: siblings without a weight, and sums that are neither 1, 100
    nor the parent's own weight.
    Raises:  ScoreError for a weight below zero and where all are zero, naming the node.
    """
    weights = np.array([np.nan if one.weight is None else one.weight for one in children])
    _require_weights(parent, children, weights)
    without = np.isnan(weights)
    if without.all():
        return equal_shares(children), [_all_equal(parent)]
    lines = []
    if without.any():
        mean = float(np.nanmean(weights))
        lines = [_without(one, mean) for one, bare in zip(children, without, strict=True) if bare]
        weights = np.where(without, mean, weights)
    total = float(weights.sum())
    usual = (1.0, 100.0, *(() if parent.weight is None else (parent.weight,)))
    if not without.any() and not np.isclose(total, usual, rtol=1e-6).any():
        lines.append(_rescaled(parent, total))
    return weights / total, lines


def _require_weights(parent: Node, children: Sequence[Node], weights: Floats) -> None:
    for child, weight in zip(children, weights, strict=True):
        if weight < 0 or np.isinf(weight):
            raise ScoreError(
                f"节点 {child.id}（{child.label.zh}）的权重 {weight} 应为不小于 0 的数，请改正。"
                f" The weight {weight} of node '{child.id}' must be a number of 0 or more:"
                " correct it.",
                node=child.id,
                weight=float(weight),
            )
    if np.nansum(weights) == 0 and not np.isnan(weights).all():
        named = ", ".join(child.id for child in children)
        raise ScoreError(
            f"节点 {parent.id}（{parent.label.zh}）的下级权重全为 0（{named}）：至少给一个"
            "正的权重，或改用等权。"
            f" All weights below node '{parent.id}' are zero ({named}): give at least one above"
            " zero, or weigh equally.",
            node=parent.id,
        )


def _all_equal(parent: Node) -> LogLine:
    return LogLine(
        Step.WEIGH,
        Label(zh="下级均未给权重，按等权", en="no weight is given below it: equal shares"),
        node=parent.id,
    )


def _without(child: Node, mean: float) -> LogLine:
    return LogLine(
        Step.WEIGH,
        Label(
            zh=f"未给权重，取同级权重的平均 {mean:g}",
            en=f"has no weight: gets the mean of its siblings', {mean:g}",
        ),
        node=child.id,
        after=mean,
    )


def _rescaled(parent: Node, total: float) -> LogLine:
    return LogLine(
        Step.WEIGH,
        Label(
            zh=f"下级权重合计 {total:g}，按比例折算为 1",
            en=f"the weights below it sum to {total:g} and are rescaled to 1",
        ),
        node=parent.id,
        before=total,
        after=1.0,
    )
