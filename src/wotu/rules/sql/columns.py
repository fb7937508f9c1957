"""Printing columns as SQL."""

from __future__ import annotations

import datetime as dt
from typing import Literal as OneWord
from typing import TypeAlias

from sqlglot import exp

from wotu.rules.columns import (
    Case,
    Cast,
    Column,
    ColumnType,
    Literal,
    Named,
    OneOf,
    Operation,
    ShiftedDay,
    Together,
    Translated,
    WholeFigure,
)
from wotu.rules.interpret import shifted
from wotu.rules.sql.names import SqlNames

Dialect: TypeAlias = OneWord["duckdb", "spark", "postgres"]

DIALECTS: tuple[Dialect, ...] = ("duckdb", "spark", "postgres")

WIDEST: dict[Dialect, str] = {
    "duckdb": "HUGEINT",
    "spark": "DECIMAL(38, 0)",
    "postgres": "NUMERIC",
}
"""The type of whole numbers beyond 64 bits; each holds 38 digits."""

_TYPES: dict[ColumnType, str] = {
    ColumnType.WHOLE16: "SMALLINT",
    ColumnType.WHOLE64: "BIGINT",
    ColumnType.DOUBLE: "DOUBLE",
    ColumnType.TEXT: "TEXT",
    ColumnType.TRUTH: "BOOLEAN",
}

_BINARY: dict[str, type[exp.Binary]] = {
    "+": exp.Add,
    "-": exp.Sub,
    "*": exp.Mul,
    ">=": exp.GTE,
    ">": exp.GT,
    "<=": exp.LTE,
    "<": exp.LT,
    "=": exp.EQ,
    "!=": exp.NEQ,
    "bits_in": exp.BitwiseAnd,
}
_WHOLE = {ColumnType.WHOLE16, ColumnType.WHOLE64}
_TRUTHS = {">=", ">", "<=", "<", "=", "!=", "&", "|", "not", "is_null", "is_not_null"}


class SqlPrinter:
    """Turns columns into expressions of one dialect."""

    def __init__(self, dialect: Dialect, names: SqlNames) -> None:
        self.dialect = dialect
        self.names = names

    def named(self, name: str, column: Column) -> exp.Expr:
        """A column under its name."""
        return exp.alias_(self.expr(column), self.names.of(name), copy=False)

    def column(self, name: str) -> exp.Column:
        """A column of the frame or of an earlier stage."""
        return exp.column(self.names.of(name))

    def expr(self, column: Column) -> exp.Expr:
        """The expression of a column."""
        match column:
            case Named(name=name):
                return self.column(name)
            case Literal():
                return self._literal(column)
            case Operation(operator=operator, operands=operands):
                return self._operation(operator, operands)
            case Together(mode=mode, operands=operands):
                return self._together(mode, [self.expr(operand) for operand in operands])
            case Cast(operand=operand, to=to):
                return self._cast(operand, to)
            case Case():
                return self._case(column)
            case WholeFigure(name=name, scale=scale):
                figure: exp.Expr = self.column(name)
                if scale != 1:
                    figure = exp.Mul(this=figure, expression=_number(scale))
                return exp.cast(figure, "BIGINT", copy=False)
            case OneOf(operand=operand, options=options):
                return _is_in(self.expr(operand), options)
            case Translated():
                return self._translated(column)
            case ShiftedDay(operand=operand, amount=amount, unit=unit):
                return self._shifted(operand, amount, unit)
        raise AssertionError(f"no SQL for {type(column).__name__}")

    # -- values ----------------------------------------------------------------------------

    def _literal(self, literal: Literal) -> exp.Expr:
        value = literal.value
        if literal.type is ColumnType.DOUBLE:
            return exp.cast(_number(value), "DOUBLE")
        if isinstance(value, dt.date):
            return exp.cast(exp.Literal.string(value.isoformat()), "DATE")
        if isinstance(value, bool) or value is None:
            return exp.convert(value)
        return exp.Literal.string(value) if isinstance(value, str) else _number(value)

    def _cast(self, operand: Column, to: ColumnType) -> exp.Expr:
        inner = self._bare_case(operand) if isinstance(operand, Case) else self.expr(operand)
        if self.dialect == "postgres" and _is_truth(operand) and to in _WHOLE:
            inner = exp.cast(inner, "INTEGER", copy=False)
        return exp.cast(inner, self.type(to), copy=False)

    def type(self, kind: ColumnType) -> exp.DataType:
        """The name of a type in the dialect."""
        name = WIDEST[self.dialect] if kind is ColumnType.WHOLE128 else _TYPES[kind]
        return exp.DataType.build(name, udt=name == "HUGEINT", dialect=self.dialect)

    def _shifted(self, operand: Column, amount: int, unit: str) -> exp.Expr:
        if isinstance(operand, Literal) and isinstance(operand.value, dt.date):
            return self._literal(Literal(shifted(operand.value, amount, unit)))
        step = exp.Interval(
            this=exp.Literal.string(str(abs(amount))), unit=exp.var(unit[:-1].upper())
        )
        operation = exp.Add if amount >= 0 else exp.Sub
        moved = operation(this=self.expr(operand), expression=step)
        return exp.cast(moved, "DATE", copy=False)

    # -- choices ---------------------------------------------------------------------------

    def _case(self, case: Case) -> exp.Expr:
        """A choice between small numbers is widened: engines would give it 32 bits."""
        values = [value for _, value in case.branches]
        values += [case.otherwise] if case.otherwise else []
        if all(isinstance(v, Literal) and v.type in _WHOLE for v in values):
            return exp.cast(self._bare_case(case), "BIGINT", copy=False)
        return self._bare_case(case)

    def _bare_case(self, case: Case) -> exp.Expr:
        chosen, previous = exp.Case(), None
        for condition, value in case.branches:
            test = self._test(condition, previous)
            chosen = chosen.when(test, self.expr(value), copy=False)
            previous = condition
        if case.otherwise is not None:
            chosen = chosen.else_(self.expr(case.otherwise), copy=False)
        return chosen

    def _test(self, condition: Column, previous: Column | None) -> exp.Expr:
        """Where the condition before is known, but did not hold, it is false."""
        match condition:
            case Operation(operator="is_not_null", operands=(operand,)) if operand is previous:
                return exp.not_(self.expr(operand), copy=False)
        return self.expr(condition)

    def _translated(self, column: Translated) -> exp.Expr:
        keys_of: dict[str | int, list[str | int]] = {}
        for key, value in column.values.items():
            keys_of.setdefault(value, []).append(key)
        chosen = exp.Case()
        for value, keys in keys_of.items():
            test = _is_in(self.expr(column.operand), keys)
            chosen = chosen.when(test, self._literal(Literal(value)), copy=False)
        whole = column.type in _WHOLE
        return exp.cast(chosen, self.type(column.type), copy=False) if whole else chosen

    def _together(self, mode: str, operands: list[exp.Expr]) -> exp.Expr:
        if len(operands) == 1:
            return operands[0]
        match mode:
            case "all":
                return exp.and_(*operands, copy=False)
            case "any":
                return exp.or_(*operands, copy=False)
            case "first":
                return exp.func("COALESCE", *operands)
            case "sum":
                zero = [exp.func("COALESCE", operand, _number(0)) for operand in operands]
                total: exp.Expr = zero[0]
                for part in zero[1:]:
                    total = exp.Add(this=total, expression=part)
                return total
        # Nulls give way in all three dialects, though sqlglot thinks otherwise of Spark.
        return exp.Anonymous(this={"max": "GREATEST", "min": "LEAST"}[mode], expressions=operands)

    # -- operations ------------------------------------------------------------------------

    def _operation(self, operator: str, operands: tuple[Column, ...]) -> exp.Expr:
        first, *rest = (self.expr(operand) for operand in operands)
        if operator in _BINARY:
            return _binary(_BINARY[operator], first, rest[0])
        match operator:
            case "&":
                return exp.and_(first, *rest, copy=False)
            case "|":
                return exp.or_(first, *rest, copy=False)
            case "not":
                return first.this if isinstance(first, exp.Not) else exp.not_(first, copy=False)
            case "is_null":
                return _is_null(first)
            case "is_not_null":
                return exp.not_(_is_null(first), copy=False)
            case "fill_null":
                return exp.func("COALESCE", first, *rest)
            case "/":
                return _binary(exp.Div, first, _nonzero(rest[0]))
            case "//":
                return self._floor_division(first, rest[0])
            case "days_since":
                return self._days_since(first, rest[0])
            case "year":
                year = exp.Extract(this=exp.var("YEAR"), expression=first)
                return exp.cast(year, "BIGINT", copy=False)
            case "at_least":
                below = _binary(exp.LT, first, rest[0])
                return exp.Case().when(below, rest[0].copy()).else_(first.copy())
            case "power":
                return exp.Pow(this=first, expression=rest[0])
            case "round":
                return self._rounded(first, rest[0])
            case "count_bits":
                if self.dialect == "postgres":
                    first = exp.cast(first, exp.DataType.build("BIT(64)", dialect="postgres"))
                return exp.Anonymous(this="BIT_COUNT", expressions=[first])
            case "yuan_of_fen":
                fen = exp.cast(first, "DECIMAL(20, 0)", copy=False)
                return exp.cast(exp.Mul(this=fen, expression=_number("0.01")), "DECIMAL(18, 2)")
        raise AssertionError(f"no SQL for the operation {operator}")

    def _days_since(self, later: exp.Expr, earlier: exp.Expr) -> exp.Expr:
        if self.dialect == "spark":
            days: exp.Expr = exp.Anonymous(this="DATEDIFF", expressions=[later, earlier])
        else:
            days = _binary(exp.Sub, later, earlier)
        return exp.cast(days, "BIGINT", copy=False)

    def _floor_division(self, number: exp.Expr, by: exp.Expr) -> exp.Expr:
        """Division of whole numbers rounds towards zero in SQL: the remainder is taken off first,
        brought between nothing and the divisor."""
        divisor = _nonzero(by)
        remainder = _binary(exp.Mod, number, divisor)
        above = _binary(exp.Add, remainder, divisor.copy())
        positive = _binary(exp.Mod, above, divisor.copy())
        whole = _binary(exp.Sub, number.copy(), positive)
        return _binary(exp.IntDiv, whole, divisor.copy())

    def _rounded(self, number: exp.Expr, places: exp.Expr) -> exp.Expr:
        if self.dialect == "postgres":
            rounded = exp.func("ROUND", exp.cast(number, "DECIMAL"), places)
            return exp.cast(rounded, "DOUBLE")
        return exp.func("ROUND", number, places)


def _number(value: object) -> exp.Expr:
    text = repr(value) if isinstance(value, float) else str(value)
    return exp.Literal.number(text)


def _binary(kind: type[exp.Binary], left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """The operation with brackets where operands are operations themselves."""
    chain = kind in {exp.Add, exp.Mul} and type(left) is kind
    first = left if chain else _bracketed(left)
    return kind(this=first, expression=_bracketed(right))


def _bracketed(operand: exp.Expr) -> exp.Expr:
    compound = isinstance(operand, exp.Binary | exp.Not | exp.In)
    return exp.paren(operand, copy=False) if compound else operand


def _is_null(operand: exp.Expr) -> exp.Expr:
    return exp.Is(this=_bracketed(operand), expression=exp.null())


def _nonzero(divisor: exp.Expr) -> exp.Expr:
    if isinstance(divisor, exp.Literal):
        return divisor
    return exp.func("NULLIF", divisor, _number(0))


def _is_in(operand: exp.Expr, options: object) -> exp.Expr:
    assert isinstance(options, list | tuple)
    values = [_number(o) if isinstance(o, int) else exp.Literal.string(o) for o in options]
    if len(values) == 1:
        return exp.EQ(this=operand, expression=values[0])
    return exp.In(this=operand, expressions=values)


def _is_truth(column: Column) -> bool:
    match column:
        case Operation(operator="fill_null", operands=(_, Literal(value=bool()))):
            return True
        case Operation(operator=operator):
            return operator in _TRUTHS
        case Together(mode="all" | "any") | OneOf():
            return True
    return False
