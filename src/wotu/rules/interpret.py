"""The reference interpreter: one firm at a time, in plain rational arithmetic.

It is the meaning of the language, written to be read. The compiled query must give the same
results on every firm; explanations are made from it, because it keeps each step.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from wotu.rules import typed
from wotu.rules.checked import CheckedCondition, CheckedRule, asks_of
from wotu.rules.inputs import Asked, ListInput, RowsInput, YearInput, last_accounting_year
from wotu.rules.kinds import Base


@dataclass(frozen=True)
class Range:
    """A figure between two bounds; None where there is no bound."""

    low: Fraction | None
    high: Fraction | None

    @property
    def exact(self) -> Fraction | None:
        """The figure, where both bounds agree."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True)
class Growth:
    """Compound growth a year: the whole change as a ratio, and over how many years."""

    ratio: Fraction
    years: int

    def compare(self, operator: str, rate: Fraction) -> bool | None:
        """The comparison with a rate, by its power: exact."""
        return _holds(operator, self.ratio, (1 + rate) ** self.years)

    @property
    def rate(self) -> Fraction:
        """The rate to twelve decimals, rounded down: for showing, never for deciding."""
        low, high = 0, (max(self.ratio.numerator // self.ratio.denominator, 1) + 1) * _GROWTH_STEPS
        while low < high:
            middle = (low + high + 1) // 2
            if Fraction(middle, _GROWTH_STEPS) ** self.years <= self.ratio:
                low = middle
            else:
                high = middle - 1
        return Fraction(low, _GROWTH_STEPS) - 1


_GROWTH_STEPS = 10**12

Result: TypeAlias = Fraction | Range | Growth | bool | str | dt.date | None
"""None means unknown."""


class Interpreter:
    """Evaluates the terms of a rule for one firm.

    ``facts`` maps the columns of a frame of inputs to values, None where missing.
    """

    def __init__(self, rule: CheckedRule, as_of: dt.date, facts: Mapping[str, Any]) -> None:
        self.rule = rule
        self.as_of = as_of
        self.facts = facts
        self._quantities: dict[str, Result] = {}

    def applies(self) -> bool | None:
        """Whether the firm is a subject of the rule."""
        return True if self.rule.applies_to is None else self.truth(self.rule.applies_to)

    def verdict(self) -> bool | None:
        """The conjunction of all conditions."""
        return all_of([self.truth(condition.term) for condition in self.rule.conditions])

    def truth(self, term: typed.Term) -> bool | None:
        """The value of a term that is true or false."""
        result = self.value(term)
        assert result is None or isinstance(result, bool)
        return result

    def quantity(self, name: str) -> Result:
        """The value of a named quantity, computed once."""
        if name not in self._quantities:
            self._quantities[name] = self.value(self.rule.quantities[name])
        return self._quantities[name]

    def settled(self, condition: CheckedCondition) -> bool:
        """Whether no missing fact could still move the condition's verdict or points."""
        if condition.value is not None and condition.value.kind.interval:
            result = self.value(condition.value)
            return isinstance(result, Range) and result.exact is not None
        return self.truth(condition.term) is not None

    def missing(self, condition: CheckedCondition) -> list[Asked]:
        """Unknown facts that a test needs: where it is not settled, what it names, and what the
        quantities name in turn that it names and that are not known."""
        if condition.mode != "test" or self.settled(condition):
            return []
        found: dict[Asked, None] = {}
        waiting, seen = [condition.term], set()
        while waiting:
            facts, names = asks_of(waiting.pop(0))
            found.update(dict.fromkeys(fact for fact in facts if self.is_missing(fact)))
            fresh = [n for n in names if n not in seen and not is_known(self.quantity(n))]
            seen.update(fresh)
            waiting = [self.rule.quantities[name] for name in fresh] + waiting
        return list(found)

    def is_missing(self, item: Asked) -> bool:
        """Whether a fact is not known (and the firm was in operation in its year)."""
        known = self.facts.get(item.column(self.as_of))
        if isinstance(item, ListInput):
            doubtful = [
                self.facts.get(rows.doubtful_column(self.as_of))
                for rows in self.rule.row_conditions
                if rows.table == item.table
            ]
            return not known or any(doubtful)
        if known is not None:
            return False
        if isinstance(item, YearInput) and item in self.rule.operating_years:
            founded_on = self.facts.get(self.rule.operating_years[item].column(self.as_of))
            year = last_accounting_year(self.as_of) + item.offset
            return founded_on is None or founded_on.year <= year
        return True

    def value(self, term: typed.Term) -> Result:
        """The value of ``term``."""
        match term:
            case typed.Constant(value=value):
                return value
            case typed.ParameterTerm(name=name):
                return self.rule.parameters[name].on(self.as_of)
            case typed.Between(low=low, high=high):
                return Range(low, high)
            case typed.InputTerm(input=item):
                return _fact(self.facts.get(item.column(self.as_of)), term.kind.base)
            case typed.OperatingTerm(operand=operand, founded_on=founded_on, offset=offset):
                figure, day = self.value(operand), self.value(founded_on)
                year = last_accounting_year(self.as_of) + offset
                before = isinstance(day, dt.date) and day.year > year
                return Fraction(0) if figure is None and before else figure
            case typed.QuantityTerm(name=name):
                return self.quantity(name)
            case typed.AsOf():
                return self.as_of
            case typed.LastYear(offset=offset):
                return Fraction(last_accounting_year(self.as_of) + offset)
            case typed.ArithmeticTerm(operator=operator, left=left, right=right):
                return arithmetic(operator, self.value(left), self.value(right))
            case typed.GrowthTerm(first=first, last=last, years=years):
                start, end = self.value(first), self.value(last)
                if not isinstance(start, Fraction) or not isinstance(end, Fraction) or start <= 0:
                    return None
                return Growth(max(end, Fraction(0)) / start, years)
            case typed.DayDifference(left=left, right=right):
                later, earlier = self.value(left), self.value(right)
                if isinstance(later, dt.date) and isinstance(earlier, dt.date):
                    return Fraction((later - earlier).days)
                return None
            case typed.ShiftedDate(operand=operand, amount=amount, unit=unit):
                day = self.value(operand)
                return shifted(day, amount, unit) if isinstance(day, dt.date) else None
            case typed.YearOf(operand=operand):
                day = self.value(operand)
                return Fraction(day.year) if isinstance(day, dt.date) else None
            case typed.CompareTerm(operator=operator, left=left, right=right):
                return compare(operator, self.value(left), self.value(right))
            case typed.MemberTerm(operand=operand, options=options):
                code = self.value(operand)
                return None if code is None else code in options
            case typed.KnownTerm(operand=operand, negated=negated):
                return is_known(self.value(operand)) != negated
            case typed.NotTerm(operand=operand):
                truth = self.truth(operand)
                return None if truth is None else not truth
            case typed.JunctionTerm(mode=mode, operands=operands):
                truths = [self.truth(operand) for operand in operands]
                return all_of(truths) if mode == "all" else any_of(truths)
            case typed.TallyTerm(operands=operands):
                truths = [self.truth(operand) for operand in operands]
                certain = truths.count(True)
                return Range(Fraction(certain), Fraction(certain + truths.count(None)))
            case typed.ChoiceTerm(condition=condition, then=then, otherwise=otherwise):
                return choose(self.truth(condition), self.value(then), self.value(otherwise))
            case typed.ExtremeTerm(mode=mode, operands=operands):
                return extreme(mode, [self.value(operand) for operand in operands])
            case typed.FirstKnownTerm(operands=operands):
                results = [self.value(operand) for operand in operands]
                known = next((result for result in results if is_known(result)), None)
                fallback = results[0] if term.kind.interval else None
                return (
                    as_range(known if known is not None else fallback)
                    if (term.kind.interval)
                    else known
                )
            case typed.WhereKnown(operand=operand, needed=needed):
                known_all = all(is_known(self.value(item)) for item in needed)
                unknown = Range(None, None) if operand.kind.interval else None
                return self.value(operand) if known_all else unknown
            case typed.GivenPoints(operand=operand, otherwise=otherwise):
                given = self.value(operand)
                return as_range(given if given is not None else self.value(otherwise))
            case typed.BandsTerm(bands=bands, otherwise=otherwise):
                return self._bands(bands, otherwise)
            case typed.LookupTerm(operand=operand, rows=rows):
                key = self.value(operand)
                return dict(rows).get(key) if isinstance(key, str) else None
            case typed.RowCountTerm(input=item):
                return self._row_count(item)
            case typed.RowExistsTerm(input=item):
                return compare(">=", self._row_count(item), Fraction(1))
        raise AssertionError(f"no meaning for {type(term).__name__}")

    def possible_bands(self, term: typed.BandsTerm) -> list[typed.BandTerm | None]:
        """Rows of a points table that may be the first to hold; None stands for the last row."""
        possible: list[typed.BandTerm | None] = []
        for band in term.bands:
            holds = self.truth(band.when)
            if holds is not False:
                possible.append(band)
            if holds:
                return possible
        return [*possible, None]

    def _bands(
        self,
        bands: tuple[typed.BandTerm, ...],
        otherwise: tuple[Fraction, Fraction, str | None],
    ) -> Range:
        low, high, _ = otherwise
        for band in reversed(bands):
            holds = self.truth(band.when)
            if holds:
                low, high = band.low, band.high
            elif holds is None:
                low, high = min(low, band.low), max(high, band.high)
        return Range(low, high)

    def _row_count(self, item: RowsInput) -> Range:
        certain = Fraction(self.facts.get(item.column(self.as_of)) or 0)
        doubtful = Fraction(self.facts.get(item.doubtful_column(self.as_of)) or 0)
        complete = self.facts.get(item.complete_column)
        return Range(certain, certain + doubtful if complete else None)


def _fact(value: Any, base: Base) -> Result:
    if value is None or base is not Base.NUMBER:
        result: Result = value
        return result
    # Doubles come from foreign frames only: they hold money rounded to the fen.
    return Fraction(Decimal(str(value)) if isinstance(value, float) else value)


def as_range(result: Result) -> Range:
    """A figure as a range: both bounds the same, none where it is unknown."""
    if isinstance(result, Range):
        return result
    assert result is None or isinstance(result, Fraction)
    return Range(result, result)


def is_known(result: Result) -> bool:
    """Whether the value is known exactly."""
    return result.exact is not None if isinstance(result, Range) else result is not None


def all_of(truths: list[bool | None]) -> bool | None:
    """Kleene conjunction."""
    return False if False in truths else None if None in truths else True


def any_of(truths: list[bool | None]) -> bool | None:
    """Kleene disjunction."""
    return True if True in truths else None if None in truths else False


def arithmetic(operator: str, left: Result, right: Result) -> Result:
    """Exact arithmetic; a divisor that is not positive gives unknown."""
    if isinstance(left, Range) or isinstance(right, Range):
        first, second = as_range(left), as_range(right)
        match operator:
            case "+":
                return Range(_add(first.low, second.low), _add(first.high, second.high))
            case "-":
                return Range(_subtract(first.low, second.high), _subtract(first.high, second.low))
        factor = second.exact if isinstance(left, Range) else first.exact
        bounds = first if isinstance(left, Range) else second
        assert factor
        factor = factor if operator == "*" else 1 / factor
        low, high = (None if b is None else b * factor for b in (bounds.low, bounds.high))
        return Range(low, high) if factor > 0 else Range(high, low)
    assert left is None or isinstance(left, Fraction)
    assert right is None or isinstance(right, Fraction)
    match operator:
        case "+":
            return _add(left, right)
        case "-":
            return _subtract(left, right)
        case "*":
            return None if left is None or right is None else left * right
    return None if left is None or right is None or right <= 0 else left / right


def _add(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left + right


def _subtract(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left - right


def compare(operator: str, left: Result, right: Result) -> bool | None:
    """The comparison; for ranges known only where every pair of points agrees."""
    if isinstance(left, Growth):
        assert isinstance(right, Fraction)
        return left.compare(operator, right)
    if isinstance(left, Range) or isinstance(right, Range):
        first, second = as_range(left), as_range(right)
        if operator in {">=", ">"}:
            certain = _holds(operator, first.low, second.high)
            possible = _holds(operator, first.high, second.low)
        else:
            certain = _holds(operator, first.high, second.low)
            possible = _holds(operator, first.low, second.high)
        return True if certain else False if possible is False else None
    return _holds(operator, left, right)


def _holds(operator: str, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    match operator:
        case ">=":
            return bool(left >= right)
        case ">":
            return bool(left > right)
        case "<=":
            return bool(left <= right)
        case "<":
            return bool(left < right)
        case "=":
            return bool(left == right)
    return bool(left != right)


def choose(condition: bool | None, then: Result, otherwise: Result) -> Result:
    """One of two values; for ranges the hull of both where the condition is unknown."""
    if isinstance(then, Range) or isinstance(otherwise, Range):
        first, second = as_range(then), as_range(otherwise)
        if condition is not None:
            return first if condition else second
        return Range(
            None if None in (first.low, second.low) else min(first.low, second.low),  # type: ignore[type-var]
            None if None in (first.high, second.high) else max(first.high, second.high),  # type: ignore[type-var]
        )
    if condition is None:
        return None
    return then if condition else otherwise


def extreme(mode: str, results: list[Result]) -> Result:
    """The largest or smallest figure; a bound that is missing gives way where it may."""
    pick = max if mode == "max" else min
    if any(isinstance(result, Range) for result in results):
        ranges = [as_range(result) for result in results]
        lows = [r.low for r in ranges]
        highs = [r.high for r in ranges]
        return Range(_bound(pick, lows, mode == "max"), _bound(pick, highs, mode == "min"))
    figures = [r for r in results if isinstance(r, Fraction)]
    return pick(figures) if len(figures) == len(results) else None


def _bound(pick: Any, bounds: list[Fraction | None], skip_missing: bool) -> Fraction | None:
    known = [bound for bound in bounds if bound is not None]
    if not known or (len(known) < len(bounds) and not skip_missing):
        return None
    result: Fraction = pick(known)
    return result


def shifted(day: dt.date, amount: int, unit: str) -> dt.date:
    """A day moved by days, months or years; the last day of the month where there is no such."""
    if unit == "days":
        return day + dt.timedelta(days=amount)
    months = day.year * 12 + day.month - 1 + amount * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
