"""What a rule computes: columns over one row a firm, stage by stage, for any engine.

Inputs as whole numbers come first, then quantities in their order, then verdicts with values,
thresholds, margins and the missing inputs. Nothing here touches data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from wotu.rules import typed
from wotu.rules.checked import CheckedCondition, CheckedRule, asks_of
from wotu.rules.columns import (
    Column,
    ColumnType,
    Literal,
    Named,
    Translated,
    WholeFigure,
    any_of,
    when,
)
from wotu.rules.exact import Rational, Whole
from wotu.rules.inputs import Asked, ListInput, YearInput, last_accounting_year
from wotu.rules.kinds import Base
from wotu.rules.terms import TermCompiler, conjunction
from wotu.rules.values import Day, Growth, Interval, Value, as_float, as_interval, known
from wotu.units import FEN_PER_YUAN

MASK_BITS = 63
"""Facts that one column of missing facts can mark; a rule that asks for more gets several."""

Stage: TypeAlias = Mapping[str, Column]
"""Columns by name that do not read each other."""

_NOTHING = Literal(0, ColumnType.WHOLE64)


@dataclass(frozen=True)
class RuleLayout:
    """The stages of a rule's query, over the columns of the frame and of the stages before.

    The bits of the ``missing`` columns are in the order of the rule's ``asked`` facts.
    """

    rule: CheckedRule
    as_of: dt.date
    stages: tuple[Stage, ...]
    outputs: Stage
    applies: Column | None


def missing_columns(count: int) -> list[str]:
    """Names of the columns that mark missing facts, for a rule that asks for ``count``."""
    words = max(1, -(-count // MASK_BITS))
    return ["missing", *(f"missing_{n}" for n in range(2, words + 1))]


def lay_out_rule(rule: CheckedRule, as_of: dt.date) -> RuleLayout:
    """What ``rule`` computes as of a day.

    The outputs have, for each condition, ``ID.verdict`` (true, false, null for unknown),
    ``ID.value``, ``ID.threshold`` and ``ID.margin`` (doubles in the unit of the value; where
    points lie in a range, ``ID.low`` and ``ID.high`` instead of the value), and ``verdict`` for
    the whole. A rule with a measure has ``amount``, ``amount.low`` and ``amount.high`` (yuan to
    the fen, decimal; null where no bound is known) and, where it names them, ``rate`` and
    ``rank_by``.

    Raises:  TooLargeError for a rule that no engine could compute exactly.
    """
    return _Layout(rule, as_of).lay_out()


class _Layout(TermCompiler):
    """Lays out the stages and result columns of one rule."""

    def lay_out(self) -> RuleLayout:
        stages: list[Stage] = [self._store_inputs()]
        for level in self._levels():
            stages.append(self._store_band_tests(level))
            values = {name: self.value(self.rule.quantities[name]) for name in level}
            stored = [self._store(name, values[name]) for name in level]
            stages.append({name: column for part in stored for name, column in part.items()})
        applies = self.truth(self.rule.applies_to) if self.rule.applies_to else None
        stages.append({f"{c.id}.verdict": self.truth(c.term) for c in self.rule.all_conditions()})
        overall = conjunction([Named(f"{c.id}.verdict") for c in self.rule.conditions])
        outputs = {"verdict": overall}
        for condition in self.rule.all_conditions():
            outputs[f"{condition.id}.verdict"] = Named(f"{condition.id}.verdict")
            outputs |= self._measures(condition)
        outputs |= self._outcome()
        outputs |= self._measured()
        outputs |= self._missing(self._needs(stages))
        return RuleLayout(self.rule, self.as_of, tuple(filter(None, stages)), outputs, applies)

    # -- results ---------------------------------------------------------------------------

    def _store_inputs(self) -> Stage:
        """Figures that rules read, as whole numbers, converted once."""
        terms = [*self.rule.quantities.values(), *(c.term for c in self.rule.all_conditions())]
        terms += [c.margin for c in self.rule.all_conditions() if c.margin]
        columns: dict[str, Column] = {}
        for node in (n for term in terms for n in term.walk()):
            if isinstance(node, typed.InputTerm) and node.kind.base is Base.NUMBER:
                name = node.input.column(self.as_of)
                if name not in self.wholes:
                    columns[f"{name}:n"] = WholeFigure(name, node.scale)
                    self.wholes[name] = Named(f"{name}:n")
        return columns

    def _store_band_tests(self, names: list[str]) -> Stage:
        """Conditions of points tables that look at more than one figure."""
        columns = {}
        for name in names:
            term = self.rule.quantities[name]
            if isinstance(term, typed.BandsTerm):
                for place, band in enumerate(term.bands):
                    columns[f"{name}:t{place}"] = self.truth(band.when)
                    self.band_tests[band.when] = Named(f"{name}:t{place}")
        return columns

    def _levels(self) -> list[list[str]]:
        """Quantities grouped so that each group names only earlier ones."""
        depth: dict[str, int] = {}
        for name, term in self.rule.quantities.items():
            depth[name] = 1 + max((depth[n] for n in term.quantities), default=-1)
        levels: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
        for name, place in depth.items():
            levels[place].append(name)
        return levels

    def _store(self, name: str, value: Value) -> Stage:
        """Columns that hold a quantity, computed once; later terms read them back."""
        columns: dict[str, Column] = {}

        def keep_whole(whole: Whole, suffix: str) -> Whole:
            if whole.constant is not None:
                return whole
            columns[f"{name}{suffix}"] = whole.expr
            return Whole(Named(f"{name}{suffix}"), whole.bound)

        def keep(number: Rational, suffix: str) -> Rational:
            numerator = keep_whole(number.numerator, suffix)
            if not number.key:
                return Rational(numerator, number.factor)
            denominator = keep_whole(number.denominator, f"{suffix}/")
            return Rational(numerator, number.factor, denominator, number.key)

        if isinstance(value, Rational):
            self.quantities[name] = keep(value, ":n")
        elif isinstance(value, Interval):
            self.quantities[name] = Interval(keep(value.low, ":l"), keep(value.high, ":h"))
        elif isinstance(value, Growth):
            first, last = keep(value.first, ":first"), keep(value.last, ":last")
            self.quantities[name] = Growth(first, last, value.years)
        else:
            columns[f"{name}:v"] = value.expr
            self.quantities[name] = type(value)(Named(f"{name}:v"))
        return columns

    def _measures(self, condition: CheckedCondition) -> Stage:
        prefix = condition.id
        margin = self.value(condition.margin) if condition.margin else None
        columns: dict[str, Column] = {}
        if condition.value is None or condition.threshold is None:
            if margin is not None:
                columns[f"{prefix}.margin"] = as_float(margin)
            return columns
        value, threshold = self.value(condition.value), self.value(condition.threshold)
        if isinstance(value, Day) and isinstance(threshold, Day):
            days = value.expr.operation("days_since", threshold.expr).cast(ColumnType.DOUBLE)
            return {f"{prefix}.margin": days * condition.sense}
        if isinstance(value, Interval):
            columns[f"{prefix}.low"] = value.low.as_float()
            columns[f"{prefix}.high"] = value.high.as_float()
        columns[f"{prefix}.value"] = as_float(value)
        columns[f"{prefix}.threshold"] = as_float(threshold)
        ahead, behind = (value, threshold) if condition.sense > 0 else (threshold, value)
        beyond = as_float(margin) if margin is not None else as_float(ahead) - as_float(behind)
        columns[f"{prefix}.margin"] = beyond
        return columns

    def _outcome(self) -> Stage:
        outcome = self.rule.spec.outcome
        if outcome is None:
            return {}
        grades = self.quantities[outcome.quantity]
        term = self.rule.quantities[outcome.quantity]
        assert isinstance(grades, Interval)
        assert isinstance(term, typed.BandsTerm)
        names = {band.low: band.grade for band in term.bands if band.grade}
        if term.otherwise[2]:
            names[term.otherwise[0]] = term.otherwise[2]
        places = {int(place): name for place, name in names.items()}

        def named(number: Rational) -> Column:
            place = number.as_float().cast(ColumnType.WHOLE64)
            return Translated(place, places, ColumnType.TEXT)

        low, high = named(grades.low), named(grades.high)
        agreed = when(low.compared("=", high), low)
        return {"outcome": agreed, "outcome.low": low, "outcome.high": high}

    def _measured(self) -> Stage:
        """What the measure brings: money to the fen, a rate and a rank as doubles."""
        measure = self.rule.spec.measure
        if measure is None:
            return {}
        amount = as_interval(self.quantities[measure.amount])
        low, high = amount.low.rounded(FEN_PER_YUAN), amount.high.rounded(FEN_PER_YUAN)
        agreed = when(low.compared("=", high), low)
        fen = {"amount": agreed, "amount.low": low, "amount.high": high}
        columns = {name: expr.operation("yuan_of_fen") for name, expr in fen.items()}
        for name, column in ((measure.rate, "rate"), (measure.rank_by, "rank_by")):
            if name is not None:
                columns[column] = as_float(self.quantities[name])
        return columns

    def _needs(self, stages: list[Stage]) -> dict[Asked, list[Column]]:
        """For each fact: columns that are true where an unsettled condition needs it.

        A condition needs what it names; a quantity that is needed and not known needs what it
        names in turn. Each level of quantities is a stage, so that no text is repeated.
        """
        wanted: dict[str, list[Column]] = {}
        readers: dict[Asked, list[Column]] = {}

        def note(term: typed.Term, needed: Column) -> None:
            facts, names = asks_of(term)
            for fact in facts:
                readers.setdefault(fact, []).append(needed)
            for name in names:
                wanted.setdefault(name, []).append(needed)

        for condition in self.rule.all_conditions():
            if condition.mode == "test":
                note(condition.term, self._unsettled(condition))
        for level in reversed(self._levels()):
            columns = {}
            for name in level:
                if name not in wanted:
                    continue
                needed = any_of(wanted[name]) & ~known(self.quantities[name])
                columns[f"{name}:needed"] = needed
                note(self.rule.quantities[name], Named(f"{name}:needed"))
            stages.append(columns)
        return readers

    def _unsettled(self, condition: CheckedCondition) -> Column:
        if condition.value is not None and condition.value.kind.interval:
            return ~known(self.value(condition.value))
        return Named(f"{condition.id}.verdict").is_null()

    def _missing(self, readers: dict[Asked, list[Column]]) -> Stage:
        """Bits of the facts that are unknown and that an unsettled condition needs."""
        asked = self.rule.asked
        words: list[Column] = [_NOTHING] * len(missing_columns(len(asked)))
        for position, item in enumerate(asked):
            wanted = self.is_missing(item) & any_of(readers[item])
            bit = Literal(1 << (position % MASK_BITS), ColumnType.WHOLE64)
            word = position // MASK_BITS
            words[word] = words[word] + wanted.cast(ColumnType.WHOLE64) * bit
        names = missing_columns(len(asked))
        return dict(zip(names, words, strict=True))

    def is_missing(self, item: Asked) -> Column:
        """True where a fact is not known (and the firm was in operation in its year)."""
        column = item.column(self.as_of)
        if isinstance(item, ListInput):
            doubtful = [
                Named(rows.doubtful_column(self.as_of)).compared(">", 0)
                for rows in self.rule.row_conditions
                if rows.table == item.table
            ]
            return ~Named(column).fill_null(False) | any_of(doubtful)
        missing = Named(column).is_null()
        if isinstance(item, YearInput) and item in self.rule.operating_years:
            founded_on = Named(self.rule.operating_years[item].column(self.as_of))
            year = last_accounting_year(self.as_of) + item.offset
            founded_later = founded_on.operation("year").compared(">", year)
            missing = missing & ~founded_later.fill_null(False)
        return missing
