"""Stretches of whole numbers and what a term is on each: the arithmetic of :mod:`along`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from wotu.errors import WotuError
from wotu.rules import typed
from wotu.rules.interpret import Growth, Range, Result
from wotu.rules.polynomial import ONE, Polynomial, X, sign_runs


class NotAlongError(WotuError):
    """The rule is no piecewise quotient of polynomials along the fact."""

    kind = "not_along"


@dataclass(frozen=True)
class Quotient:
    """``above / below``, with ``below`` positive on its stretch."""

    above: Polynomial
    below: Polynomial = ONE

    @staticmethod
    def of(value: Fraction) -> Quotient:
        """The same figure everywhere."""
        return Quotient(Polynomial.of(value))

    def __add__(self, other: Quotient) -> Quotient:
        if self.below == other.below:
            return Quotient(self.above + other.above, self.below)
        above = self.above * other.below + other.above * self.below
        return Quotient(above, self.below * other.below)

    def __neg__(self) -> Quotient:
        return Quotient(-self.above, self.below)

    def __mul__(self, other: Quotient) -> Quotient:
        return Quotient(self.above * other.above, self.below * other.below)

    def minus(self, other: Quotient) -> Polynomial:
        """A polynomial with the sign of ``self - other``."""
        return self.above * other.below - other.above * self.below


@dataclass(frozen=True)
class Span:
    """A figure between two bounds, None where there is no bound."""

    low: Quotient | None
    high: Quotient | None


@dataclass(frozen=True)
class Rate:
    """Compound growth: the whole change, and over how many years."""

    ratio: Quotient
    years: int


Figure: TypeAlias = Quotient | Span | Rate
Along: TypeAlias = Figure | bool | str | None


@dataclass(frozen=True)
class Piece:
    """What a term is from ``first`` to ``last``, both included."""

    first: int
    last: int
    value: Along


_OPERATORS: dict[str, Callable[[int], bool]] = {
    ">=": lambda sign: sign >= 0,
    ">": lambda sign: sign > 0,
    "<=": lambda sign: sign <= 0,
    "<": lambda sign: sign < 0,
    "=": lambda sign: sign == 0,
    "!=": lambda sign: sign != 0,
}


def cut(lists: list[list[Piece]]) -> list[tuple[int, int, tuple[Along, ...]]]:
    """Stretches on which none of several lists changes: first, last, and the value of each list."""
    places = [0] * len(lists)
    first, last = lists[0][0].first, lists[0][-1].last
    cut = []
    while first <= last:
        here = [pieces[place] for pieces, place in zip(lists, places, strict=True)]
        end = min(piece.last for piece in here)
        cut.append((first, end, tuple(piece.value for piece in here)))
        places = [place + (piece.last == end) for place, piece in zip(places, here, strict=True)]
        first = end + 1
    return cut


def joined(pieces: list[Piece]) -> list[Piece]:
    """The same pieces with equal neighbours as one."""
    whole: list[Piece] = []
    for piece in pieces:
        before = whole[-1].value if whole else None
        if whole and before == piece.value and type(before) is type(piece.value):
            whole[-1] = Piece(whole[-1].first, piece.last, piece.value)
        else:
            whole.append(piece)
    return whole


def constant_along(result: Result) -> Along:
    """A result of the interpreter as what it is on every stretch; days as ordinals."""
    match result:
        case bool() | str() | None:
            return result
        case Fraction():
            return Quotient.of(result)
        case dt.date():
            return Quotient.of(Fraction(result.toordinal()))
        case Range(low, high):
            return Span(
                None if low is None else Quotient.of(low),
                None if high is None else Quotient.of(high),
            )
        case Growth(ratio, years):
            return Rate(Quotient.of(ratio), years)
    raise AssertionError(f"no stretch of {type(result).__name__}")


def figure_or_word(value: Fraction | str | None) -> Along:
    """A listed value as what it is on a stretch."""
    return Quotient.of(value) if isinstance(value, Fraction) else value


def as_span(value: Along) -> Span:
    """A figure as a span: both bounds the same, none where it is unknown."""
    if isinstance(value, Span):
        return value
    assert value is None or isinstance(value, Quotient)
    return Span(value, value)


def tallied(truths: tuple[bool | None, ...]) -> Span:
    """How many hold: from the certain ones to those that may."""
    certain = truths.count(True)
    low, high = Fraction(certain), Fraction(certain + truths.count(None))
    return Span(Quotient.of(low), Quotient.of(high))


def banded(
    truths: tuple[bool | None, ...],
    bands: tuple[typed.BandTerm, ...],
    otherwise: tuple[Fraction, Fraction, str | None],
) -> Span:
    """Hull of the rows of a points table that may be the first to hold."""
    low, high, _ = otherwise
    for band, holds in reversed(list(zip(bands, truths, strict=True))):
        if holds:
            low, high = band.low, band.high
        elif holds is None:
            low, high = min(low, band.low), max(high, band.high)
    return Span(Quotient.of(low), Quotient.of(high))


def _signed(difference: Polynomial, piece: Piece, make: Callable[[int], Along]) -> list[Piece]:
    return [
        Piece(r.first, r.last, make(r.sign)) for r in sign_runs(difference, piece.first, piece.last)
    ]


def compared(operator: str, left: Along, right: Along, piece: Piece) -> list[Piece]:
    """A comparison on a stretch, cut where it changes."""
    holds = _OPERATORS[operator]
    if isinstance(left, Rate):
        assert isinstance(right, Quotient)
        rate = right.above.constant
        assert rate is not None
        assert right.below == ONE
        return _signed(left.ratio.minus(Quotient.of((1 + rate) ** left.years)), piece, holds)
    if isinstance(left, Span) or isinstance(right, Span):
        return _compared_spans(operator, as_span(left), as_span(right), piece)
    if isinstance(left, Quotient) and isinstance(right, Quotient):
        return _signed(left.minus(right), piece, holds)
    if left is None or right is None:
        return [Piece(piece.first, piece.last, None)]
    return [Piece(piece.first, piece.last, (left == right) == (operator == "="))]


def _compared_spans(operator: str, left: Span, right: Span, piece: Piece) -> list[Piece]:
    up = operator in {">=", ">"}
    pairs = [(left.low, right.high), (left.high, right.low)]
    certain, possible = pairs if up else [(left.high, right.low), (left.low, right.high)]
    verdicts = [compared(operator, a, b, piece) for a, b in (certain, possible)]
    return [
        Piece(first, last, True if sure is True else False if may is False else None)
        for first, last, (sure, may) in cut(verdicts)
    ]


def combined(operator: str, left: Along, right: Along, piece: Piece) -> list[Piece]:
    """Arithmetic on a stretch; a divisor that is not positive gives unknown."""
    if isinstance(left, Span) or isinstance(right, Span):
        return [Piece(piece.first, piece.last, _span_arithmetic(operator, left, right))]
    if not isinstance(left, Quotient) or not isinstance(right, Quotient):
        return [Piece(piece.first, piece.last, None)]
    match operator:
        case "+":
            value = left + right
        case "-":
            value = left + -right
        case "*":
            value = left * right
        case _:
            divided = Quotient(left.above * right.below, left.below * right.above)
            return _signed(right.above, piece, lambda sign: divided if sign > 0 else None)
    return [Piece(piece.first, piece.last, value)]


def _span_arithmetic(operator: str, left: Along, right: Along) -> Span:
    first, second = as_span(left), as_span(right)
    if operator in {"+", "-"}:
        other = second if operator == "+" else Span(_negated(second.high), _negated(second.low))
        return Span(_sum(first.low, other.low), _sum(first.high, other.high))
    bounds, by = (first, second.low) if isinstance(left, Span) else (second, first.low)
    factor = by.above.constant if by is not None else None
    assert factor
    times = Quotient.of(factor if operator == "*" else 1 / factor)
    low, high = (None if b is None else b * times for b in (bounds.low, bounds.high))
    return Span(low, high) if factor > 0 else Span(high, low)


def _sum(left: Quotient | None, right: Quotient | None) -> Quotient | None:
    return None if left is None or right is None else left + right


def _negated(value: Quotient | None) -> Quotient | None:
    return None if value is None else -value


def years_of(day: Along, piece: Piece) -> list[Piece]:
    """The calendar years of a moving day."""
    if not isinstance(day, Quotient):
        return [Piece(piece.first, piece.last, None)]
    constant = day.above.constant
    if constant is not None:
        year = dt.date.fromordinal(int(constant)).year
        return [Piece(piece.first, piece.last, Quotient.of(Fraction(year)))]
    if day.above != X:
        raise NotAlongError("the year of a moved day")
    pieces, first = [], piece.first
    while first <= piece.last:
        year = dt.date.fromordinal(first).year
        last = min(piece.last, dt.date(year, 12, 31).toordinal())
        pieces.append(Piece(first, last, Quotient.of(Fraction(year))))
        first = last + 1
    return pieces


def growth_of(first: Along, last: Along, years: int, piece: Piece) -> list[Piece]:
    """Compound growth on a stretch; unknown where it starts from nothing or less."""
    if not isinstance(first, Quotient) or not isinstance(last, Quotient):
        return [Piece(piece.first, piece.last, None)]
    nothing = Quotient.of(Fraction(0))
    ratio = Quotient(last.above * first.below, last.below * first.above)
    pieces: list[Piece] = []
    for start in _signed(first.above, piece, lambda sign: sign > 0):
        if start.value:
            pieces += _signed(
                last.above, start, lambda sign: Rate(ratio if sign > 0 else nothing, years)
            )
        else:
            pieces.append(Piece(start.first, start.last, None))
    return pieces


def known_along(value: Along, piece: Piece) -> list[Piece]:
    """Whether a value is known exactly."""
    if isinstance(value, Span):
        if value.low is None or value.high is None:
            return [Piece(piece.first, piece.last, False)]
        return _signed(value.low.minus(value.high), piece, lambda sign: sign == 0)
    return [Piece(piece.first, piece.last, value is not None)]


def first_known_along(values: tuple[Along, ...], interval: bool, piece: Piece) -> list[Piece]:
    """The first value that is known; for intervals the first one where none is."""
    fallback: Along = values[0] if interval else None
    pieces: list[Piece] = []
    for first, last, knowns in cut([known_along(value, piece) for value in values]):
        chosen = next((v for v, k in zip(values, knowns, strict=True) if k is True), fallback)
        pieces.append(Piece(first, last, as_span(chosen) if interval else chosen))
    return pieces


def where_known_along(
    needed: tuple[Along, ...], value: Along, unknown: Along, piece: Piece
) -> list[Piece]:
    """The value where all that is needed is known."""
    return [
        Piece(first, last, value if all(k is True for k in knowns) else unknown)
        for first, last, knowns in cut([known_along(item, piece) for item in needed])
    ]


def chosen(condition: Along, then: Along, otherwise: Along, piece: Piece) -> list[Piece]:
    """One of two values; for spans the hull of both where the condition is unknown."""
    spans = isinstance(then, Span) or isinstance(otherwise, Span)
    if condition is not None:
        value = then if condition else otherwise
        return [Piece(piece.first, piece.last, as_span(value) if spans else value)]
    if not spans:
        return [Piece(piece.first, piece.last, None)]
    first, second = as_span(then), as_span(otherwise)
    lows = _bound([first.low, second.low], False, False, piece)
    highs = _bound([first.high, second.high], True, False, piece)
    return _spanned(lows, highs)


def extreme_along(mode: str, values: tuple[Along, ...], piece: Piece) -> list[Piece]:
    """The largest or smallest figure; a bound that is missing gives way where it may."""
    largest = mode == "max"
    if any(isinstance(value, Span) for value in values):
        spans = [as_span(value) for value in values]
        lows = _bound([s.low for s in spans], largest, largest, piece)
        highs = _bound([s.high for s in spans], largest, not largest, piece)
        return _spanned(lows, highs)
    figures = [value for value in values if isinstance(value, Quotient)]
    if len(figures) < len(values):
        return [Piece(piece.first, piece.last, None)]
    return _bound(list(figures), largest, False, piece)


def _spanned(lows: list[Piece], highs: list[Piece]) -> list[Piece]:
    pieces = []
    for first, last, (low, high) in cut([lows, highs]):
        assert low is None or isinstance(low, Quotient)
        assert high is None or isinstance(high, Quotient)
        pieces.append(Piece(first, last, Span(low, high)))
    return pieces


def _bound(
    bounds: list[Quotient | None], largest: bool, skip_missing: bool, piece: Piece
) -> list[Piece]:
    """The largest or smallest of bounds; with ``skip_missing`` of those that there are."""
    present = [bound for bound in bounds if bound is not None]
    if not present or (len(present) < len(bounds) and not skip_missing):
        return [Piece(piece.first, piece.last, None)]
    best = [Piece(piece.first, piece.last, present[0])]
    for bound in present[1:]:
        best = [better for held in best for better in _better(held, bound, largest)]
    return joined(best)


def _better(held: Piece, bound: Quotient, largest: bool) -> list[Piece]:
    value = held.value
    assert isinstance(value, Quotient)
    keep = 1 if largest else -1
    return _signed(value.minus(bound), held, lambda sign: value if sign * keep >= 0 else bound)
