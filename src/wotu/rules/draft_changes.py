"""What a draft changes, part by part: how it stands in the rule and how in the draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from wotu.packs.schema import Label
from wotu.rules.draft import Draft
from wotu.rules.parse import ExpressionError, parse_expression
from wotu.rules.spec import Condition, Expression, Quantity, RuleSpec


@dataclass(frozen=True)
class DraftChange:
    """One changed part; ``before`` is None for a new one, ``after`` for one taken away."""

    kind: Literal["parameters", "quantities", "tables", "conditions"]
    name: str
    label: Label
    before: str | None
    after: str | None


def changes_of(spec: RuleSpec, draft: Draft, day: dt.date) -> tuple[DraftChange, ...]:
    """The parts that a draft makes different, in the order of the rule.

    A part that the draft names and leaves as it is, however written, is no change.
    """
    every = (
        *_parameters(spec, draft, day),
        *_quantities(spec, draft),
        *_tables(spec, draft),
        *_conditions(spec, draft),
    )
    return tuple(one for one in every if not alike(one.before, one.after))


def alike(first: str | None, second: str | None) -> bool:
    """Whether two texts of expressions mean the same by their trees."""
    if first is None or second is None or first == second:
        return first == second
    try:
        return parse_expression(first) == parse_expression(second)
    except ExpressionError:
        return False


def written_on(values: dict[dt.date, Expression], day: dt.date) -> str:
    """The text of a dated figure in force on a day."""
    begun = [since for since in sorted(values) if since <= day]
    return text_of(values[begun[-1] if begun else min(values)])


def text_of(expression: Expression) -> str:
    """An expression as text; YAML may have read a bare number or truth value as such."""
    return str(expression).lower() if isinstance(expression, bool) else str(expression)


def tests_of(conditions: tuple[Condition, ...]) -> Iterator[Condition]:
    """The conditions that are tests, also those within groups, in the order of the text."""
    for condition in conditions:
        if condition.test is not None:
            yield condition
        yield from tests_of(condition.all or condition.any)


def _parameters(spec: RuleSpec, draft: Draft, day: dt.date) -> Iterator[DraftChange]:
    for name, parameter in spec.parameters.items():
        change = draft.parameters.get(name)
        if change is None:
            continue
        values = parameter.values
        after = text_of(change) if not isinstance(change, dict) else None
        if isinstance(change, dict):
            days = ", ".join(f"{since}: {text_of(value)}" for since, value in change.items())
            after = days if len(change) > 1 else text_of(next(iter(change.values()), ""))
        yield DraftChange("parameters", name, parameter.label, written_on(values, day), after)


def _quantities(spec: RuleSpec, draft: Draft) -> Iterator[DraftChange]:
    for name, change in draft.quantities.items():
        present = spec.quantities.get(name)
        label = present.label if present else _label(name, change)
        yield DraftChange("quantities", name, label, _written(present), _drafted(change, "expr"))


def _tables(spec: RuleSpec, draft: Draft) -> Iterator[DraftChange]:
    for name, rows in draft.tables.items():
        table = spec.tables.get(name)
        for key, row in rows.items() if table else ():
            present = table.rows.get(key) if table else None
            label = table.label if table else Label(zh=name, en=name)
            yield DraftChange("tables", f"{name}.{key}", label, _row(key, present), _row(key, row))


def _row(key: str, row: str | tuple[Expression, ...] | None) -> str | None:
    if row is None or isinstance(row, str):
        return row and f"{key}: {row}"
    return f"{key}: {', '.join(text_of(figure) for figure in row)}"


def _conditions(spec: RuleSpec, draft: Draft) -> Iterator[DraftChange]:
    present = {one.id: one for one in _every(spec.conditions)}
    for name, change in draft.conditions.items():
        old = present.get(name)
        label = old.label if old else _label(name, change)
        before = None if old is None else text_of(old.test) if old.test is not None else "…"
        yield DraftChange("conditions", name, label, before, _drafted(change, "test"))


def _every(conditions: tuple[Condition, ...]) -> Iterator[Condition]:
    for condition in conditions:
        yield condition
        yield from _every(condition.all or condition.any)


def _written(quantity: Quantity | None) -> str | None:
    if quantity is None:
        return None
    return "…" if quantity.expr is None else text_of(quantity.expr)


def _drafted(change: Expression | dict[str, Any] | None, key: str) -> str | None:
    if change is None:
        return None
    return text_of(change.get(key, "…")) if isinstance(change, dict) else text_of(change)


def _label(name: str, change: object) -> Label:
    given = change.get("label") if isinstance(change, dict) else None
    return Label.model_validate(given) if given else Label(zh=name, en=name)
