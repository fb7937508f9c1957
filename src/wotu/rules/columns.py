"""Operations on columns, apart from the engine that runs them: the compiler's output.

The compiler decides *what* is computed and writes it as a small tree of columns; a printer turns
the tree into Polars expressions (:mod:`wotu.rules.polars_columns`) or SQL (:mod:`wotu.rules.sql`).
Every operation is null-strict unless it says otherwise, and truth values follow Kleene logic.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

Scalar: TypeAlias = str | bool | int | float | dt.date | None


class ColumnType(Enum):
    """What a column holds, where an engine must be told."""

    WHOLE16 = auto()
    WHOLE64 = auto()
    WHOLE128 = auto()
    DOUBLE = auto()
    TEXT = auto()
    TRUTH = auto()


class Column:
    """Base of all columns; operators build larger ones."""

    __slots__ = ()

    def __add__(self, other: Column) -> Column:
        return Operation("+", (self, other))

    def __sub__(self, other: Column) -> Column:
        return Operation("-", (self, other))

    def __mul__(self, other: Column | int) -> Column:
        return Operation("*", (self, _column(other)))

    def __truediv__(self, other: Column | int) -> Column:
        """The quotient in doubles."""
        return Operation("/", (self, _column(other)))

    def __floordiv__(self, other: Column) -> Column:
        """The quotient of whole numbers rounded down; the divisor is positive where it matters."""
        return Operation("//", (self, other))

    def __and__(self, other: Column) -> Column:
        return Operation("&", (self, other))

    def __or__(self, other: Column) -> Column:
        return Operation("|", (self, other))

    def __invert__(self) -> Column:
        return Operation("not", (self,))

    def compared(self, operator: str, other: Column | int) -> Column:
        """A comparison: ``>=``, ``>``, ``<=``, ``<``, ``=`` or ``!=``."""
        return Operation(operator, (self, _column(other)))

    def is_null(self) -> Column:
        """True where nothing is known; never null."""
        return Operation("is_null", (self,))

    def is_not_null(self) -> Column:
        """True where something is known; never null."""
        return Operation("is_not_null", (self,))

    def fill_null(self, value: Column | bool | int) -> Column:
        """The column, ``value`` where it is null."""
        return Operation("fill_null", (self, _column(value)))

    def cast(self, to: ColumnType) -> Column:
        """The same values in another type."""
        return Cast(self, to)

    def operation(self, name: str, *others: Column | int | float) -> Column:
        """An operation by its name; see :data:`NAMED_OPERATIONS`."""
        assert name in NAMED_OPERATIONS, name
        return Operation(name, (self, *(_column(other) for other in others)))


NAMED_OPERATIONS = {
    "days_since": "calendar days from the second day to the first",
    "year": "calendar year of a day, 64 bits",
    "at_least": "the figure, or the second where that is larger",
    "power": "a double to the power of another",
    "round": "a double rounded to so many decimals",
    "bits_in": "the bits that both whole numbers have",
    "count_bits": "how many bits are set",
    "yuan_of_fen": "whole fen as yuan, a decimal with two places",
}
"""Operations without an operator of their own, and what they give."""


@dataclass(frozen=True, slots=True, eq=False)
class Named(Column):
    """A column of the frame or of an earlier stage."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Literal(Column):
    """The same value on every row; ``type`` where the engine shall not choose it."""

    value: Scalar
    type: ColumnType | None = None


@dataclass(frozen=True, slots=True, eq=False)
class WholeFigure(Column):
    """A stored figure as whole multiples of ``1/scale``, 64 bits: yuan as fen."""

    name: str
    scale: int


@dataclass(frozen=True, slots=True, eq=False)
class Operation(Column):
    """An operator or a named operation on columns."""

    operator: str
    operands: tuple[Column, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Together(Column):
    """Many columns in one: ``all`` and ``any`` (Kleene), ``max``, ``min``, ``sum`` (of what is
    known), ``first`` (the first that is not null)."""

    mode: str
    operands: tuple[Column, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cast(Column):
    """A column in another type."""

    operand: Column
    to: ColumnType


@dataclass(frozen=True, slots=True, eq=False)
class OneOf(Column):
    """Whether a code is one of several; null where it is."""

    operand: Column
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Translated(Column):
    """The value listed for a code or whole number; null where none is listed."""

    operand: Column
    values: Mapping[str, str] | Mapping[str, int] | Mapping[int, str]
    type: ColumnType


@dataclass(frozen=True, slots=True, eq=False)
class ShiftedDay(Column):
    """A day moved by days, months or years; the month's last day where there is no such day."""

    operand: Column
    amount: int
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class Case(Column):
    """The value of the first condition that is true; ``otherwise``, or null, where none is."""

    branches: tuple[tuple[Column, Column], ...]
    otherwise: Column | None = None

    def when(self, condition: Column, then: Column | Scalar) -> Case:
        """With one more branch."""
        return Case((*self.branches, (condition, _column(then))), self.otherwise)

    def else_(self, value: Column | Scalar) -> Case:
        """With a value for the rows that no condition takes."""
        return Case(self.branches, _column(value))


def when(condition: Column, then: Column | Scalar) -> Case:
    """The beginning of a choice."""
    return Case(((condition, _column(then)),))


def all_of(columns: Sequence[Column]) -> Column:
    """Kleene conjunction."""
    return Together("all", tuple(columns))


def any_of(columns: Sequence[Column]) -> Column:
    """Kleene disjunction."""
    return Together("any", tuple(columns))


def never_null(column: Column) -> bool:
    """Whether the form of a column shows that it says something on every row."""
    match column:
        case Literal(value=value):
            return value is not None
        case Operation(operator="is_null" | "is_not_null"):
            return True
        case Operation(operator="fill_null", operands=(_, filled)):
            return never_null(filled)
        case Operation(operator="not" | "&" | "|", operands=operands):
            return all(never_null(operand) for operand in operands)
        case Together(mode="all" | "any", operands=operands):
            return all(never_null(operand) for operand in operands)
    return False


def pick(condition: Column, then: Column, otherwise: Column) -> Column:
    """``then`` where the condition holds, ``otherwise`` where it does not, null where unknown."""
    if never_null(condition):
        return when(condition, then).else_(otherwise)
    return when(condition, then).when(condition.is_not_null(), otherwise)


def _column(value: Column | Scalar) -> Column:
    return value if isinstance(value, Column) else Literal(value)
