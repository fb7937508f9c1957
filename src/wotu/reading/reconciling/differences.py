"""How two statements of one thing differ: the class, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from wotu.reading.claim import Bound, ClaimKind
from wotu.reading.reconciling.alike import dimension_of
from wotu.reading.reconciling.extents import extent_words, version_of
from wotu.reading.reconciling.metrics import Metric
from wotu.reading.reconciling.statements import LAKE, Difference, Statement
from wotu.reading.reconciling.written import Interval, true_values, written_step

UNIT_SLIPS: Final = (10**4, 10**8)
"""Factors by which a figure is off when 万 or 亿 is lost or added."""
PERCENT_SLIP: Final = 100
"""A share of 0 to 1 written as per cent, or the reverse."""
YUAN_PER_DOLLAR: Final = (Fraction(6), Fraction(15, 2))
"""Between which a rate is plausible: yearly means since 2008 lie between 6.1 and 7.2."""
MONTHS_APART_DAYS: Final = 60
UNMARKED_REVISION: Final = Fraction(15, 1000)
UNMARKED_POINTS: Final = Fraction(3, 10)
"""Greatest change, as a share or in points, that counts as a revision without saying so, between
documents at least two months apart."""
MARKED_REVISION: Final = Fraction(10, 100)
MARKED_POINTS: Final = Fraction(1)
"""The same where one text says 初步核算, 修订 or 普查: a census can move a product far."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement made ready for comparing, in the base unit of its dimension."""

    statement: Statement
    figure: Fraction
    most: Fraction | None
    step: Fraction
    """Value of the last digit written."""
    values: Interval
    """Between which the truth lies, as it is worded."""
    unit: str
    dimension: str
    extent: frozenset[str]
    version: str | None

    @property
    def signature(self) -> tuple[object, ...]:
        """Statements with the same one compare alike with every other."""
        one = self.statement
        month = one.published and (one.published.year, one.published.month)
        said = (self.figure, self.most, self.step, self.values, self.unit, one.claim.bound)
        return (*said, self.extent, self.version, month, one.source == LAKE)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two statements, how they differ and the facts that decided."""

    difference: Difference
    one: Stated
    other: Stated
    reason: str
    """Which test decided: ``equal``, ``rounding``, ``bound``, ``range``, ``slip``, ``percent``,
    ``points``, ``currency``, ``extent``, ``marked``, ``unmarked`` or ``conflict``."""
    factor: Fraction | None = None
    """Of unit slips and currencies: how many times one is the other."""


def stated(statement: Statement, metric: Metric) -> Stated:
    """Make a statement ready; ``metric`` gives the extent that its name carries."""
    claim = statement.claim
    dimension, factor = dimension_of(claim.unit)
    step = written_step(claim)
    values = true_values(claim, step)
    return Stated(
        statement,
        Fraction(claim.figure) * factor,
        None if claim.figure_max is None else Fraction(claim.figure_max) * factor,
        step * factor,
        Interval(values.low * factor, None if values.high is None else values.high * factor),
        claim.unit,
        dimension,
        metric.scope | extent_words(statement),
        version_of(statement),
    )


def compare(one: Stated, other: Stated) -> Comparison:
    """How two statements of one key differ.

    The tests run from the least difference to the greatest and the first that holds decides:
    equal; rounding; bound; a slip of the unit, which an exact factor shows; another extent named;
    another version; else a conflict. The order of the two does not matter.
    """
    for test in (_equal, _rounding, _bounds, _unit, _extent, _vintage):
        if found := test(one, other):
            difference, reason, factor = found
            return Comparison(difference, one, other, reason, factor)
    return Comparison(Difference.CONFLICT, one, other, "conflict")


_Found = tuple[Difference, str, Fraction | None] | None


def _equal(one: Stated, other: Stated) -> _Found:
    if (one.figure, one.most) != (other.figure, other.most) or _currencies(one, other):
        return None
    if _percent_and_points(one, other):
        return Difference.UNIT, "points", None
    if _word(one) is _word(other) or _is_goal(one, other):
        return Difference.SAME, "equal", None
    return Difference.BOUND, "bound", None


def _word(one: Stated) -> Bound:
    bound = one.statement.claim.bound
    return Bound.EXACT if bound is Bound.FIRST else bound


def _is_goal(one: Stated, other: Stated) -> bool:
    """Goals and limits are what is written: 突破2000亿 and 突破3000亿 are two goals."""
    claims = (one.statement.claim, other.statement.claim)
    if all(claim.kind is ClaimKind.TARGET for claim in claims):
        return True
    return all(c.bound is Bound.UP_TO and c.kind is not ClaimKind.RANK for c in claims)


def _rounding(one: Stated, other: Stated) -> _Found:
    claims = (one.statement.claim, other.statement.claim)
    if any(claim.kind is ClaimKind.RANK for claim in claims) or one.most or other.most:
        return None
    if _currencies(one, other) or _percent_and_points(one, other):
        return None
    if _word(one) is not _word(other) and not _is_goal(one, other):
        return None
    if one.step != other.step and abs(one.figure - other.figure) <= max(one.step, other.step) / 2:
        return Difference.ROUNDING, "rounding", None
    return None


def _bounds(one: Stated, other: Stated) -> _Found:
    plain = all(_word(side) is Bound.EXACT and side.most is None for side in (one, other))
    if plain or _is_goal(one, other) or _currencies(one, other) or _percent_and_points(one, other):
        return None
    if one.values.meets(other.values):
        ranged = one.most is not None or other.most is not None
        return Difference.BOUND, "range" if ranged else "bound", None
    return None


def _unit(one: Stated, other: Stated) -> _Found:
    low, high = sorted((one, other), key=lambda side: abs(side.figure))
    if one.statement.claim.kind is ClaimKind.RANK or not low.figure or not high.figure:
        return None
    if _percent_and_points(one, other):
        return Difference.UNIT, "points", None
    if _currencies(one, other):
        return _exchange(one, other)
    if one.dimension == "percent":
        is_share = abs(low.figure) <= 1 and _off_by(low, high, PERCENT_SLIP)
        return (Difference.UNIT, "percent", Fraction(PERCENT_SLIP)) if is_share else None
    factor = next((slip for slip in UNIT_SLIPS if _off_by(low, high, slip)), None)
    return None if factor is None else (Difference.UNIT, "slip", Fraction(factor))


def _off_by(low: Stated, high: Stated, factor: int) -> bool:
    """Whether the smaller figure times the factor is the greater, to the digits written."""
    step = max(low.step * factor, high.step)
    return abs(low.figure * factor - high.figure) <= step / 2


def _exchange(one: Stated, other: Stated) -> _Found:
    dollars, yuan = (one, other) if one.unit == "美元" else (other, one)
    rate = yuan.figure / dollars.figure
    least, most = YUAN_PER_DOLLAR
    if (dollars.unit, yuan.dimension) == ("美元", "money") and least <= rate <= most:
        return Difference.UNIT, "currency", rate
    return None


def _extent(one: Stated, other: Stated) -> _Found:
    return (Difference.SCOPE, "extent", None) if one.extent != other.extent else None


def _vintage(one: Stated, other: Stated) -> _Found:
    first, second = one.statement, other.statement
    if first.source == second.source or first.claim.kind is ClaimKind.RANK:
        return None
    if _currencies(one, other):
        return None
    marked = one.version != other.version
    if marked and _is_within(one, other, MARKED_REVISION, MARKED_POINTS):
        return Difference.VINTAGE, "marked", None
    if first.published is None or second.published is None:
        return None
    apart = abs((first.published - second.published).days) >= MONTHS_APART_DAYS
    if apart and _is_within(one, other, UNMARKED_REVISION, UNMARKED_POINTS):
        return Difference.VINTAGE, "unmarked", None
    return None


def _is_within(one: Stated, other: Stated, share: Fraction, points: Fraction) -> bool:
    apart = abs(one.figure - other.figure)
    if one.dimension == "percent":
        return apart <= points
    return apart <= share * max(abs(one.figure), abs(other.figure))


def _percent_and_points(one: Stated, other: Stated) -> bool:
    """One in per cent of itself, one in points."""
    return one.dimension == "percent" and ("百分点" in one.unit) != ("百分点" in other.unit)


_CURRENCIES: Final = frozenset({"美元", "港元", "欧元"})


def _currencies(one: Stated, other: Stated) -> bool:
    """Whether two amounts are of different money."""
    money = [unit if unit in _CURRENCIES else "元" for unit in (one.unit, other.unit)]
    return one.dimension == "money" and money[0] != money[1]
