"""What a rule could come to if some missing facts were supplied, whatever they turned out to be.

An abstract reading of the rule: a supplied fact is known but may be anything that its field
allows, the other missing facts stay unknown. Truths become the set of verdicts that can result,
figures the ranges in which their two bounds can lie. What is supplied in two places is taken as
independent, so a verdict in the set may in a rare case be out of reach; a verdict that is not in
the set certainly is. Divisors are taken as positive, and experts' points within the range that
the text leaves them.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from math import inf

from wotu.rules import typed
from wotu.rules.inputs import Asked, ListInput, RowsInput, StateInput, YearInput
from wotu.rules.interpret import Interpreter, all_of, any_of
from wotu.rules.kinds import Base
from wotu.rules.reach import (
    EITHER,
    FALSE,
    OPEN,
    TRUE,
    Abstract,
    Bound,
    GrowthReach,
    Outcomes,
    Reach,
    Words,
    as_held,
    combined_reach,
    compared_reach,
    each_bound,
    either_reach,
    extreme_reach,
    first_known_reach,
    is_known_reach,
    joined_outcomes,
    looked_up,
    membership,
    nothing,
    shifted_bound,
    tallied_outcomes,
    year_of,
)


class SuppliedReading:
    """Reads the terms of a rule for one firm, with ``supplied`` known but free."""

    def __init__(self, held: Interpreter, supplied: Collection[Asked]) -> None:
        self.held = held
        self.rule, self.as_of = held.rule, held.as_of
        self.supplied = frozenset(supplied)
        self._quantities: dict[str, Abstract] = {}
        self._touched: dict[str, bool] = {}

    def outcomes(self, term: typed.Term) -> Outcomes:
        """The verdicts to which a term can come."""
        value = self.value(term)
        assert isinstance(value, frozenset)
        return value

    def reach(self, term: typed.Term) -> Reach:
        """Where a figure can lie."""
        value = self.value(term)
        assert isinstance(value, Reach)
        return value

    def touched(self, term: typed.Term) -> bool:
        """Whether a term reads anything supplied."""
        own = any(
            (ListInput(item.table) if isinstance(item, RowsInput) else item) in self.supplied
            for item in term.own_inputs
        )
        return own or any(self._quantity_touched(name) for name in term.quantities)

    def _quantity_touched(self, name: str) -> bool:
        if name not in self._touched:
            self._touched[name] = self.touched(self.rule.quantities[name])
        return self._touched[name]

    def value(self, term: typed.Term) -> Abstract:
        """What a term can come to."""
        if not self.touched(term):
            return as_held(term, self.held.value(term))
        match term:
            case typed.QuantityTerm(name=name):
                if name not in self._quantities:
                    self._quantities[name] = self.value(self.rule.quantities[name])
                return self._quantities[name]
            case typed.InputTerm(input=item):
                return self._input(term, item)
            case typed.OperatingTerm(operand=operand, founded_on=founded_on):
                figure = self.reach(operand)
                if figure.known or not self.touched(founded_on):
                    return figure
                # Founded later, as may turn out, the firm had nothing in that year.
                nothing_yet = Fraction(0)
                return Reach((-inf, nothing_yet), (nothing_yet, inf), False)
            case typed.RowCountTerm(input=item):
                return self._rows(item)
            case typed.RowExistsTerm(input=item):
                return compared_reach(">=", self._rows(item), Reach.of(Fraction(1)))
            case typed.ArithmeticTerm(operator=operator, left=left, right=right):
                return combined_reach(operator, self.reach(left), self.reach(right))
            case typed.DayDifference(left=left, right=right):
                return combined_reach("-", self.reach(left), self.reach(right))
            case typed.ShiftedDate(operand=operand, amount=amount, unit=unit):
                return each_bound(self.reach(operand), lambda day: shifted_bound(day, amount, unit))
            case typed.YearOf(operand=operand):
                return each_bound(self.reach(operand), year_of)
            case typed.GrowthTerm(first=first, last=last):
                return GrowthReach(self.reach(first).known and self.reach(last).known)
            case typed.CompareTerm(operator=operator, left=left, right=right):
                return compared_reach(operator, self.value(left), self.value(right))
            case typed.MemberTerm(operand=operand, options=options):
                return membership(self.value(operand), options)
            case typed.NotTerm(operand=operand):
                return frozenset(None if o is None else not o for o in self.outcomes(operand))
            case typed.JunctionTerm(mode=mode, operands=operands):
                joined = all_of if mode == "all" else any_of
                return joined_outcomes(joined, [self.outcomes(operand) for operand in operands])
            case typed.TallyTerm(operands=operands):
                return tallied_outcomes([self.outcomes(operand) for operand in operands])
        return self._choosing(term)

    def _choosing(self, term: typed.Term) -> Abstract:
        match term:
            case typed.ChoiceTerm(condition=condition, then=then, otherwise=otherwise):
                return either_reach(
                    self.outcomes(condition), self.value(then), self.value(otherwise), term
                )
            case typed.ExtremeTerm(mode=mode, operands=operands):
                reaches = [self.reach(operand) for operand in operands]
                if not term.kind.interval and not all(r.may_be_known for r in reaches):
                    return OPEN
                return extreme_reach(max if mode == "max" else min, reaches)
            case typed.KnownTerm(operand=operand, negated=negated):
                return TRUE if is_known_reach(self.value(operand)) != negated else FALSE
            case typed.FirstKnownTerm(operands=operands):
                return first_known_reach([self.value(operand) for operand in operands])
            case typed.WhereKnown(operand=operand, needed=needed):
                known = all(is_known_reach(self.value(item)) for item in needed)
                return self.value(operand) if known else nothing(operand)
            case typed.GivenPoints(operand=operand, otherwise=otherwise):
                return self._given(operand, otherwise)
            case typed.BandsTerm():
                return self._bands(term)
            case typed.LookupTerm(operand=operand, rows=rows):
                return looked_up(self.value(operand), dict(rows), term)
        raise AssertionError(f"no abstract reading of {type(term).__name__}")

    def _input(self, term: typed.InputTerm, item: StateInput | YearInput) -> Abstract:
        match term.kind.base:
            case Base.TRUTH:
                return EITHER
            case Base.TEXT:
                return Words(any=True)
            case Base.DATE:
                return Reach.free(Fraction(1), Fraction(self.as_of.toordinal()))
        most = Fraction(term.bound, term.scale)
        negative = dict(term.kind.dimensions).get("cny") is not None
        return Reach.free(-most if negative else Fraction(0), most)

    def _rows(self, item: RowsInput) -> Reach:
        certain = Fraction(self.held.facts.get(item.column(self.as_of)) or 0)
        return Reach.free(certain, inf)

    def _given(self, operand: typed.Term, otherwise: typed.Term) -> Abstract:
        """Points that experts gave, or will give within the range that the text leaves them."""
        given = self.reach(operand)
        if not self.touched(operand) or not isinstance(operand, typed.InputTerm):
            return given if given.known else self.value(otherwise)
        range_ = self.reach(otherwise)
        low, high = max(given.low[0], range_.low[0]), min(given.high[1], range_.high[1])
        return Reach.free(low, max(low, high))

    def _bands(self, term: typed.BandsTerm) -> Reach:
        last_low, last_high, _ = term.otherwise
        low: tuple[Bound, Bound] = (last_low, last_low)
        high: tuple[Bound, Bound] = (last_high, last_high)
        known = last_low == last_high
        for band in reversed(term.bands):
            outcomes = self.outcomes(band.when)
            lows: list[tuple[Bound, Bound]] = []
            highs: list[tuple[Bound, Bound]] = []
            if True in outcomes:
                lows.append((band.low, band.low))
                highs.append((band.high, band.high))
            if False in outcomes:
                lows.append(low)
                highs.append(high)
            if None in outcomes:
                lows.append((min(low[0], band.low), min(low[1], band.low)))
                highs.append((max(high[0], band.high), max(high[1], band.high)))
                known = False
            known = known and (True not in outcomes or band.low == band.high)
            low = (min(a for a, _ in lows), max(b for _, b in lows))
            high = (min(a for a, _ in highs), max(b for _, b in highs))
        return Reach(low, high, known)
