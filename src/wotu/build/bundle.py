"""The best lawful bundle: of the measures that a firm can have, those that bring most together.

Amounts are whole fen. A component with few lawful sets is settled by comparing them all, for any
number of firms at once; a larger one by HiGHS, firm by firm, and only where a firm has measures
that clash.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from wotu.build.bundle_solver import solve
from wotu.build.stacking import Component, Stacking

Fen = npt.NDArray[np.int64]

NO_LIMIT: Final = 2**62
"""Fen that no ceiling ever reaches."""


class WhyNot(StrEnum):
    """Why a measure is not in the best bundle."""

    EXCLUDED = "excluded"  # cannot stand beside one that is in it
    ONE_OF = "one_of"  # of this group one is paid, and another brings more
    CEILING = "ceiling"  # the group's ceiling is reached
    HAD = "had"  # was paid not long enough ago, or can be had once only
    PAID_OTHER = "paid_other"  # one that it cannot stand beside was paid this year
    NOTHING = "nothing"  # it would bring nothing


@dataclass(frozen=True)
class Taken:
    """A measure in the bundle: what it would bring alone, and what it brings under ceilings."""

    measure: str
    amount_fen: int
    granted_fen: int


@dataclass(frozen=True)
class LeftOut:
    """A measure that is not in the bundle.

    ``because``: the measure that stands in its way, or the group of a ceiling. ``less_fen``: by how
    much the best bundle with it would bring less. ``year``: when it, or the other, was paid.
    """

    measure: str
    why: WhyNot
    amount_fen: int
    because: str | None = None
    less_fen: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class Bundle:
    """Measures to take, in order, and those left out with the reason."""

    taken: tuple[Taken, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def total_fen(self) -> int:
        """What the bundle brings together."""
        return sum(item.granted_fen for item in self.taken)


def best_bundle(
    stacking: Stacking, amounts_fen: Mapping[str, int], used_fen: Mapping[str, int] | None = None
) -> Bundle:
    """The best bundle of the measures offered to one firm, and why others are left out.

    ``amounts_fen``: what each measure that the firm can have brings alone. ``used_fen``: by group,
    how much of its ceiling has been paid this year already. Equal bundles are told apart by the
    order of the measures.
    """
    amounts = np.zeros((1, len(stacking.measures)), dtype=np.int64)
    for measure, amount in amounts_fen.items():
        amounts[0, stacking.place[measure]] = amount
    used = {group: np.array([fen]) for group, fen in (used_fen or {}).items()}
    chosen = best_bundles(stacking, amounts, used)
    row = chosen[0]
    taken = tuple(
        Taken(m, amounts_fen[m], int(row[stacking.place[m]]))
        for m in stacking.measures
        if m in amounts_fen and row[stacking.place[m]] > 0
    )
    inside = {item.measure for item in taken}
    left_out = tuple(
        _reason(stacking, m, amounts, used, inside, int(row.sum()))
        for m in stacking.measures
        if m in amounts_fen and m not in inside
    )
    return Bundle(taken, left_out)


def best_bundles(stacking: Stacking, amounts: Fen, used: Mapping[str, Fen] | None = None) -> Fen:
    """What each measure brings to each firm in its best bundle: rows firms, columns measures.

    ``amounts`` has the same shape, zero where a firm cannot have a measure. ``used`` holds for
    groups what was paid to each firm under the ceiling this year.
    """
    granted = np.zeros_like(amounts)
    for component in stacking.components:
        left = _left(stacking, component, len(amounts), used or {})
        granted += _of_component(component, amounts, left)
    return granted


def _left(
    stacking: Stacking, component: Component, firms: int, used: Mapping[str, Fen]
) -> dict[str, Fen]:
    """What is left under each ceiling of a component, for each firm."""
    nothing = np.zeros(firms, dtype=np.int64)
    return {
        group: np.maximum(stacking.ceilings_fen[group] - used.get(group, nothing), 0)
        for group in component.ceilings
    }


def _of_component(component: Component, amounts: Fen, left: Mapping[str, Fen]) -> Fen:
    if not component.conflicts:
        return _granted(component, amounts, component.members, left)
    sets = component.sets
    if sets is None:
        return _solved(component, amounts, left)
    best = _granted(component, amounts, sets[0], left)
    worth = best.sum(axis=1)
    for places in sets[1:]:
        granted = _granted(component, amounts, places, left)
        brings = granted.sum(axis=1)
        better = brings > worth
        best[better], worth[better] = granted[better], brings[better]
    return best


def _solved(component: Component, amounts: Fen, left: Mapping[str, Fen]) -> Fen:
    """By the solver, for firms whose measures clash; others take all they can have."""
    best = _granted(component, amounts, component.members, left)
    pairs = np.array(sorted(component.conflicts))
    clashing = ((amounts[:, pairs[:, 0]] > 0) & (amounts[:, pairs[:, 1]] > 0)).any(axis=1)
    for firm in np.flatnonzero(clashing):
        own = {group: int(fen[firm]) for group, fen in left.items()}
        places = solve(component, {p: int(amounts[firm, p]) for p in component.members}, own)
        row = slice(firm, firm + 1)
        under = {group: fen[row] for group, fen in left.items()}
        best[row] = _granted(component, amounts[row], places, under)
    return best


def _granted(
    component: Component, amounts: Fen, places: tuple[int, ...], left: Mapping[str, Fen]
) -> Fen:
    """What the measures at ``places`` bring: under a ceiling the earlier ones come first."""
    granted = np.zeros_like(amounts)
    granted[:, places] = amounts[:, places]
    for group, members in component.ceilings.items():
        rest = left[group].copy()
        for place in members:
            granted[:, place] = np.minimum(granted[:, place], rest)
            rest -= granted[:, place]
    return granted


def _reason(
    stacking: Stacking,
    measure: str,
    amounts: Fen,
    used: Mapping[str, Fen],
    inside: set[str],
    total: int,
) -> LeftOut:
    place = stacking.place[measure]
    amount = int(amounts[0, place])
    if amount == 0:
        return LeftOut(measure, WhyNot.NOTHING, 0)
    rivals = [other for other in inside if stacking.clash(measure, other)]
    if not rivals:
        return LeftOut(measure, WhyNot.CEILING, amount, because=stacking.ceiling[measure])
    forced = amounts.copy()
    for other in stacking.measures:
        if stacking.clash(measure, other):
            forced[0, stacking.place[other]] = 0
    less = total - int(best_bundles(stacking, forced, used).sum())
    rival = max(rivals, key=lambda other: (amounts[0, stacking.place[other]], other))
    why = WhyNot.EXCLUDED if stacking.clash(measure, rival) == "excludes" else WhyNot.ONE_OF
    return LeftOut(measure, why, amount, because=rival, less_fen=less)
