"""What it would take: the least improvements with which a place climbs in the index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from wotu.errors import did_you_mean
from wotu.packs.schema import Label
from wotu.scores.cheapest import cheapest
from wotu.scores.climb_words import mix_words, notes_of, single_words
from wotu.scores.errors import ScoreError
from wotu.scores.moves import Mix, Move, Single, Start
from wotu.scores.problem import Problem
from wotu.scores.response import response
from wotu.scores.scored import Scored
from wotu.scores.search import alone, mixed
from wotu.scores.tree import Bools, Floats
from wotu.scores.whatif import Effect, scored_anew, what_if
from wotu.scores.worlds import position

Costs = Mapping[str, float | None]

CLOSE: Final = 5e-3
"""Share by which a solution may cost more than the bound and count as the cheapest."""

NUDGES: Final = (1.0, 1.0001, 1.001, 1.01, 1.03, 1.1)
"""Factors by which improvements are raised until the scoring itself confirms the climb."""

COUNTED: Final = frozenset("家个件人户项张名支所位只座笔")
"""Units of which there are only whole ones."""


@dataclass(frozen=True)
class Climb:
    """How a place could climb ``ranks`` ranks, others as they are.

    ``singles``: each indicator alone, the cheapest first, those with which it cannot be done last.
    ``frontier``: the cheapest mix for 1, 2, … ``ranks`` ranks (None where none was found), and
    ``mix`` its last. ``unknown``: indicators of which the place has no figure, which stay as they
    are. All words have placeholders ``{place}`` and, for places passed, their codes in ``{passed}``
    to be named by whoever shows them.
    """

    place: str
    period: str
    score: float
    rank: int
    ranks: int
    singles: tuple[Single, ...]
    frontier: tuple[Mix | None, ...]
    unknown: tuple[str, ...]
    notes: tuple[Label, ...]

    @property
    def mix(self) -> Mix | None:
        """The cheapest mix for all the ranks."""
        return self.frontier[-1] if self.frontier else None


def climb(
    scored: Scored,
    place: str,
    ranks: int,
    costs: Costs | None = None,
    period: int = -1,
) -> Climb:
    """The least weighted change of a place's own figures with which it climbs so many ranks.

    What a change of an indicator costs is its weight in ``costs`` (1 where none is given; None or
    infinity for one that cannot be changed) times the change in standard deviations of the
    indicator, over its denominator, among the places of the period. Figures only improve: shares up
    to 100%, amounts that should fall down to 0, counts by whole ones, and no further than one span
    past the best of the others. Ties share the better rank, so that reaching a score is enough.

    Where the index is the weighted sum of its indicators the mix is the solution of a
    mixed-integer linear programme, with a bound below which nothing can be; ``Mix.proven`` says
    whether both meet. Else it is the best that a numeric search found. Every solution has been
    scored anew, with all steps of the method; one that the scoring does not confirm is left out.

    Raises:  ScoreError for a place without a score, an indicator that is not in the table, a cost
        that is not above zero, or no ranks to climb.
    """
    at, number = position(scored, place, period)
    start = Start(scored, place, at, number)
    prices = _prices(start, costs or {})
    if ranks < 1:
        raise ScoreError(
            f"要上升的位次须为 1 或更多，现为 {ranks}。 Ranks to climb: 1 or more, not {ranks}.",
            ranks=ranks,
        )
    answer = response(scored, number, at, np.isinf(prices))
    pieces = np.array([_piece(start, column) for column in range(len(prices))])
    problem = Problem(answer, scored.index[at], prices, pieces)
    # Ties share the better rank: as many places are ahead as the rank says, and one less.
    ranks = min(ranks, start.rank - 1)
    found = [_mix(start, problem, number) for number in range(1, ranks + 1)]
    frontier = tuple(_cheapest_for(start, found, number) for number in range(1, ranks + 1))
    unknown = tuple(
        leaf.id
        for column, leaf in enumerate(scored.tree.leaves)
        if np.isnan(scored.screened.values[at, number, column])
    )
    return Climb(
        place,
        scored.given.periods[at],
        start.score,
        start.rank,
        ranks,
        _singles(start, problem, ranks),
        frontier,
        unknown,
        notes_of(start, frontier, unknown),
    )


def _prices(start: Start, costs: Costs) -> Floats:
    """Cost of one unit of improvement by indicator; infinite where it cannot be changed."""
    leaves = start.scored.tree.leaves
    known = [leaf.id for leaf in leaves]
    for name, cost in costs.items():
        if name not in known:
            raise ScoreError(
                f"考核表里没有指标“{name}”，或它未参评。"
                f" The table has no indicator '{name}', or it was left out."
                f"{did_you_mean(name, known)}",
                node=name,
            )
        if cost is not None and not cost > 0:
            raise ScoreError(
                f"{name} 的代价 {cost} 须大于 0；不可改变的写 inf。"
                f" The cost {cost} of {name} must be above 0; inf for what cannot be changed.",
                node=name,
            )
    weights = [costs.get(leaf.id, 1.0) for leaf in leaves]
    given = np.array([np.inf if one is None else one for one in weights], dtype=np.float64)
    # A constant indicator has no deviation to measure by: it stays as it is.
    spread = start.deviations
    return np.where(spread > 0, given / np.where(spread > 0, spread, 1.0), np.inf)


def _piece(start: Start, column: int) -> float:
    """One whole thing in the unit of the denominated values; 0 where any figure is possible."""
    leaf = start.scored.tree.leaves[column]
    raw = start.scored.given.values[:, :, start.given_column(column)]
    raw = raw[~np.isnan(raw)]
    whole = leaf.unit in COUNTED and bool((raw == np.round(raw)).all())
    return 1.0 / start.denominators[column] if whole else 0.0


def _mix(start: Start, problem: Problem, ranks: int) -> Mix | None:
    found = cheapest(problem, ranks) if problem.response.is_sum else None
    if found is None or problem.response.stepwise:
        # Steps just past another's value may cost more once they are walked: both are compared.
        others = [one for one in (found, mixed(problem, ranks)) if one is not None]
        found = min(
            others, key=lambda one: problem.cost(problem.rounded_up(one.improvements)), default=None
        )
    if found is None:
        return None
    confirmed = _confirmed(start, problem, found.improvements, ranks, scored_anew)
    if confirmed is None:
        return None
    improvements, effect = confirmed
    cost = problem.cost(improvements)
    proven = found.at_least > 0 and cost <= found.at_least * (1 + CLOSE)
    moves = tuple(_move(start, problem, one, improvements) for one in _moved(problem, improvements))
    words = mix_words(start, moves, effect, cost, proven)
    return Mix(ranks, moves, cost, min(found.at_least, cost), proven, effect, words)


def _cheapest_for(start: Start, found: Sequence[Mix | None], ranks: int) -> Mix | None:
    """The cheapest of the mixes that climb so many ranks, also where fewer or more were asked."""
    fit = [one for one in found if one and one.effect.rank_after <= start.rank - ranks]
    best = min(fit, key=lambda one: one.cost, default=None)
    own = found[ranks - 1]
    if best is None or best is own:
        return best
    # The bound is that of the ranks asked for, not of those for which the mix was found.
    at_least = min(own.at_least, best.cost) if own else 0.0
    proven = at_least > 0 and best.cost <= at_least * (1 + CLOSE)
    words = mix_words(start, best.moves, best.effect, best.cost, proven)
    return replace(best, ranks=ranks, at_least=at_least, proven=proven, words=words)


def _singles(start: Start, problem: Problem, ranks: int) -> tuple[Single, ...]:
    if not ranks:
        return ()
    found = alone(problem, ranks)
    singles = []
    for column in problem.free:
        improvements = np.where(_is(problem, column), problem.response.limit, 0.0)
        confirmed = None
        if column in found:
            confirmed = _confirmed(start, problem, found[column], ranks, what_if)
        if confirmed:
            improvements = confirmed[0]
        move = _move(start, problem, column, improvements)
        effect = confirmed[1] if confirmed else None
        words = single_words(start, move, effect)
        singles.append(Single(move, effect is not None, effect, words))
    return tuple(sorted(singles, key=lambda one: (not one.enough, one.move.cost)))


def _is(problem: Problem, column: int) -> Bools:
    return np.asarray(np.arange(len(problem.prices)) == column)


def _moved(problem: Problem, improvements: Floats) -> list[int]:
    """Indicators that are moved, the dearest part first."""
    columns = [int(one) for one in np.flatnonzero(improvements > 0)]
    return sorted(columns, key=lambda one: -problem.prices[one] * improvements[one])


def _confirmed(
    start: Start,
    problem: Problem,
    improvements: Floats,
    ranks: int,
    effect_of: Callable[[Scored, str, Mapping[str, float], int], Effect],
) -> tuple[Floats, Effect] | None:
    """Improvements that the whole scoring confirms, raised a little where it must be."""
    limit = problem.response.limit
    for nudge in NUDGES:
        raised = np.where(improvements > 0, np.minimum(improvements * nudge, limit), 0.0)
        raised = problem.rounded_up(raised)
        raised[raised * problem.prices.clip(0, 1e300) < 1e-12] = 0.0
        raised = np.where(problem.whole > 0, raised, start.sayable(raised))
        effect = effect_of(start.scored, start.place, start.values(raised), start.period)
        if effect.rank_after <= start.rank - ranks:
            return raised, effect
    return None


def _move(start: Start, problem: Problem, column: int, improvements: Floats) -> Move:
    leaf = start.scored.tree.leaves[column]
    before = float(start.raw[column])
    after = start.value(column, improvements[column])
    deviations = float(improvements[column] / start.deviations[column])
    cost = float(improvements[column] * problem.prices[column])
    return Move(leaf.id, leaf.label, leaf.unit, before, after, deviations, cost)
