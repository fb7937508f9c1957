"""How many points of the index each node brings, and how much of it each node weighs."""

from __future__ import annotations

import numpy as np

from wotu.packs.score_method import AggregationKind, WeightingKind
from wotu.scores.aggregation.combine import known_shares
from wotu.scores.aggregation.outranking import borda
from wotu.scores.scored import Scored
from wotu.scores.tree import Floats, Node


def effective_weights(scored: Scored) -> dict[str, Floats]:
    """Share of the index by node, (periods, places): the product of the shares above it.

    Weights of unknown children are those of the weighting, not yet passed on to their siblings,
    so the leaves always sum to 1.
    """
    tree = scored.tree
    found = {tree.root.id: np.asarray(scored.weights[tree.root.id], dtype=np.float64)}
    for node in tree:
        if node.parent is not None:
            found[node.id] = found[node.parent] * scored.weights[node.id]
    return found


def contributions(scored: Scored) -> dict[str, Floats]:
    """Points of the index by node, (periods, places); children sum to their parent, leaves to
    the index.

    Under arithmetic aggregation a child brings its share times its score. Under the other kinds
    it brings that and its share of what the parent's score differs from the arithmetic mean: what
    imbalance costs is borne by weight. Under Copeland the mean is that of the points for places
    outranked on each child, since only the order counts there. An unknown child brings 0, and a
    place without a score NaN everywhere.
    """
    tree = scored.tree
    index = scored.scores[tree.root.id]
    points = {tree.root.id: np.array(index)}
    slopes = {tree.root.id: np.ones_like(index)}
    for parent in reversed(tree.groups):
        children = tree.children(parent.id)
        values = np.stack([scored.scores[child.id] for child in children])
        weights = np.stack([scored.weights[child.id] for child in children])
        shares, _ = known_shares(values, weights)
        parts, factor = _parts(scored, parent, values, shares)
        below = slopes[parent.id] * parts
        passed_on = shares * (points[parent.id] - below.sum(axis=0))
        for child, brings, share in zip(children, below + passed_on, shares, strict=True):
            points[child.id] = brings
            slopes[child.id] = slopes[parent.id] * factor * share
    return {name: np.where(np.isnan(index), np.nan, one) for name, one in points.items()}


def _parts(scored: Scored, parent: Node, values: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """What each child brings to the parent's own score by its mean, and points per point of it."""
    filled = np.nan_to_num(values)
    one = np.ones(values.shape[1:])
    method = scored.method
    if method.weighting.kind is WeightingKind.BENEFIT_OF_DOUBT:
        mean = (shares * filled).sum(axis=0)
        factor = np.nan_to_num(scored.scores[parent.id]) / np.where(mean > 0, mean, 1.0)
        return shares * filled * factor, factor
    if method.aggregation.at(scored.tree.depth(parent.id)) is AggregationKind.COPELAND:
        return shares * np.nan_to_num(borda(values)), one
    return shares * filled, one
