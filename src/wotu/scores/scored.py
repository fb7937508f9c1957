"""A composite indicator computed: every step kept, with what each step did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wotu.packs.score_method import Method
from wotu.scores.log import Log
from wotu.scores.panel import Panel
from wotu.scores.tree import Floats, Tree


@dataclass(frozen=True)
class Scored:
    """All that :func:`wotu.scores.run.score` gives.

    ``given`` is the panel as it came; the panels after each step have the places and indicators
    that passed the screening, and ``tree`` is the tree of those. ``weights``: share of each node
    among its siblings (they sum to 1), of shape (periods, places), since under the benefit of the
    doubt, or where siblings are unknown, places differ. ``scores``: by node, of shape
    (periods, places), NaN where too little is known. ``ranks``: likewise, 1 the best, ties share
    the better rank, 0 where there is no score.
    """

    tree: Tree
    method: Method
    given: Panel
    denominated: Panel
    screened: Panel
    imputed: Panel
    treated: Panel
    normalised: Panel
    weights: Mapping[str, Floats]
    scores: Mapping[str, Floats]
    ranks: Mapping[str, Floats]
    log: Log

    @property
    def index(self) -> Floats:
        """Scores of the index itself, (periods, places)."""
        return self.scores[self.tree.root.id]
