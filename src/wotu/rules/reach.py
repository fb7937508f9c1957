"""Where figures, verdicts and codes can lie once some missing facts are supplied.

The arithmetic of :mod:`supplied`: a figure by the ranges of its two bounds, a truth by the set of
verdicts that can result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import inf
from typing import Any, Final, TypeAlias

from wotu.rules import typed
from wotu.rules.interpret import Growth, Range, shifted
from wotu.rules.kinds import Base

Outcomes: TypeAlias = frozenset[bool | None]
"""Verdicts that can result; None stands for unknown."""

Bound: TypeAlias = Fraction | float
"""A figure, or infinity."""


@dataclass(frozen=True)
class Reach:
    """Where the lower and the upper bound of a figure can lie.

    ``known`` when they always agree, ``may_be_known`` when they can.
    """

    low: tuple[Bound, Bound]
    high: tuple[Bound, Bound]
    known: bool
    may_be_known: bool = True

    @staticmethod
    def of(value: Bound) -> Reach:
        """One figure."""
        return Reach((value, value), (value, value), True)

    @staticmethod
    def free(least: Bound, most: Bound) -> Reach:
        """A figure that will be known, between two bounds."""
        return Reach((least, most), (least, most), True)


OPEN: Final = Reach((-inf, -inf), (inf, inf), False, False)
"""A figure of which nothing is known."""


@dataclass(frozen=True)
class Words:
    """Codes that can result; None among them for unknown, and all codes where ``any``."""

    words: frozenset[str | None] = frozenset()
    any: bool = False


@dataclass(frozen=True)
class GrowthReach:
    """Compound growth: whether it will be known, and what it is where nothing was supplied."""

    known: bool
    growth: Growth | None = None


Abstract: TypeAlias = Outcomes | Reach | Words | GrowthReach

TRUE: Final[Outcomes] = frozenset({True})
FALSE: Final[Outcomes] = frozenset({False})
UNKNOWN: Final[Outcomes] = frozenset({None})
EITHER: Final[Outcomes] = frozenset({True, False})


def as_held(term: typed.Term, result: Any) -> Abstract:
    """The result of a term that reads nothing supplied."""
    match result:
        case bool():
            return TRUE if result else FALSE
        case str():
            return Words(frozenset({result}))
        case Fraction():
            return Reach.of(result)
        case dt.date():
            return Reach.of(Fraction(result.toordinal()))
        case Range(low, high):
            if low is not None and low == high:
                return Reach.of(low)
            bottom, top = -inf if low is None else low, inf if high is None else high
            return Reach((bottom, bottom), (top, top), False, False)
        case Growth():
            return GrowthReach(True, result)
    return nothing(term)


def nothing(term: typed.Term) -> Abstract:
    """A value of which nothing is known."""
    if term.kind.base is Base.TRUTH:
        return UNKNOWN
    if term.kind.base is Base.TEXT:
        return Words(frozenset({None}))
    return GrowthReach(False) if term.kind.growth else OPEN


def is_known_reach(value: Abstract) -> bool:
    """Whether the value will certainly be known."""
    match value:
        case Reach(known=known) | GrowthReach(known=known):
            return known
        case Words(words=words):
            return None not in words
    return None not in value


def may_be_known(value: Abstract) -> bool:
    """Whether the value can turn out to be known."""
    match value:
        case Reach(may_be_known=may):
            return may
        case GrowthReach(known=known):
            return known
        case Words(words=words):
            return value.any or words != {None}
    return value != UNKNOWN


def first_known_reach(values: Sequence[Abstract]) -> Abstract:
    """The first value that is known: any that may be, up to the first that certainly is."""
    candidates: list[Abstract] = []
    for value in values:
        if may_be_known(value):
            candidates.append(replace(value, known=True) if isinstance(value, Reach) else value)
        if is_known_reach(value):
            return union(candidates)
    return union([*candidates, values[0]])


def joined_outcomes(
    joined: Callable[[list[bool | None]], bool | None], parts: list[Outcomes]
) -> Outcomes:
    """All results of joining one outcome of each part."""
    result = {joined([])}
    for part in parts:
        result = {joined([a, b]) for a, b in product(result, part)}
    return frozenset(result)


def compared_reach(operator: str, left: Abstract, right: Abstract) -> Outcomes:
    """The verdicts to which a comparison can come."""
    if isinstance(left, GrowthReach):
        assert isinstance(right, Reach)
        if left.growth is None or not isinstance(right.low[0], Fraction):
            return EITHER if left.known else UNKNOWN
        return frozenset({left.growth.compare(operator, right.low[0])})
    if isinstance(left, Reach) and isinstance(right, Reach):
        return _compared_reaches(operator, left, right)
    if isinstance(left, Words) and isinstance(right, Words):
        return _compared_words(operator, left, right)
    assert isinstance(left, frozenset)
    assert isinstance(right, frozenset)
    return frozenset(
        None if a is None or b is None else (a == b) == (operator == "=")
        for a, b in product(left, right)
    )


def _compared_reaches(operator: str, left: Reach, right: Reach) -> Outcomes:
    if operator in {"=", "!="}:
        if not (left.may_be_known and right.may_be_known):
            return UNKNOWN
        if not (left.known and right.known):
            return EITHER | UNKNOWN
        overlap = left.low[0] <= right.high[1] and right.low[0] <= left.high[1]
        fixed = left.low[0] == left.high[1] == right.low[0] == right.high[1]
        same = TRUE if fixed else EITHER if overlap else FALSE
        return same if operator == "=" else frozenset(not o for o in same if o is not None)
    if operator in {"<=", "<"}:
        return _compared_reaches({"<=": ">=", "<": ">"}[operator], right, left)
    beats: Callable[[Bound, Bound], bool] = (
        (lambda a, b: a >= b) if operator == ">=" else (lambda a, b: a > b)
    )
    found: set[bool | None] = set()
    if beats(left.low[1], right.high[0]):
        found.add(True)
    if not beats(left.high[0], right.low[1]):
        found.add(False)
    always = beats(left.low[0], right.high[1]) or not beats(left.high[1], right.low[0])
    if not (left.known and right.known) and not always:
        found.add(None)
    return frozenset(found)


def _compared_words(operator: str, left: Words, right: Words) -> Outcomes:
    if left.any or right.any:
        unknown = None in left.words or None in right.words
        return EITHER | UNKNOWN if unknown else EITHER
    return frozenset(
        None if a is None or b is None else (a == b) == (operator == "=")
        for a, b in product(left.words, right.words)
    )


def membership(value: Abstract, options: tuple[str, ...]) -> Outcomes:
    """The verdicts to which a membership can come."""
    assert isinstance(value, Words)
    if value.any:
        return EITHER
    return frozenset(None if word is None else word in options for word in value.words)


def combined_reach(operator: str, left: Reach, right: Reach) -> Reach:
    """Where a sum, difference, product or quotient can lie."""
    known = left.known and right.known
    may = left.may_be_known and right.may_be_known
    if operator == "+":
        low = (_plus(left.low[0], right.low[0]), _plus(left.low[1], right.low[1]))
        high = (_plus(left.high[0], right.high[0]), _plus(left.high[1], right.high[1]))
        return Reach(low, high, known, may)
    if operator == "-":
        turned = Reach(
            (-right.high[1], -right.high[0]),
            (-right.low[1], -right.low[0]),
            right.known,
            right.may_be_known,
        )
        return combined_reach("+", left, turned)
    if not known and may:
        # Whatever it will be, a product of what may be known can be anything.
        return Reach((-inf, inf), (-inf, inf), False)
    if not known:
        return _scaled(operator, left, right)
    return _multiplied(operator, left, right)


def _scaled(operator: str, left: Reach, right: Reach) -> Reach:
    """A range times or over a constant; a figure that is not known over another is not known."""
    factor = right.low[0] if right.known else left.low[0]
    range_ = left if right.known else right
    fixed = (right if right.known else left).known and factor == (
        right.high[1] if right.known else left.high[1]
    )
    if not fixed or (range_.low[0] == -inf and range_.high[1] == inf):
        return OPEN
    if not isinstance(factor, Fraction) or not factor:
        return OPEN
    times = factor if operator == "*" else 1 / factor
    ends = [tuple(_times(end, times) for end in pair) for pair in (range_.low, range_.high)]
    (a, b), (c, d) = ends
    if times > 0:
        return Reach((a, b), (c, d), False, False)
    return Reach((d, c), (b, a), False, False)


def _multiplied(operator: str, left: Reach, right: Reach) -> Reach:
    """Products and quotients of figures that will be known."""
    ends = (right.low[0], right.high[1])
    if operator == "/":
        if ends[1] <= 0:
            return OPEN
        # The divisor is positive: from just above nothing to its largest.
        ends = (1 / ends[1] if ends[1] != inf else 0.0, 1 / ends[0] if ends[0] > 0 else inf)
    corners = [_times(a, b) for a in (left.low[0], left.high[1]) for b in ends]
    return Reach.free(min(corners), max(corners))


def _plus(a: Bound, b: Bound) -> Bound:
    return a if a in (inf, -inf) else b if b in (inf, -inf) else a + b


def _times(a: Bound, b: Bound) -> Bound:
    return Fraction(0) if a == 0 or b == 0 else a * b


def each_bound(reach: Reach, move: Callable[[Bound], Bound]) -> Reach:
    """Every bound moved by a function that keeps their order."""
    low, high = reach.low, reach.high
    return Reach(
        (move(low[0]), move(low[1])),
        (move(high[0]), move(high[1])),
        reach.known,
        reach.may_be_known,
    )


def shifted_bound(day: Bound, amount: int, unit: str) -> Bound:
    """A day moved by days, months or years."""
    if not isinstance(day, Fraction):
        return day
    first = dt.date.min.toordinal() if amount >= 0 else 366 * (1 - amount) + 1
    return Fraction(shifted(dt.date.fromordinal(max(int(day), first)), amount, unit).toordinal())


def year_of(day: Bound) -> Bound:
    """The calendar year of a day."""
    return Fraction(dt.date.fromordinal(int(day)).year) if isinstance(day, Fraction) else day


def tallied_outcomes(parts: list[Outcomes]) -> Reach:
    """How many of several conditions can hold."""
    sure = Fraction(sum(part == TRUE for part in parts))
    may = Fraction(sum(True in part for part in parts))
    not_out = Fraction(sum(False not in part for part in parts))
    open_ = Fraction(sum(part != FALSE for part in parts))
    known = all(None not in part for part in parts)
    return Reach((sure, may), (not_out, open_), known, all(part != UNKNOWN for part in parts))


def either_reach(
    outcomes: Outcomes, then: Abstract, otherwise: Abstract, term: typed.Term
) -> Abstract:
    """One of two values by a condition."""
    values = [then] if True in outcomes else []
    values += [otherwise] if False in outcomes else []
    if None in outcomes:
        if isinstance(then, Reach) and isinstance(otherwise, Reach) and term.kind.interval:
            low = (min(then.low[0], otherwise.low[0]), min(then.low[1], otherwise.low[1]))
            high = (max(then.high[0], otherwise.high[0]), max(then.high[1], otherwise.high[1]))
            values.append(Reach(low, high, False, low[1] >= high[0]))
        else:
            values.append(nothing(term))
    return union(values)


def union(values: Sequence[Abstract]) -> Abstract:
    """Any of several values."""
    first = values[0]
    if isinstance(first, Words):
        words = [value for value in values if isinstance(value, Words)]
        return Words(frozenset().union(*(w.words for w in words)), any(w.any for w in words))
    if isinstance(first, frozenset):
        return frozenset().union(*(value for value in values if isinstance(value, frozenset)))
    reaches = [value for value in values if isinstance(value, Reach)]
    return Reach(
        (min(r.low[0] for r in reaches), max(r.low[1] for r in reaches)),
        (min(r.high[0] for r in reaches), max(r.high[1] for r in reaches)),
        all(r.known for r in reaches),
        any(r.may_be_known for r in reaches),
    )


def extreme_reach(pick: Callable[..., Bound], reaches: list[Reach]) -> Reach:
    """The largest or smallest of figures, bound by bound."""
    low = (pick(r.low[0] for r in reaches), pick(r.low[1] for r in reaches))
    high = (pick(r.high[0] for r in reaches), pick(r.high[1] for r in reaches))
    # A bound that beats all others settles the figure, whatever is not known of them.
    return Reach(low, high, all(r.known for r in reaches), low[1] >= high[0])


def looked_up(
    key: Abstract, rows: Mapping[str, Fraction | str | None], term: typed.Term
) -> Abstract:
    """What a table can give for a code."""
    assert isinstance(key, Words)
    found = list(rows.values()) if key.any else [rows.get(w) if w else None for w in key.words]
    if term.kind.base is Base.TEXT:
        return Words(frozenset(value for value in found if not isinstance(value, Fraction)))
    figures = [value for value in found if isinstance(value, Fraction)]
    if not figures:
        return OPEN
    return Reach((min(figures), max(figures)), (min(figures), max(figures)), None not in found)
