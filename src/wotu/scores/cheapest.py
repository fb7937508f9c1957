"""The cheapest improvements with which a place passes a number of others, as a programme.

For an index that is a sum of what its indicators answer by themselves: a mixed-integer linear
programme over the stretches of their answers finds them (HiGHS), and a second one, over answers
that are nowhere below the true ones, tells what no solution can cost less than.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from wotu.scores.problem import Found, Problem
from wotu.scores.response import CHECK
from wotu.scores.tree import Floats

NEAR: Final = 6
"""Places beyond those to be passed that may be passed in their stead."""

SECONDS: Final = 3.0
"""How long one programme may take; what it has found by then counts, with its own bound."""

WHOLE: Final = 1e-12
"""Part of a piece that is rounding."""

ROUNDING: Final = 1e-6
"""Share of an answer that may be rounding."""

STEEPER: Final = 2.0
"""Part of the bend of a first stretch by which its beginning is steeper, with much to spare."""


def cheapest(problem: Problem, ranks: int) -> Found | None:
    """The least improvements that pass so many places; None where none within the limits does.

    ``Found.at_least`` is 0 where no bound is known.
    """
    found = _programme(problem, ranks, generous=False)
    if found is None:
        return None
    bound = None if problem.response.stepwise else _programme(problem, ranks, generous=True)
    return Found(found.improvements, found.cost, min(found.cost, bound.at_least if bound else 0.0))


@dataclass(frozen=True)
class _Stretches:
    """The stretches of all movable indicators; of each any share is walked."""

    column: npt.NDArray[np.int64]
    length: Floats
    gain: Floats
    """Points on each rival for the whole stretch, (stretches, rivals)."""
    bends: tuple[int, ...]
    """Stretches that bring more than the one before: only what lies before them leads there."""


def _programme(problem: Problem, ranks: int, *, generous: bool) -> Found | None:
    answer, ahead = problem.response, problem.ahead
    near, far = ahead[: ranks + NEAR], ahead[ranks + NEAR :]
    gains, inside = answer.gains(answer.normal), answer.gains(answer.between)
    rivals, checks = gains[:, near], inside[:, near]
    gaps, counts = problem.gaps[near], np.ones(len(near))
    if generous and far:
        # One stands for all further away: as near as the nearest, yielding as the most yielding,
        # and counting as often as there are ranks to climb.
        rivals = np.concatenate([rivals, gains[:, far].max(axis=1, keepdims=True)], axis=1)
        checks = np.concatenate([checks, inside[:, far].max(axis=1, keepdims=True)], axis=1)
        gaps, counts = np.append(gaps, problem.gaps[far[0]]), np.append(counts, ranks)
    parts = [
        _of_column(answer.grid[:, one], rivals[:, :, one], checks[:, :, one], generous)
        for one in problem.free
    ]
    if not parts:
        return None
    starts = np.cumsum([0, *(len(length) for length, _, _ in parts)])
    stretches = _Stretches(
        np.repeat(problem.free, np.diff(starts)).astype(np.int64),
        np.concatenate([length for length, _, _ in parts]),
        np.concatenate([gain for _, gain, _ in parts]),
        tuple(
            int(start) + bend
            for start, (_, _, bends) in zip(starts, parts, strict=False)
            for bend in (
                range(1, len(bends) + 1) if answer.stepwise else map(int, np.flatnonzero(bends) + 1)
            )
        ),
    )
    return _solved(problem, stretches, gaps + (0.0 if generous else problem.margin), counts, ranks)


def _of_column(
    grid: Floats, points: Floats, checks: Floats, generous: bool
) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Lengths of the stretches of an indicator, gains of each on each rival, and which are bent.

    ``points``: gains at the grid, ``checks`` within the stretches, both (.., rivals). Stretches
    are chords of the answer, or, if ``generous``, of a concave curve that is nowhere below it.
    """
    keep = np.append(True, np.diff(grid) > 0)
    grid, points, checks = grid[keep], points[keep], checks[keep[1:]]
    length = np.diff(grid)
    if generous:
        points = _majorant(grid, _lifted(length, points, checks))
    slopes = np.diff(points, axis=0) / length[:, None]
    apart = np.abs(np.diff(slopes, axis=0)) > ROUNDING * max(np.abs(slopes).max(), 1e-300)
    # Stretches on one line are one.
    ends = np.append(np.append(True, apart.any(axis=1)), True)
    length, gains = np.diff(grid[ends]), np.diff(points[ends], axis=0)
    slopes = gains / length[:, None]
    rising = np.diff(slopes, axis=0) > ROUNDING * max(np.abs(slopes).max(), 1e-300)
    return length, gains, rising.any(axis=1)


def _lifted(length: Floats, points: Floats, checks: Floats) -> Floats:
    """Points of a curve nowhere below the answer.

    The chord is above a convex answer. Above a concave one is the slope of the stretch before, and
    where that is less, what the stretch has at its end.
    """
    slopes = np.diff(points, axis=0) / length[:, None]
    early = (checks - points[:-1]) / length[:, None] / CHECK
    late = (slopes - early * CHECK) / (1 - CHECK)
    concave = early - slopes > ROUNDING * np.abs(slopes).max()
    before = np.vstack([early[:1] + STEEPER * (early[:1] - late[:1]), slopes[:-1]])
    lifted = points.copy()
    lifted[1:] = (
        points[:-1] + np.where(concave, np.maximum(before, slopes), slopes) * length[:, None]
    )
    lifted[1:-1] = np.where((concave & (before < slopes))[1:], points[2:], lifted[1:-1])
    return np.maximum(lifted, points)


def _majorant(grid: Floats, points: Floats) -> Floats:
    """The least concave curve above points, at the grid, for each rival."""
    found = np.empty_like(points)
    for rival in range(points.shape[1]):
        hull: list[int] = []
        for at in range(len(grid)):
            while len(hull) > 1 and _is_below(grid, points[:, rival], hull[-2], hull[-1], at):
                hull.pop()
            hull.append(at)
        found[:, rival] = np.interp(grid, grid[hull], points[hull, rival])
    return found


def _is_below(grid: Floats, points: Floats, first: int, middle: int, last: int) -> bool:
    chord = (points[last] - points[first]) * (grid[middle] - grid[first])
    return bool((points[middle] - points[first]) * (grid[last] - grid[first]) <= chord)


def _solved(
    problem: Problem, stretches: _Stretches, gaps: Floats, counts: Floats, ranks: int
) -> Found | None:
    """Variables: shares of stretches; who is passed; which bends are reached; whole pieces."""
    stepwise = problem.response.stepwise
    gain, (count, rivals) = stretches.gain, stretches.gain.shape
    pieces = [] if stepwise else [one for one in problem.free if problem.whole[one] > 0]
    at_passed, at_bends = count, count + rivals
    at_pieces = at_bends + len(stretches.bends)
    total = at_pieces + len(pieces)
    losses = -np.minimum(gain, 0.0).sum(axis=0)

    passing = np.zeros((rivals + 1, total))
    passing[:rivals, :count] = gain.T
    passing[:rivals, at_passed:at_bends] = -np.diag(gaps + losses)
    passing[rivals, at_passed:at_bends] = counts
    order = []
    for number, bend in enumerate(stretches.bends):
        for stretch in np.flatnonzero(stretches.column == stretches.column[bend]):
            # Before the bend all is walked once it is reached; from it on nothing until then.
            line = np.zeros(total)
            line[[stretch, at_bends + number]] = (1, -1) if stretch < bend else (-1, 1)
            order.append(line)
    even = np.zeros((len(pieces), total))
    for number, column in enumerate(pieces):
        own = stretches.column == column
        even[number, :count] = np.where(own, stretches.length, 0.0) / problem.whole[column]
        even[number, at_pieces + number] = -1.0
    cost = np.zeros(total)
    cost[:count] = problem.prices[stretches.column] * stretches.length
    for column in problem.free if stepwise else ():
        # A step is paid in whole pieces, of which the last may reach further than it must.
        own = stretches.column == column
        piece = problem.whole[column]
        if piece > 0:
            reached = np.ceil(np.cumsum(stretches.length[own]) / piece - WHOLE) * piece
            cost[np.flatnonzero(own)] = problem.prices[column] * np.diff(reached, prepend=0.0)
    integral = np.ones(total)
    integral[:count] = stepwise
    solved = milp(
        cost,
        integrality=integral,
        bounds=Bounds(0, np.append(np.ones(at_pieces), np.full(len(pieces), np.inf))),
        constraints=LinearConstraint(
            csr_array(np.vstack([passing, *order, even])),
            np.concatenate([-losses, [ranks], np.zeros(len(order) + len(even))]),
            np.concatenate([np.full(rivals + 1 + len(order), np.inf), np.zeros(len(even))]),
        ),
        options={"time_limit": SECONDS, "mip_rel_gap": 1e-5},
    )
    if solved.x is None:
        return None
    improvements = np.zeros(len(problem.prices))
    np.add.at(improvements, stretches.column, solved.x[:count] * stretches.length)
    bound = solved.mip_dual_bound
    return Found(improvements, float(solved.fun), float(bound if bound is not None else 0.0))
