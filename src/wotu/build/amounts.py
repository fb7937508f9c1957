"""How the amount of a measure is made for one firm: formulas with their values, then the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from wotu.build.snapshot import Snapshot
from wotu.contracts.schema import Field, FieldType, Sensitivity
from wotu.figures import figure_text
from wotu.packs.schema import Label
from wotu.rules.checked import CheckedRule
from wotu.rules.explain import Step, quantity_step
from wotu.rules.inputs import RowsInput, named_input
from wotu.rules.kinds import KIND_OF_FIELD, Base
from wotu.rules.readable import Wording


@dataclass(frozen=True)
class AmountLine:
    """A quantity: its name, how it is worked out, and what comes out; None where not known."""

    label: str
    formula: str
    value: str | None


@dataclass(frozen=True)
class AmountFact:
    """A fact that the amount rests on; ``value`` is None where it is not known."""

    label: str
    value: str | None
    supplier: str
    sensitivity: Sensitivity


@dataclass(frozen=True)
class AmountMade:
    """The lines from the result back to what it is made of, and the facts beneath them."""

    lines: tuple[AmountLine, ...]
    facts: tuple[AmountFact, ...]


def amount_made(
    snapshot: Snapshot, rule: CheckedRule, facts: Mapping[str, Any], language: str
) -> AmountMade:
    """How a measure comes to its amount; ``facts`` is the firm's row of a frame of inputs."""
    measure = rule.spec.measure
    assert measure is not None
    contracts, day = snapshot.packs.contracts, snapshot.manifest.as_of
    wording = Wording(rule, contracts, snapshot.packs.code_lists, day, language)
    names = [name for name in (measure.amount, measure.rate) if name is not None]
    waiting = [quantity_step(rule, contracts, facts, day, name) for name in names]
    steps: dict[str, Step] = {}
    while waiting:
        step = waiting.pop(0)
        if step.name not in steps:
            steps[step.name] = step
            waiting += step.parts
    lines = tuple(
        AmountLine(
            label=step.label.in_language(language),
            formula=wording.text(rule.spec.quantities[name].expr or ""),
            value=_value(step, language),
        )
        for name, step in steps.items()
    )
    items = {item: None for name in names for item in rule.inputs_beneath(rule.quantities[name])}
    shown = []
    for item in items:
        if isinstance(item, RowsInput):
            continue
        contract = contracts[item.table]
        named = named_input(item, contract, day)
        field = contract.fields[item.field]
        known = facts.get(item.column(day))
        shown.append(
            AmountFact(
                label=named.title(language),
                value=None if known is None else fact_text(snapshot, field, known, language),
                supplier=named.supplier.in_language(language),
                sensitivity=field.sensitivity,
            )
        )
    return AmountMade(lines, tuple(shown))


def fact_text(snapshot: Snapshot, field: Field, value: Any, language: str) -> str:
    """A known value of a field in words: money with its unit, codes by name, yes and no."""
    if field.type is FieldType.BOOLEAN:
        return _YES_NO[bool(value)].in_language(language)
    if field.codes:
        labels = snapshot.packs.code_lists[field.codes].labels
        return labels[value].in_language(language) if value in labels else str(value)
    kind = KIND_OF_FIELD[field.type]
    if kind.base is not Base.NUMBER or field.type is FieldType.YEAR:
        return str(value)
    return figure_text(value, kind.unit, language)


_YES_NO = {True: Label(zh="是", en="yes"), False: Label(zh="否", en="no")}


def _value(step: Step, language: str) -> str | None:
    if step.text is not None:
        return step.text
    if step.low is None or step.high is None:
        return None
    bounds = [figure_text(Fraction(bound), step.unit, language) for bound in (step.low, step.high)]
    return bounds[0] if step.low == step.high else " – ".join(bounds)
