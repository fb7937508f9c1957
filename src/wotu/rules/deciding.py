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

Enough: TypeAlias = Callable[[Outcomes], bool]

MOST_TRIED: Final = 400
"""All sets of one fact are tried, then of two and so on, up to so many sets in all; beyond that
one set is found by leaving out facts that it does not need."""

MOST_SETS: Final = 12
"""So many sets are given at most: the smallest ones."""


@dataclass(frozen=True)
class DecidingSets:
    """Sets of missing facts, the smallest first; no set holds another of the same kind.

    What experts judge nobody can supply: it is taken as given, and listed in ``judged``. An empty
    set means that nothing but their judgement is missing.

    ``to_meet``: once known, these can make the firm meet the rule, whatever else is missing.
    ``to_settle``: once known, these settle the verdict, whatever they turn out to be.
    ``to_rule_out``: once known, these can show that the firm does not meet the rule.
    """

    to_meet: tuple[tuple[NamedInput, ...], ...]
    to_settle: tuple[tuple[NamedInput, ...], ...]
    to_rule_out: tuple[tuple[NamedInput, ...], ...]
    judged: tuple[NamedInput, ...] = ()


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
    missing = {c.id: _missing(held, c) for c in open_conditions}
    order = {item: place for place, item in enumerate(rule.asked)}
    everything = sorted({i for items in missing.values() for i in items}, key=order.__getitem__)
    judged = frozenset(item for item in everything if contracts[item.table].judged)
    search = _Search(held, judged, missing)

    def named(facts_of: Iterable[Asked]) -> tuple[NamedInput, ...]:
        items = sorted(facts_of, key=order.__getitem__)
        return tuple(named_input(item, contracts[item.table], as_of) for item in items)

    def in_order(sets: Iterable[FactSet]) -> tuple[tuple[NamedInput, ...], ...]:
        ordered = sorted(sets, key=lambda s: (len(s), sorted(order[item] for item in s)))
        return tuple(named(facts_of) for facts_of in ordered[:MOST_SETS])

    out = [search.sets(c, lambda outcomes: False in outcomes) for c in open_conditions]
    return DecidingSets(
        in_order(search.together(open_conditions, lambda outcomes: True in outcomes)),
        in_order(search.together(open_conditions, lambda outcomes: None not in outcomes)),
        in_order(_smallest(item for sets in out for item in sets)),
        named(judged),
    )


class _Search:
    """Looks for sets of measured facts, with what experts judge taken as given."""

    def __init__(
        self, held: Interpreter, judged: FactSet, missing: Mapping[str, Sequence[Asked]]
    ) -> None:
        self.held = held
        self.judged = judged
        self.missing = {
            name: [item for item in items if item not in judged] for name, items in missing.items()
        }

    def together(self, conditions: Sequence[CheckedCondition], enough: Enough) -> list[FactSet]:
        """The smallest sets after which ``enough`` holds of every condition."""
        sets = _together([self.sets(c, enough) for c in conditions])

        def does(items: Iterable[Asked]) -> bool:
            reading = self.reading(items)
            return all(enough(reading.outcomes(c.term)) for c in conditions)

        # A fact that one condition asks for may be idle once another's are known.
        return _smallest(_thinned(sorted(s, key=repr), does) for s in sets)

    def sets(self, condition: CheckedCondition, enough: Enough) -> list[FactSet]:
        """The smallest sets of missing facts after which ``enough`` holds of a condition."""
        missing = self.missing[condition.id]

        def does(items: Iterable[Asked]) -> bool:
            return enough(self.reading(items).outcomes(condition.term))

        if not does(missing):
            return []
        found: list[FactSet] = []
        tried, size = 1, 0
        while size <= len(missing) and tried <= MOST_TRIED:
            for items in combinations(missing, size):
                chosen = frozenset(items)
                if not any(smaller <= chosen for smaller in found) and does(items):
                    found.append(chosen)
            size += 1
            tried += comb(len(missing), size)
        return found or [_thinned(missing, does)]

    def reading(self, items: Iterable[Asked]) -> SuppliedReading:
        """The rule with these facts supplied, and what experts judge given."""
        return SuppliedReading(self.held, self.judged.union(items))


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
