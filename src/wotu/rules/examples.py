"""Examples of a rule: facts written in YAML, run through the real engine, compared with what the
author expects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from wotu.contracts.schema import Field, FieldType, TableContract, TimeKind
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID, compile_rule
from wotu.rules.frame import input_frame, subject_rows
from wotu.rules.infer import Scope, infer
from wotu.rules.interpret import Growth, Interpreter, Range, Result
from wotu.rules.parse import parse_expression
from wotu.rules.typed import Constant

EXAMPLE_FIRM = "example"

VERDICTS = {True: "met", False: "not_met", None: "unknown"}


@dataclass(frozen=True)
class ExampleFacts:
    """Facts of one firm: by contract, then by year for yearly tables; lists hold rows."""

    tables: Mapping[str, Any]
    complete: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class ExampleOutcome:
    """What query and interpreter made of an example; they have been found to agree."""

    interpreter: Interpreter
    verdict: str
    conditions: dict[str, str]
    row: dict[str, Any]

    def found(self, name: str) -> Any:
        """The verdict of the rule or a condition, or the value of a quantity as plain numbers."""
        if name == "verdict":
            return self.verdict
        if name in self.conditions:
            return self.conditions[name]
        if name == "outcome":
            return self.row["outcome"]
        return plain(self.interpreter.quantity(name))


class DisagreementError(AssertionError):
    """The compiled query and the reference interpreter differ: a fault of the engine."""


def run_example(
    rule: CheckedRule,
    contracts: Mapping[str, TableContract],
    facts: ExampleFacts,
    as_of: dt.date,
) -> ExampleOutcome:
    """Run one firm's facts through the query and through the interpreter.

    Raises:  DisagreementError if they differ.
    """
    return run_examples(rule, contracts, [facts], as_of)[0]


def run_examples(
    rule: CheckedRule,
    contracts: Mapping[str, TableContract],
    several: Sequence[ExampleFacts],
    as_of: dt.date,
) -> list[ExampleOutcome]:
    """Run several firms' facts through one query; their lists are complete or not together.

    Raises:  DisagreementError if query and interpreter differ on any.
    """
    firms = [f"{EXAMPLE_FIRM}{place}" for place in range(len(several))]
    tables: dict[str, list[pl.DataFrame]] = {}
    for firm, facts in zip(firms, several, strict=True):
        for name, rows in facts.tables.items():
            tables.setdefault(name, []).append(example_table(contracts[name], rows, firm))
    joined = {name: pl.concat(parts).lazy() for name, parts in tables.items()}
    base = pl.LazyFrame({FIRM_ID: firms})
    if rule.spec.subject != "firm":
        base = subject_rows(rule, joined, contracts)
    complete = several[0].complete
    frame = input_frame(base, joined, [rule], contracts, as_of, complete).collect()
    compiled = compile_rule(rule, as_of, frame.schema)
    found = {row[FIRM_ID]: row for row in compiled.plan(frame.lazy()).collect().to_dicts()}
    inputs = {row[FIRM_ID]: row for row in frame.to_dicts()}
    return [
        _agreed(rule, Interpreter(rule, as_of, inputs[firm]), found.get(firm)) for firm in firms
    ]


def _agreed(
    rule: CheckedRule, interpreter: Interpreter, row: dict[str, Any] | None
) -> ExampleOutcome:
    if row is None:
        if interpreter.applies() is not False:
            raise DisagreementError(f"{rule.id}: the query left out a firm that is a subject")
        return ExampleOutcome(interpreter, "not_applicable", {}, {})
    conditions = {}
    for condition in rule.all_conditions():
        found = row[f"{condition.id}.verdict"]
        meant = interpreter.truth(condition.term)
        if found is not meant:
            message = f"{rule.id}, {condition.id}: the query says {found}, the meaning is {meant}"
            raise DisagreementError(message)
        conditions[condition.id] = VERDICTS[found]
    return ExampleOutcome(interpreter, VERDICTS[row["verdict"]], conditions, row)


def changed(facts: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of ``facts`` with values replaced at paths such as ``firm_finance.2025.rd``.

    A value of None removes the fact; a list replaces the rows of a list.
    """
    copy: dict[str, Any] = {
        table: [dict(row) for row in rows]
        if isinstance(rows, list)
        else {k: dict(v) if isinstance(v, Mapping) else v for k, v in rows.items()}
        for table, rows in facts.items()
    }
    for path, value in change.items():
        table, *keys = path.split(".")
        if not keys:
            copy[table] = value
            continue
        target = copy.setdefault(table, {})
        steps: list[Any] = [int(key) if key.isdigit() else key for key in keys]
        for step in steps[:-1]:
            target = target[step] if isinstance(target, list) else target.setdefault(step, {})
        target[steps[-1]] = value
    return {table: rows for table, rows in copy.items() if rows is not None}


def example_table(contract: TableContract, rows: Any, firm: str = EXAMPLE_FIRM) -> pl.DataFrame:
    """A contract's table with ``firm_id`` from facts as written in an example."""
    if isinstance(rows, list):
        dicts = [dict(row) for row in rows]
    elif contract.time.kind is TimeKind.YEAR:
        dicts = [{contract.time.from_field: year, **row} for year, row in rows.items()]
    else:
        dicts = [dict(rows)]
    table = [
        {
            FIRM_ID: firm,
            **{n: typed_value(row.get(n), spec) for n, spec in contract.fields.items()},
        }
        for row in dicts
    ]
    for row in dicts:
        if unknown := set(row) - set(contract.fields):
            raise KeyError(f"{contract.name} has no field {', '.join(sorted(unknown))}")
    return pl.DataFrame(table, schema={FIRM_ID: pl.String, **contract.stored_types})


def typed_value(value: Any, spec: Field) -> Any:
    """A value as written in an example, as it is stored: ``5000 万元`` becomes yuan."""
    if value is None or spec.type not in _FIGURES:
        return value
    if isinstance(value, str):
        term = infer(parse_expression(value), Scope({}, {}))
        assert isinstance(term, Constant)
        value = term.value
    if spec.type in {FieldType.COUNT, FieldType.YEAR}:
        return int(value)
    number = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    return Decimal(number.numerator) / Decimal(number.denominator)


_FIGURES = {
    FieldType.MONEY,
    FieldType.MONEY_USD,
    FieldType.COUNT,
    FieldType.POINTS,
    FieldType.SHARE,
    FieldType.AREA,
    FieldType.YEAR,
}


def plain(result: Result) -> Any:
    """A result as plain numbers: a range as [low, high], a fraction as a number."""
    if isinstance(result, Range):
        return [plain(result.low), plain(result.high)]
    if isinstance(result, Growth):
        return float(result.rate)
    if isinstance(result, Fraction):
        return int(result) if result.denominator == 1 else float(result)
    return result
