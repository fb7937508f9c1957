"""Which measures can stand together: exclusions, one-of groups and yearly ceilings.

All measures are the rows of one graph: two are joined where a firm cannot have both, or where they
share a ceiling. Its connected components are chosen for apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Final

from wotu.errors import Fault, PackError
from wotu.packs.groups import MeasureGroup
from wotu.rules.checked import CheckedRule
from wotu.units import FEN_PER_YUAN, YUAN_PER_UNIT

LOANS: Final = frozenset({"loan", "guarantee"})
"""Kinds of measures that bring no money of their own: their amount is a limit."""

MOST_SETS: Final = 2_000
"""Lawful sets of one component that are written out; a larger component is left to the solver."""


@dataclass(frozen=True)
class Component:
    """Measures that bear on each other, by their place in the order of :class:`Stacking`.

    ``ceilings``: places of the members, and the limit in fen, of each ceiling.
    """

    members: tuple[int, ...]
    conflicts: frozenset[tuple[int, int]]
    ceilings: Mapping[str, tuple[int, ...]]

    def neighbours(self, place: int) -> frozenset[int]:
        """Measures that cannot stand beside one."""
        pairs = (pair for pair in self.conflicts if place in pair)
        return frozenset(other for pair in pairs for other in pair if other != place)

    @cached_property
    def sets(self) -> tuple[tuple[int, ...], ...] | None:
        """Every set to which nothing can be added, in order; None where there are too many."""
        found: list[tuple[int, ...]] = []
        beside = {
            place: frozenset(self.members) - self.neighbours(place) - {place}
            for place in self.members
        }
        # Bron and Kerbosch on "can stand together", with a pivot, and given up when it is long.
        waiting = [(frozenset[int](), frozenset(self.members), frozenset[int]())]
        while waiting:
            taken, open_, closed = waiting.pop()
            if not open_ and not closed:
                found.append(tuple(sorted(taken)))
                if len(found) > MOST_SETS:
                    return None
                continue
            pivot = max(sorted(open_ | closed), key=lambda one: len(open_ & beside[one]))
            for place in sorted(open_ - beside[pivot]):
                near = beside[place]
                waiting.append((taken | {place}, open_ & near, closed & near))
                open_, closed = open_ - {place}, closed | {place}
        return tuple(sorted(found))


@dataclass(frozen=True)
class Stacking:
    """The measures of a rulebook that bring money, and what holds between them.

    ``measures`` is their order, which also settles ties. ``excluded`` are pairs that a rule names,
    ``one_of`` and ``ceiling`` the groups of each measure; ``ceilings_fen`` the limit of each
    group with a ceiling.
    """

    measures: tuple[str, ...]
    excluded: frozenset[frozenset[str]] = frozenset()
    one_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ceiling: Mapping[str, str] = field(default_factory=dict)
    ceilings_fen: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The place of each measure in the order."""
        return {measure: place for place, measure in enumerate(self.measures)}

    def clash(self, first: str, second: str) -> str | None:
        """Why a firm cannot have both: ``"excludes"``, or the one-of group; None where it can."""
        if first == second:
            return None
        if frozenset((first, second)) in self.excluded:
            return "excludes"
        shared = [g for g in self.one_of.get(first, ()) if g in self.one_of.get(second, ())]
        return shared[0] if shared else None

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """The connected components, each in order; a measure alone is one too."""
        count = range(len(self.measures))
        clashing = {
            (left, right)
            for left in count
            for right in range(left + 1, len(self.measures))
            if self.clash(self.measures[left], self.measures[right])
        }
        under: dict[str, tuple[int, ...]] = {}
        for measure, group in self.ceiling.items():
            under[group] = tuple(sorted((*under.get(group, ()), self.place[measure])))
        edges = [*clashing, *(pair for row in under.values() for pair in pairwise(row))]
        parts = _parts(count, edges)
        return tuple(
            Component(
                members=part,
                conflicts=frozenset(pair for pair in clashing if pair[0] in part),
                ceilings={group: row for group, row in under.items() if row[0] in part},
            )
            for part in parts
        )


def stacking_of(rules: Sequence[CheckedRule], groups: Mapping[str, MeasureGroup]) -> Stacking:
    """What holds between the measures of ``rules`` that bring money to a firm.

    Loans are left out, and so are measures on the rows of a list, which bring it to persons.
    Raises:  PackError for a measure under two ceilings: no text says how they would be shared.
    """
    money = [
        rule
        for rule in rules
        if rule.spec.measure and rule.spec.measure.kind not in LOANS and rule.spec.subject == "firm"
    ]
    known = {rule.id for rule in money}
    one_of, ceiling, faults = {}, {}, []
    excluded: set[frozenset[str]] = set()
    for rule in money:
        assert rule.spec.measure is not None
        excluded |= {frozenset((rule.id, o)) for o in rule.spec.measure.excludes if o in known}
        named = [groups[name] for name in rule.spec.measure.groups]
        one_of[rule.id] = tuple(g.group for g in named if g.kind == "one_of")
        limits = [g.group for g in named if g.kind == "ceiling"]
        if len(limits) > 1:
            faults.append(Fault(rule.id, 1, f"{rule.id} is under two ceilings: {limits}"))
        if limits:
            ceiling[rule.id] = limits[0]
    if faults:
        raise PackError(faults)
    return Stacking(
        measures=tuple(rule.id for rule in money),
        excluded=frozenset(excluded),
        one_of=one_of,
        ceiling=ceiling,
        ceilings_fen={
            name: int(group.ceiling_wan * YUAN_PER_UNIT["万元"] * FEN_PER_YUAN)
            for name, group in groups.items()
            if group.ceiling_wan is not None
        },
    )


def _parts(places: Iterable[int], edges: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    root = {place: place for place in places}

    def find(place: int) -> int:
        while root[place] != place:
            place = root[place]
        return place

    for left, right in edges:
        first, second = sorted((find(left), find(right)))
        root[second] = first
    parts: dict[int, list[int]] = {}
    for place in root:
        parts.setdefault(find(place), []).append(place)
    return [tuple(sorted(part)) for _, part in sorted(parts.items())]
