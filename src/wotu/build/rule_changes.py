"""What differs between a rule as in force on one day and on another, in the words of its text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from wotu.packs.loader import PackSet
from wotu.packs.schema import Label
from wotu.rules import typed
from wotu.rules.checked import CheckedParameter, CheckedRule
from wotu.rules.readable import Wording
from wotu.rules.spec import Condition, Quantity

Part = Literal["edition", "parameter", "quantity", "condition", "table", "applies_to"]


@dataclass(frozen=True)
class RuleChange:
    """One part of a rule that is not as it was; empty words where it was not there.

    ``conditions`` are those whose verdict it can move.
    """

    part: Part
    name: str
    label: Label
    before: Label
    after: Label
    conditions: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "part": self.part,
            "name": self.name,
            "label": self.label.model_dump(),
            "before": self.before.model_dump(),
            "after": self.after.model_dump(),
            "conditions": list(self.conditions),
        }


@dataclass(frozen=True)
class RuleInForce:
    """A rule with its dated figures as on one day, and the packs that it stands in."""

    rule: CheckedRule
    day: dt.date
    packs: PackSet

    def same_as(self, other: RuleInForce) -> bool:
        """Whether both decide alike, whatever the days."""
        return (
            self.rule.spec == other.rule.spec
            and _figures(self.rule) == _figures(other.rule)
            and self.packs.digest == other.packs.digest
        )


def in_force(rule: CheckedRule, day: dt.date, packs: PackSet) -> RuleInForce:
    """The rule with the parameters of ``day``, whatever day of application it is run for."""
    pinned = {
        name: CheckedParameter(parameter.kind, ((dt.date.min, parameter.on(day)),))
        for name, parameter in rule.parameters.items()
    }
    return RuleInForce(replace(rule, parameters=pinned), day, packs)


def rule_changes(before: RuleInForce, after: RuleInForce) -> tuple[RuleChange, ...]:
    """Everything in which two rules differ, in the order of the text."""
    old, new = before.rule.spec, after.rule.spec
    found: list[RuleChange] = []
    if old.edition != new.edition:
        every = tuple(condition.id for condition in after.rule.all_conditions())
        words = (_plain(old.edition), _plain(new.edition))
        found.append(
            RuleChange("edition", new.edition, Label(zh="版本", en="Edition"), *words, every)
        )
    if old.applies_to != new.applies_to:
        label = Label(zh="适用范围", en="Who it applies to")
        words = (
            _text(before, old.applies_to),
            _text(after, new.applies_to),
        )
        found.append(RuleChange("applies_to", "applies_to", label, *words, ()))
    readers = _readers(before.rule), _readers(after.rule)
    found += _parts("parameter", _parameters(before), _parameters(after), readers)
    found += _parts("quantity", _quantities(before), _quantities(after), readers)
    found += _parts("table", _tables(before), _tables(after), readers)
    found += _parts("condition", _conditions(before), _conditions(after), readers)
    return tuple(found)


Named = Mapping[str, tuple[Label, Label]]
"""By name: what a part is called, and what it says."""

Readers = Mapping[str, tuple[str, ...]]
"""By name of a part, the conditions that read it, through quantities too."""


def _parts(
    part: Part, before: Named, after: Named, readers: tuple[Readers, Readers]
) -> list[RuleChange]:
    changes = []
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name), after.get(name)
        if old is not None and new is not None and old[1] == new[1]:
            continue
        label = new[0] if new else old[0] if old else _plain(name)
        conditions = dict.fromkeys(
            [*readers[0].get(f"{part}:{name}", ()), *readers[1].get(f"{part}:{name}", ())]
        )
        changes.append(
            RuleChange(
                part,
                name,
                label,
                old[1] if old else _plain(""),
                new[1] if new else _plain(""),
                tuple(conditions),
            )
        )
    return changes


def _readers(rule: CheckedRule) -> Readers:
    found: dict[str, dict[str, None]] = {}
    for condition in rule.all_conditions():
        for key in (f"condition:{condition.id}", *_read_by(rule, condition.term)):
            found.setdefault(key, {})[condition.id] = None
    return {key: tuple(names) for key, names in found.items()}


def _read_by(rule: CheckedRule, term: typed.Term) -> list[str]:
    """Parameters, quantities and tables beneath a term."""
    keys: dict[str, None] = {}
    waiting, seen = [term], set()
    while waiting:
        for node in waiting.pop().walk():
            if isinstance(node, typed.ParameterTerm):
                keys[f"parameter:{node.name}"] = None
            elif isinstance(node, typed.QuantityTerm) and node.name not in seen:
                seen.add(node.name)
                keys[f"quantity:{node.name}"] = None
                keys |= {f"table:{name}": None for name in _tables_in(rule, node.name)}
                waiting.append(rule.quantities[node.name])
    return list(keys)


def _tables_in(rule: CheckedRule, quantity: str) -> list[str]:
    """Tables that the text of a quantity names: looking up leaves no trace of them in its term."""
    spec = rule.spec.quantities.get(quantity)
    texts = [] if spec is None else [str(spec.expr), *(str(band.when) for band in spec.bands)]
    return [name for name in rule.spec.tables if any(name in text for text in texts)]


def _parameters(one: RuleInForce) -> Named:
    return {
        name: (
            one.rule.spec.parameters[name].label,
            Label(
                zh=_wording(one, "zh").value_of(parameter, one.day),
                en=_wording(one, "en").value_of(parameter, one.day),
            ),
        )
        for name, parameter in one.rule.parameters.items()
        if name in one.rule.spec.parameters
    }


def _quantities(one: RuleInForce) -> Named:
    return {
        name: (quantity.label, _quantity_text(one, quantity))
        for name, quantity in one.rule.spec.quantities.items()
    }


def _quantity_text(one: RuleInForce, quantity: Quantity) -> Label:
    if quantity.expr is not None:
        return _text(one, quantity.expr)
    rows = [
        f"{band.points} {band.grade or ''}: {'' if band.when is None else band.when}".strip()
        for band in quantity.bands
    ]
    return _plain("; ".join(rows))


def _tables(one: RuleInForce) -> Named:
    return {
        name: (table.label, _plain("; ".join(f"{key}: {row}" for key, row in table.rows.items())))
        for name, table in one.rule.spec.tables.items()
    }


def _conditions(one: RuleInForce) -> Named:
    return {
        condition.id: (condition.spec.label, _condition_text(one, condition.spec))
        for condition in one.rule.all_conditions()
    }


def _condition_text(one: RuleInForce, condition: Condition) -> Label:
    if condition.test is not None:
        return _text(one, condition.test)
    children = condition.all or condition.any
    mode = Label(zh="全部", en="all of") if condition.all else Label(zh="任一", en="any of")
    return Label(
        zh=f"{mode.zh}：{'、'.join(child.label.zh for child in children)}",
        en=f"{mode.en}: {', '.join(child.label.en for child in children)}",
    )


def _text(one: RuleInForce, expression: Any) -> Label:
    if expression is None:
        return _plain("")
    return Label(
        zh=_wording(one, "zh").text(expression),
        en=_wording(one, "en").text(expression),
    )


def _wording(one: RuleInForce, language: str) -> Wording:
    return Wording(one.rule, one.packs.contracts, one.packs.code_lists, one.day, language)


def _plain(text: str) -> Label:
    return Label(zh=text, en=text)


def _figures(rule: CheckedRule) -> dict[str, Any]:
    return {name: parameter.values for name, parameter in rule.parameters.items()}
