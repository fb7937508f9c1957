"""Many rules over one frame in one pass: what several of them compute is computed once.

Variants of a rule, or rules that use one another's quantities, share most of their columns. Their
layouts are laid over each other: a column whose text is the same, over columns that are the same,
is the same column.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import polars as pl

from wotu.contracts.schema import TableContract
from wotu.rules.checked import CheckedRule
from wotu.rules.columns import Column, Named, when
from wotu.rules.compile import FIRM_ID
from wotu.rules.layout import RuleLayout, lay_out_rule, missing_columns
from wotu.rules.polars_columns import PolarsPrinter
from wotu.rules.screen import HEAD, standing_stages


def screen_many(
    rules: Sequence[CheckedRule],
    frame: pl.LazyFrame,
    contracts: Mapping[str, TableContract],
    as_of: dt.date,
    columns: Collection[str] | None = None,
) -> pl.LazyFrame:
    """Run rules on firms over a frame of inputs, in one query.

    One row a firm: ``firm_id``, and for each rule ``RULE@EDITION:COLUMN``, where COLUMN is one of
    ``columns`` that the rule has (see :func:`wotu.rules.screen.screen`; by default verdict,
    standing, its counts, and the missing facts). ``standing`` is null where a rule does not apply
    to a firm.
    """
    shared = _SharedColumns()
    outputs: dict[str, Column] = {}
    for rule in rules:
        layout = lay_out_rule(rule, as_of)
        wanted = columns or [*HEAD, *missing_columns(len(rule.asked))]
        found = shared.add(layout, contracts)
        name = f"{rule.id}@{rule.spec.edition}"
        outputs |= {f"{name}:{column}": found[column] for column in wanted if column in found}
    printer = PolarsPrinter(frame.collect_schema())
    for level in shared.levels:
        frame = frame.with_columns(printer.exprs(level))
    return frame.select(pl.col(FIRM_ID), *printer.exprs(outputs))


class _SharedColumns:
    """The columns of several layouts, each once, level upon level."""

    def __init__(self) -> None:
        self.levels: list[dict[str, Column]] = []
        self._named: dict[str, str] = {}
        self._taken: set[str] = set()
        self._level_of: dict[str, int] = {}

    def add(self, layout: RuleLayout, contracts: Mapping[str, TableContract]) -> dict[str, Column]:
        """Lay one more rule over the others; gives its result columns."""
        names: dict[str, str] = {}
        for stage in layout.stages:
            names |= {name: self._store(name, column, names) for name, column in stage.items()}
        results = {name: column for name, column in layout.outputs.items() if name not in names}
        names |= {name: self._store(name, column, names) for name, column in results.items()}
        for stage in standing_stages(layout.rule, contracts):
            names |= {name: self._store(name, column, names) for name, column in stage.items()}
        found: dict[str, Column] = {name: Named(names[name]) for name in (*layout.outputs, *HEAD)}
        if layout.applies is not None:
            applies = renamed(layout.applies.fill_null(True), names)
            found["standing"] = when(applies, found["standing"])
        return found

    def _store(self, name: str, column: Column, names: Mapping[str, str]) -> str:
        """The name under which a column stands, new or known."""
        own = renamed(column, names)
        text = repr(own)
        if text not in self._named:
            stored, number = name, 1
            while stored in self._taken:
                number += 1
                stored = f"{name}#{number}"
            self._taken.add(stored)
            self._named[text] = stored
            self._place(stored, own)
        return self._named[text]

    def _place(self, name: str, column: Column) -> None:
        level = 1 + max((self._level_of.get(read, -1) for read in names_in(column)), default=-1)
        self._level_of[name] = level
        while len(self.levels) <= level:
            self.levels.append({})
        self.levels[level][name] = column


def renamed(column: Column, names: Mapping[str, str]) -> Column:
    """The column reading others under their new names."""
    if isinstance(column, Named):
        return Named(names.get(column.name, column.name))
    changed: dict[str, Any] = {}
    for item in fields(column):  # type: ignore[arg-type]
        value = getattr(column, item.name)
        new = _renamed_value(value, names)
        if new is not value:
            changed[item.name] = new
    return replace(column, **changed) if changed else column  # type: ignore[type-var]


def _renamed_value(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, Column):
        return renamed(value, names)
    if isinstance(value, tuple):
        parts = tuple(_renamed_value(part, names) for part in value)
        return parts if any(a is not b for a, b in zip(parts, value, strict=True)) else value
    return value


def names_in(column: Column) -> set[str]:
    """Names of all columns that a column reads."""
    if isinstance(column, Named):
        return {column.name}
    found: set[str] = set()
    waiting: list[Any] = [getattr(column, item.name) for item in fields(column)]  # type: ignore[arg-type]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Column):
            found |= names_in(value)
        elif isinstance(value, tuple):
            waiting.extend(value)
    return found
