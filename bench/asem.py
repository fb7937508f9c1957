"""The published ASEM example of composite indicators, step by step.

``python -m bench.asem --data DIR``. The Sustainable Connectivity index of 51 countries from 49
indicators, published with the result of every step (the data ship with the R package COINr, MIT).
Prints for each step how many cells were compared and the largest absolute difference ("points": how
many values of each indicator are winsorised); exits with 1 where one is above 1e-6. Published
scores are rounded to two digits, so half a hundredth passes, and published ranks are those of the
rounded scores, so ours are compared likewise rounded.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from wotu.packs.schema import Label
from wotu.packs.score_method import Imputation, ImputationKind, Method, Screening, Treatment
from wotu.scores.panel import Panel
from wotu.scores.run import ranks_of, score
from wotu.scores.scored import Scored
from wotu.scores.tree import Floats, Node, Tree

TOLERANCE: Final = 1e-6
ROUNDED: Final = 0.005 + TOLERANCE
METHOD: Final = Method(
    screening=Screening(places=0, indicators=0),
    imputation=Imputation(kinds=(ImputationKind.GROUP_MEAN,), group="EurAsia_group"),
    treatment=Treatment(points=6),
)
"""As published; all else are the defaults."""


@dataclass(frozen=True)
class Compared:
    """One step beside the published one."""

    step: str
    cells: int
    difference: float
    tolerance: float

    @property
    def ok(self) -> bool:
        return self.cells > 0 and self.difference <= self.tolerance


def tree_of(metadata: pl.DataFrame) -> Tree:
    """The tree of the example, from its metadata."""
    rows = metadata.filter(pl.col("Type").is_in(["Indicator", "Aggregate"]))
    nodes = []
    for row in sorted(rows.iter_rows(named=True), key=lambda row: -row["Level"]):
        leaf = row["Type"] == "Indicator"
        nodes.append(
            Node(
                id=row["iCode"],
                label=Label(zh=row["iName"], en=row["iName"]),
                parent=row["Parent"],
                weight=row["Weight"],
                indicator=row["iCode"] if leaf else None,
                sign=int(row["Direction"]),
                unit=row["Unit"] or "",
                denominator=row["Denominator"],
                target=row["Target"],
            )
        )
    return Tree(nodes)


def panel_of(indicators: pl.DataFrame, metadata: pl.DataFrame, tree: Tree) -> Panel:
    """The raw data of the example; one period."""
    names = tuple(leaf.id for leaf in tree.leaves)
    by = metadata.filter(pl.col("Type") == "Denominator")["iCode"]
    return Panel(
        places=tuple(indicators["uCode"]),
        periods=("2018",),
        indicators=names,
        values=_figures(indicators, names)[None],
        denominators={name: _figures(indicators, [name]).T for name in by},
        groups={name: tuple(indicators[name]) for name in ("GDP_group", "EurAsia_group")},
    )


def scored_example(folder: Path) -> Scored:
    """The example computed by Wotu."""
    metadata = _read(folder, "metadata")
    tree = tree_of(metadata)
    return score(panel_of(_read(folder, "indicators"), metadata, tree), tree, METHOD)


def compare(folder: Path, scored: Scored) -> list[Compared]:
    """Every step beside what is published for it."""
    names = [leaf.id for leaf in scored.tree.leaves]
    steps = {
        "denominated": scored.denominated,
        "imputed": scored.imputed,
        "treated": scored.treated,
        "normalised": scored.normalised,
    }
    found = [
        _compared(step, _published(folder, step, scored, names), panel.values[0])
        for step, panel in steps.items()
    ]
    found.insert(3, _compared("points", _published_points(folder, names), _points(scored)))
    nodes = [node.id for node in scored.tree if not node.is_leaf]
    rounded = {name: ranks_of(one.round(2)) for name, one in scored.scores.items()}
    for step, ours, tolerance in (
        ("aggregated", scored.scores, TOLERANCE),
        ("scores", scored.scores, ROUNDED),
        ("ranks", rounded, TOLERANCE),
    ):
        table = np.stack([ours[name][0] for name in nodes], axis=-1)
        published = _published(folder, step, scored, nodes)
        found.append(_compared(step, published, table, tolerance))
    return found


def _read(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(folder / f"asem_{name}.csv", infer_schema_length=None, null_values=["NA"])


def _figures(table: pl.DataFrame, names: Sequence[str]) -> Floats:
    return table.select(pl.col(list(names)).cast(pl.Float64).fill_null(np.nan)).to_numpy()


def _published(folder: Path, step: str, scored: Scored, names: Sequence[str]) -> Floats:
    """A published table with rows and columns in our order."""
    table = _read(folder, f"expected_{step}")
    order = pl.DataFrame({"UnitCode": list(scored.given.places)})
    return _figures(order.join(table, on="UnitCode", how="left", maintain_order="left"), names)


def _points(scored: Scored) -> Floats:
    """Values of each indicator drawn in from below and from above, of shape (indicators, 2)."""
    before, after = scored.imputed.values[0], scored.treated.values[0]
    drawn = np.stack([(after > before).sum(axis=0), (after < before).sum(axis=0)], axis=-1)
    return drawn.astype(float)


def _published_points(folder: Path, names: Sequence[str]) -> Floats:
    order = pl.DataFrame({"IndCode": list(names)})
    table = _read(folder, "treatment_summary")
    return _figures(
        order.join(table, on="IndCode", how="left", maintain_order="left"), ["Low", "High"]
    )


def _compared(step: str, published: Floats, ours: Floats, tolerance: float = TOLERANCE) -> Compared:
    """Cells known on both sides; one known on a single side is infinitely far off."""
    apart = np.isnan(published) != np.isnan(ours)
    difference = np.abs(published - ours)[~np.isnan(published) & ~np.isnan(ours)]
    largest = np.inf if apart.any() else float(difference.max(initial=0.0))
    return Compared(step, difference.size, largest, tolerance)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with asem_*.csv")
    folder = parser.parse_args(arguments).data
    began = time.perf_counter()
    scored = scored_example(folder)
    seconds = time.perf_counter() - began
    places, indicators = len(scored.given.places), len(scored.given.indicators)
    print(f"{places} countries x {indicators} indicators, all steps in {seconds:.3f} s")
    print(f"{'step':<12} {'cells':>6} {'largest difference':>19}")
    found = compare(folder, scored)
    for one in found:
        verdict = "ok" if one.ok else f"NOT within {one.tolerance:g}"
        print(f"{one.step:<12} {one.cells:>6} {one.difference:>19.1e}  {verdict}")
    return 0 if all(one.ok for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
