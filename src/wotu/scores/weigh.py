"""The share of each node among its siblings, level by level from the indicators upwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from wotu.packs.schema import Label
from wotu.packs.score_method import Aggregation, Weighting, WeightingKind
from wotu.scores.aggregate import leaf_scores, parent_scores
from wotu.scores.errors import ScoreError
from wotu.scores.log import Log, LogLine, Step
from wotu.scores.panel import Panel
from wotu.scores.tree import Floats, Node, Tree
from wotu.scores.weighting.comparisons import compared_shares
from wotu.scores.weighting.components import component_shares
from wotu.scores.weighting.correlation import LEAST_PLACES
from wotu.scores.weighting.doubt import doubt_shares
from wotu.scores.weighting.given import equal_shares, given_shares
from wotu.scores.weighting.spread import critic_shares, entropy_shares

_NAMES: Final[Mapping[WeightingKind, tuple[str, str]]] = {
    WeightingKind.GIVEN: ("按给定权重", "weights as given"),
    WeightingKind.EQUAL: ("等权", "equal weights"),
    WeightingKind.ENTROPY: ("熵权法", "weights by entropy"),
    WeightingKind.CRITIC: ("CRITIC 法", "weights by CRITIC"),
    WeightingKind.PCA: ("主成分法", "weights by principal components"),
    WeightingKind.AHP: ("层次分析法", "weights by pairwise comparisons (AHP)"),
    WeightingKind.BENEFIT_OF_DOUBT: (
        "有利权重（各地区取对自己最有利的权重）",
        "benefit of the doubt: each place its own most favourable weights",
    ),
}
_FROM_SPREAD: Final[Mapping[WeightingKind, Callable[[Floats], Floats]]] = {
    WeightingKind.ENTROPY: entropy_shares,
    WeightingKind.CRITIC: critic_shares,
    WeightingKind.PCA: component_shares,
}
_WITHOUT_NEGATIVES: Final = (WeightingKind.ENTROPY, WeightingKind.BENEFIT_OF_DOUBT)


def weigh(
    panel: Panel, tree: Tree, how: Weighting, aggregation: Aggregation | None = None
) -> tuple[dict[str, Floats], Log]:
    """Shares of shape (periods, places), each at least 0, summing to 1 among siblings; 1 the root.

    ``panel`` is normalised. Weights from the data are found in each period by itself, among
    indicators from their values and further up from the scores of the dimensions, which are
    aggregated as ``aggregation`` says (arithmetic means where it is None). A period in which too
    little is known, or nothing tells the places apart, gets equal shares; the log names it.
    Raises:  ScoreError for weights below zero or all zero, inconsistent comparisons, limits of
        shares that no weights can keep, and values below zero under entropy or the benefit of the
        doubt.
    """
    panel.require_tree(tree)
    shape = panel.values.shape[:2]
    weights = {tree.root.id: np.ones(shape)}
    lines = [_kind_line(tree.root, how.kind)]
    from_data = how.kind in _FROM_SPREAD or how.kind is WeightingKind.BENEFIT_OF_DOUBT
    scores = leaf_scores(panel, tree)
    for parent in tree.groups:
        children = tree.children(parent.id)
        if from_data:
            values = np.stack([scores[child.id] for child in children])
            shares, more = _shares_from_data(how, parent, children, values, panel)
            scores[parent.id] = parent_scores(
                parent, tree, values, shares, aggregation or Aggregation(), how.kind, panel
            )
        else:
            fixed, more = _fixed_shares(how, parent, children)
            shares = np.broadcast_to(fixed[:, None, None], (len(children), *shape)).copy()
        lines += more
        weights |= {child.id: share for child, share in zip(children, shares, strict=True)}
    return weights, tuple(lines)


def _fixed_shares(
    how: Weighting, parent: Node, children: Sequence[Node]
) -> tuple[Floats, list[LogLine]]:
    if how.kind is WeightingKind.EQUAL:
        return equal_shares(children), []
    if how.kind is WeightingKind.AHP:
        for comparisons in how.comparisons:
            if comparisons.node == parent.id:
                return compared_shares(comparisons, parent, children)
    shares, lines = given_shares(parent, children)
    if how.kind is WeightingKind.AHP:
        lines.append(_uncompared(parent))
    return shares, lines


def _shares_from_data(
    how: Weighting, parent: Node, children: Sequence[Node], values: Floats, panel: Panel
) -> tuple[Floats, list[LogLine]]:
    """Shares of shape (children, periods, places)."""
    if how.kind in _WITHOUT_NEGATIVES:
        _require_no_negatives(how.kind, children, values, panel)
    if how.kind is WeightingKind.BENEFIT_OF_DOUBT:
        _require_limits(how, parent, len(children))
        flattering = [
            doubt_shares(values[:, at], how.least_share, how.most_share)
            for at in range(values.shape[1])
        ]
        return np.stack(flattering, axis=1), []
    shares = np.empty_like(values)
    lines = []
    for at, period in enumerate(panel.periods):
        found = _spread_shares(how.kind, values[:, at])
        if found is None:
            found = equal_shares(children)
            lines.append(_undecided(parent, period))
        shares[:, at] = found[:, None]
    return shares, lines


def _spread_shares(kind: WeightingKind, values: Floats) -> Floats | None:
    """Shares from one period's values; None where they do not decide."""
    if len(values) == 1:
        return np.ones(1)
    if ((~np.isnan(values)).sum(axis=1) < LEAST_PLACES).any():
        return None
    shares = _FROM_SPREAD[kind](values)
    return shares if shares.sum() > 0 else None


def _require_no_negatives(
    kind: WeightingKind, children: Sequence[Node], values: Floats, panel: Panel
) -> None:
    wrong = np.argwhere(values < 0)
    if not len(wrong):
        return
    at, period, place = (int(one) for one in wrong[0])
    node, value = children[at], float(values[at, period, place])
    raise ScoreError(
        f"节点 {node.id}（{node.label.zh}），{panel.places[place]}，{panel.periods[period]}：值"
        f" {value:g} 小于 0，不能用 {kind} 赋权。请改用 min_max 归一化，或换一种赋权。"
        f" Node '{node.id}', place {panel.places[place]}, {panel.periods[period]}: the value"
        f" {value:g} is below zero, which {kind} weights cannot use. Normalise with min_max, or"
        " weigh otherwise.",
        node=node.id,
        place=panel.places[place],
        period=panel.periods[period],
        value=value,
    )


def _require_limits(how: Weighting, parent: Node, children: int) -> None:
    least, most = how.least_share * children, how.most_share * children
    if least > 1 + 1e-9 or most < 1 - 1e-9 or how.least_share > how.most_share:
        raise ScoreError(
            f"节点 {parent.id}（{parent.label.zh}）有 {children} 个下级，least_share"
            f" {how.least_share:g} 与 most_share {how.most_share:g} 无法同时满足："
            f"前者不超过 {1 / children:.3g}，后者不低于 {1 / children:.3g}。"
            f" Node '{parent.id}' has {children} children, and no weights keep to least_share"
            f" {how.least_share:g} and most_share {how.most_share:g}: set the one to at most and"
            f" the other to at least {1 / children:.3g}.",
            node=parent.id,
        )


def _kind_line(root: Node, kind: WeightingKind) -> LogLine:
    zh, en = _NAMES[kind]
    return LogLine(Step.WEIGH, Label(zh=f"赋权：{zh}", en=f"weighed: {en}"), node=root.id)


def _uncompared(parent: Node) -> LogLine:
    message = Label(
        zh="没有两两比较，按给定权重", en="no comparisons are given: keeps the given weights"
    )
    return LogLine(Step.WEIGH, message, node=parent.id)


def _undecided(parent: Node, period: str) -> LogLine:
    message = Label(
        zh="数据不足或没有差异，下级按等权",
        en="too little is known or nothing differs: equal shares below it",
    )
    return LogLine(Step.WEIGH, message, node=parent.id, period=period)
