"""Numeric searches for improvements: one indicator at a time, and mixes of several."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.optimize import minimize

from wotu.packs.score_method import AggregationKind
from wotu.scores.problem import Found, Problem
from wotu.scores.tree import Floats

HALVINGS: Final = 24
"""Bisections of a stretch: to a part in ten million."""

PIECES: Final = 50
"""How many smaller numbers of whole pieces are tried."""

SMOOTH: Final = frozenset(
    {
        AggregationKind.ARITHMETIC,
        AggregationKind.GEOMETRIC,
        AggregationKind.HARMONIC,
        AggregationKind.MAZZIOTTA_PARETO,
    }
)


def alone(problem: Problem, ranks: int) -> dict[int, Floats]:
    """By indicator, the least improvement of it alone that passes so many places.

    Indicators with which that cannot be done are not in it.
    """
    answer = problem.response
    size = len(problem.prices)
    low, high, reached = np.zeros(size), np.zeros(size), np.zeros(size, dtype=bool)
    for points in answer.grid[1:]:
        open_ones = [one for one in problem.free if not reached[one] and points[one] > high[one]]
        if not open_ones:
            continue
        enough = problem.passed(np.stack([_only(size, one, points[one]) for one in open_ones]))
        for one, passed in zip(open_ones, enough, strict=True):
            low[one], high[one] = high[one], points[one]
            reached[one] = passed >= ranks
    found = [int(one) for one in np.flatnonzero(reached)]
    if not answer.stepwise:
        for _ in range(HALVINGS if found else 0):
            middle = (low + high) / 2
            enough = problem.passed(np.stack([_only(size, one, middle[one]) for one in found]))
            for one, passed in zip(found, enough, strict=True):
                if passed >= ranks:
                    high[one] = middle[one]
                else:
                    low[one] = middle[one]
    return {one: _only(size, one, high[one]) for one in found}


def mixed(problem: Problem, ranks: int) -> Found | None:
    """A cheap mix of improvements that passes so many places; not proven to be the cheapest.

    Where the index is smooth, SLSQP goes on from the best single indicator. Else, or where none
    alone is enough, steps with the most points for their cost are taken until it is, and what is
    too much is taken back.
    """
    kinds = set(problem.response.scored.method.aggregation.kinds)
    is_smooth = kinds <= SMOOTH and not problem.response.stepwise
    single = _single(problem, ranks)
    greedy = None if is_smooth and single is not None else _greedy(problem, ranks)
    starts = [one for one in (single, greedy) if one is not None]
    if not starts:
        return None
    if is_smooth:
        starts += [one for start in starts if (one := _smooth(problem, ranks, start)) is not None]
    # Whole pieces cost more than parts of them: what counts is the price with all rounded up.
    best = min((_trimmed(problem, ranks, one) for one in starts), key=problem.cost)
    return Found(best, problem.cost(best), 0.0)


def _trimmed(problem: Problem, ranks: int, improvements: Floats) -> Floats:
    """Improvements in whole pieces, without those that are not needed then, the cheapest first."""
    now = problem.rounded_up(improvements)
    costs = np.where(now > 0, now, 0.0) * np.where(np.isfinite(problem.prices), problem.prices, 0)
    for column in sorted(np.flatnonzero(now), key=lambda one: costs[one]):
        piece = problem.whole[column]
        steps = round(now[column] / piece) if piece > 0 else 1
        fewer = [0.0] if not piece else [count * piece for count in range(min(steps, PIECES))]
        for value in fewer:
            tried = np.where(np.arange(len(now)) == column, value, now)
            if problem.passed(tried[None])[0] >= ranks:
                now = tried
                break
    return now


def _only(size: int, column: int, value: float) -> Floats:
    found = np.zeros(size)
    found[column] = value
    return found


def _single(problem: Problem, ranks: int) -> Floats | None:
    found = alone(problem, ranks).values()
    return min(found, key=problem.cost, default=None)


def _leads(problem: Problem, improvements: Floats, rivals: list[int]) -> Floats:
    """Lead of the place over some rivals, (sets, rivals)."""
    index = problem.response.index(improvements)
    return np.asarray(index[:, [problem.response.place]] - index[:, rivals], dtype=np.float64)


def _greedy(problem: Problem, ranks: int) -> Floats | None:
    grid = problem.response.grid
    at = np.zeros(len(problem.prices), dtype=np.int64)
    rivals = problem.ahead[:ranks]
    now = np.zeros(len(problem.prices))
    while problem.passed(now[None])[0] < ranks:
        tries = [(one, number) for one in problem.free for number in _next(grid[:, one], at[one])]
        if not tries:
            return None
        sets = np.stack([np.where(np.arange(len(now)) == c, grid[n, c], now) for c, n in tries])
        short = np.maximum(problem.margin - _leads(problem, now[None], rivals), 0.0).sum()
        left = np.maximum(problem.margin - _leads(problem, sets, rivals), 0.0).sum(axis=1)
        costs = np.array([problem.cost(one) for one in sets]) - problem.cost(now)
        worth = (short - left) / np.maximum(costs, 1e-12)
        best = int(np.argmax(worth))
        if worth[best] <= 0:
            return None
        column, number = tries[best]
        at[column], now = number, sets[best]
    return _taken_back(problem, ranks, now)


def _next(points: Floats, at: int) -> list[int]:
    """Points of a grid after one, near and far: a first step alone may bring nothing."""
    ahead = [n for n in range(int(at) + 1, len(points)) if points[n] > points[at]]
    return ahead[1::4] or ahead


def _taken_back(problem: Problem, ranks: int, improvements: Floats) -> Floats:
    """What is too much taken back, the dearest first."""
    now = improvements.copy()
    for column in sorted(np.flatnonzero(now), key=lambda one: -problem.prices[one] * now[one]):
        low, high = 0.0, now[column]
        tries = problem.response.grid[:, column] if problem.response.stepwise else None
        for _ in range(HALVINGS if tries is None else 0):
            now[column] = (low + high) / 2
            enough = problem.passed(now[None])[0] >= ranks
            low, high = (low, now[column]) if enough else (now[column], high)
        for point in () if tries is None else np.unique(tries[tries < high])[::-1]:
            now[column] = point
            if problem.passed(now[None])[0] < ranks:
                break
            high = point
        now[column] = high
    return now


def _smooth(problem: Problem, ranks: int, start: Floats) -> Floats | None:
    """SLSQP from a start over the free indicators, in costs; None where it ends outside."""
    free = problem.free
    prices = problem.prices[free]
    limits = problem.response.limit[free] * prices
    rivals = problem.ahead[:ranks]
    spread = float(problem.gaps[rivals].max())

    def full(costs: Floats) -> Floats:
        found = np.zeros((len(np.atleast_2d(costs)), len(problem.prices)))
        found[:, free] = np.clip(np.atleast_2d(costs), 0, limits) / prices
        return found

    def leads(costs: Floats) -> Floats:
        found = _leads(problem, full(costs), rivals)[0] - 2 * problem.margin
        return np.asarray(found / spread, dtype=np.float64)

    def slopes(costs: Floats) -> Floats:
        # Forward, or backward at the limit: a step of a thousandth of the way.
        steps = np.where(costs + 1e-4 * limits <= limits, 1.0, -1.0) * 1e-4 * limits
        moved = _leads(problem, full(costs + np.diag(steps)), rivals)
        base = _leads(problem, full(costs), rivals)
        return np.asarray(((moved - base) / steps[:, None]).T / spread, dtype=np.float64)

    solved = minimize(
        lambda costs: costs.sum(),
        start[free] * prices,
        jac=lambda costs: np.ones(len(costs)),
        bounds=[(0.0, one) for one in limits],
        constraints={"type": "ineq", "fun": leads, "jac": slopes},
        method="SLSQP",
        options={"maxiter": 60, "ftol": 1e-9},
    )
    found = full(solved.x)[0]
    found[found * problem.prices.clip(0, 1e300) < 1e-9] = 0.0
    if problem.passed(found[None])[0] < ranks:
        return None
    return _taken_back(problem, ranks, found)
