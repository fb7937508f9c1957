"""From other periods of the same place: on the line between two, or the last one carried on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from wotu.periods import period_days
from wotu.scores.imputation.filled import Filled, root_mean_square
from wotu.scores.tree import Floats


def times(periods: Sequence[str]) -> Floats:
    """When each period ends, in years; positions where not every one ends after the one before.

    >>> times(["2020", "2022", "2023-Q2"]).tolist(), times(["spring", "autumn"]).tolist()
    ([2021.0, 2023.0, 2023.5], [0.0, 1.0])
    """
    days = [period_days(one) for one in periods]
    ends = [one.last.year + one.last.month / 12 for one in days if one is not None]
    follow = len(ends) == len(periods) and all(a < b for a, b in pairwise(ends))
    return np.array(ends if follow else range(len(periods)), dtype=float)


def in_time(values: Floats, when: Floats, both_sides: bool) -> Filled:
    """Linear between the known periods before and after, the nearest beyond the ends; or, without
    ``both_sides``, the last known period before.

    Errors are those of a random walk through the known values: they grow with the root of the
    distance, and between two periods a and b years away with that of ab / (a + b); its step is
    estimated for each indicator from the known values, each predicted from its neighbours.
    """
    before, since = _last_known(values, when)
    if not both_sides:
        return _with_error(values, before, np.sqrt(since))
    after, until = _last_known(values[::-1], -when[::-1])
    after, until = after[::-1], until[::-1]
    inside = ~np.isnan(before) & ~np.isnan(after)
    line = before + (after - before) * since / (since + until)
    proposed = np.where(inside, line, np.where(np.isnan(before), after, before))
    single = np.sqrt(np.where(np.isnan(before), until, since))
    distance = np.where(inside, np.sqrt(since * until / (since + until)), single)
    return _with_error(values, proposed, distance)


def _last_known(values: Floats, when: Floats) -> tuple[Floats, Floats]:
    """The last known value strictly before each cell, and how long before; NaN where none."""
    found, ago = np.full_like(values, np.nan), np.full_like(values, np.nan)
    for earlier, period in pairwise(range(len(values))):
        fresh = ~np.isnan(values[earlier])
        found[period] = np.where(fresh, values[earlier], found[earlier])
        step = when[period] - when[earlier]
        ago[period] = np.where(fresh, step, ago[earlier] + step)
    return found, ago


def _with_error(values: Floats, proposed: Floats, distance: Floats) -> Filled:
    step = root_mean_square((values - proposed) / distance, axis=(0, 1))
    return Filled(proposed, step * distance)
