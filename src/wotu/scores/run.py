"""All steps of the method, in their order."""

from __future__ import annotations

import numpy as np

from wotu.packs.score_method import Method
from wotu.scores.aggregate import aggregate
from wotu.scores.denominate import denominate
from wotu.scores.impute import impute
from wotu.scores.normalise import fixed_leaves, normalise
from wotu.scores.panel import Panel
from wotu.scores.ranking import least_ranks
from wotu.scores.scored import Scored
from wotu.scores.screen import screen
from wotu.scores.treat import treat
from wotu.scores.tree import Floats, Tree
from wotu.scores.weigh import weigh


def score(panel: Panel, tree: Tree, method: Method) -> Scored:
    """Scores and ranks of every node, place and period, with every step between.

    Steps: denominate, screen, impute, treat, normalise, weigh, aggregate; each writes at least one
    line in ``Scored.log``, also where it had nothing to do.

    Raises:  ScoreError, naming node or place and what would mend it.
    Source:  OECD/JRC handbook 2008, steps 2 to 6.
    """
    panel.require_tree(tree)
    fixed = fixed_leaves(tree, method.normalisation)
    denominated, log = denominate(panel, tree)
    screened, kept, lines = screen(denominated, tree, method.screening, fixed)
    log += lines
    imputed, lines = impute(screened, kept, method.imputation)
    log += lines
    treated, lines = treat(imputed, kept, method.treatment, method.normalisation.reference, fixed)
    log += lines
    normalised, lines = normalise(treated, kept, method.normalisation)
    log += lines
    weights, lines = weigh(normalised, kept, method.weighting, method.aggregation)
    log += lines
    scores, lines = aggregate(normalised, kept, weights, method.aggregation, method.weighting.kind)
    log += lines
    return Scored(
        tree=kept,
        method=method,
        given=panel,
        denominated=denominated,
        screened=screened,
        imputed=imputed,
        treated=treated,
        normalised=normalised,
        weights=weights,
        scores=scores,
        ranks={name: ranks_of(one) for name, one in scores.items()},
        log=log,
    )


def ranks_of(scores: Floats) -> Floats:
    """Ranks along the last axis: 1 the best, ties share the better rank, 0 where there is no score.

    Scores count to ten digits of the largest, so that equal places tie however their sums were
    taken.

    >>> ranks_of(np.array([[3.0, 5.0, 5.0 + 1e-13, np.nan]]))
    array([[3., 1., 1., 0.]])
    """
    largest = np.nanmax(np.abs(scores), initial=0.0)
    digits = 10 - int(np.ceil(np.log10(largest))) if largest > 0 else 10
    return np.nan_to_num(least_ranks(-np.round(scores, digits)), nan=0.0)
