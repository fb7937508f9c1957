"""The frame of inputs as SQL, from settled facts: what :mod:`wotu.rules.frame` does on Polars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlglot import exp

from wotu.contracts.schema import TableContract
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID, SUBJECT
from wotu.rules.inputs import RowsInput, StateInput, YearInput, last_accounting_year
from wotu.rules.sql.columns import Dialect, SqlPrinter
from wotu.rules.sql.names import SqlNames
from wotu.rules.terms import TermCompiler

FIRMS = "firm"
"""The table of all firms: one row each, with ``firm_id``."""


def fact_table(contract: str) -> str:
    """The table that holds the settled facts of a contract, as in a snapshot."""
    return f"fact_{contract}"


@dataclass(frozen=True)
class InputQuery:
    """Named queries (CTEs) of which ``inputs`` is the last, and the tables that they read."""

    ctes: Mapping[str, exp.Select]
    tables: tuple[str, ...]


def inputs_from_facts(
    rule: CheckedRule,
    contracts: Mapping[str, TableContract],
    as_of: dt.date,
    complete: Collection[str],
    dialect: Dialect,
    names: SqlNames,
) -> InputQuery:
    """The inputs of a rule from the tables ``firm`` and ``fact_CONTRACT``.

    ``complete`` names the lists in which a firm's absence means that it has no such row.
    """
    return _InputQuery(rule, contracts, as_of, complete, dialect, names).build()


def inputs_from_frame(columns: Collection[str], names: SqlNames) -> exp.Select:
    """The inputs of a rule from a table ``input`` with the columns of a frame of inputs."""
    keys = [name for name in columns if name == FIRM_ID or name.startswith(SUBJECT)]
    read = [name for name in columns if name not in keys]
    chosen = [exp.column(name, quoted=True) for name in keys]
    named = [exp.alias_(exp.column(name, quoted=True), names.of(name), copy=False) for name in read]
    return exp.select(*chosen, *named).from_("input")


class _InputQuery:
    """Joins the tables of facts to the firms, one after another."""

    def __init__(
        self,
        rule: CheckedRule,
        contracts: Mapping[str, TableContract],
        as_of: dt.date,
        complete: Collection[str],
        dialect: Dialect,
        names: SqlNames,
    ) -> None:
        self.rule = rule
        self.contracts = contracts
        self.as_of = as_of
        self.complete = complete
        self.names = names
        self.printer = SqlPrinter(dialect, names)
        self.ctes: dict[str, exp.Select] = {}
        self.tables: dict[str, None] = {}
        self.columns: list[exp.Expr] = [exp.column(FIRM_ID, table="subjects")]

    def build(self) -> InputQuery:
        self.ctes["subjects"] = self._subjects()
        query = exp.Select().from_("subjects")
        inputs = [item for item in self.rule.inputs if not self._of_subject(item)]
        for table in dict.fromkeys(item.table for item in inputs):
            items = [item for item in inputs if item.table == table]
            self.tables.setdefault(fact_table(table))
            states = [item for item in items if isinstance(item, StateInput)]
            if states:
                query = self._joined(query, table, states, None)
            years = {i.offset: None for i in items if isinstance(i, YearInput)}
            for offset in years:
                yearly = [i for i in items if isinstance(i, YearInput) and i.offset == offset]
                year = last_accounting_year(self.as_of) + offset
                query = self._joined(query, table, yearly, year)
            lists = [item for item in items if isinstance(item, RowsInput)]
            if lists:
                query = self._counted(query, table, lists)
        self.ctes["inputs"] = query.select(*self.columns, copy=False)
        return InputQuery(self.ctes, tuple(self.tables))

    def _of_subject(self, item: object) -> bool:
        return isinstance(item, StateInput) and item.table == self.rule.spec.subject

    def _subjects(self) -> exp.Select:
        subject = self.rule.spec.subject
        if subject == "firm":
            self.tables.setdefault(FIRMS)
            return exp.select(FIRM_ID).from_(FIRMS)
        self.tables.setdefault(fact_table(subject))
        keys = {name: f"{SUBJECT}{name}" for name in self.contracts[subject].key}
        read = [i for i in self.rule.inputs if isinstance(i, StateInput) and i.table == subject]
        fields = [(i.field, self.names.of(i.column(self.as_of))) for i in read]
        columns: list[exp.Expr] = [exp.column(FIRM_ID)]
        for field, name in [*keys.items(), *fields]:
            columns.append(exp.alias_(exp.column(field), name, copy=False))
            self.columns.append(exp.column(name, table="subjects"))
        return exp.select(*columns).from_(fact_table(subject))

    def _joined(
        self,
        query: exp.Select,
        table: str,
        items: list[StateInput] | list[YearInput],
        year: int | None,
    ) -> exp.Select:
        alias = table if year is None else f"{table}_{year}"
        on = _equal(exp.column(FIRM_ID, table=alias), exp.column(FIRM_ID, table="subjects"))
        if year is not None:
            field = self.contracts[table].time.from_field
            assert field is not None
            of_year = _equal(exp.column(field, table=alias), exp.Literal.number(year))
            on = exp.and_(on, of_year, copy=False)
        for item in items:
            column = exp.column(item.field, table=alias)
            name = self.names.of(item.column(self.as_of))
            self.columns.append(exp.alias_(column, name, copy=False))
        source = exp.alias_(exp.to_table(fact_table(table)), alias, table=True)
        return query.join(source, on=on, join_type="LEFT", copy=False)

    def _counted(self, query: exp.Select, table: str, lists: list[RowsInput]) -> exp.Select:
        """Rows that certainly meet each condition, and those for which that is unknown."""
        tested, counted = f"{table}_tested", f"{table}_counted"
        tests: list[exp.Expr] = [exp.column(FIRM_ID)]
        counts: list[exp.Expr] = [exp.column(FIRM_ID)]
        for place, item in enumerate(lists, start=1):
            where = self.rule.row_conditions[item]
            test: exp.Expr = exp.true()
            if where is not None:
                # Fields of a row keep their names, whatever other columns are called.
                own = SqlPrinter(self.printer.dialect, SqlNames())
                test = own.expr(TermCompiler(self.rule, self.as_of).truth(where))
            tests.append(exp.alias_(test, f"test_{place}", copy=False))
            hits = exp.Case().when(exp.column(f"test_{place}"), exp.Literal.number(1))
            certain, doubtful = item.column(self.as_of), item.doubtful_column(self.as_of)
            known = exp.func("COUNT", exp.column(f"test_{place}"))
            total = exp.Count(this=exp.Star())
            for name, count in (
                (certain, exp.func("COUNT", hits)),
                (doubtful, exp.Sub(this=total, expression=known)),
            ):
                counts.append(exp.alias_(count, self.names.of(name), copy=False))
                found = exp.column(self.names.of(name), table=counted)
                filled = exp.func("COALESCE", found, exp.Literal.number(0))
                self.columns.append(exp.alias_(filled, self.names.of(name), copy=False))
        self.ctes[tested] = exp.select(*tests).from_(fact_table(table))
        self.ctes[counted] = exp.select(*counts).from_(tested).group_by(FIRM_ID)
        is_complete = self.names.of(lists[0].complete_column)
        said = exp.convert(table in self.complete)
        self.columns.append(exp.alias_(said, is_complete, copy=False))
        on = _equal(exp.column(FIRM_ID, table=counted), exp.column(FIRM_ID, table="subjects"))
        return query.join(exp.to_table(counted), on=on, join_type="LEFT", copy=False)


def _equal(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return exp.EQ(this=left, expression=right)
