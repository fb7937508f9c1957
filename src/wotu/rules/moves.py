"""What can move in a rule: figures and row counts of one firm, and the day of application."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from wotu.contracts.schema import FieldType, TableContract
from wotu.packs.schema import Label
from wotu.rules import typed
from wotu.rules.along import Moving, Today
from wotu.rules.checked import CheckedRule
from wotu.rules.infer import bound_of, scale_of
from wotu.rules.inputs import RowsInput, StateInput, YearInput, named_input
from wotu.rules.kinds import Base, Kind

MOST_ROWS: Final = 10**6
"""No list of one firm is longer."""


@dataclass(frozen=True)
class Way:
    """Something that can move, in stored steps: ``scale`` of them make one unit.

    ``now`` is where it stands; it stays between ``lowest`` and ``highest``.
    """

    moving: Moving
    column: str
    label: Label
    year: int | None
    unit: str
    scale: int
    now: int
    lowest: int
    highest: int
    judged: bool = False
    """The figure is given by people who judge."""

    def figure(self, steps: int) -> Fraction:
        """A number of steps in the unit."""
        return Fraction(steps, self.scale)

    def moved(self, facts: Mapping[str, Any], steps: int) -> dict[str, Any]:
        """The firm's facts with this one moved to ``steps``."""
        value = self.figure(steps)
        stored = int(value) if self.scale == 1 else Decimal(value.numerator) / value.denominator
        return {**facts, self.column: stored}


def movable(
    rule: CheckedRule,
    contracts: Mapping[str, TableContract],
    facts: Mapping[str, Any],
    as_of: dt.date,
    terms: tuple[typed.Term, ...] | None = None,
) -> list[Way]:
    """The known figures and row counts that a rule reads, in the order of the rule.

    ``terms`` narrows them to what those terms read. ``facts`` is a row of a frame of inputs.
    """
    read = terms if terms is not None else tuple(c.term for c in rule.conditions)
    items = dict.fromkeys(item for term in read for item in rule.inputs_beneath(term))
    kinds = _kinds(rule)
    ways = []
    for item in items:
        value = facts.get(item.column(as_of))
        if value is None:
            continue
        if isinstance(item, RowsInput):
            label = _counting(rule, item) or contracts[item.table].label
            ways.append(Way(item, item.column(as_of), label, None, "count", 1, value, 0, MOST_ROWS))
        elif kinds[item].base is Base.NUMBER:
            ways.append(_figure(item, kinds[item], contracts[item.table], value, as_of))
    return ways


def waiting(as_of: dt.date) -> Way:
    """The day of application, until the end of its year."""
    label = Label(zh="申报日", en="day of application")
    now, last = as_of.toordinal(), dt.date(as_of.year, 12, 31).toordinal()
    return Way(Today(), "", label, None, "days", 1, now, now, last)


def _kinds(rule: CheckedRule) -> dict[StateInput | YearInput, Kind]:
    terms = [*rule.quantities.values(), *(c.term for c in rule.conditions)]
    terms += [rule.applies_to] if rule.applies_to else []
    return {
        node.input: node.kind
        for term in terms
        for node in term.walk()
        if isinstance(node, typed.InputTerm)
    }


def _figure(
    item: StateInput | YearInput, kind: Kind, contract: TableContract, value: Any, as_of: dt.date
) -> Way:
    field = contract.fields[item.field]
    scale, bound = scale_of(field), bound_of(field)
    named = named_input(item, contract, as_of)
    lowest = 0 if field.type is FieldType.COUNT else -bound
    if field.minimum is not None:
        lowest = int(field.minimum * scale)
    highest = bound if field.maximum is None else int(field.maximum * scale)
    exact = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    now = int(exact * scale)
    return Way(
        item,
        item.column(as_of),
        named.label,
        named.year,
        kind.unit,
        scale,
        now,
        min(lowest, now),
        max(highest, now),
        contract.judged,
    )


def _counting(rule: CheckedRule, item: RowsInput) -> Label | None:
    """The name of the quantity that counts the rows, where there is one."""
    for name, term in rule.quantities.items():
        if item in term.own_inputs and dict(term.kind.dimensions) == {"count": 1}:
            return rule.spec.quantities[name].label
    return None
