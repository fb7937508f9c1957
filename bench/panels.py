"""Scores of a large panel by the default method, and how their cost grows.

``python -m bench.panels [--places 300] [--indicators 100] [--years 10] [--rounds 3]``. Invented
values, one in twenty unknown, half of the indicators skewed; all steps from denomination to ranks,
with their log.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from statistics import median

import numpy as np

from wotu.packs.schema import Label
from wotu.packs.score_method import Imputation, ImputationKind, Method
from wotu.scores.panel import Panel
from wotu.scores.run import score
from wotu.scores.tree import Node, Tree

DIMENSION = 10
"""Indicators in a dimension."""


def invented(
    years: int, places: int, indicators: int, unknown: float = 0.05, seed: int = 1
) -> tuple[Panel, Tree]:
    """A panel and its tree: places differ in size, years little, half of it is skewed."""
    draw = np.random.default_rng(seed)
    values = (
        draw.normal(size=(1, places, 1))
        + draw.normal(size=(1, places, indicators))
        + 0.2 * draw.normal(size=(years, places, indicators))
    )
    values[..., ::2] = np.exp(values[..., ::2])
    values[draw.random(values.shape) < unknown] = np.nan
    tree = _tree(indicators)
    panel = Panel(
        places=tuple(f"place{at}" for at in range(places)),
        periods=tuple(str(2000 + year) for year in range(years)),
        indicators=tuple(leaf.id for leaf in tree.leaves),
        values=values,
        denominators={"people": np.exp(draw.normal(size=(years, places)))},
    )
    return panel, tree


def _tree(indicators: int) -> Tree:
    def node(name: str, parent: str | None, at: int = 0, leaf: bool = False) -> Node:
        by = "people" if leaf and at % 5 == 0 else None
        indicator, sign = (name if leaf else None), (-1 if at % 3 == 2 else 1)
        label = Label(zh=name, en=name)
        return Node(name, label, parent, 1.0, indicator=indicator, sign=sign, denominator=by)

    nodes = [node("index", None)]
    for at in range(indicators):
        dimension = f"dimension{at // DIMENSION}"
        if at % DIMENSION == 0:
            nodes.append(node(dimension, "index"))
        nodes.append(node(f"indicator{at}", dimension, at, leaf=True))
    return Tree(nodes)


def seconds(panel: Panel, tree: Tree, method: Method, rounds: int) -> float:
    """Median time of a score."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        score(panel, tree, method)
        taken.append(time.perf_counter() - began)
    return median(taken)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--places", type=int, default=300)
    parser.add_argument("--indicators", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    whole = (options.years, options.places, options.indicators)
    for text, size in (
        ("", whole),
        (", half the years", (max(whole[0] // 2, 1), *whole[1:])),
        (", half the places", (whole[0], whole[1] // 2, whole[2])),
        (", half the indicators", (*whole[:2], whole[2] // 2)),
    ):
        taken = seconds(*invented(*size), Method(), options.rounds)
        print(f"{size[0]} years x {size[1]} places x {size[2]} indicators{text}: {taken:.2f} s")
    panel, tree = invented(*whole)
    for kind in (ImputationKind.REGRESSION, ImputationKind.NEIGHBOURS):
        taken = seconds(panel, tree, Method(imputation=Imputation(kinds=(kind,))), 1)
        print(f"the whole, unknown values filled by {kind}: {taken:.2f} s")


if __name__ == "__main__":
    main()
