"""What if a place had other figures: its score, its rank, and whom it passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from wotu.errors import did_you_mean
from wotu.packs.score_method import ImputationKind, Reference
from wotu.scores.errors import ScoreError
from wotu.scores.panel import Panel
from wotu.scores.run import score
from wotu.scores.scored import Scored
from wotu.scores.worlds import position, taking_part, unscreened

TIMELY = frozenset({ImputationKind.INTERPOLATION, ImputationKind.CARRIED})
"""Ways of filling in that look at other periods."""


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

    All steps of the method are run again; who took part still does.
    Raises:  ScoreError for a place without a score or an indicator that is not in the table.
    """
    at, number = position(scored, place, period)
    panel = taking_part(scored)
    if _looks_at_one_period(scored, at):
        panel, at_new = _alone(panel, at), 0
    else:
        at_new = at
    values = panel.values.copy()
    for name, value in changes.items():
        if name not in panel.indicators:
            raise ScoreError(
                f"考核表里没有指标“{name}”，或它未参评。"
                f" The table has no indicator '{name}', or it was left out."
                f"{did_you_mean(name, list(panel.indicators))}",
                node=name,
            )
        values[at_new, panel.places.index(place), panel.indicators.index(name)] = value
    after = score(panel.with_values(values), scored.tree, unscreened(scored.method))
    return _effect(scored, after, (at, number), at_new)


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


def _effect(before: Scored, after: Scored, old: tuple[int, int], new_period: int) -> Effect:
    period, number = old
    was, now = before.index[period], after.index[new_period]
    ranks = before.ranks[before.tree.root.id][period], after.ranks[after.tree.root.id][new_period]
    nearest = np.argsort(np.abs(was - was[number]), kind="stable")
    places = before.screened.places
    return Effect(
        places[number],
        float(was[number]),
        float(now[number]),
        int(ranks[0][number]),
        int(ranks[1][number]),
        tuple(
            places[one]
            for one in nearest
            if was[one] > was[number] and ranks[1][one] >= ranks[1][number] > 0
        ),
        tuple(places[one] for one in nearest if was[one] < was[number] and now[one] > now[number]),
    )
