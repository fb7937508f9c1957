"""Where functions of one number change sign, many at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wotu.scores.tree import Bools, Floats

Positions = npt.NDArray[np.intp]

ROUNDS: Final = 60
TOLERANCE: Final = 1e-10
"""Of the width at the beginning."""


@dataclass(frozen=True)
class Crossings:
    """``at``: where the sign changes; ``found`` is False where it does not between the ends."""

    at: Floats
    found: Bools


def crossings(
    function: Callable[[Positions, Floats], Floats], start: Floats, end: Floats, guess: Floats
) -> Crossings:
    """Where each function stops to be at or below zero on the way from ``start`` to ``end``.

    ``function`` takes which of the functions are asked, as positions, and a number for each; the
    guess, where it lies between, is tried first. Regula falsi (Illinois), every third time the
    middle, so that steps are found as well as slopes. A function that is above zero at the start
    has no crossing.
    """
    below, above = start.astype(float), end.astype(float)
    every = np.arange(len(below))
    at_below, at_above = function(every, below), function(every, above)
    found = (at_below <= 0) & (at_above > 0)
    width = np.maximum(np.abs(end - start), 1e-300)
    trial = np.where(found, guess, below)
    last = np.zeros(len(below), int)
    for number in range(ROUNDS):
        open_ones = found & (np.abs(above - below) > TOLERANCE * width)
        if not open_ones.any():
            break
        low, high = np.minimum(below, above), np.maximum(below, above)
        outside = ~((trial > low) & (trial < high))
        trial = np.where(outside, (below + above) / 2, trial)
        asked = np.flatnonzero(open_ones)
        value = np.zeros(len(below))
        value[asked] = function(asked, trial[asked])
        level = (value == at_below) | (value == at_above)
        is_above = open_ones & (value > 0)
        is_below = open_ones & ~(value > 0)
        # Illinois: an end that stays twice running counts half, so that the other comes nearer.
        side = np.where(is_above, 1, np.where(is_below, -1, 0))
        half = np.where(side == last, 0.5, 1.0)
        at_below = np.where(is_above, at_below * half, np.where(is_below, value, at_below))
        at_above = np.where(is_below, at_above * half, np.where(is_above, value, at_above))
        last = side
        above, below = np.where(is_above, trial, above), np.where(is_below, trial, below)
        trial = _next(below, above, at_below, at_above, width, number)
        # On a step a straight line tells nothing.
        trial = np.where(level, (below + above) / 2, trial)
    return Crossings((below + above) / 2, found)


def _next(
    below: Floats, above: Floats, at_below: Floats, at_above: Floats, width: Floats, number: int
) -> Floats:
    if number % 3 == 2:
        return (below + above) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        part = at_below / (at_below - at_above)
    secant = below + np.where(np.isfinite(part), part, 0.5) * (above - below)
    # A hair beyond the estimate, alternately: a straight line is closed in from both sides.
    hair = np.sign(above - below) * width * TOLERANCE / 3
    return secant + (hair if number % 2 else -hair)
