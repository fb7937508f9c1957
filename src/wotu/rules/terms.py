"""From checked terms to columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm

from wotu.rules import typed
from wotu.rules.checked import CheckedRule
from wotu.rules.columns import (
    Column,
    ColumnType,
    Literal,
    Named,
    OneOf,
    ShiftedDay,
    Together,
    Translated,
    WholeFigure,
    all_of,
    any_of,
    when,
)
from wotu.rules.exact import Rational, Whole, choose_step, extreme_whole
from wotu.rules.inputs import RowsInput, last_accounting_year
from wotu.rules.kinds import Base
from wotu.rules.values import (
    Day,
    Growth,
    Interval,
    Truth,
    Value,
    Word,
    as_interval,
    choose_value,
    compare_intervals,
    extreme,
    first_known,
    known,
)


class TermCompiler:
    """Compiles the terms of one rule as of a day.

    ``quantities`` holds the compiled quantities that later terms may name, ``wholes`` the columns
    of figures that have been turned into whole numbers already, ``band_tests`` those of points
    tables' conditions: nested in place, their text would double with every row of a table.
    """

    def __init__(self, rule: CheckedRule, as_of: dt.date) -> None:
        self.rule = rule
        self.as_of = as_of
        self.quantities: dict[str, Value] = {}
        self.wholes: dict[str, Column] = {}
        self.band_tests: dict[typed.Term, Column] = {}

    def truth(self, term: typed.Term) -> Column:
        """The column of a term that is true or false."""
        value = self.value(term)
        assert isinstance(value, Truth)
        return value.expr

    def number(self, term: typed.Term) -> Rational:
        """The figure of a term that is not an interval."""
        value = self.value(term)
        assert isinstance(value, Rational)
        return value

    def value(self, term: typed.Term) -> Value:
        """What ``term`` compiles to."""
        match term:
            case typed.Constant(value=constant):
                return _constant(constant)
            case typed.ParameterTerm(name=name):
                return _constant(self.rule.parameters[name].on(self.as_of))
            case typed.Between(low=low, high=high):
                return Interval(Rational.of(low), Rational.of(high))
            case typed.InputTerm():
                return self._input(term)
            case typed.ColumnTerm(field=name, scale=scale, bound=bound):
                return self._column(name, term.kind.base, scale, bound)
            case typed.OperatingTerm(operand=operand, founded_on=founded_on, offset=offset):
                return self._operating(operand, founded_on, offset)
            case typed.QuantityTerm(name=name):
                return self.quantities[name]
            case typed.AsOf():
                return Day(Literal(self.as_of))
            case typed.LastYear(offset=offset):
                return Rational.of(Fraction(last_accounting_year(self.as_of) + offset))
            case typed.ArithmeticTerm(operator=operator, left=left, right=right):
                return self._arithmetic(operator, self.value(left), self.value(right), right)
            case typed.GrowthTerm(first=first, last=last, years=years):
                return Growth(self.number(first), self.number(last), years)
            case typed.DayDifference(left=left, right=right):
                days = self._day(left).operation("days_since", self._day(right))
                return Rational(Whole(days, 10**7))
            case typed.ShiftedDate(operand=operand, amount=amount, unit=unit):
                return Day(ShiftedDay(self._day(operand), amount, unit))
            case typed.YearOf(operand=operand):
                return Rational(Whole(self._day(operand).operation("year"), 10**4))
            case typed.CompareTerm(operator=operator, left=left, right=right):
                return Truth(self._compare(operator, self.value(left), self.value(right)))
            case typed.MemberTerm(operand=operand, options=options):
                return Truth(OneOf(self._word(operand), options))
            case typed.KnownTerm(operand=operand, negated=negated):
                is_known = known(self.value(operand))
                return Truth(~is_known if negated else is_known)
            case typed.NotTerm(operand=operand):
                return Truth(~self.truth(operand))
            case typed.JunctionTerm(mode=mode, operands=operands):
                verdicts = [self.truth(operand) for operand in operands]
                return Truth(conjunction(verdicts) if mode == "all" else disjunction(verdicts))
            case typed.TallyTerm(operands=operands):
                return _tally([self.truth(operand) for operand in operands])
            case typed.ChoiceTerm():
                return self._choice(term)
            case typed.ExtremeTerm(mode=mode, operands=operands):
                return extreme(mode, [self.value(operand) for operand in operands])
            case typed.FirstKnownTerm(operands=operands):
                return first_known([self.value(operand) for operand in operands])
            case typed.WhereKnown(operand=operand, needed=needed):
                all_known = all_of([known(self.value(item)) for item in needed])
                return _masked(self.value(operand), all_known)
            case typed.GivenPoints(operand=operand, otherwise=otherwise):
                given, range_ = self.number(operand), self.value(otherwise)
                return choose_value(given.known, given, range_)
            case typed.BandsTerm(bands=bands, otherwise=otherwise):
                return self._bands(bands, otherwise)
            case typed.LookupTerm(operand=operand, rows=rows):
                return self._lookup(self._word(operand), rows)
            case typed.RowCountTerm(input=item):
                return self._row_count(item)
            case typed.RowExistsTerm(input=item):
                counted = self._row_count(item)
                one = as_interval(Rational.of(Fraction(1)))
                return Truth(compare_intervals(">=", counted, one))
        raise AssertionError(f"no compilation for {type(term).__name__}")

    def _input(self, term: typed.InputTerm) -> Value:
        name = term.input.column(self.as_of)
        return self._column(name, term.kind.base, term.scale, term.bound)

    def _column(self, name: str, base: Base, scale: int, bound: int) -> Value:
        column = Named(name)
        if base is Base.TRUTH:
            return Truth(column)
        if base is Base.TEXT:
            return Word(column)
        if base is Base.DATE:
            return Day(column)
        whole = self.wholes.get(name, WholeFigure(name, scale))
        return Rational(Whole(whole, bound), Fraction(1, scale))

    def _operating(
        self, operand: typed.InputTerm, founded_on: typed.InputTerm, offset: int
    ) -> Rational:
        year = last_accounting_year(self.as_of) + offset
        figure = self.number(operand)
        founded_later = self._day(founded_on).operation("year").compared(">", year)
        nothing = when(founded_later, Literal(0, ColumnType.WHOLE64))
        column = Together("first", (figure.numerator.expr, nothing))
        whole = Whole(column, figure.numerator.bound)
        return Rational(whole, figure.factor)

    def _day(self, term: typed.Term) -> Column:
        value = self.value(term)
        assert isinstance(value, Day)
        return value.expr

    def _word(self, term: typed.Term) -> Column:
        value = self.value(term)
        assert isinstance(value, Word)
        return value.expr

    def _arithmetic(self, operator: str, left: Value, right: Value, divisor: typed.Term) -> Value:
        if isinstance(left, Interval) or isinstance(right, Interval):
            return _interval_arithmetic(operator, left, right)
        assert isinstance(left, Rational)
        assert isinstance(right, Rational)
        match operator:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
        return left.over(right, key=repr(divisor))

    def _compare(self, operator: str, left: Value, right: Value) -> Column:
        if isinstance(left, Interval) or isinstance(right, Interval):
            return compare_intervals(operator, as_interval(left), as_interval(right))
        if isinstance(left, Growth):
            assert isinstance(right, Rational)
            assert right.constant is not None
            return left.compare(operator, right.constant)
        if isinstance(left, Rational):
            assert isinstance(right, Rational)
            return left.compare(operator, right)
        assert isinstance(left, Truth | Word | Day)
        assert isinstance(right, Truth | Word | Day)
        return left.expr.compared(operator, right.expr)

    def _choice(self, term: typed.ChoiceTerm) -> Value:
        conditions, branches = [term.condition], [term.then]
        rest = term.otherwise
        while isinstance(rest, typed.ChoiceTerm):
            conditions.append(rest.condition)
            branches.append(rest.then)
            rest = rest.otherwise
        scale = self._common_scale(conditions)
        values = [self.value(branch) for branch in [*branches, rest]]
        if scale is not None and all(isinstance(v, Rational) and not v.key for v in values):
            tests = [self.truth(condition) for condition in conditions]
            figures = [value for value in values if isinstance(value, Rational)]
            return choose_step(scale, tests, figures)
        chosen = values[-1]
        for condition, value in reversed(list(zip(conditions, values[:-1], strict=True))):
            chosen = choose_value(self.truth(condition), value, chosen)
        return chosen

    def _common_scale(self, conditions: Sequence[typed.Term]) -> Column | None:
        """Where all conditions compare one figure with constants: whether it is known."""
        figures = set()
        for condition in conditions:
            match condition:
                case typed.CompareTerm(
                    left=left, right=typed.Constant() | typed.ParameterTerm()
                ) if not left.kind.interval:
                    figures.add(left)
                case _:
                    return None
        return known(self.value(figures.pop())) if len(figures) == 1 else None

    def _bands(
        self,
        bands: tuple[typed.BandTerm, ...],
        otherwise: tuple[Fraction, Fraction, str | None],
    ) -> Interval:
        """Hull of the rows that may be the first to hold; one row where all is known."""
        lows = [Rational.of(p) for p in (*(band.low for band in bands), otherwise[0])]
        highs = [Rational.of(p) for p in (*(band.high for band in bands), otherwise[1])]
        tests = [self.band_test(band) for band in bands]
        scale = self._common_scale([band.when for band in bands])
        if scale is not None:
            low, high = choose_step(scale, tests, lows), choose_step(scale, tests, highs)
            least = min(int((r.constant or Fraction(0)) / low.factor) for r in lows)
            most = max(int((r.constant or Fraction(0)) / high.factor) for r in highs)
            return Interval(_filled(low, least), _filled(high, most))
        reached = _rows_reached(tests)

        def possible(points: list[Rational]) -> list[Rational]:
            return [
                replace(p, numerator=Whole(when(r, p.numerator.expr), p.numerator.bound))
                for r, p in zip(reached, points, strict=True)
            ]

        return Interval(
            extreme_whole("min", possible(lows), skip_null=True),
            extreme_whole("max", possible(highs), skip_null=True),
        )

    def band_test(self, band: typed.BandTerm) -> Column:
        """The condition of a band; a stored column where one has been laid out."""
        stored = self.band_tests.get(band.when)
        return self.truth(band.when) if stored is None else stored

    def _lookup(self, key: Column, rows: tuple[tuple[str, Fraction | str | None], ...]) -> Value:
        listed = {code: value for code, value in rows if value is not None}
        words = {code: value for code, value in listed.items() if isinstance(value, str)}
        if len(words) == len(listed):
            return Word(Translated(key, words, ColumnType.TEXT))
        figures = {code: Fraction(value) for code, value in listed.items()}
        unit = lcm(*(figure.denominator for figure in figures.values()))
        whole = {code: int(figure * unit) for code, figure in figures.items()}
        column = Translated(key, whole, ColumnType.WHOLE64)
        return Rational(Whole(column, max(abs(w) for w in whole.values())), Fraction(1, unit))

    def _row_count(self, item: RowsInput) -> Interval:
        certain = Named(item.column(self.as_of)).cast(ColumnType.WHOLE64)
        doubtful = Named(item.doubtful_column(self.as_of)).cast(ColumnType.WHOLE64)
        high = when(Named(item.complete_column), certain + doubtful)
        bound = 10**9
        return Interval(Rational(Whole(certain, bound)), Rational(Whole(high, 2 * bound)))


def _constant(constant: Fraction | str | bool | dt.date) -> Value:
    if isinstance(constant, bool):
        return Truth(Literal(constant))
    if isinstance(constant, Fraction):
        return Rational.of(constant)
    if isinstance(constant, dt.date):
        return Day(Literal(constant))
    return Word(Literal(constant))


def _interval_arithmetic(operator: str, left: Value, right: Value) -> Interval:
    first, second = as_interval(left), as_interval(right)
    if operator == "+":
        return Interval(first.low + second.low, first.high + second.high)
    if operator == "-":
        return Interval(first.low - second.high, first.high - second.low)
    factor = second.low if second.low.constant is not None else first.low
    range_ = first if second.low.constant is not None else second
    constant = factor.constant
    assert constant
    scale = Rational.of(constant if operator == "*" else 1 / constant)
    low, high = range_.low * scale, range_.high * scale
    return Interval(low, high) if constant > 0 else Interval(high, low)


def _tally(truths: list[Column]) -> Interval:
    def counted(unknown_counts: bool) -> Rational:
        ones = [truth.fill_null(unknown_counts).cast(ColumnType.WHOLE64) for truth in truths]
        return Rational(Whole(Together("sum", tuple(ones)), len(truths)))

    return Interval(counted(False), counted(True))


def _masked(value: Value, mask: Column) -> Value:
    """The value where ``mask`` holds, unknown elsewhere."""
    if isinstance(value, Interval):
        low, high = _masked(value.low, mask), _masked(value.high, mask)
        assert isinstance(low, Rational)
        assert isinstance(high, Rational)
        return Interval(low, high)
    if isinstance(value, Growth):
        first = _masked(value.first, mask)
        assert isinstance(first, Rational)
        return replace(value, first=first)
    if isinstance(value, Rational):
        whole = Whole(when(mask, value.numerator.expr), value.numerator.bound)
        return Rational(whole, value.factor, value.denominator, value.key)
    return type(value)(when(mask, value.expr))


def _filled(number: Rational, whole: int) -> Rational:
    expr = number.numerator.expr.fill_null(whole)
    return replace(number, numerator=Whole(expr, max(number.numerator.bound, abs(whole))))


def _rows_reached(tests: list[Column]) -> list[Column]:
    """For each row of a table, and the last: whether it may be the first whose test holds."""
    reached = []
    for place, test in enumerate([*tests, None]):
        earlier = [~earlier_test.fill_null(False) for earlier_test in tests[:place]]
        own = [test.fill_null(True)] if test is not None else []
        reached.append(all_of([*earlier, *own]))
    return reached


def conjunction(verdicts: list[Column]) -> Column:
    """Kleene conjunction of one column or more."""
    return verdicts[0] if len(verdicts) == 1 else all_of(verdicts)


def disjunction(verdicts: list[Column]) -> Column:
    """Kleene disjunction of one column or more."""
    return verdicts[0] if len(verdicts) == 1 else any_of(verdicts)
