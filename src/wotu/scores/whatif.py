"""What if a place had other figures: its score, its rank, and whom it passes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wotu.errors import did_you_mean
from wotu.packs.score_method import ImputationKind, Reference
from wotu.scores.aggregate import aggregate
from wotu.scores.errors import ScoreError
from wotu.scores.normalise import fixed_leaves, normalise
from wotu.scores.panel import Panel
from wotu.scores.run import ranks_of, score
from wotu.scores.scored import Scored
from wotu.scores.treat import treat
from wotu.scores.tree import Floats, Tree
from wotu.scores.weigh import weigh
from wotu.scores.worlds import position, taking_part, unscreened

TIMELY = frozenset({ImputationKind.INTERPOLATION, ImputationKind.CARRIED})
"""Ways of filling in that look at other periods."""

ACROSS = frozenset({ImputationKind.REGRESSION, ImputationKind.NEIGHBOURS})
"""Ways of filling in that look at other indicators."""


@dataclass(frozen=True)
class Effect:
    """A place with other figures, all else as it is.

    ``passed``: places that it passes, the nearest first; ``passed_by``: that pass it.
    """

    place: str
    score_before: float
    score_after: float
    rank_before: int
    rank_after: int
    passed: tuple[str, ...]
    passed_by: tuple[str, ...]


def what_if(scored: Scored, place: str, changes: Mapping[str, float], period: int = -1) -> Effect:
    """The effect of new figures (in their units, not differences) of a place in a period.

    All steps of the method are run again for what the figures can move; who took part still does.
    Equal to :func:`scored_anew`, which runs them for everything.
    Raises:  ScoreError for a place without a score or an indicator that is not in the table.
    """
    at, number = position(scored, place, period)
    columns = [_column(scored, name) for name in changes]
    if not _moves_its_columns_only(scored, at, columns):
        return scored_anew(scored, place, changes, period)
    if not columns:
        return _effect(scored, (at, number), scored.index[at], _ranks(scored)[at])
    rest = [leaf.id for one, leaf in enumerate(scored.tree.leaves) if one not in columns]
    points = scored.normalised.values[at].copy()
    order = sorted(columns)
    points[:, order] = _points(scored, at, number, changes, order, scored.tree.without(rest))
    normalised = replace(
        scored.normalised,
        periods=scored.given.periods[at : at + 1],
        values=points[None],
        error=None,
        imputed=None,
        denominators={},
    )
    method = scored.method
    weights, _ = weigh(normalised, scored.tree, method.weighting, method.aggregation)
    scores, _ = aggregate(
        normalised, scored.tree, weights, method.aggregation, method.weighting.kind
    )
    index = scores[scored.tree.root.id]
    return _effect(scored, (at, number), index[0], ranks_of(index)[0])


def scored_anew(
    scored: Scored, place: str, changes: Mapping[str, float], period: int = -1
) -> Effect:
    """:func:`what_if` by scoring the whole panel anew."""
    at, number = position(scored, place, period)
    panel = taking_part(scored)
    at_new = at
    if _looks_at_one_period(scored, at):
        panel, at_new = _alone(panel, at), 0
    values = panel.values.copy()
    for name, value in changes.items():
        values[at_new, panel.places.index(place), _column(scored, name)] = value
    after = score(panel.with_values(values), scored.tree, unscreened(scored.method))
    return _effect(scored, (at, number), after.index[at_new], _ranks(after)[at_new])


def _column(scored: Scored, name: str) -> int:
    known = list(scored.screened.indicators)
    if name not in known:
        raise ScoreError(
            f"考核表里没有指标“{name}”，或它未参评。"
            f" The table has no indicator '{name}', or it was left out."
            f"{did_you_mean(name, known)}",
            node=name,
        )
    return known.index(name)


def _moves_its_columns_only(scored: Scored, period: int, columns: Sequence[int]) -> bool:
    """Whether new figures leave the points of all other indicators as they are."""
    if scored.method.normalisation.reference is not Reference.PERIOD:
        return False
    unknown = np.isnan(scored.screened.values[period])
    return not unknown[:, columns].any() and not (
        unknown.any() and ACROSS & set(scored.method.imputation.kinds)
    )


def _points(
    scored: Scored,
    period: int,
    number: int,
    changes: Mapping[str, float],
    columns: Sequence[int],
    tree: Tree,
) -> Floats:
    """Normalised values of some indicators, (places, indicators), with the new figures in."""
    values = scored.imputed.values[period][:, columns].copy()
    given = scored.given.places.index(scored.screened.places[number])
    for at, leaf in enumerate(tree.leaves):
        below = 1.0
        if leaf.denominator is not None:
            below = scored.given.denominators[leaf.denominator][period, given]
        values[number, at] = changes[leaf.id] / below
    panel = Panel(
        scored.screened.places,
        scored.given.periods[period : period + 1],
        tuple(leaf.id for leaf in tree.leaves),
        values[None],
    )
    method = scored.method
    fixed = fixed_leaves(tree, method.normalisation)
    treated, _ = treat(panel, tree, method.treatment, method.normalisation.reference, fixed)
    return np.asarray(normalise(treated, tree, method.normalisation)[0].values[0], dtype=float)


def _ranks(scored: Scored) -> Floats:
    return scored.ranks[scored.tree.root.id]


def _looks_at_one_period(scored: Scored, period: int) -> bool:
    """Whether the period scored alone gives what it gives among the others."""
    if len(scored.given.periods) == 1:
        return True
    if scored.method.normalisation.reference is not Reference.PERIOD:
        return False
    gaps = np.isnan(scored.screened.values[period]).any()
    return not (gaps and TIMELY & set(scored.method.imputation.kinds))


def _alone(panel: Panel, period: int) -> Panel:
    only = slice(period, period + 1)
    return replace(
        panel,
        periods=panel.periods[only],
        values=panel.values[only],
        error=None,
        imputed=None,
        denominators={name: one[only] for name, one in panel.denominators.items()},
    )


def _effect(before: Scored, old: tuple[int, int], now: Floats, ranks: Floats) -> Effect:
    period, number = old
    was = before.index[period]
    nearest = np.argsort(np.abs(was - was[number]), kind="stable")
    places = before.screened.places
    return Effect(
        places[number],
        float(was[number]),
        float(now[number]),
        int(_ranks(before)[period][number]),
        int(ranks[number]),
        tuple(
            places[one]
            for one in nearest
            if was[one] > was[number] and ranks[one] >= ranks[number] > 0
        ),
        tuple(places[one] for one in nearest if was[one] < was[number] and now[one] > now[number]),
    )
