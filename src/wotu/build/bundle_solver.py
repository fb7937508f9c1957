"""The best set of clashing measures by mixed-integer programming (HiGHS).

HiGHS computes with doubles, so what it gives is made exact afterwards: the set is read off its
rounded answer, valued in whole fen, and improved by exchanges until none brings a fen more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import highspy
import numpy as np

from wotu.build.stacking import Component

MOST_COEFFICIENT: Final = 1_000_000
"""Amounts are scaled to at most this before they are given to the solver."""


def solve(
    component: Component, amounts: Mapping[int, int], left: Mapping[str, int]
) -> tuple[int, ...]:
    """Places of the set that brings most; ``left`` is what is left under each ceiling, in fen."""
    found = _exchanged(component, _by_highs(component, amounts, left), amounts, left)
    return tuple(sorted(found))


def worth(
    component: Component,
    places: frozenset[int],
    amounts: Mapping[int, int],
    left: Mapping[str, int],
) -> int:
    """What a set brings, in fen: sums, those under a ceiling at most what is left of it."""
    capped = {place for members in component.ceilings.values() for place in members}
    free = sum(amounts[place] for place in places if place not in capped)
    under = (
        min(left[group], sum(amounts[place] for place in members if place in places))
        for group, members in component.ceilings.items()
    )
    return free + sum(under)


def _by_highs(
    component: Component, amounts: Mapping[int, int], left: Mapping[str, int]
) -> frozenset[int]:
    """Binary choices, and for each ceiling a variable for what comes in under it."""
    offered = [place for place in component.members if amounts[place] > 0]
    largest = max((amounts[place] for place in offered), default=1)
    scale = max(largest / MOST_COEFFICIENT, 1.0)
    group_of = {p: group for group, members in component.ceilings.items() for p in members}
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("threads", 1)
    chosen = {
        place: model.addBinary(obj=0.0 if place in group_of else amounts[place] / scale)
        for place in offered
    }
    for first, second in sorted(component.conflicts):
        if first in chosen and second in chosen:
            model.addConstr(chosen[first] + chosen[second] <= 1)
    for group, members in component.ceilings.items():
        inside = [place for place in members if place in chosen]
        if inside:
            brought = model.addVariable(lb=0.0, ub=left[group] / scale, obj=1.0)
            model.addConstr(brought <= sum(chosen[p] * (amounts[p] / scale) for p in inside))
    model.setMaximize()  # type: ignore[no-untyped-call]
    model.run()
    values = np.rint(np.array(model.getSolution().col_value)[: len(offered)])
    return frozenset(place for place, value in zip(offered, values, strict=True) if value == 1)


def _exchanged(
    component: Component,
    places: frozenset[int],
    amounts: Mapping[int, int],
    left: Mapping[str, int],
) -> frozenset[int]:
    """The set after every exchange of one measure for those it clashes with that brings more."""
    best = worth(component, places, amounts, left)
    improved = True
    while improved:
        improved = False
        for place in component.members:
            if place in places or amounts[place] == 0:
                continue
            other = (places - component.neighbours(place)) | {place}
            brings = worth(component, other, amounts, left)
            if brings > best:
                places, best, improved = other, brings, True
    return places
