"""A checked rule: every name resolved, every kind known; what compiler and interpreter read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from wotu.packs.schema import Label
from wotu.rules import typed
from wotu.rules.inputs import Asked, Input, ListInput, RowsInput, StateInput, YearInput
from wotu.rules.kinds import Kind
from wotu.rules.spec import Condition, RuleSpec


@dataclass(frozen=True)
class CheckedParameter:
    """A dated figure: its kind, and its value from each day on."""

    kind: Kind
    values: tuple[tuple[dt.date, Fraction | str | bool | dt.date], ...]

    def on(self, day: dt.date) -> Fraction | str | bool | dt.date:
        """The value in force on ``day``; the first one for days before all."""
        begun = [value for since, value in self.values if since <= day]
        return begun[-1] if begun else self.values[0][1]


@dataclass(frozen=True)
class CheckedCondition:
    """A condition with its checked terms.

    A test that compares two figures or days has ``value`` and ``threshold``; ``sense`` is 1 where
    more is better, and its margin is how far the value is beyond the threshold in that sense.
    ``margin`` is set where the author wrote one.
    """

    id: str
    spec: Condition
    mode: Literal["test", "all", "any"]
    term: typed.Term
    children: tuple[CheckedCondition, ...] = ()
    value: typed.Term | None = None
    threshold: typed.Term | None = None
    margin: typed.Term | None = None
    sense: int = 1

    @property
    def unit(self) -> str | None:
        """Unit of value, threshold and margin."""
        return self.value.kind.unit if self.value else None

    def walk(self) -> list[CheckedCondition]:
        """This condition and those beneath it, in the order of the text."""
        return [self, *(c for child in self.children for c in child.walk())]


@dataclass(frozen=True)
class CheckedRule:
    """A rule ready to be compiled or interpreted.

    ``quantities`` come in an order in which each one names only earlier ones.
    """

    spec: RuleSpec
    parameters: Mapping[str, CheckedParameter]
    quantities: Mapping[str, typed.Term]
    conditions: tuple[CheckedCondition, ...]
    applies_to: typed.Term | None

    @property
    def id(self) -> str:
        """Identifier without edition: ``cn.hnte``."""
        return self.spec.rule

    @property
    def measured(self) -> tuple[str, ...]:
        """Quantities that the measure names."""
        measure = self.spec.measure
        if measure is None:
            return ()
        return tuple(filter(None, (measure.amount, measure.rate, measure.rank_by)))

    def all_conditions(self) -> list[CheckedCondition]:
        """Conditions and those beneath them, in the order of the text."""
        return [c for condition in self.conditions for c in condition.walk()]

    def class_names(self, term: typed.Term | None) -> dict[int, Label]:
        """Names of the classes that a figure stands for, by place; none for other figures."""
        if term is None or term.kind.unit != "class":
            return {}
        labels = self.spec.class_labels
        for name in term.quantities:
            bands = self.quantities[name]
            if isinstance(bands, typed.BandsTerm):
                rows = [*((band.low, band.grade) for band in bands.bands), bands.otherwise[1:]]
                return {int(place): labels[grade] for place, grade in rows if grade}
        return {}

    @cached_property
    def quantity_inputs(self) -> Mapping[str, tuple[Input, ...]]:
        """Facts that each quantity reads, through other quantities too."""
        found: dict[str, tuple[Input, ...]] = {}
        for name, term in self.quantities.items():
            found[name] = _inputs_beneath(term, found)
        return found

    def inputs_beneath(self, term: typed.Term) -> tuple[Input, ...]:
        """Facts that a term reads, through quantities too, in order of first appearance."""
        return _inputs_beneath(term, self.quantity_inputs)

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """All facts that a condition may ask for, in the order of the conditions."""
        found: dict[Asked, None] = {}
        waiting = [c.term for c in self.all_conditions() if c.mode == "test"]
        seen: set[str] = set()
        while waiting:
            facts, names = asks_of(waiting.pop(0))
            found.update(dict.fromkeys(facts))
            fresh = [name for name in names if name not in seen]
            seen.update(fresh)
            waiting = [self.quantities[name] for name in fresh] + waiting
        return tuple(found)

    @cached_property
    def operating_years(self) -> Mapping[YearInput, StateInput]:
        """Yearly facts that nothing is missing of before the year of founding."""
        terms = [*self.quantities.values(), *(c.term for c in self.all_conditions())]
        founded: dict[YearInput, StateInput] = {}
        for node in (n for term in terms for n in term.walk()):
            if isinstance(node, typed.OperatingTerm):
                assert isinstance(node.operand.input, YearInput)
                assert isinstance(node.founded_on.input, StateInput)
                founded[node.operand.input] = node.founded_on.input
        return founded

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """All facts that the rule reads."""
        terms = [self.applies_to] if self.applies_to else []
        terms += [*(c.term for c in self.conditions), *self.quantities.values()]
        return tuple(dict.fromkeys(i for term in terms for i in self.inputs_beneath(term)))

    @cached_property
    def row_conditions(self) -> dict[RowsInput, typed.Term | None]:
        """The condition of every list that the rule counts."""
        terms = [*self.quantities.values(), *(c.term for c in self.conditions)]
        terms += [self.applies_to] if self.applies_to else []
        return {
            node.input: node.where
            for term in terms
            for node in term.walk()
            if isinstance(node, typed.RowCountTerm | typed.RowExistsTerm)
        }


def _inputs_beneath(
    term: typed.Term, of_quantities: Mapping[str, tuple[Input, ...]]
) -> tuple[Input, ...]:
    through = (item for name in term.quantities for item in of_quantities[name])
    return tuple(dict.fromkeys([*term.own_inputs, *through]))


def asks_of(term: typed.Term) -> tuple[list[Asked], list[str]]:
    """What to ask for where a term is not settled: facts, and quantities to look into.

    Of alternatives the last is asked for, which a single figure can answer: the stated number of
    rights where there is no complete list of them.
    """
    facts: dict[Asked, None] = {}
    names: dict[str, None] = {}
    waiting: list[typed.Term] = [term]
    while waiting:
        node = waiting.pop(0)
        match node:
            case typed.QuantityTerm(name=name):
                names.setdefault(name)
            case typed.FirstKnownTerm(operands=operands):
                waiting.insert(0, operands[-1])
            case typed.RowCountTerm(input=rows) | typed.RowExistsTerm(input=rows):
                facts.setdefault(ListInput(rows.table))
            case typed.InputTerm(input=item):
                facts.setdefault(item)
            case _:
                waiting = [*node.children(), *waiting]
    return list(facts), list(names)
