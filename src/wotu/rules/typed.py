"""The checked tree of an expression: names resolved, units known, figures in base units.

Figures are yuan, shares between 0 and 1, persons, days. Every node has a kind; the compiler and
the reference interpreter read nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property
from typing import Literal

from wotu.rules.inputs import Input, RowsInput, StateInput, YearInput
from wotu.rules.kinds import Kind
from wotu.rules.tree import Comparison


@dataclass(frozen=True)
class Term:
    """Base of all checked nodes."""

    kind: Kind

    def children(self) -> Iterator[Term]:
        """Terms directly beneath this one."""
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, Term):
                yield value
            elif isinstance(value, tuple):
                for part in value:
                    if isinstance(part, Term):
                        yield part
                    elif isinstance(part, BandTerm):
                        yield part.when

    def walk(self) -> Iterator[Term]:
        """This term and all beneath it."""
        yield self
        for child in self.children():
            yield from child.walk()

    @cached_property
    def quantities(self) -> tuple[str, ...]:
        """Names of the quantities in the term, in order of appearance."""
        return tuple(dict.fromkeys(n.name for n in self.walk() if isinstance(n, QuantityTerm)))

    @cached_property
    def own_inputs(self) -> tuple[Input, ...]:
        """Facts that the term reads by itself, not through quantities, in order of appearance."""
        leaves = (InputTerm, RowCountTerm, RowExistsTerm)
        return tuple(dict.fromkeys(n.input for n in self.walk() if isinstance(n, leaves)))

    @cached_property
    def names_the_day(self) -> bool:
        """Whether the term names the day of application by itself, not through quantities."""
        return any(isinstance(node, AsOf) for node in self.walk())


@dataclass(frozen=True)
class Constant(Term):
    """A figure in base units, a code, a truth value or a day."""

    value: Fraction | str | bool | dt.date


@dataclass(frozen=True)
class Between(Term):
    """Points known only to lie between two bounds, until an expert gives them."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class InputTerm(Term):
    """A fact with one value, null where missing."""

    input: StateInput | YearInput
    scale: int = 1
    """The stored whole number is the figure times this: 100 for money held in fen."""
    bound: int = 2**62
    """No stored whole number is larger than this, either way."""


@dataclass(frozen=True)
class OperatingTerm(Term):
    """A yearly fact; nothing (0) for a year before the one in which the firm was founded."""

    operand: InputTerm
    founded_on: InputTerm
    offset: int


@dataclass(frozen=True)
class QuantityTerm(Term):
    """A named quantity of the rule."""

    name: str


@dataclass(frozen=True)
class ParameterTerm(Term):
    """A dated figure of the rule."""

    name: str


@dataclass(frozen=True)
class AsOf(Term):
    """The day of application."""


@dataclass(frozen=True)
class LastYear(Term):
    """The last accounting year, or the year of application (``offset`` 1)."""

    offset: int


@dataclass(frozen=True)
class ArithmeticTerm(Term):
    """Exact arithmetic on rational numbers; a divisor that is not positive gives unknown."""

    operator: Literal["+", "-", "*", "/"]
    left: Term
    right: Term


@dataclass(frozen=True)
class GrowthTerm(Term):
    """Compound growth a year from ``first`` to ``last``; unknown where ``first`` is not positive.

    ``last`` below zero counts as a fall to nothing.
    """

    first: Term
    last: Term
    years: int


@dataclass(frozen=True)
class DayDifference(Term):
    """Calendar days from ``right`` to ``left``."""

    left: Term
    right: Term


@dataclass(frozen=True)
class ShiftedDate(Term):
    """A day moved by a constant number of days, months or years."""

    operand: Term
    amount: int
    unit: Literal["days", "months", "years"]


@dataclass(frozen=True)
class YearOf(Term):
    """Calendar year of a day."""

    operand: Term


@dataclass(frozen=True)
class CompareTerm(Term):
    """A comparison of two figures, days or codes."""

    operator: Comparison
    left: Term
    right: Term


@dataclass(frozen=True)
class MemberTerm(Term):
    """Whether a code is one of several."""

    operand: Term
    options: tuple[str, ...]


@dataclass(frozen=True)
class KnownTerm(Term):
    """Whether a value is known; never unknown itself."""

    operand: Term
    negated: bool


@dataclass(frozen=True)
class NotTerm(Term):
    """Kleene negation."""

    operand: Term


@dataclass(frozen=True)
class JunctionTerm(Term):
    """Kleene conjunction (``all``) or disjunction (``any``)."""

    mode: Literal["all", "any"]
    operands: tuple[Term, ...]


@dataclass(frozen=True)
class TallyTerm(Term):
    """How many operands are true: an interval while some are unknown."""

    operands: tuple[Term, ...]


@dataclass(frozen=True)
class ChoiceTerm(Term):
    """One of two values by a condition."""

    condition: Term
    then: Term
    otherwise: Term


@dataclass(frozen=True)
class ExtremeTerm(Term):
    """The largest or smallest of several figures."""

    mode: Literal["max", "min"]
    operands: tuple[Term, ...]


@dataclass(frozen=True)
class FirstKnownTerm(Term):
    """The first operand that is known."""

    operands: tuple[Term, ...]


@dataclass(frozen=True)
class WhereKnown(Term):
    """A value, unknown unless all of ``needed`` is known: figures that must be on record."""

    operand: Term
    needed: tuple[Term, ...]


@dataclass(frozen=True)
class GivenPoints(Term):
    """Points that an expert gave, or the range in which they will lie."""

    operand: Term
    otherwise: Term


@dataclass(frozen=True)
class BandTerm:
    """One row of a points table."""

    when: Term
    low: Fraction
    high: Fraction
    grade: str | None


@dataclass(frozen=True)
class BandsTerm(Term):
    """A points table: the first row whose condition holds gives the points."""

    bands: tuple[BandTerm, ...]
    otherwise: tuple[Fraction, Fraction, str | None]


@dataclass(frozen=True)
class LookupTerm(Term):
    """The value listed for a code; unknown for codes that ``rows`` maps to None."""

    operand: Term
    rows: tuple[tuple[str, Fraction | str | None], ...]
    otherwise: Fraction | str | None


@dataclass(frozen=True)
class ColumnTerm(Term):
    """A field of a list's row, inside ``where``."""

    field: str
    scale: int = 1
    bound: int = 2**62


@dataclass(frozen=True)
class RowCountTerm(Term):
    """How many rows of a list meet a condition: an interval, open above while incomplete."""

    input: RowsInput
    where: Term | None


@dataclass(frozen=True)
class RowExistsTerm(Term):
    """Whether any row of a list meets a condition; never false while the list is incomplete."""

    input: RowsInput
    where: Term | None
