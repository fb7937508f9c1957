"""Answers of the snapshot about rules, each asked once and remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wotu.build.among import ALL_FIRMS, Among, Attribute
from wotu.build.asking_order import AskingOrder, asking_order
from wotu.build.declarations import Declaration
from wotu.build.missing_facts import MissingFact, Supplier, missing_facts, suppliers
from wotu.build.population import FirmBefore, Population, VerdictCounts, Wanted
from wotu.build.shortages import Shortage, shortages
from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu.rules.screen import Standing
from wotu_site.snapshots.remembering import remembered


@remembered
def population(snapshot: Snapshot, rule_id: str) -> Population:
    """The firms before the edition of a rule that is in force.

    Raises:  UnknownNameError.
    """
    return Population(snapshot, snapshot.rulebook.rule(rule_id, snapshot.manifest.as_of))


def screened(snapshot: Snapshot, rule: CheckedRule) -> bool:
    """Whether this edition of a rule has been run over the firms."""
    in_force = snapshot.rulebook.in_force(snapshot.manifest.as_of)
    return any(one.id == rule.id and one.spec.edition == rule.spec.edition for one in in_force)


@remembered
def standings(snapshot: Snapshot, rule_id: str, among: Among = ALL_FIRMS) -> Mapping[Standing, int]:
    """How many firms stand where."""
    return population(snapshot, rule_id).standings(among)


@remembered
def verdicts(
    snapshot: Snapshot, rule_id: str, among: Among = ALL_FIRMS
) -> Mapping[str | None, VerdictCounts]:
    """The verdicts of every condition of a rule, and under None those of the rule."""
    found = population(snapshot, rule_id)
    names = [None, *(condition.id for condition in found.rule.all_conditions())]
    return found.verdicts_by_condition(names, among)


@remembered
def standings_by(
    snapshot: Snapshot, rule_id: str, attribute: Attribute
) -> Mapping[str, Mapping[Standing, int]]:
    """For each value of an attribute how many firms stand where."""
    return population(snapshot, rule_id).standings_by(attribute)


@remembered
def missing(snapshot: Snapshot, rule_id: str, among: Among = ALL_FIRMS) -> tuple[MissingFact, ...]:
    """The missing facts of a rule, those that settle most firms first."""
    return tuple(missing_facts(population(snapshot, rule_id), among))


@remembered
def asking(snapshot: Snapshot, rule_id: str) -> AskingOrder:
    """In which order to ask for facts."""
    return asking_order(population(snapshot, rule_id))


@remembered
def bureaus(snapshot: Snapshot, rule_id: str, among: Among = ALL_FIRMS) -> tuple[Supplier, ...]:
    """The bureaus that undecided firms wait for."""
    return tuple(suppliers(population(snapshot, rule_id), among))


@remembered
def count(snapshot: Snapshot, rule_id: str, wanted: Wanted) -> int:
    """How many firms are wanted."""
    return population(snapshot, rule_id).count(wanted)


@remembered
def declarations(snapshot: Snapshot, rule_id: str, wanted: Wanted) -> Mapping[Declaration, int]:
    """How many of the firms wanted would declare in which way."""
    return population(snapshot, rule_id).declarations(wanted)


@remembered
def counts_by(
    snapshot: Snapshot, rule_id: str, attribute: Attribute, wanted: Wanted
) -> Mapping[str, int]:
    """How many of the firms wanted have each value of an attribute."""
    return population(snapshot, rule_id).counts_by(attribute, wanted)


@dataclass(frozen=True, slots=True)
class Found:
    """A firm of a list, with the tests that it does not meet."""

    firm: FirmBefore
    shortages: tuple[Shortage, ...]


@remembered
def page_of_firms(
    snapshot: Snapshot, rule_id: str, wanted: Wanted, order: str, limit: int, offset: int
) -> tuple[Found, ...]:
    """A page of the firms wanted, in order."""
    found = population(snapshot, rule_id)
    rows = found.firms(wanted, order, limit=limit, offset=offset)
    short = shortages(found, [row.firm_id for row in rows if row.verdict is False])
    return tuple(Found(row, short.get(row.firm_id, ())) for row in rows)
