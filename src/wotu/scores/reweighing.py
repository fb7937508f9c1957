"""What if dimensions or indicators had other weights: scores and ranks of every place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from wotu.errors import did_you_mean
from wotu.packs.score_method import WeightingKind
from wotu.scores.aggregate import aggregate
from wotu.scores.errors import ScoreError
from wotu.scores.run import ranks_of
from wotu.scores.scored import Scored
from wotu.scores.tree import Tree
from wotu.scores.weigh import weigh


@dataclass(frozen=True)
class Standing:
    """A place before and after; scores in points of the index, ranks from 1, the best."""

    place: str
    score_before: float
    score_after: float
    rank_before: int
    rank_after: int


def reweigh(scored: Scored, weights: Mapping[str, float], period: int = -1) -> tuple[Standing, ...]:
    """Every place that has a score, under other weights of some nodes, the best first.

    ``weights``: by node, on the scale of its siblings, which share what they sum to. Only weighing
    and aggregation are done anew, since no step before them looks at weights.

    Raises:  ScoreError for a node that is not in the tree, weights that sum to nothing, or a
        method whose weights do not come from the table.
    """
    if scored.method.weighting.kind is not WeightingKind.GIVEN:
        raise ScoreError(
            "这张表的权重由数据算出，不能手工改。"
            " The weights of this table are computed from data and cannot be set by hand."
        )
    for name in weights:
        if name not in scored.tree.nodes:
            raise ScoreError(
                f"考核表里没有“{name}”，或它未参评。"
                f" The table has no '{name}', or it was left out."
                f"{did_you_mean(name, list(scored.tree.nodes))}",
                node=name,
            )
    tree = Tree(
        replace(node, weight=weights[node.id]) if node.id in weights else node
        for node in scored.tree
    )
    method = scored.method
    shares, _ = weigh(scored.normalised, tree, method.weighting, method.aggregation)
    scores, _ = aggregate(
        scored.normalised, tree, shares, method.aggregation, method.weighting.kind
    )
    after = scores[tree.root.id][period]
    return _standings(scored, after, period)


def _standings(scored: Scored, after: np.ndarray, period: int) -> tuple[Standing, ...]:
    before, ranks = scored.index[period], scored.ranks[scored.tree.root.id][period]
    new_ranks = ranks_of(after)
    found = [
        Standing(place, float(before[at]), float(after[at]), int(ranks[at]), int(new_ranks[at]))
        for at, place in enumerate(scored.screened.places)
        if not np.isnan(before[at]) and not np.isnan(after[at])
    ]
    return tuple(sorted(found, key=lambda one: (one.rank_after, one.place)))
