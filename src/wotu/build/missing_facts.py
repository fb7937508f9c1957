"""Which missing facts keep a rule from being decided: how many firms lack each, and who has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from wotu.build.among import ALL_FIRMS, EVERY, Among, firms_among
from wotu.build.population import Population
from wotu.rules.compile import MASK_BITS
from wotu.rules.inputs import Asked, NamedInput
from wotu.rules.screen import Standing, missing_of

UNDECIDED: Final = (Standing.ONE_FACT, Standing.FACTS_MISSING)
"""Where firms stand that only missing facts keep from being decided."""


@dataclass(frozen=True)
class MissingFact:
    """A fact, and how many firms lack it.

    ``lacking`` counts firms of which a condition waits for it; ``undecided`` those of them that
    fail no condition; ``settles`` those for which it is the only fact that is missing.
    """

    asked: Asked
    named: NamedInput
    lacking: int
    undecided: int
    settles: int


@dataclass(frozen=True)
class Supplier:
    """A bureau with the facts that it could give, and how many firms wait for one of them."""

    name: str
    """Its Chinese name, which tells bureaus apart."""
    facts: tuple[MissingFact, ...]
    firms: int


def missing_facts(population: Population, among: Among = ALL_FIRMS) -> list[MissingFact]:
    """The facts that are missing of any firm: those that settle most firms first.

    What people judge is left out: no bureau could supply it.
    """
    groups = _by_masks(population, among)
    found = [_missing_fact(population, item, groups) for item in _measured(population)]
    order = {item: place for place, item in enumerate(population.rule.asked)}
    return sorted(
        (fact for fact in found if fact.lacking),
        key=lambda fact: (-fact.settles, -fact.undecided, -fact.lacking, order[fact.asked]),
    )


def suppliers(
    population: Population,
    among: Among = ALL_FIRMS,
    standings: Sequence[Standing] = UNDECIDED,
) -> list[Supplier]:
    """The bureaus that undecided firms wait for, those of most firms first."""
    groups = _by_masks(population, among)
    waiting = groups.filter(pl.col("standing").is_in([standing.value for standing in standings]))
    facts: dict[str, list[MissingFact]] = {}
    for fact in missing_facts(population, among):
        facts.setdefault(fact.named.supplier.zh, []).append(fact)
    found = [
        Supplier(name, tuple(lacked), _firms(waiting, population, asked_of(population, name)))
        for name, lacked in facts.items()
    ]
    return sorted(
        (supplier for supplier in found if supplier.firms),
        key=lambda supplier: (-supplier.firms, supplier.name),
    )


def lacked_sets(
    population: Population, among: Among, standings: Sequence[Standing]
) -> dict[frozenset[Asked], int]:
    """Sets of missing measured facts, and how many firms that stand so lack exactly each."""
    groups = _by_masks(population, among)
    waiting = groups.filter(pl.col("standing").is_in([standing.value for standing in standings]))
    found: dict[frozenset[Asked], int] = {}
    for row in waiting.select(*population.masks, "firms").iter_rows():
        lacked = missing_of(row[:-1], population.rule.asked)
        facts = frozenset(item for item in lacked if not population.is_judged(item))
        found[facts] = found.get(facts, 0) + row[-1]
    return found


def _missing_fact(population: Population, item: Asked, groups: pl.DataFrame) -> MissingFact:
    lacking = groups.filter(_lacks(population, [item]))
    undecided = lacking.filter(pl.col("standing").is_in([one.value for one in UNDECIDED]))
    settled = lacking.filter(pl.col("standing") == Standing.ONE_FACT.value)
    counts = (int(part["firms"].sum()) for part in (lacking, undecided, settled))
    return MissingFact(item, population.named(item), *counts)


def _firms(groups: pl.DataFrame, population: Population, items: Sequence[Asked]) -> int:
    return int(groups.filter(_lacks(population, items))["firms"].sum())


def _lacks(population: Population, items: Sequence[Asked]) -> pl.Expr:
    """That the masks of a group mark one of some facts."""
    places = [population.rule.asked.index(item) for item in items]
    return pl.any_horizontal(
        (pl.col(population.masks[place // MASK_BITS]) & (1 << place % MASK_BITS)) != 0
        for place in places
    )


def _measured(population: Population) -> list[Asked]:
    return [item for item in population.rule.asked if not population.is_judged(item)]


def asked_of(population: Population, supplier: str) -> tuple[Asked, ...]:
    """The facts of a rule that a bureau, by its Chinese name, has."""
    measured = _measured(population)
    return tuple(item for item in measured if population.named(item).supplier.zh == supplier)


def _by_masks(population: Population, among: Among) -> pl.DataFrame:
    """Sets of missing facts, as the masks of the screening, with ``standing`` and ``firms``."""
    masks = ", ".join(f'v."{mask}"' for mask in population.masks)
    source = f'FROM "{population.table}" v'
    clause = EVERY
    if among != ALL_FIRMS:
        source += " JOIN firm f USING (firm_id)"
        clause = firms_among(population.snapshot, among)
    return population.snapshot.frame(
        f"SELECT v.standing, count(*) AS firms, {masks} {source} WHERE {clause.sql} GROUP BY ALL",
        clause.parameters,
    )
