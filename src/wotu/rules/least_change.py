"""The inverse question: the least change that makes a firm meet a rule.

For each known figure the set of values for which a condition holds is exact
(:mod:`wotu.rules.along`), so the nearest of them is the least sufficient change, and nothing less
will do. Yes-or-no facts and short lists of codes are tried one by one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from wotu.contracts.codelists import CodeList
from wotu.contracts.schema import TableContract
from wotu.packs.schema import Label
from wotu.rules import kinds, typed
from wotu.rules.along import Moving, RuleAlong, Today
from wotu.rules.checked import CheckedCondition, CheckedRule
from wotu.rules.inputs import RowsInput, StateInput, YearInput, named_input
from wotu.rules.interpret import Interpreter
from wotu.rules.kinds import Base
from wotu.rules.moves import Way, movable, waiting
from wotu.rules.stretches import NotAlongError, Piece, cut

MOST_CODES = 30
"""A list of more codes says what a firm is, not what it could change."""


@dataclass(frozen=True)
class Change:
    """One fact moved from what it is to the nearest value that does.

    Figures are in ``unit`` (yuan, share, count, points), days in days from the day of application;
    yes-or-no facts and codes have no figures. ``possible`` means that the condition no longer
    fails but still waits for facts that are not known.
    """

    moving: Moving
    column: str
    label: Label
    year: int | None
    unit: str
    before: Fraction | bool | str | None
    after: Fraction | bool | str
    stored: Any
    judged: bool = False
    possible: bool = False

    @property
    def by(self) -> Fraction | None:
        """How much more (or less, below zero), where the fact is a figure."""
        if isinstance(self.before, Fraction) and isinstance(self.after, Fraction):
            return self.after - self.before
        return None

    @property
    def effort(self) -> tuple[bool, bool, bool, Fraction]:
        """For ranking: measured before judged, certain before possible, growing before shrinking,
        then how far it is."""
        if self.by is None:
            return (self.judged, self.possible, False, Fraction(1))
        far = Fraction(365)
        if not isinstance(self.moving, Today):
            assert isinstance(self.before, Fraction)
            far = max(abs(self.before), Fraction(1))
        return (self.judged, self.possible, self.by < 0, abs(self.by) / far)


@dataclass(frozen=True)
class ConditionChange:
    """A condition that fails, and the single changes each of which would do, the nearest first."""

    condition: CheckedCondition
    options: tuple[Change, ...]


@dataclass(frozen=True)
class LeastChange:
    """What would turn the conditions that fail; those that wait for facts are left out.

    ``single``: changes each of which alone leaves no condition failing. ``plan``: several that do
    so together, none of which can be smaller with the others held; empty where none was found.
    ``unmoved``: failing conditions that no single fact turns.
    """

    failing: tuple[ConditionChange, ...]
    single: tuple[Change, ...]
    plan: tuple[Change, ...]
    unmoved: tuple[CheckedCondition, ...]


@dataclass(frozen=True)
class _Goal:
    """Conditions that are to hold, and open ones that must not come to fail by the change."""

    required: typed.Term
    open: tuple[typed.Term, ...] = ()

    def reached(self, held: Interpreter) -> bool:
        """Whether it is reached with some facts."""
        return held.truth(self.required) is True and not any(
            held.truth(term) is False for term in self.open
        )

    def pieces(self, along: RuleAlong) -> list[Piece]:
        """Where it is reached, may be once facts are known (None), or is missed."""
        lists = [along.pieces(self.required), *(along.pieces(term) for term in self.open)]
        return [
            Piece(first, last, False if False in opened else required)
            for first, last, (required, *opened) in cut(lists)
        ]


def least_change(
    rule: CheckedRule,
    contracts: Mapping[str, TableContract],
    code_lists: Mapping[str, CodeList],
    facts: Mapping[str, Any],
    as_of: dt.date,
) -> LeastChange:
    """The least changes for one firm; ``facts`` is its row of a frame of inputs."""
    return _Search(rule, contracts, code_lists, facts, as_of).run()


class _Search:
    """Finds the least changes of one rule for one firm."""

    def __init__(
        self,
        rule: CheckedRule,
        contracts: Mapping[str, TableContract],
        code_lists: Mapping[str, CodeList],
        facts: Mapping[str, Any],
        as_of: dt.date,
    ) -> None:
        self.rule = rule
        self.contracts = contracts
        self.code_lists = code_lists
        self.facts = dict(facts)
        self.as_of = as_of
        self.alongs: dict[tuple[Interpreter, str], RuleAlong] = {}

    def run(self) -> LeastChange:
        held = Interpreter(self.rule, self.as_of, self.facts)
        verdicts = {c.id: held.truth(c.term) for c in self.rule.conditions}
        failing = [c for c in self.rule.conditions if verdicts[c.id] is False]
        if not failing:
            return LeastChange((), (), (), ())
        kept = [c for c in self.rule.conditions if verdicts[c.id] is True]
        each = [
            ConditionChange(c, tuple(self.options(held, (c.term,), _Goal(c.term)))) for c in failing
        ]
        open_terms = tuple(c.term for c in self.rule.conditions if verdicts[c.id] is None)
        goal = _Goal(_all([c.term for c in (*kept, *failing)]), open_terms)
        terms = tuple(c.term for c in failing)
        single = [c for c in self.options(held, terms, goal) if not c.possible]
        plan = () if single else self.plan(failing, kept, goal)
        unmoved = tuple(found.condition for found in each if not found.options)
        return LeastChange(tuple(each), tuple(single), plan, unmoved)

    # -- one fact --------------------------------------------------------------------------

    def options(self, held: Interpreter, read: tuple[typed.Term, ...], goal: _Goal) -> list[Change]:
        """For each fact that ``read`` reads the nearest values for which ``goal`` holds."""
        found: list[Change] = []
        ways = movable(self.rule, self.contracts, held.facts, self.as_of, read)
        for way in [*ways, waiting(self.as_of)]:
            found += self.along(held, way, goal)
        found += self.tried(held.facts, read, goal)
        return sorted(found, key=lambda change: (change.effort, change.column))

    def along(self, held: Interpreter, way: Way, goal: _Goal) -> Iterator[Change]:
        """The nearest figures below and above for which ``goal`` holds."""
        if (held, way.column) not in self.alongs:
            along = RuleAlong(held, way.moving, way.lowest, way.highest)
            self.alongs[held, way.column] = along
        try:
            pieces = goal.pieces(self.alongs[held, way.column])
        except NotAlongError:
            return
        now = next(p.value for p in pieces if p.first <= way.now <= p.last)
        accepted = [p for p in pieces if p.value is True]
        possible = not accepted and now is False
        if possible:
            accepted = [p for p in pieces if p.value is None]
        below = [p.last for p in accepted if p.last < way.now]
        above = [p.first for p in accepted if p.first > way.now]
        for steps in (*below[-1:], *above[:1]):
            yield _moved(way, held.facts, steps, possible)

    def tried(
        self, facts: Mapping[str, Any], read: tuple[typed.Term, ...], goal: _Goal
    ) -> Iterator[Change]:
        """Yes-or-no facts and codes from short lists that make ``goal`` hold."""
        items = dict.fromkeys(i for term in read for i in self.rule.inputs_beneath(term))
        for item in items:
            if isinstance(item, RowsInput):
                continue
            column = item.column(self.as_of)
            before = facts.get(column)
            if before is None:
                continue
            for value in self.alternatives(item, before):
                moved = Interpreter(self.rule, self.as_of, {**facts, column: value})
                if goal.reached(moved):
                    yield self.coded(item, before, value)
                    break

    def alternatives(self, item: StateInput | YearInput, before: Any) -> list[Any]:
        """Other values of a yes-or-no fact, or of a code from a short list."""
        field = self.contracts[item.table].fields[item.field]
        if isinstance(before, bool):
            return [not before]
        codes = list(self.code_lists[field.codes].labels) if field.codes else []
        return [code for code in codes if code != before] if len(codes) <= MOST_CODES else []

    def coded(self, item: StateInput | YearInput, before: Any, after: Any) -> Change:
        contract = self.contracts[item.table]
        named = named_input(item, contract, self.as_of)
        unit = "truth" if isinstance(before, bool) else "text"
        column = item.column(self.as_of)
        return Change(
            item, column, named.label, named.year, unit, before, after, after, contract.judged
        )

    # -- several facts ---------------------------------------------------------------------

    def plan(
        self,
        failing: Sequence[CheckedCondition],
        kept: Sequence[CheckedCondition],
        goal: _Goal,
    ) -> tuple[Change, ...]:
        """Changes that turn one failing condition after the other, each then made as small as the
        others allow."""
        facts, done = dict(self.facts), list(kept)
        changes: dict[str, Change] = {}
        for condition in failing:
            held = Interpreter(self.rule, self.as_of, facts)
            if held.truth(condition.term):
                done.append(condition)
                continue
            wanted = _Goal(_all([c.term for c in (*done, condition)]), goal.open)
            options = self.options(held, (condition.term,), wanted)
            certain = [c for c in options if not c.possible and not isinstance(c.moving, Today)]
            if not certain:
                return ()
            facts[certain[0].column] = certain[0].stored
            changes[certain[0].column] = certain[0]
            done.append(condition)
        if not goal.reached(Interpreter(self.rule, self.as_of, facts)):
            return ()
        return self.tightened(facts, changes, goal)

    def tightened(
        self, facts: dict[str, Any], changes: dict[str, Change], goal: _Goal
    ) -> tuple[Change, ...]:
        """Every change as near to what the fact is now as the others allow."""
        for column in list(changes):
            original = {**facts, column: self.facts[column]}
            if goal.reached(Interpreter(self.rule, self.as_of, original)):
                facts = original
                del changes[column]
                continue
            held = Interpreter(self.rule, self.as_of, original)
            near = [
                change
                for change in self.options(held, (goal.required,), goal)
                if change.column == column and not change.possible
            ]
            if near:
                facts = {**facts, column: near[0].stored}
                changes[column] = near[0]
        return tuple(changes.values())


def _moved(way: Way, facts: Mapping[str, Any], steps: int, possible: bool) -> Change:
    if isinstance(way.moving, Today):
        before, after = Fraction(0), Fraction(steps - way.now)
        stored: Any = dt.date.fromordinal(steps)
    else:
        before, after = way.figure(way.now), way.figure(steps)
        stored = way.moved(facts, steps)[way.column]
    return Change(
        way.moving, way.column, way.label, way.year, way.unit, before, after, stored,
        way.judged, possible,
    )  # fmt: skip


def _all(terms: Sequence[typed.Term]) -> typed.Term:
    assert all(term.kind.base is Base.TRUTH for term in terms)
    return typed.JunctionTerm(kinds.TRUTH, "all", tuple(terms))
