"""The query of a rule: named steps from facts to standings, readable and exact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlglot import exp

from wotu.contracts.schema import TableContract
from wotu.rules.checked import CheckedRule
from wotu.rules.columns import Column, Named
from wotu.rules.compile import FIRM_ID, SUBJECT
from wotu.rules.layout import RuleLayout, Stage, lay_out_rule
from wotu.rules.screen import HEAD, standing_stages
from wotu.rules.sql.columns import Dialect, SqlPrinter
from wotu.rules.sql.inputs import inputs_from_facts, inputs_from_frame
from wotu.rules.sql.names import SqlNames


@dataclass(frozen=True)
class RuleQuery:
    """A rule's query in one dialect: its steps in order, each reading the ones before.

    The last step is the result, with the columns of :func:`wotu.rules.screen.screen`.
    """

    rule: CheckedRule
    dialect: Dialect
    steps: Mapping[str, exp.Select]
    tables: tuple[str, ...]
    """Tables that must exist: ``firm`` and ``fact_CONTRACT``, or ``input``."""

    def text(self, language: str = "zh") -> str:
        """The whole query as one statement, with the labels of quantities as comments."""
        *earlier, (_, result) = self.steps.items()
        query = result.copy()
        # PostgreSQL would write the steps into one another, and plan for hours.
        kept = True if self.dialect == "postgres" else None
        for name, step in earlier:
            query = query.with_(name, as_=step.copy(), materialized=kept, copy=False)
        for alias in query.find_all(exp.Alias):
            if label := self._label(alias.alias, language):
                alias.add_comments([label])
        return query.sql(self.dialect, pretty=True, max_text_width=100)

    def step_texts(self) -> list[tuple[str, str]]:
        """Name and text of each step, for engines that take them one by one."""
        return [(name, step.sql(self.dialect)) for name, step in self.steps.items()]

    def _label(self, column: str, language: str) -> str | None:
        stem, _, tail = column.partition("__")
        quantity = self.rule.spec.quantities.get(stem)
        if quantity is None or tail not in {"n", "low", "v", "first"}:
            return None
        return quantity.label.in_language(language)


def rule_query(
    rule: CheckedRule,
    contracts: Mapping[str, TableContract],
    as_of: dt.date,
    dialect: Dialect,
    complete: Collection[str] = (),
) -> RuleQuery:
    """The query of ``rule`` as of a day over tables of settled facts, named as in a snapshot.

    Raises:  TooLargeError for a rule that the dialect could not compute exactly.
    """
    steps = _Steps(rule, contracts, as_of, dialect)
    inputs = inputs_from_facts(rule, contracts, as_of, complete, dialect, steps.names)
    return RuleQuery(rule, dialect, {**inputs.ctes, **steps.build()}, inputs.tables)


def frame_query(
    rule: CheckedRule,
    contracts: Mapping[str, TableContract],
    as_of: dt.date,
    dialect: Dialect,
    columns: Collection[str],
) -> RuleQuery:
    """The query of ``rule`` over a table ``input`` that holds a frame of inputs."""
    steps = _Steps(rule, contracts, as_of, dialect)
    inputs = inputs_from_frame(columns, steps.names)
    return RuleQuery(rule, dialect, {"inputs": inputs, **steps.build()}, ("input",))


class _Steps:
    """The steps from ``inputs`` to the result."""

    def __init__(
        self,
        rule: CheckedRule,
        contracts: Mapping[str, TableContract],
        as_of: dt.date,
        dialect: Dialect,
    ) -> None:
        self.layout: RuleLayout = lay_out_rule(rule, as_of)
        self.contracts = contracts
        self.names = SqlNames([*self.layout.outputs, *HEAD])
        self.printer = SqlPrinter(dialect, self.names)
        self.keys = [FIRM_ID]
        if rule.spec.subject != "firm":
            self.keys += [f"{SUBJECT}{name}" for name in contracts[rule.spec.subject].key]

    def build(self) -> dict[str, exp.Select]:
        rule = self.layout.rule
        steps: dict[str, exp.Select] = {}
        previous = "inputs"
        for name, stage in zip(self._titles(), self.layout.stages, strict=True):
            steps[name] = self._widened(stage, previous)
            previous = name
        outputs = [self._output(name, column) for name, column in self.layout.outputs.items()]
        keys = [exp.column(name, quoted="." in name) for name in self.keys]
        results = exp.select(*keys, *outputs).from_(previous)
        if self.layout.applies is not None:
            results = results.where(self.printer.expr(self.layout.applies.fill_null(True)))
        steps["results"] = results
        counts, standing = standing_stages(rule, self.contracts)
        steps["counts"] = self._widened(counts, "results")
        others = [name for name in self.layout.outputs if name not in HEAD]
        head = {name: standing.get(name, Named(name)) for name in HEAD}
        columns = [self._output(name, column) for name, column in head.items()]
        chosen = [self.printer.column(name) for name in others]
        keys = [key.copy() for key in keys]
        steps["screening"] = exp.select(*keys, *columns, *chosen).from_("counts")
        return steps

    def _titles(self) -> list[str]:
        """A name for each stage, by what it computes."""
        titles: list[str] = []
        numbers = dict.fromkeys(("quantities", "band_tests", "needed_facts"), 0)
        for stage in self.layout.stages:
            first = next(iter(stage))
            kind = next((kind for mark, kind in _KINDS.items() if mark in first), "quantities")
            if kind in numbers:
                numbers[kind] += 1
                kind = f"{kind}_{numbers[kind]}"
            titles.append("whole_figures" if not titles and kind == "quantities_1" else kind)
        return titles

    def _widened(self, stage: Stage, previous: str) -> exp.Select:
        columns = [self.printer.named(name, column) for name, column in stage.items()]
        return exp.select(exp.Star(), *columns).from_(previous)

    def _output(self, name: str, column: Column) -> exp.Expr:
        if isinstance(column, Named) and column.name == name:
            return self.printer.column(name)
        return self.printer.named(name, column)


_KINDS = {":t0": "band_tests", ".verdict": "verdicts", ":needed": "needed_facts"}
"""Marks in the name of a stage's first column, and what the stage is."""
