"""The functions of the expression language, and how their calls are checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from wotu.contracts.codelists import CodeList
from wotu.contracts.schema import TimeKind
from wotu.errors import did_you_mean
from wotu.rules import kinds, tree, typed
from wotu.rules.infer import (
    FOUNDED_ON,
    Scope,
    agreed_kind,
    field_of,
    infer,
    input_term,
    table_of,
)
from wotu.rules.inputs import RowsInput, YearInput
from wotu.rules.kinds import Base
from wotu.rules.parse import ExpressionError, parse_expression
from wotu.rules.render import render
from wotu.rules.spec import CodeTable, FigureTable


def _sum(node: tree.Call, scope: Scope) -> typed.Term:
    """``sum(table.field, 3 years)``: the last years of operation; strict on missing figures."""
    match node.arguments:
        case (tree.FieldRef(year=None) as ref, tree.Number(value, "years" | "年")) if value >= 1:
            years = range(1 - int(value), 1)
            terms = [_operating_field(replace(ref, year=year), scope) for year in years]
            total: typed.Term = terms[0]
            for term in terms[1:]:
                total = typed.ArithmeticTerm(total.kind, "+", total, term)
            return total
    raise ExpressionError(
        "应写 sum(表.字段, 3 years) · write sum(table.field, 3 years)", node.position
    )


def _operating(node: tree.Call, scope: Scope) -> typed.Term:
    """``operating(table.field[last_year - 2])``: 0 for a year before the founding year."""
    match node.arguments:
        case (tree.FieldRef(year=int()) as ref,):
            return _operating_field(ref, scope)
    raise ExpressionError(
        "应写 operating(表.字段[last_year - 2]) · write operating(table.field[last_year - 2])",
        node.position,
    )


def _operating_field(ref: tree.FieldRef, scope: Scope) -> typed.OperatingTerm:
    contract, spec = field_of(ref, scope)
    if contract.time.kind is not TimeKind.YEAR or ref.year is None:
        raise ExpressionError(
            f"{ref.table} 不是年度表 · {ref.table} is not a table of yearly figures", ref.position
        )
    operand = input_term(YearInput(ref.table, ref.field, ref.year), spec)
    if operand.kind.base is not Base.NUMBER:
        raise ExpressionError(
            f"{ref.table}.{ref.field} 不是数字 · {ref.table}.{ref.field} is not a figure",
            ref.position,
        )
    founded = tree.FieldRef(FOUNDED_ON.table, FOUNDED_ON.field, position=ref.position)
    _, founded_spec = field_of(founded, scope)
    founded_on = input_term(FOUNDED_ON, founded_spec)
    return typed.OperatingTerm(operand.kind, operand, founded_on, ref.year)


def _extreme(node: tree.Call, scope: Scope) -> typed.Term:
    """``max(a, b, …)`` and ``min(a, b, …)``: unknown operands give unknown, or an interval."""
    terms = _several(node, scope)
    kind = agreed_kind(terms, node)
    if kind.base is not Base.NUMBER:
        raise ExpressionError(
            f"{node.function} 用于数字 · {node.function} takes figures", node.position
        )
    return typed.ExtremeTerm(kind, "max" if node.function == "max" else "min", tuple(terms))


def _first_known(node: tree.Call, scope: Scope) -> typed.Term:
    """``first_known(a, b, …)``: the first that is known; the interval of the first otherwise."""
    terms = _several(node, scope)
    return typed.FirstKnownTerm(agreed_kind(terms, node), tuple(terms))


def _several(node: tree.Call, scope: Scope) -> list[typed.Term]:
    if len(node.arguments) < 2:
        raise ExpressionError(
            f"{node.function} 至少要两个值 · {node.function} takes two values or more",
            node.position,
        )
    return [infer(argument, scope) for argument in node.arguments]


def _where_known(node: tree.Call, scope: Scope) -> typed.Term:
    """``where_known(value, a, b, …)``: the value, unknown unless a, b and the rest are known."""
    operand, *needed = _several(node, scope)
    return typed.WhereKnown(operand.kind, operand, tuple(needed))


def _points(node: tree.Call, scope: Scope) -> typed.Term:
    """``points(table.field[…], 0..6)``: the expert's points, the range until they are given."""
    if len(node.arguments) != 2:
        raise ExpressionError(
            "应写 points(表.字段[this_year], 0..6) · write points(table.field[this_year], 0..6)",
            node.position,
        )
    given, otherwise = (infer(argument, scope) for argument in node.arguments)
    kind = agreed_kind([given, otherwise], node)
    if given.kind.interval or dict(kind.dimensions) != {"points": 1}:
        raise ExpressionError(
            "points() 用于给出的分数和区间 · points() takes the points given and their range",
            node.position,
        )
    return typed.GivenPoints(kinds.POINTS, given, otherwise)


def _cagr(node: tree.Call, scope: Scope) -> typed.Term:
    """``cagr(first, last, 3 years)``: compound growth a year; compared exactly, never rounded."""
    match node.arguments:
        case (first, last, tree.Number(value, "years" | "年")) if value >= 1:
            start, end = infer(first, scope), infer(last, scope)
            kind = agreed_kind([start, end], node)
            if kind.base is not Base.NUMBER or kind.interval:
                raise ExpressionError(
                    "cagr() 用于两个数字 · cagr() takes two figures", node.position
                )
            return typed.GrowthTerm(kinds.GROWTH, start, end, int(value))
    raise ExpressionError(
        "应写 cagr(期初, 期末, 3 years) · write cagr(first, last, 3 years)", node.position
    )


def _tally(node: tree.Call, scope: Scope) -> typed.Term:
    """``tally(a, b, …)``: how many of several conditions hold."""
    terms = _several(node, scope)
    if any(term.kind.base is not Base.TRUTH for term in terms):
        raise ExpressionError("tally() 用于条件 · tally() takes conditions", node.position)
    return typed.TallyTerm(replace(kinds.COUNT, interval=True), tuple(terms))


def _year(node: tree.Call, scope: Scope) -> typed.Term:
    """``year(day)``: its calendar year."""
    if len(node.arguments) == 1:
        operand = infer(node.arguments[0], scope)
        if operand.kind.base is Base.DATE:
            return typed.YearOf(kinds.YEARS, operand)
    raise ExpressionError("year() 用于日期 · year() takes a day", node.position)


def _count(node: tree.Call, scope: Scope) -> typed.Term:
    """``count(table where …)``: rows of a list; at least so many while the list is incomplete."""
    rows, where = _rows(node, scope)
    return typed.RowCountTerm(replace(kinds.COUNT, interval=True), rows, where)


def _exists(node: tree.Call, scope: Scope) -> typed.Term:
    """``exists(table where …)``: never false while the list is incomplete."""
    rows, where = _rows(node, scope)
    return typed.RowExistsTerm(kinds.TRUTH, rows, where)


def _rows(node: tree.Call, scope: Scope) -> tuple[RowsInput, typed.Term | None]:
    match node.arguments:
        case (tree.Rows(table, where) as rows,):
            position: tree.Node = rows
        case (tree.Name(table) as name,):
            position, where = name, None
        case _:
            raise ExpressionError(
                f"应写 {node.function}(表 where …) · write {node.function}(table where …)",
                node.position,
            )
    contract = table_of(table, position, scope)
    if where is None:
        return RowsInput(table, ""), None
    condition = infer(where, replace(scope, row_of=contract))
    if condition.kind.base is not Base.TRUTH:
        raise ExpressionError(
            "where 后面应是条件 · 'where' takes something true or false", where.position
        )
    return RowsInput(table, render(where)), condition


def _match_code(node: tree.Call, scope: Scope) -> typed.Term:
    """``match_code(table, code)``: the class of a code by a table of codes and their children."""
    match node.arguments:
        case (tree.Name(name), key) if isinstance(scope.tables.get(name), CodeTable):
            table = scope.tables[name]
            assert isinstance(table, CodeTable)
            operand = infer(key, scope)
            if operand.kind.codes != table.codes:
                message = (
                    f"表 {name} 按代码表 {table.codes} 归类"
                    f" · table {name} classes codes of {table.codes}"
                )
                raise ExpressionError(message, node.position)
            rows = _rows_by_code(table, scope.code_lists[table.codes])
            return typed.LookupTerm(kinds.TEXT, operand, rows, None)
    raise ExpressionError(
        "应写 match_code(归类表, 表.代码字段) · write match_code(code_table, table.code_field)",
        node.position,
    )


def _rows_by_code(table: CodeTable, codes: CodeList) -> tuple[tuple[str, str | None], ...]:
    """Class of every code of the list; None where the code is broader than the listed ones."""
    broader = {ancestor for code in table.rows for ancestor in codes.ancestors(code)}
    rows: list[tuple[str, str | None]] = []
    for code in codes.labels:
        lineage = [code, *codes.ancestors(code)]
        listed = next((table.rows[c] for c in lineage if c in table.rows), None)
        undecided = listed is None and code in broader
        rows.append((code, None if undecided else listed or table.otherwise))
    return tuple(rows)


def _lookup(node: tree.Call, scope: Scope) -> typed.Term:
    """``lookup(figure_table, key, column)``: the figure of a row and column; null for a dash."""
    match node.arguments:
        case (tree.Name(name), key, tree.Name(column)) if isinstance(
            scope.tables.get(name), FigureTable
        ):
            table = scope.tables[name]
            assert isinstance(table, FigureTable)
            if column not in table.columns:
                hint = did_you_mean(column, list(table.columns))
                message = (
                    f"表 {name} 没有列 {column} · table {name} has no column '{column}'.{hint}"
                )
                raise ExpressionError(message, node.position)
            return _figures(table, column, infer(key, scope), node, scope)
    raise ExpressionError(
        "应写 lookup(数表, 行, 列) · write lookup(figure_table, key, column)",
        node.position,
    )


def _figures(
    table: FigureTable, column: str, key: typed.Term, node: tree.Node, scope: Scope
) -> typed.LookupTerm:
    position = table.columns.index(column)
    rows: list[tuple[str, Fraction | str | None]] = []
    terms: list[typed.Term] = []
    for code, figures in table.rows.items():
        figure = figures[position]
        if figure == "-":
            rows.append((code, None))
            continue
        term = infer(parse_expression(str(figure)), scope)
        if not isinstance(term, typed.Constant) or not isinstance(term.value, Fraction):
            raise ExpressionError(f"{figure} 不是数字 · {figure} is not a figure", node.position)
        terms.append(term)
        rows.append((code, term.value))
    if not terms:
        raise ExpressionError(
            f"列 {column} 没有数字 · column {column} holds no figure", node.position
        )
    return typed.LookupTerm(agreed_kind(terms, node), key, tuple(rows), None)


FUNCTIONS: dict[str, Callable[[tree.Call, Scope], typed.Term]] = {
    "sum": _sum,
    "operating": _operating,
    "max": _extreme,
    "min": _extreme,
    "first_known": _first_known,
    "where_known": _where_known,
    "points": _points,
    "cagr": _cagr,
    "tally": _tally,
    "year": _year,
    "count": _count,
    "exists": _exists,
    "match_code": _match_code,
    "lookup": _lookup,
}
