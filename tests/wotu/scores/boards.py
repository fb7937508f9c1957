"""Small scored boards for properties, and the published ASEM example."""

from dataclasses import replace

import numpy as np
from bench.asem import scored_example
from hypothesis import strategies as st

from tests.shared_data import shared_path
from wotu.packs.schema import Label
from wotu.packs.score_method import (
    Aggregation,
    AggregationKind,
    Method,
    Normalisation,
    NormalisationKind,
    Treatment,
    TreatmentKind,
)
from wotu.scores.panel import Panel
from wotu.scores.run import score
from wotu.scores.scored import Scored
from wotu.scores.tree import Node, Tree

PLAIN = Method(treatment=Treatment(kind=TreatmentKind.NONE))
"""Min-max and weighted sums, nothing treated."""


def with_normalisation(kind: NormalisationKind, **options) -> Method:
    return PLAIN.model_copy(update={"normalisation": Normalisation(kind=kind, **options)})


def with_aggregation(kind: AggregationKind, low: float = 0.0) -> Method:
    return PLAIN.model_copy(
        update={
            "aggregation": Aggregation(kinds=(kind,)),
            "normalisation": Normalisation(low=low),
        }
    )


def tree_of(signs: str = "+++", weights=None, units=None, denominators=None) -> Tree:
    """An index, two dimensions, and indicators x0, x1, … in turn below them."""
    label = Label(zh="项", en="item")
    nodes = [Node("index", label, None), Node("a", label, "index", 2.0)]
    nodes += [Node("b", label, "index", 1.0)] if len(signs) > 1 else []
    for number, sign in enumerate(signs):
        nodes.append(
            Node(
                f"x{number}",
                Label(zh=f"指标{number}", en=f"indicator {number}"),
                "ab"[number % 2],
                1.0 if weights is None else weights[number],
                indicator=f"x{number}",
                sign=1 if sign == "+" else -1,
                unit="" if units is None else units[number],
                denominator=None if denominators is None else denominators[number],
            )
        )
    return Tree(nodes)


def board_of(values, method: Method = PLAIN, tree: Tree | None = None, **options) -> Scored:
    """Scores of places p0, p1, … from values of (periods, places, indicators) or one period."""
    table = np.asarray(values, dtype=float)
    table = table[None] if table.ndim == 2 else table
    tree = tree or tree_of("+" * table.shape[2])
    order = [leaf.id for leaf in tree.leaves]
    panel = Panel(
        tuple(f"p{number}" for number in range(table.shape[1])),
        tuple(str(2020 + number) for number in range(table.shape[0])),
        tuple(order),
        table[:, :, [int(name[1:]) for name in order]],
        **options,
    )
    return score(panel, tree, method)


def redrawn(seed: int, places: int = 7, indicators: int = 4) -> np.ndarray:
    """Values without ties, in ranges of different size."""
    draws = np.random.default_rng(seed)
    return draws.lognormal(size=(places, indicators)) * 10.0 ** draws.integers(-1, 3, indicators)


def asem() -> Scored:
    """The published example: 51 countries, 49 indicators."""
    return scored_example(shared_path("data", "composite"))


def with_values(scored: Scored, values: np.ndarray) -> Scored:
    """The same board scored on other values of the same places."""
    return score(replace(scored.given, values=values), scored.tree, scored.method)


seeds = st.integers(0, 10_000)
