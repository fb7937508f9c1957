"""The frame of inputs: one row a firm, one column a fact that rules read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

import polars as pl

from wotu.contracts.schema import TableContract
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID, SUBJECT
from wotu.rules.inputs import Input, RowsInput, StateInput, YearInput, last_accounting_year
from wotu.rules.polars_columns import PolarsPrinter
from wotu.rules.terms import TermCompiler

Facts = Mapping[str, pl.LazyFrame]
"""Settled facts by contract: ``firm_id`` and the fields. One row a firm for states, one a firm and
year for yearly tables, one an item for lists."""


def input_frame(
    firms: pl.LazyFrame,
    facts: Facts,
    rules: Sequence[CheckedRule],
    contracts: Mapping[str, TableContract],
    as_of: dt.date,
    complete: Collection[str],
) -> pl.LazyFrame:
    """All inputs of ``rules`` as of a day, one row for each row of ``firms`` (by ``firm_id``).

    ``complete`` names the lists in which a firm's absence means that it has no such row. A table
    without facts gives null columns, hence unknown.
    """
    frame = firms
    inputs = dict.fromkeys(
        item
        for rule in rules
        for item in rule.inputs
        if not (isinstance(item, StateInput) and item.table == rule.spec.subject)
    )
    for table, items in _by_table(inputs).items():
        contract = contracts[table]
        types = contract.stored_types
        rows = facts.get(table)
        if rows is None:
            rows = pl.LazyFrame(schema={FIRM_ID: pl.String, **types})
        states = [item for item in items if isinstance(item, StateInput)]
        if states:
            named = [pl.col(i.field).alias(i.column(as_of)) for i in states]
            frame = frame.join(rows.select(FIRM_ID, *named), on=FIRM_ID, how="left")
        for year, yearly in _by_year(items, as_of).items():
            named = [pl.col(i.field).alias(i.column(as_of)) for i in yearly]
            of_year = rows.filter(pl.col(contract.time.from_field) == year)
            frame = frame.join(of_year.select(FIRM_ID, *named), on=FIRM_ID, how="left")
        lists = [item for item in items if isinstance(item, RowsInput)]
        if lists:
            counted = _counts(rows, lists, rules, contract, as_of)
            counts = counted.collect_schema().names()[1:]
            frame = frame.join(counted, on=FIRM_ID, how="left").with_columns(
                pl.col(counts).fill_null(0),
                pl.lit(table in complete).alias(lists[0].complete_column),
            )
    return frame


def subject_rows(
    rule: CheckedRule, facts: Facts, contracts: Mapping[str, TableContract]
) -> pl.LazyFrame:
    """What :func:`input_frame` takes as ``firms`` for a rule on the rows of a list.

    ``firm_id``, the list's key as ``subject.FIELD``, and the fields that the rule reads.
    """
    contract = contracts[rule.spec.subject]
    rows = facts.get(contract.name)
    if rows is None:
        rows = pl.LazyFrame(schema={FIRM_ID: pl.String, **contract.stored_types})
    read = [i for i in rule.inputs if isinstance(i, StateInput) and i.table == contract.name]
    return rows.select(
        FIRM_ID,
        *(pl.col(name).alias(f"{SUBJECT}{name}") for name in contract.key),
        *(pl.col(item.field).alias(f"{item.table}.{item.field}") for item in read),
    )


def _by_table(inputs: Collection[Input]) -> dict[str, list[Input]]:
    tables: dict[str, list[Input]] = {}
    for item in inputs:
        tables.setdefault(item.table, []).append(item)
    return tables


def _by_year(items: Sequence[Input], as_of: dt.date) -> dict[int, list[YearInput]]:
    years: dict[int, list[YearInput]] = {}
    for item in items:
        if isinstance(item, YearInput):
            years.setdefault(last_accounting_year(as_of) + item.offset, []).append(item)
    return years


def _counts(
    rows: pl.LazyFrame,
    lists: Sequence[RowsInput],
    rules: Sequence[CheckedRule],
    contract: TableContract,
    as_of: dt.date,
) -> pl.LazyFrame:
    counts = []
    for item in lists:
        rule = next(rule for rule in rules if item in rule.row_conditions)
        test = row_test(rule, item, contract, as_of)
        counts.append(test.sum().cast(pl.Int32).alias(item.column(as_of)))
        doubtful = test.is_null().sum().cast(pl.Int32)
        counts.append(doubtful.alias(item.doubtful_column(as_of)))
    return rows.group_by(FIRM_ID).agg(counts)


def row_test(
    rule: CheckedRule, item: RowsInput, contract: TableContract, as_of: dt.date
) -> pl.Expr:
    """Whether a row of a list counts in a rule: true, false, or null where that is unknown."""
    where = rule.row_conditions[item]
    if where is None:
        return pl.lit(True)
    schema = {name: _instance(dtype) for name, dtype in contract.stored_types.items()}
    return PolarsPrinter(schema).expr(TermCompiler(rule, as_of).truth(where))


def _instance(dtype: pl.DataType | type[pl.DataType]) -> pl.DataType:
    return dtype() if isinstance(dtype, type) else dtype
