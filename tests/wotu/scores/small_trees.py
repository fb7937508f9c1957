"""Small trees and panels of which a test says only what it is about."""

import numpy as np

from wotu.packs.schema import Label
from wotu.packs.score_method import Aggregation, AggregationKind, Method, Weighting
from wotu.scores.aggregate import aggregate
from wotu.scores.panel import Panel
from wotu.scores.scored import Scored
from wotu.scores.tree import Node, Tree
from wotu.scores.weigh import weigh


def node(name, parent=None, weight=None):
    leaf = name.islower()
    label = Label(zh=f"指标{name}", en=name)
    return Node(name, label, parent, weight, indicator=name if leaf else None)


def flat_tree(count, weights=None):
    """INDEX over indicators a, b, c ..."""
    weights = weights or [None] * count
    leaves = [node(chr(97 + at), "INDEX", weights[at]) for at in range(count)]
    return Tree([node("INDEX"), *leaves])


def two_dimensions():
    """INDEX over A (30: a 1, b 3) and B (70: c 2, d 2, e 4)."""
    return Tree(
        [
            *(node("INDEX"), node("A", "INDEX", 30), node("B", "INDEX", 70)),
            *(node("a", "A", 1), node("b", "A", 3)),
            *(node("c", "B", 2), node("d", "B", 2), node("e", "B", 4)),
        ]
    )


def panel_of(tree, values):
    """``values`` of shape (periods, places, leaves), or (places, leaves) for one period."""
    values = np.asarray(values, dtype=float)
    values = values[None] if values.ndim == 2 else values
    return Panel(
        tuple(f"p{at}" for at in range(values.shape[1])),
        tuple(str(2020 + at) for at in range(values.shape[0])),
        tuple(leaf.id for leaf in tree.leaves),
        values,
    )


def scored_of(tree, values, weighting=None, kinds=(AggregationKind.ARITHMETIC,), least_share=0.5):
    """Normalised values weighed and aggregated, the steps before taken as done."""
    panel = panel_of(tree, values)
    method = Method(
        weighting=weighting or Weighting(),
        aggregation=Aggregation(kinds=kinds, least_share=least_share),
    )
    weights, _ = weigh(panel, tree, method.weighting, method.aggregation)
    scores, _ = aggregate(panel, tree, weights, method.aggregation, method.weighting.kind)
    steps = dict.fromkeys(
        ("given", "denominated", "screened", "imputed", "treated", "normalised"), panel
    )
    return Scored(
        tree=tree, method=method, weights=weights, scores=scores, ranks={}, log=(), **steps
    )
