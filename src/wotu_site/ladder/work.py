"""The work lists: which firms each of them asks for, as its address says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Literal

from wotu.build.among import Among, Attribute
from wotu.build.certificates import Lapse, Lapses, WantedLapses
from wotu.build.declarations import Declaration
from wotu.build.missing_facts import UNDECIDED, asked_of
from wotu.build.population import Wanted
from wotu.build.rungs import READY, STEPS, Rung, all_rungs, rungs_with_rules
from wotu.build.snapshot import Snapshot
from wotu.rules.screen import Standing
from wotu_site.access.roles import Person, Role
from wotu_site.ladder import queries
from wotu_site.policies import queries as policies
from wotu_site.snapshots.remembering import remembered
from wotu_site.ui.tables import ListState

#: How near a firm can be asked to be: its gap in per cent of what the rule asks.
NEAR = ("10", "30")


class WorkList(StrEnum):
    """The lists, in the order of their tabs."""

    DECLARE = "declare"
    STEP = "step"
    FACTS = "facts"
    EXPIRING = "expiring"


#: By what each list can be sorted, and by what it is at first.
ORDERS: dict[WorkList, tuple[tuple[str, ...], str]] = {
    WorkList.DECLARE: (("name", "standing", "expires"), "standing"),
    WorkList.STEP: (("name", "short"), "short"),
    WorkList.FACTS: (("name", "facts"), "facts"),
    WorkList.EXPIRING: (("name", "kind", "expires", "standing"), "expires"),
}


@remembered
def rungs(snapshot: Snapshot) -> tuple[Rung, ...]:
    """Every rung of every ladder, from the lowest up."""
    return all_rungs(snapshot)


def ruled_rungs(snapshot: Snapshot) -> tuple[Rung, ...]:
    """The rungs that a rule decides: the main one, then the highest first."""
    return rungs_with_rules(rungs(snapshot))


def chosen_rung(snapshot: Snapshot, state: ListState) -> Rung | None:
    """The rung that an address names, else the main one with a rule."""
    found = ruled_rungs(snapshot)
    named = {rung.kind: rung for rung in found}
    return named.get(state.value("rung")) or next(iter(found), None)


@remembered
def lapses(snapshot: Snapshot) -> Lapses:
    """The certificates that end before long."""
    return Lapses(snapshot, {rung.kind: rung.rule_id for rung in rungs(snapshot) if rung.rule_id})


@remembered
def count_lapses(snapshot: Snapshot, wanted: WantedLapses) -> int:
    """How many certificates end before long."""
    return lapses(snapshot).count(wanted)


@remembered
def page_of_lapses(
    snapshot: Snapshot, wanted: WantedLapses, order: str, limit: int, offset: int
) -> tuple[Lapse, ...]:
    """A page of the certificates that end before long."""
    return tuple(lapses(snapshot).firms(wanted, order, limit=limit, offset=offset))


@remembered
def lapse_counts(
    snapshot: Snapshot, by: Attribute | Literal["kind", "standing"], wanted: WantedLapses
) -> Mapping[str, int]:
    """How many of them there are by kind, by standing today, or by an attribute of the firm."""
    every = lapses(snapshot)
    if by == "kind":
        return every.counts_by_kind(wanted)
    return every.counts_by_standing(wanted) if by == "standing" else every.counts_by(by, wanted)


def own_first(state: ListState, person: Person) -> policies.Narrowing:
    """The firms that an address asks for; a liaison officer has the own ones at first."""
    first = policies.ME if person.role == Role.LIAISON else policies.EVERYBODY
    return policies.narrowing_of(state, person, first)


def narrowed(state: ListState, person: Person) -> policies.Narrowing:
    """The firms of a list, also by whether they are on a cultivation list."""
    narrowing = own_first(state, person)
    listed = state.value("listed")
    if listed not in ("yes", "no"):
        return narrowing
    members = tuple(queries.member_firms())
    among = narrowing.among
    if listed == "no":
        return replace(narrowing, among=replace(among, but=(*among.but, *members)))
    wanted = members if among.firm_ids is None else tuple(set(members) & set(among.firm_ids))
    return replace(narrowing, among=replace(among, firm_ids=tuple(sorted(wanted))))


def wanted_firms(
    snapshot: Snapshot, work: WorkList, rung: Rung, among: Among, state: ListState
) -> Wanted:
    """Which firms one of the first three lists asks for."""
    if work is WorkList.DECLARE:
        ways = tuple(one for one in Declaration if one.value in state.values("declaration"))
        return Wanted(among, READY, due=rung.kind, declarations=ways)
    if work is WorkList.STEP:
        chosen = tuple(one for one in STEPS if one.value in state.values("standing"))
        return Wanted(among, chosen or STEPS, due=rung.kind, within=_within(state))
    population = policies.population(snapshot, rung.rule_id)
    lacking = tuple(
        item for bureau in state.values("bureau") for item in asked_of(population, bureau)
    )
    return Wanted(among, UNDECIDED, lacking=lacking)


def wanted_lapses(among: Among, state: ListState) -> WantedLapses:
    """Which certificates the list of those that end soon asks for."""
    standings = tuple(one for one in Standing if one.value in state.values("standing"))
    return WantedLapses(among, tuple(state.values("kind")), standings)


def count(snapshot: Snapshot, work: WorkList, rung: Rung | None, among: Among) -> int:
    """How many rows a list has, narrowed only by what holds for all of them."""
    if work is WorkList.EXPIRING:
        return count_lapses(snapshot, WantedLapses(among))
    if rung is None:
        return 0
    if work is not WorkList.FACTS:
        standings = READY if work is WorkList.DECLARE else STEPS
        return policies.count(snapshot, rung.rule_id, Wanted(among, standings, due=rung.kind))
    counts = policies.standings(snapshot, rung.rule_id, among)
    return sum(counts[one] for one in UNDECIDED)


def _within(state: ListState) -> float | None:
    chosen = state.value("within")
    return int(chosen) / 100 if chosen in NEAR else None
