"""Exact rational arithmetic on columns: whole numbers, cross-multiplied, never divided.

A figure is ``factor * numerator / denominator`` with whole-number columns and a constant factor,
so yuan held in fen, shares and growth rates are compared without rounding. Bounds on the columns
are carried along: products that may leave 64 bits are computed in 128.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

from wotu.errors import WotuError
from wotu.rules.columns import Case, Column, ColumnType, Literal, Together, all_of, pick, when

_INT64, _WIDEST = 2**63 - 1, 10**38 - 1
"""The largest whole numbers: of 64 bits, and of the widest type that every engine has. Polars and
DuckDB hold 2^127 - 1; Spark's DECIMAL(38, 0) ends a little before."""


class TooLargeError(WotuError):
    """An exact comparison would need more than 38 digits."""

    kind = "too_large"


@dataclass(frozen=True)
class Whole:
    """A column of whole numbers, none larger than ``bound`` either way."""

    expr: Column
    bound: int
    constant: int | None = None

    @staticmethod
    def of(value: int) -> Whole:
        """The same whole number on every row."""
        kind = ColumnType.WHOLE64 if abs(value) <= _INT64 else ColumnType.WHOLE128
        return Whole(Literal(value, kind), abs(value), value)

    def __add__(self, other: Whole) -> Whole:
        if self.constant is not None and other.constant is not None:
            return Whole.of(self.constant + other.constant)
        left, right, bound = _fitted(self, other, self.bound + other.bound)
        return Whole(left + right, bound)

    def __sub__(self, other: Whole) -> Whole:
        return self + other * Whole.of(-1)

    def __mul__(self, other: Whole) -> Whole:
        if self.constant is not None and other.constant is not None:
            return Whole.of(self.constant * other.constant)
        if self.constant == 1:
            return other
        if other.constant == 1:
            return self
        left, right, bound = _fitted(self, other, self.bound * other.bound)
        return Whole(left * right, bound)


def _fitted(left: Whole, right: Whole, bound: int) -> tuple[Column, Column, int]:
    if bound > _WIDEST:
        raise TooLargeError("the figures are too large for an exact comparison; simplify it")
    if max(bound, left.bound, right.bound) > _INT64:
        wide = ColumnType.WHOLE128
        return left.expr.cast(wide), right.expr.cast(wide), bound
    return left.expr, right.expr, bound


ONE = Whole.of(1)


@dataclass(frozen=True)
class Rational:
    """``factor * numerator / denominator``.

    The numerator alone says whether the figure is known: where it is null the denominator means
    nothing, where it is not the denominator is positive. ``key`` names the denominator, so that
    equal ones are recognised.
    """

    numerator: Whole
    factor: Fraction = Fraction(1)
    denominator: Whole = ONE
    key: str = ""

    @staticmethod
    def of(value: Fraction) -> Rational:
        """A constant."""
        return Rational(ONE, value) if value else Rational(Whole.of(0))

    @property
    def constant(self) -> Fraction | None:
        """The value, where it is the same on every row."""
        if self.numerator.constant is None or self.denominator is not ONE:
            return None
        return self.factor * self.numerator.constant

    @property
    def known(self) -> Column:
        """True where the figure is known."""
        return self.numerator.expr.is_not_null()

    def as_float(self) -> Column:
        """The figure as a double, for showing; never for deciding."""
        if self.constant is not None:
            return Literal(float(self.constant), ColumnType.DOUBLE)
        value = self.numerator.expr.cast(ColumnType.DOUBLE)
        if self.factor.numerator != 1:
            value = value * self.factor.numerator
        if self.factor.denominator != 1:
            value = value / self.factor.denominator
        if self.denominator is ONE:
            return value
        return value / self.denominator.expr.cast(ColumnType.DOUBLE)

    def rounded(self, steps: int) -> Column:
        """The figure in whole ``1/steps``, halves rounded up: what is paid, to the fen.

        64-bit whole numbers, null where the figure is unknown.
        """
        scale = self.factor * steps
        if scale.denominator == 1 and self.denominator is ONE:
            return (self.numerator * Whole.of(int(scale))).expr.cast(ColumnType.WHOLE64)
        divisor = self.denominator * Whole.of(2 * scale.denominator)
        half = self.denominator * Whole.of(scale.denominator)
        above = self.numerator * Whole.of(2 * scale.numerator) + half
        number, by, _ = _fitted(above, divisor, max(above.bound, divisor.bound))
        return when(self.known, number // by).cast(ColumnType.WHOLE64)

    def __add__(self, other: Rational) -> Rational:
        unit, left, right = _aligned(self.factor, other.factor)
        first, second = self.numerator * Whole.of(left), other.numerator * Whole.of(right)
        if self.key == other.key:
            return Rational(first + second, unit, self.denominator, self.key)
        numerator = first * other.denominator + second * self.denominator
        denominator = self.denominator * other.denominator
        return Rational(numerator, unit, denominator, _joined(self.key, other.key))

    def __neg__(self) -> Rational:
        return replace(self, factor=-self.factor)

    def __sub__(self, other: Rational) -> Rational:
        return self + -other

    def __mul__(self, other: Rational) -> Rational:
        return Rational(
            self.numerator * other.numerator,
            self.factor * other.factor,
            self.denominator * other.denominator,
            _joined(self.key, other.key),
        )

    def over(self, other: Rational, key: str) -> Rational:
        """The quotient; unknown where the divisor is not positive. ``key`` names the divisor."""
        if other.constant is not None:
            if other.constant == 0:
                raise TooLargeError("an expression divides by zero")
            return replace(self, factor=self.factor / other.constant)
        divisor = other.numerator if other.factor > 0 else other.numerator * Whole.of(-1)
        quotient = self.numerator * other.denominator
        # Null divisors are not positive either.
        masked = when(divisor.expr.compared(">", 0), quotient.expr)
        return Rational(
            Whole(masked, quotient.bound),
            self.factor / abs(other.factor),
            self.denominator * divisor,
            _joined(self.key, key),
        )

    def compare(self, operator: str, other: Rational) -> Column:
        """The comparison, null where a side is unknown."""
        if other.constant == 0:
            sign = self.numerator if self.factor > 0 else self.numerator * Whole.of(-1)
            return sign.expr.compared(operator, Literal(0, ColumnType.WHOLE64))
        _, left, right = _aligned(self.factor, other.factor)
        first, second = self.numerator * Whole.of(left), other.numerator * Whole.of(right)
        if self.key != other.key:
            first, second = first * other.denominator, second * self.denominator
        low, high, _ = _fitted(first, second, max(first.bound, second.bound))
        return low.compared(operator, high)


def choose(condition: Column, then: Rational, otherwise: Rational) -> Rational:
    """``then`` where the condition holds, ``otherwise`` where it does not, null where unknown."""
    unit, left, right = _aligned(then.factor, otherwise.factor)
    first, second = then.numerator * Whole.of(left), otherwise.numerator * Whole.of(right)
    numerator = _pick(condition, first, second)
    if then.key == otherwise.key:
        return Rational(numerator, unit, then.denominator, then.key)
    denominator = _pick(condition, then.denominator, otherwise.denominator)
    return Rational(numerator, unit, denominator, f"if({then.key};{otherwise.key})")


def _pick(condition: Column, first: Whole, second: Whole) -> Whole:
    left, right, bound = _fitted(first, second, max(first.bound, second.bound))
    return Whole(pick(condition, left, right), bound)


def choose_step(known: Column, tests: list[Column], values: list[Rational]) -> Rational:
    """The value of the first test that holds, the last value where none does.

    All tests are unknown together, where ``known`` is false; the result is null there.
    """
    unit, wholes = _in_one_unit(values)
    bound = max(whole.bound for whole in wholes)
    constants = [whole.constant for whole in wholes]
    chosen = Case(())
    for test, whole, constant in zip([*tests, known], wholes, constants, strict=True):
        small = constant is not None and None not in constants and bound < 2**15
        step = Literal(constant, ColumnType.WHOLE16) if small else whole.expr
        chosen = chosen.when(test, step)
    column = chosen.cast(ColumnType.WHOLE64) if bound <= _INT64 else chosen
    return Rational(Whole(column, bound), unit)


def extreme_whole(mode: str, values: list[Rational], skip_null: bool) -> Rational:
    """The largest or smallest of figures without denominators; with ``skip_null`` of the known."""
    unit, wholes = _in_one_unit(values)
    exprs = [whole.expr for whole in wholes]
    best: Column = Together(mode, tuple(exprs))
    if not skip_null:
        best = when(all_of([expr.is_not_null() for expr in exprs]), best)
    return Rational(Whole(best, max(whole.bound for whole in wholes)), unit)


def _in_one_unit(values: list[Rational]) -> tuple[Fraction, list[Whole]]:
    unit = values[0].factor
    for value in values[1:]:
        unit = _aligned(unit, value.factor)[0]
    return unit, [value.numerator * Whole.of(int(value.factor / unit)) for value in values]


def _aligned(left: Fraction, right: Fraction) -> tuple[Fraction, int, int]:
    """The largest unit of which both factors are whole multiples, and those multiples."""
    if left == right and left > 0:
        return left, 1, 1
    unit = Fraction(
        gcd(left.numerator, right.numerator) or 1, lcm(left.denominator, right.denominator)
    )
    # With fractions in lowest terms this is exact: gcd(a/b, c/d) = gcd(a, c) / lcm(b, d).
    return unit, int(left / unit), int(right / unit)


def _joined(left: str, right: str) -> str:
    return f"{left}*{right}" if left and right else left or right
