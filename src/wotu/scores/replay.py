"""All steps again with one figure changed, for many such changes at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from wotu.packs.schema import Label
from wotu.packs.score_method import (
    ImputationKind,
    Method,
    Reference,
    Screening,
    TreatmentKind,
    WeightingKind,
)
from wotu.scores.impute import filled_values, impute
from wotu.scores.normalise import fixed_leaves, marks_of
from wotu.scores.outliers import has_outliers
from wotu.scores.panel import Panel
from wotu.scores.run import score
from wotu.scores.scaling import reference_of, scale
from wotu.scores.simulation import aggregate_draws
from wotu.scores.start import Start
from wotu.scores.treat import treat
from wotu.scores.tree import Floats, Node, Tree

Positions = npt.NDArray[np.intp]

SETTLED: Final = frozenset({WeightingKind.GIVEN, WeightingKind.EQUAL, WeightingKind.AHP})
"""Weights that values do not change."""

ACROSS: Final = frozenset({ImputationKind.REGRESSION, ImputationKind.NEIGHBOURS})
"""Imputations in which one indicator's values change another's."""

CELLS: Final = 2_000_000
"""Values worked on at a time."""

WITNESS: Final = "witness"
"""A column that every place has, so that none seems to have no data at all."""


def plain(scored_tree: Tree) -> Tree:
    """A tree for values that have been divided by their denominators."""
    return Tree(replace(node, denominator=None) for node in scored_tree)


def unscreened(method: Method) -> Method:
    """The method for a panel that has passed the screening."""
    return method.model_copy(update={"screening": Screening(places=0, indicators=0)})


@dataclass(frozen=True)
class Replay:
    """Changes of one figure each: ``leaves`` and ``places`` (positions in ``start``) tell whose.

    Where weights do not depend on values and no indicator is filled in from others, each change is
    a column by itself and goes through the steps together with the others; else everything is
    scored anew for each.
    """

    start: Start
    leaves: Positions
    places: Positions

    def scores(self, asked: Positions, values: Floats) -> Floats:
        """Scores of all places, (changes asked, places), with these values, which are as they are
        after the division by denominators and before all other steps."""
        if not len(asked):
            return np.empty((0, len(self.start.order)))
        if not self._by_columns:
            return np.stack([self._whole(*one) for one in zip(asked, values, strict=True)])
        size = max(1, CELLS // (len(self.start.order) * len(self._base)))
        parts = [
            self._together(asked[at : at + size], values[at : at + size])
            for at in range(0, len(values), size)
        ]
        return np.concatenate(parts)

    @cached_property
    def _base(self) -> Floats:
        """Nominal points of the period, (indicators, places)."""
        scored = self.start.scored
        return np.asarray(scored.normalised.values[self.start.period].T[:, self.start.order])

    @cached_property
    def _by_columns(self) -> bool:
        scored = self.start.scored
        across = ACROSS & set(scored.method.imputation.kinds)
        filled = bool(np.isnan(scored.screened.values).any())
        return scored.method.weighting.kind in SETTLED and not (across and filled)

    def _whole(self, at: np.intp, value: np.float64) -> Floats:
        scored, period = self.start.scored, self.start.period
        panel = scored.screened
        changed = panel.values.copy()
        changed[period, self.start.order[self.places[at]], self.leaves[at]] = value
        again = score(panel.with_values(changed), plain(scored.tree), unscreened(scored.method))
        return np.asarray(again.index[period][self.start.order])

    def _together(self, rows: Positions, values: Floats) -> Floats:
        points = self._points(rows, values)
        stack = np.repeat(self._base[None], len(rows), axis=0)
        stack[np.arange(len(rows)), self.leaves[rows]] = points
        ones = np.ones((len(rows), len(list(self.start.scored.tree))))
        with np.errstate(divide="ignore", invalid="ignore"):
            return aggregate_draws(self.start, stack, ones, self.start.scored.method)

    def _points(self, rows: Positions, values: Floats) -> Floats:
        """Points of the changed indicators, (rows, places)."""
        method = self.start.scored.method
        leaves = self.start.scored.tree.leaves
        if method.normalisation.reference is Reference.PERIOD:
            columns, at = self._treated_apart(rows, self._filled(rows, values))[:, None, :], 0
        else:
            panel, at = self._panel(rows, values), self.start.period
            tree = Tree(self._nodes(rows))
            filled, _ = impute(panel, tree, method.imputation)
            fixed = fixed_leaves(tree, method.normalisation)
            treated, _ = treat(
                filled, tree, method.treatment, method.normalisation.reference, fixed
            )
            columns = np.moveaxis(treated.values, 2, 0)[: len(rows)]
        # As `normalise`, but an indicator that the change makes the same everywhere is unknown.
        marks = marks_of([leaves[leaf] for leaf in self.leaves[rows]])
        reference = reference_of(columns, method.normalisation.reference)
        points = scale(method.normalisation, columns, reference, marks)
        return np.asarray(points[:, at, self.start.order])

    def _filled(self, rows: Positions, values: Floats) -> Floats:
        """The changed indicators of the period with what was unknown filled in, (rows, places)."""
        period, screened = self.start.period, self.start.scored.screened.values
        columns: Floats = screened[period].T[self.leaves[rows]]
        columns[np.arange(len(rows)), self.start.order[self.places[rows]]] = values
        absent = np.isnan(screened[period]).all(axis=1)
        gaps = np.flatnonzero((np.isnan(columns) & ~absent).any(axis=1))
        if gaps.size:
            panel = self._panel(rows[gaps], values[gaps])
            tree = Tree(self._nodes(rows[gaps]))
            filled = filled_values(panel, tree, self.start.scored.method.imputation)
            columns[gaps] = filled[period].T[: len(gaps)]
        return columns

    def _treated_apart(self, rows: Positions, values: Floats) -> Floats:
        """Outliers of (rows, places) treated.

        Each period is treated by itself, so changes of one indicator go through as its periods.
        """
        scored, found = self.start.scored, values.copy()
        how = scored.method
        if how.treatment.kind is TreatmentKind.NONE:
            return found
        wild = np.flatnonzero(has_outliers(values, how.treatment))
        for leaf in np.unique(self.leaves[rows[wild]]):
            mine = wild[self.leaves[rows[wild]] == leaf]
            node = replace(scored.tree.leaves[leaf], parent="changes", denominator=None)
            tree = Tree((replace(scored.tree.root, id="changes"), node))
            names = tuple(str(one) for one in mine)
            panel = Panel(scored.screened.places, names, (node.id,), values[mine][:, :, None])
            fixed = fixed_leaves(tree, how.normalisation)
            treated, _ = treat(panel, tree, how.treatment, Reference.PERIOD, fixed)
            found[mine] = treated.values[:, :, 0]
        return found

    def _panel(self, rows: Positions, values: Floats) -> Panel:
        """A column for each change and one that all have, over all periods."""
        screened, period = self.start.scored.screened, self.start.period
        columns = screened.values[:, :, self.leaves[rows]]
        columns[period, self.start.order[self.places[rows]], np.arange(len(rows))] = values
        witness = np.where(
            np.isnan(screened.values).all(axis=2), np.nan, np.arange(columns.shape[1]) + 1.0
        )
        return Panel(
            screened.places,
            screened.periods,
            (*(str(row) for row in rows), WITNESS),
            np.concatenate([columns, witness[:, :, None]], axis=2),
            groups=screened.groups,
        )

    def _nodes(self, rows: Positions) -> Iterator[Node]:
        root = self.start.scored.tree.root
        leaves = self.start.scored.tree.leaves
        yield replace(root, id="changes")
        for row in rows:
            leaf = leaves[self.leaves[row]]
            yield replace(leaf, id=str(row), parent="changes", denominator=None)
        count = float(len(self.start.order))
        yield Node(
            WITNESS,
            Label(zh="对照列", en="witness"),
            "changes",
            indicator=WITNESS,
            goalposts=(0.0, count + 1),
            target=count,
        )
