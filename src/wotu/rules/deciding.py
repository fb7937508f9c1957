"""The smallest sets of missing facts that decide a rule for one firm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import comb
from typing import Any, Final, TypeAlias

from wotu.contracts.schema import TableContract
from wotu.rules.checked import CheckedCondition, CheckedRule
from wotu.rules.inputs import Asked, NamedInput, named_input
from wotu.rules.interpret import Interpreter
from wotu.rules.reach import Outcomes
from wotu.rules.supplied import SuppliedReading

FactSet: TypeAlias = frozenset[Asked]

MOST_TRIED: Final = 400
"""All sets of one fact are tried, then of two and so on, up to so many sets in all; beyond that
one set is found by leaving out facts that it does not need."""

MOST_SETS: Final = 12
"""So many sets are given at most: the smallest ones."""


@dataclass(frozen=True)
class DecidingSets:
    """Sets of missing facts, the smallest first; no set holds another of the same kind.

    ``to_meet``: once known, these can make the firm meet the rule, whatever else is missing.
    ``to_settle``: once known, these settle the verdict, whatever they turn out to be.
    ``to_rule_out``: once known, these can show that the firm does not meet the rule.
    """

    to_meet: tuple[tuple[NamedInput, ...], ...]
    to_settle: tuple[tuple[NamedInput, ...], ...]
    to_rule_out: tuple[tuple[NamedInput, ...], ...]


def deciding_sets(
    rule: CheckedRule,
    contracts: Mapping[str, TableContract],
    facts: Mapping[str, Any],
    as_of: dt.date,
) -> DecidingSets:
    """The deciding sets for a firm whose verdict is unknown; none for other firms.

    ``facts`` is the firm's row of a frame of inputs.
    """
    held = Interpreter(rule, as_of, facts)
    if held.verdict() is not None:
        return DecidingSets((), (), ())
    open_conditions = [c for c in rule.conditions if held.truth(c.term) is None]
    order = {item: place for place, item in enumerate(rule.asked)}

    def named(sets: Iterable[FactSet]) -> tuple[tuple[NamedInput, ...], ...]:
        sorted_sets = [sorted(facts_of, key=lambda item: order[item]) for facts_of in sets]
        sorted_sets.sort(key=lambda items: (len(items), [order[item] for item in items]))
        return tuple(
            tuple(named_input(item, contracts[item.table], as_of) for item in items)
            for items in sorted_sets[:MOST_SETS]
        )

    def decided(enough: Callable[[Outcomes], bool]) -> list[FactSet]:
        sets = _together([_sets(held, c, enough) for c in open_conditions])

        def does(items: Iterable[Asked]) -> bool:
            reading = SuppliedReading(held, frozenset(items))
            return all(enough(reading.outcomes(c.term)) for c in open_conditions)

        # A fact that one condition asks for may be idle once another's are known.
        return _smallest(_thinned(sorted(s, key=order.__getitem__), does) for s in sets)

    out = [_sets(held, c, lambda outcomes: False in outcomes) for c in open_conditions]
    return DecidingSets(
        named(decided(lambda outcomes: True in outcomes)),
        named(decided(lambda outcomes: None not in outcomes)),
        named(_smallest(item for sets in out for item in sets)),
    )


def _sets(
    held: Interpreter, condition: CheckedCondition, enough: Callable[[Outcomes], bool]
) -> list[FactSet]:
    """The smallest sets of missing facts after which ``enough`` holds of a condition."""
    missing = _missing(held, condition)

    def does(items: Iterable[Asked]) -> bool:
        return enough(SuppliedReading(held, frozenset(items)).outcomes(condition.term))

    if not does(missing):
        return []
    found: list[FactSet] = []
    tried, size = len(missing), 1
    while size <= len(missing) and tried <= MOST_TRIED:
        for items in combinations(missing, size):
            chosen = frozenset(items)
            if not any(smaller <= chosen for smaller in found) and does(items):
                found.append(chosen)
        size += 1
        tried += comb(len(missing), size)
    return found or [_thinned(missing, does)]


def _missing(held: Interpreter, condition: CheckedCondition) -> list[Asked]:
    """Missing facts that a condition may read, through every condition and quantity beneath it."""
    found = [item for part in condition.walk() for item in held.missing(part)]
    return list(dict.fromkeys(found))


def _thinned(missing: Sequence[Asked], does: Callable[[Iterable[Asked]], bool]) -> FactSet:
    """One set of which no fact can be left out."""
    kept = list(missing)
    for item in missing:
        without = [other for other in kept if other != item]
        if does(without):
            kept = without
    return frozenset(kept)


def _together(by_condition: Sequence[Sequence[FactSet]]) -> list[FactSet]:
    """Sets that do for every condition at once."""
    joined: list[FactSet] = [frozenset()]
    for sets in by_condition:
        joined = _smallest(a | b for a, b in product(joined, sets))
    return joined


def _smallest(sets: Iterable[FactSet]) -> list[FactSet]:
    """The smallest sets, without those that hold another."""
    kept: list[FactSet] = []
    for facts in sorted(dict.fromkeys(sets), key=len):
        if not any(smaller <= facts for smaller in kept):
            kept.append(facts)
    return kept[:MOST_SETS]
