"""A rule as a function of one fact, all others held: exact, piece by piece.

Along one figure every quantity of a rule is a quotient of polynomials on each of a few stretches
of whole numbers; comparisons split stretches where a polynomial changes sign. So the set of
figures for which a condition holds is known exactly, without trying values.

The meaning is that of :mod:`wotu.rules.interpret`, and the tests hold both together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from wotu.rules import typed
from wotu.rules.inputs import RowsInput, StateInput, YearInput
from wotu.rules.interpret import Interpreter, all_of, any_of, shifted
from wotu.rules.polynomial import Polynomial, X
from wotu.rules.stretches import (
    Along,
    NotAlongError,
    Piece,
    Quotient,
    Span,
    as_span,
    banded,
    chosen,
    combined,
    compared,
    constant_along,
    cut,
    extreme_along,
    figure_or_word,
    first_known_along,
    growth_of,
    joined,
    known_along,
    tallied,
    where_known_along,
    years_of,
)


@dataclass(frozen=True)
class Today:
    """The day of application as the thing that moves, within its year."""


Moving: TypeAlias = StateInput | YearInput | RowsInput | Today
"""What changes: a fact with a figure or day, a number of rows, or the day."""


class RuleAlong:
    """One rule of one firm along one moving thing, from ``first`` to ``last`` in stored steps.

    ``held`` has the firm's facts. Days move as ordinals. Raises NotAlongError where a term has no
    such form.
    """

    def __init__(self, held: Interpreter, moving: Moving, first: int, last: int) -> None:
        self.held = held
        self.rule, self.as_of = held.rule, held.as_of
        self.moving = moving
        self.first, self.last = first, last
        self._quantities: dict[str, list[Piece]] = {}
        self._moving_quantities: dict[str, bool] = {}

    def pieces(self, term: typed.Term) -> list[Piece]:
        """What a term is, stretch by stretch."""
        if not self.moves(term):
            return [Piece(self.first, self.last, constant_along(self.held.value(term)))]
        return joined(self._pieces(term))

    def moves(self, term: typed.Term) -> bool:
        """Whether a term can change at all."""
        own = (
            term.names_the_day if isinstance(self.moving, Today) else self.moving in term.own_inputs
        )
        return own or any(self._quantity_moves(name) for name in term.quantities)

    def _quantity_moves(self, name: str) -> bool:
        if name not in self._moving_quantities:
            self._moving_quantities[name] = self.moves(self.rule.quantities[name])
        return self._moving_quantities[name]

    def _pieces(self, term: typed.Term) -> list[Piece]:
        match term:
            case typed.QuantityTerm(name=name):
                if name not in self._quantities:
                    self._quantities[name] = self.pieces(self.rule.quantities[name])
                return self._quantities[name]
            case typed.InputTerm(scale=scale):
                return [
                    Piece(self.first, self.last, Quotient(Polynomial.of(0, Fraction(1, scale))))
                ]
            case typed.AsOf():
                return [Piece(self.first, self.last, Quotient(X))]
            case typed.RowCountTerm():
                return [Piece(self.first, self.last, self._rows(term.input))]
            case typed.RowExistsTerm():
                one = Quotient.of(Fraction(1))
                rows = self._rows(term.input)
                return self._mapped(lambda p: compared(">=", rows, one, p))
            case typed.OperatingTerm(operand=operand, founded_on=founded_on, offset=offset):
                return self._operating(operand, founded_on, offset)
            case typed.ArithmeticTerm(operator=operator, left=left, right=right):
                return self._with(lambda p, v: combined(operator, v[0], v[1], p), left, right)
            case typed.DayDifference(left=left, right=right):
                return self._with(lambda p, v: combined("-", v[0], v[1], p), left, right)
            case typed.ShiftedDate(operand=operand, amount=amount, unit=unit):
                return self._with(lambda p, v: self._moved(v[0], amount, unit, p), operand)
            case typed.YearOf(operand=operand):
                return self._with(lambda p, v: years_of(v[0], p), operand)
            case typed.GrowthTerm(first=first, last=last, years=years):
                return self._with(lambda p, v: growth_of(v[0], v[1], years, p), first, last)
            case typed.CompareTerm(operator=operator, left=left, right=right):
                return self._with(lambda p, v: compared(operator, v[0], v[1], p), left, right)
            case typed.MemberTerm(operand=operand, options=options):
                return self._each(lambda v: None if v[0] is None else v[0] in options, operand)
            case typed.NotTerm(operand=operand):
                return self._each(lambda v: None if v[0] is None else not v[0], operand)
            case typed.JunctionTerm(mode=mode, operands=operands):
                joined = all_of if mode == "all" else any_of
                return self._each(lambda v: joined(list(v)), *operands)
            case typed.TallyTerm(operands=operands):
                return self._each(tallied, *operands)
            case typed.LookupTerm(operand=operand, rows=rows):
                listed = dict(rows)
                return self._each(lambda v: figure_or_word(listed.get(v[0])), operand)
        return self._choosing(term)

    def _choosing(self, term: typed.Term) -> list[Piece]:
        """Terms that take one of several values."""
        match term:
            case typed.ChoiceTerm(condition=condition, then=then, otherwise=otherwise):
                return self._with(
                    lambda p, v: chosen(v[0], v[1], v[2], p), condition, then, otherwise
                )
            case typed.ExtremeTerm(mode=mode, operands=operands):
                return self._with(lambda p, v: extreme_along(mode, v, p), *operands)
            case typed.KnownTerm(operand=operand, negated=negated):
                return self._with(
                    lambda p, v: [
                        Piece(q.first, q.last, (q.value is True) != negated)
                        for q in known_along(v[0], p)
                    ],
                    operand,
                )
            case typed.FirstKnownTerm(operands=operands):
                interval = term.kind.interval
                return self._with(lambda p, v: first_known_along(v, interval, p), *operands)
            case typed.WhereKnown(operand=operand, needed=needed):
                unknown: Along = Span(None, None) if operand.kind.interval else None
                return self._with(
                    lambda p, v: where_known_along(v[1:], v[0], unknown, p), operand, *needed
                )
            case typed.GivenPoints(operand=operand, otherwise=otherwise):
                return self._each(
                    lambda v: as_span(v[0] if v[0] is not None else v[1]), operand, otherwise
                )
            case typed.BandsTerm(bands=bands, otherwise=otherwise):
                return self._each(
                    lambda v: banded(v, bands, otherwise), *(band.when for band in bands)
                )
        raise NotAlongError(f"no stretches for {type(term).__name__}")

    # -- leaves ----------------------------------------------------------------------------

    def _rows(self, item: RowsInput) -> Span:
        if isinstance(self.moving, Today):
            raise NotAlongError("the rows that count change with the day")
        doubtful = self.held.facts.get(item.doubtful_column(self.as_of)) or 0
        complete = self.held.facts.get(item.complete_column)
        return Span(Quotient(X), Quotient(Polynomial.of(doubtful, 1)) if complete else None)

    def _operating(
        self, operand: typed.InputTerm, founded_on: typed.InputTerm, offset: int
    ) -> list[Piece]:
        if self.moves(founded_on):
            raise NotAlongError("the day of founding decides which years count")
        return self.pieces(operand)

    def _moved(self, value: Along, amount: int, unit: str, piece: Piece) -> list[Piece]:
        if not isinstance(value, Quotient):
            return [Piece(piece.first, piece.last, None)]
        constant = value.above.constant
        if constant is not None:
            day = shifted(dt.date.fromordinal(int(constant)), amount, unit)
            return [Piece(piece.first, piece.last, Quotient.of(Fraction(day.toordinal())))]
        if unit != "days":
            raise NotAlongError("a day moved by months is no polynomial")
        moved = value + Quotient.of(Fraction(amount))
        return [Piece(piece.first, piece.last, moved)]

    # -- combining -------------------------------------------------------------------------

    def _mapped(self, make: Callable[[Piece], list[Piece]]) -> list[Piece]:
        return make(Piece(self.first, self.last, None))

    def _with(
        self, make: Callable[[Piece, tuple[Along, ...]], list[Piece]], *terms: typed.Term
    ) -> list[Piece]:
        """Pieces of several terms cut at each other's bounds, and what ``make`` makes of each."""
        made: list[Piece] = []
        for first, last, values in cut([self.pieces(term) for term in terms]):
            made += make(Piece(first, last, None), values)
        return made

    def _each(self, make: Callable[[tuple[Any, ...]], Along], *terms: typed.Term) -> list[Piece]:
        return self._with(lambda p, values: [Piece(p.first, p.last, make(values))], *terms)
