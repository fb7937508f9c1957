"""What a term compiles to: columns of figures, intervals, truth values, codes or days."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from wotu.rules.columns import Column, Literal, never_null, pick, when
from wotu.rules.exact import Rational, choose, extreme_whole


@dataclass(frozen=True)
class Interval:
    """A figure known to lie between ``low`` and ``high``; null in one means no bound there."""

    low: Rational
    high: Rational

    @property
    def known(self) -> Column:
        """True where both bounds agree."""
        if self.low is self.high:
            return self.low.known
        return self.low.compare("=", self.high).fill_null(False)


@dataclass(frozen=True)
class Growth:
    """Compound growth a year from ``first`` to ``last``; unknown unless ``first`` is positive."""

    first: Rational
    last: Rational
    years: int

    @property
    def known(self) -> Column:
        """True where the rate is known."""
        positive = self.first.compare(">", Rational.of(Fraction(0))).fill_null(False)
        return positive & self.last.known

    def compare(self, operator: str, rate: Fraction) -> Column:
        """The comparison with a rate, by its power: exact; null where unknown."""
        last = _extreme_bound(">=", [self.last, Rational.of(Fraction(0))], False)
        threshold = self.first * Rational.of((1 + rate) ** self.years)
        return when(self.known, last.compare(operator, threshold))

    def as_float(self) -> Column:
        """The rate as a double, for showing."""
        ratio = self.last.as_float().operation("at_least", 0) / self.first.as_float()
        # The last bits of a power are noise: without them a margin of nothing reads as nothing.
        rate = ratio.operation("power", 1 / self.years) - Literal(1)
        return when(self.known, rate.operation("round", 12))


@dataclass(frozen=True)
class Truth:
    """True, false or null."""

    expr: Column


@dataclass(frozen=True)
class Word:
    """A code or text, null where unknown."""

    expr: Column


@dataclass(frozen=True)
class Day:
    """A date, null where unknown."""

    expr: Column


Value: TypeAlias = Rational | Interval | Growth | Truth | Word | Day


def as_interval(value: Value) -> Interval:
    """A figure as an interval: the same bound twice, none where it is unknown."""
    if isinstance(value, Interval):
        return value
    assert isinstance(value, Rational)
    return Interval(value, value)


def known(value: Value) -> Column:
    """True where the value is known; never null."""
    if isinstance(value, Rational | Interval | Growth):
        return value.known
    return value.expr.is_not_null()


def as_float(value: Value) -> Column:
    """A figure as a double; null where its interval is open."""
    if isinstance(value, Interval):
        return when(value.known, value.low.as_float())
    assert isinstance(value, Rational | Growth)
    return value.as_float()


def compare_intervals(operator: str, left: Interval, right: Interval) -> Column:
    """The comparison where every pair of points agrees on it, null otherwise."""
    if operator in {">=", ">"}:
        certain = left.low.compare(operator, right.high)
        possible = left.high.compare(operator, right.low)
    else:
        certain = left.high.compare(operator, right.low)
        possible = left.low.compare(operator, right.high)
    return when(certain, True).when(~possible, False)


def choose_value(condition: Column, then: Value, otherwise: Value) -> Value:
    """One of two values by a condition; where that is unknown, null, or for figures in a range
    the interval that holds both."""
    if isinstance(then, Interval) or isinstance(otherwise, Interval):
        first, second = as_interval(then), as_interval(otherwise)
        low = _either(condition, first.low, second.low, "<=")
        high = _either(condition, first.high, second.high, ">=")
        return Interval(low, high)
    if isinstance(then, Rational):
        assert isinstance(otherwise, Rational)
        return choose(condition, then, otherwise)
    assert not isinstance(then, Growth), "growth rates are compared only"
    assert isinstance(otherwise, type(then))
    return type(then)(pick(condition, then.expr, otherwise.expr))


def _either(condition: Column, then: Rational, otherwise: Rational, wider: str) -> Rational:
    """One of two bounds by a condition, the wider one where the condition is unknown."""
    if never_null(condition):
        return choose(condition, then, otherwise)
    first_is_wider = then.compare(wider, otherwise)
    return choose(condition.fill_null(first_is_wider), then, otherwise)


def extreme(mode: str, values: list[Value]) -> Value:
    """The largest (``max``) or smallest of figures, bound by bound for intervals."""
    operator = ">=" if mode == "max" else "<="
    if any(isinstance(value, Interval) for value in values):
        intervals = [as_interval(value) for value in values]
        low = _extreme_bound(operator, [i.low for i in intervals], skip_null=mode == "max")
        high = _extreme_bound(operator, [i.high for i in intervals], skip_null=mode == "min")
        return Interval(low, high)
    return _extreme_bound(operator, [v for v in values if isinstance(v, Rational)], False)


def _extreme_bound(operator: str, bounds: list[Rational], skip_null: bool) -> Rational:
    """With ``skip_null`` a missing bound gives way: the largest lower bound is what is known."""
    if not any(bound.key for bound in bounds):
        return extreme_whole("max" if operator == ">=" else "min", bounds, skip_null)
    best = bounds[0]
    for bound in bounds[1:]:
        beats = best.compare(operator, bound)
        if skip_null:
            beats = beats.fill_null(best.known)
        best = choose(beats, best, bound)
    return best


def first_known(values: list[Value]) -> Value:
    """The first value that is known; the interval of the first where none is."""
    if any(isinstance(value, Interval) for value in values):
        intervals = [as_interval(value) for value in values]
        chosen: Value = intervals[0]
        for interval in reversed(intervals):
            chosen = choose_value(interval.known, interval, chosen)
        return chosen
    chosen = values[-1]
    for value in reversed(values[:-1]):
        chosen = choose_value(known(value), value, chosen)
    return chosen
