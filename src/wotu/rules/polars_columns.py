"""Printing columns as Polars expressions."""

from __future__ import annotations

import operator as op
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

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
from wotu.units import FEN_PER_YUAN, MONEY

TYPES: dict[ColumnType, pl.DataType] = {
    ColumnType.WHOLE16: pl.Int16(),
    ColumnType.WHOLE64: pl.Int64(),
    ColumnType.WHOLE128: pl.Int128(),
    ColumnType.DOUBLE: pl.Float64(),
    ColumnType.TEXT: pl.String(),
    ColumnType.TRUTH: pl.Boolean(),
}

_OPERATIONS: dict[str, Callable[..., pl.Expr]] = {
    "+": op.add,
    "-": op.sub,
    "*": op.mul,
    "/": op.truediv,
    "//": op.floordiv,
    "&": op.and_,
    "|": op.or_,
    "not": op.invert,
    ">=": op.ge,
    ">": op.gt,
    "<=": op.le,
    "<": op.lt,
    "=": op.eq,
    "!=": op.ne,
    "is_null": pl.Expr.is_null,
    "is_not_null": pl.Expr.is_not_null,
    "fill_null": pl.Expr.fill_null,
    "days_since": lambda later, earlier: (later - earlier).dt.total_days(),
    "year": lambda day: day.dt.year().cast(pl.Int64),
    "at_least": pl.Expr.clip,
    "power": op.pow,
    "round": pl.Expr.round,
    "bits_in": op.and_,
    "count_bits": pl.Expr.bitwise_count_ones,
    "yuan_of_fen": lambda fen: (fen.cast(pl.Decimal(38, 2)) / FEN_PER_YUAN).cast(MONEY),
}

_TOGETHER: dict[str, Callable[[list[pl.Expr]], pl.Expr]] = {
    "all": pl.all_horizontal,
    "any": pl.any_horizontal,
    "max": pl.max_horizontal,
    "min": pl.min_horizontal,
    "sum": pl.sum_horizontal,
    "first": pl.coalesce,
}

_SUFFIXES = {"days": "d", "months": "mo", "years": "y"}


class PolarsPrinter:
    """Turns columns into expressions for frames of one schema; a column in use twice is printed
    once."""

    def __init__(self, schema: Mapping[str, pl.DataType]) -> None:
        self.schema = schema
        self._printed: dict[int, tuple[Column, pl.Expr]] = {}

    def exprs(self, columns: Mapping[str, Column]) -> tuple[pl.Expr, ...]:
        """Named columns as named expressions."""
        return tuple(self.expr(column).alias(name) for name, column in columns.items())

    def expr(self, column: Column) -> pl.Expr:
        """One column."""
        # The column is kept beside its expression, or its identity might be given away again.
        known = self._printed.get(id(column))
        if known is None:
            known = column, self._print(column)
            self._printed[id(column)] = known
        return known[1]

    def _print(self, column: Column) -> pl.Expr:
        match column:
            case Named(name=name):
                return pl.col(name)
            case Literal(value=value, type=kind):
                return pl.lit(value) if kind is None else pl.lit(value, dtype=TYPES[kind])
            case Operation(operator=operator, operands=operands):
                return _OPERATIONS[operator](*[self._operand(operand) for operand in operands])
            case Case(branches=branches, otherwise=otherwise):
                chosen: Any = pl
                for condition, then in branches:
                    chosen = chosen.when(self.expr(condition)).then(self._operand(then))
                if otherwise is not None:
                    chosen = chosen.otherwise(self._operand(otherwise))
                assert isinstance(chosen, pl.Expr)
                return chosen
            case Together(mode=mode, operands=operands):
                return _TOGETHER[mode]([self.expr(operand) for operand in operands])
            case Cast(operand=operand, to=to):
                return self.expr(operand).cast(TYPES[to])
            case WholeFigure(name=name, scale=scale):
                return whole_numbers(pl.col(name), self.schema[name], scale)
            case OneOf(operand=operand, options=options):
                return self.expr(operand).is_in(list(options))
            case Translated(operand=operand, values=values, type=kind):
                return self.expr(operand).replace_strict(
                    values, default=None, return_dtype=TYPES[kind]
                )
            case ShiftedDay(operand=operand, amount=amount, unit=unit):
                return self.expr(operand).dt.offset_by(f"{amount}{_SUFFIXES[unit]}")
        raise AssertionError(f"no expression for {type(column).__name__}")

    def _operand(self, column: Column) -> Any:
        """A literal without type stays a plain value, so that it takes the type of its partner."""
        if isinstance(column, Literal) and column.type is None and type(column.value) is not str:
            return column.value
        return self.expr(column)


def whole_numbers(column: pl.Expr, dtype: pl.DataType, scale: int) -> pl.Expr:
    """A column of figures as whole multiples of ``1/scale``: yuan as fen."""
    if isinstance(dtype, pl.Decimal):
        assert 10**dtype.scale == scale, f"decimals of scale {dtype.scale} for 1/{scale}"
        return column.to_physical().cast(pl.Int64)
    if dtype.is_float():
        return (column * scale).round().cast(pl.Int64)
    whole = column if dtype == pl.Int64 else column.cast(pl.Int64)
    return whole if scale == 1 else whole * scale
