"""Invented boards of two dimensions for the tests of uncertainty, sensitivity and flips."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from wotu.packs.schema import Label
from wotu.packs.score_method import (
    AggregationKind,
    ImputationKind,
    Method,
    NormalisationKind,
    Reference,
    Uncertainty,
)
from wotu.scores.panel import Panel
from wotu.scores.run import score
from wotu.scores.tree import Node, Tree

WEIGHTS = {"growth": 30.0, "energy": 70.0}
LEAVES = {"g0": 1.0, "g1": 3.0, "e0": 2.0, "e1": 2.0, "e2": 4.0}
NOTHING = Uncertainty(
    draws=20,
    weights=0,
    error=0,
    normalisations=(NormalisationKind.MIN_MAX,),
    aggregations=(AggregationKind.ARITHMETIC,),
    imputations=(ImputationKind.INTERPOLATION,),
)
"""One choice each, no error: every draw is the nominal score."""


def label(name):
    return Label(zh=f"指标{name}", en=name)


def board_tree(unknown=(), errors=None, denominators=None):
    """Two dimensions of two and three indicators; less of e0 is better."""
    nodes = [Node("index", label("index"), None)]
    nodes += [Node(name, label(name), "index", weight) for name, weight in WEIGHTS.items()]
    for name, weight in LEAVES.items():
        nodes.append(
            Node(
                name,
                label(name),
                "growth" if name[0] == "g" else "energy",
                weight,
                weight_known=name not in unknown,
                indicator=name,
                sign=-1 if name == "e0" else 1,
                unit="吨",
                error=(errors or {}).get(name),
                denominator=(denominators or {}).get(name),
            )
        )
    return Tree(nodes)


def board_panel(places=8, periods=1, seed=0, missing=0.0, denominators=()):
    """Values above zero; codes are not in the order of the places."""
    draw = np.random.default_rng(seed)
    values = np.exp(0.5 * draw.normal(size=(periods, places, len(LEAVES))) + 2)
    values[draw.random(values.shape) < missing] = np.nan
    codes = draw.permutation(places)
    return Panel(
        tuple(f"p{code:03d}" for code in codes),
        tuple(str(2020 + at) for at in range(periods)),
        tuple(LEAVES),
        values,
        denominators={
            name: np.exp(draw.normal(size=(periods, places))) * 100 for name in denominators
        },
    )


def board(method=None, places=8, periods=1, seed=0, missing=0.0, **tree):
    """A scored board."""
    denominators = (tree.get("denominators") or {}).values()
    panel = board_panel(places, periods, seed, missing, denominators)
    return score(panel, board_tree(**tree), method or Method())


def methods():
    """Methods whose scores can be computed with values above zero."""
    kinds = (NormalisationKind.MIN_MAX, NormalisationKind.Z_SCORE, NormalisationKind.RANK)
    combinations = st.tuples(
        st.sampled_from(kinds),
        st.sampled_from(list(Reference)),
        st.sampled_from([AggregationKind.ARITHMETIC, AggregationKind.GEOMETRIC]),
    )
    # Against the first period, later values can have points below zero.
    return combinations.filter(
        lambda one: one[1:] != (Reference.FIRST, AggregationKind.GEOMETRIC)
    ).map(lambda one: with_choices(*one))


def with_choices(
    kind=NormalisationKind.MIN_MAX,
    reference=Reference.PERIOD,
    combining=AggregationKind.ARITHMETIC,
):
    """A method with points above zero."""
    method = Method()
    scaling = method.normalisation.model_copy(
        update={"kind": kind, "reference": reference, "low": 1.0, "high": 100.0}
    )
    return method.model_copy(
        update={
            "normalisation": scaling,
            "aggregation": method.aggregation.model_copy(update={"kinds": (combining,)}),
        }
    )


def with_value(panel, period, place, indicator, value):
    """The panel with one value changed; place and indicator by name."""
    values = panel.values.copy()
    at = period, panel.places.index(place), panel.indicators.index(indicator)
    values[at] = value
    return panel.with_values(values)


def with_weight(scored, name, share):
    """The tree with one node's share among its siblings, which share the rest as before."""
    node = scored.tree[name]
    siblings = {one.id: one for one in scored.tree.children(node.parent)}
    total = sum(one.weight for one in siblings.values())
    old = node.weight / total

    def weight(one):
        part = one.weight / total
        return share if one.id == name else part * (1 - share) / (1 - old)

    return Tree(
        replace(one, weight=weight(one)) if one.id in siblings else one for one in scored.tree
    )
