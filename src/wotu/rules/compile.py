"""From a checked rule to Polars expressions over one row a firm.

The plan has stages: inputs as whole numbers, quantities in their order, then verdicts with values,
thresholds, margins and the missing inputs. Nothing here touches data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import polars.selectors as cs

from wotu.rules import typed
from wotu.rules.checked import CheckedCondition, CheckedRule, asks_of
from wotu.rules.exact import Rational, Whole
from wotu.rules.inputs import Asked, ListInput, YearInput, last_accounting_year
from wotu.rules.kinds import Base
from wotu.rules.terms import TermCompiler, conjunction, whole_numbers
from wotu.rules.values import Day, Growth, Interval, Value, as_float, as_interval, known
from wotu.units import FEN_PER_YUAN, MONEY

FIRM_ID = "firm_id"

SUBJECT = "subject."
"""What the key of a judged row begins with, in rules on the rows of a list."""

MASK_BITS = 63
"""Facts that one column of missing facts can mark; a rule that asks for more gets several."""


@dataclass(frozen=True)
class CompiledRule:
    """The stages of a rule's query.

    The bits of the ``missing`` columns are in the order of the rule's ``asked`` facts.
    """

    rule: CheckedRule
    as_of: dt.date
    stages: tuple[tuple[pl.Expr, ...], ...]
    outputs: tuple[pl.Expr, ...]
    applies: pl.Expr | None

    def plan(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The query over a frame of inputs: ``firm_id`` and the rule's result columns."""
        for stage in filter(None, self.stages):
            frame = frame.with_columns(stage)
        if self.applies is not None:
            frame = frame.filter(self.applies.fill_null(True))
        return frame.select(pl.col(FIRM_ID), cs.starts_with(SUBJECT), *self.outputs)


def missing_columns(count: int) -> list[str]:
    """Names of the columns that mark missing facts, for a rule that asks for ``count``."""
    words = max(1, -(-count // MASK_BITS))
    return ["missing", *(f"missing_{n}" for n in range(2, words + 1))]


def compile_rule(
    rule: CheckedRule, as_of: dt.date, schema: Mapping[str, pl.DataType]
) -> CompiledRule:
    """Compile ``rule`` as of a day for frames of ``schema``.

    Columns of money may hold yuan as decimals, doubles or whole numbers. The result has, for each
    condition, ``ID.verdict`` (true, false, null for unknown), ``ID.value``, ``ID.threshold`` and
    ``ID.margin`` (doubles in the unit of the value; where points lie in a range, ``ID.low`` and
    ``ID.high`` instead of the value), and ``verdict`` for the whole. A rule with a measure has
    ``amount``, ``amount.low`` and ``amount.high`` (yuan to the fen, decimal; null where no bound
    is known) and, where it names them, ``rate`` and ``rank_by``.
    """
    return _Compiler(rule, as_of, schema).compile()


class _Compiler(TermCompiler):
    """Lays out the stages and result columns of one rule."""

    def compile(self) -> CompiledRule:
        stages = [self._store_inputs()]
        for level in self._levels():
            stages.append(self._store_band_tests(level))
            values = {name: self.value(self.rule.quantities[name]) for name in level}
            stages.append(tuple(c for name in level for c in self._store(name, values[name])))
        applies = self.truth(self.rule.applies_to) if self.rule.applies_to else None
        verdicts = [self.truth(c.term).alias(f"{c.id}.verdict") for c in self.rule.all_conditions()]
        stages.append(tuple(verdicts))
        overall = conjunction([pl.col(f"{c.id}.verdict") for c in self.rule.conditions])
        outputs = [overall.alias("verdict")]
        for condition in self.rule.all_conditions():
            outputs.append(pl.col(f"{condition.id}.verdict"))
            outputs += self._measures(condition)
        outputs += self._outcome()
        outputs += self._measured()
        outputs += self._missing(self._needs(stages))
        return CompiledRule(self.rule, self.as_of, tuple(stages), tuple(outputs), applies)

    # -- results ---------------------------------------------------------------------------

    def _store_inputs(self) -> tuple[pl.Expr, ...]:
        """Figures that rules read, as whole numbers, converted once."""
        terms = [*self.rule.quantities.values(), *(c.term for c in self.rule.all_conditions())]
        terms += [c.margin for c in self.rule.all_conditions() if c.margin]
        columns: dict[str, pl.Expr] = {}
        for node in (n for term in terms for n in term.walk()):
            if isinstance(node, typed.InputTerm) and node.kind.base is Base.NUMBER:
                name = node.input.column(self.as_of)
                if name not in self.wholes:
                    whole = whole_numbers(pl.col(name), self.schema[name], node.scale)
                    columns[name] = whole.alias(f"{name}:n")
                    self.wholes[name] = pl.col(f"{name}:n")
        return tuple(columns.values())

    def _store_band_tests(self, names: list[str]) -> tuple[pl.Expr, ...]:
        """Conditions of points tables that look at more than one figure."""
        columns = []
        for name in names:
            term = self.rule.quantities[name]
            if isinstance(term, typed.BandsTerm):
                for place, band in enumerate(term.bands):
                    columns.append(self.truth(band.when).alias(f"{name}:t{place}"))
                    self.band_tests[band.when] = pl.col(f"{name}:t{place}")
        return tuple(columns)

    def _levels(self) -> list[list[str]]:
        """Quantities grouped so that each group names only earlier ones."""
        depth: dict[str, int] = {}
        for name, term in self.rule.quantities.items():
            depth[name] = 1 + max((depth[n] for n in term.quantities), default=-1)
        levels: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
        for name, place in depth.items():
            levels[place].append(name)
        return levels

    def _store(self, name: str, value: Value) -> tuple[pl.Expr, ...]:
        """Columns that hold a quantity, computed once; later terms read them back."""
        columns: list[pl.Expr] = []

        def keep_whole(whole: Whole, suffix: str) -> Whole:
            if whole.constant is not None:
                return whole
            columns.append(whole.expr.alias(f"{name}{suffix}"))
            return Whole(pl.col(f"{name}{suffix}"), whole.bound)

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
            columns.append(value.expr.alias(f"{name}:v"))
            self.quantities[name] = type(value)(pl.col(f"{name}:v"))
        return tuple(columns)

    def _measures(self, condition: CheckedCondition) -> list[pl.Expr]:
        prefix = condition.id
        margin = self.value(condition.margin) if condition.margin else None
        columns = []
        if condition.value is None or condition.threshold is None:
            if margin is not None:
                columns.append(as_float(margin).alias(f"{prefix}.margin"))
            return columns
        value, threshold = self.value(condition.value), self.value(condition.threshold)
        if isinstance(value, Day) and isinstance(threshold, Day):
            days = (value.expr - threshold.expr).dt.total_days().cast(pl.Float64)
            return [(days * condition.sense).alias(f"{prefix}.margin")]
        if isinstance(value, Interval):
            columns.append(value.low.as_float().alias(f"{prefix}.low"))
            columns.append(value.high.as_float().alias(f"{prefix}.high"))
        columns.append(as_float(value).alias(f"{prefix}.value"))
        columns.append(as_float(threshold).alias(f"{prefix}.threshold"))
        ahead, behind = (value, threshold) if condition.sense > 0 else (threshold, value)
        beyond = as_float(margin) if margin is not None else as_float(ahead) - as_float(behind)
        columns.append(beyond.alias(f"{prefix}.margin"))
        return columns

    def _outcome(self) -> list[pl.Expr]:
        outcome = self.rule.spec.outcome
        if outcome is None:
            return []
        grades = self.quantities[outcome.quantity]
        term = self.rule.quantities[outcome.quantity]
        assert isinstance(grades, Interval)
        assert isinstance(term, typed.BandsTerm)
        names = {band.low: band.grade for band in term.bands if band.grade}
        if term.otherwise[2]:
            names[term.otherwise[0]] = term.otherwise[2]
        places = {int(place): name for place, name in names.items()}

        def named(number: Rational) -> pl.Expr:
            place = number.as_float().cast(pl.Int64)
            return place.replace_strict(places, default=None, return_dtype=pl.String)

        low, high = named(grades.low), named(grades.high)
        return [
            pl.when(low == high).then(low).alias("outcome"),
            low.alias("outcome.low"),
            high.alias("outcome.high"),
        ]

    def _measured(self) -> list[pl.Expr]:
        """What the measure brings: money to the fen, a rate and a rank as doubles."""
        measure = self.rule.spec.measure
        if measure is None:
            return []
        amount = as_interval(self.quantities[measure.amount])
        low, high = amount.low.rounded(FEN_PER_YUAN), amount.high.rounded(FEN_PER_YUAN)
        fen = {"amount": pl.when(low == high).then(low), "amount.low": low, "amount.high": high}
        wide = pl.Decimal(38, 2)
        columns = [
            (expr.cast(wide) / FEN_PER_YUAN).cast(MONEY).alias(name) for name, expr in fen.items()
        ]
        for name, column in ((measure.rate, "rate"), (measure.rank_by, "rank_by")):
            if name is not None:
                columns.append(as_float(self.quantities[name]).alias(column))
        return columns

    def _needs(self, stages: list[tuple[pl.Expr, ...]]) -> dict[Asked, list[pl.Expr]]:
        """For each fact: columns that are true where an unsettled condition needs it.

        A condition needs what it names; a quantity that is needed and not known needs what it
        names in turn. Each level of quantities is a stage, so that no text is repeated.
        """
        wanted: dict[str, list[pl.Expr]] = {}
        readers: dict[Asked, list[pl.Expr]] = {}

        def note(term: typed.Term, needed: pl.Expr) -> None:
            facts, names = asks_of(term)
            for fact in facts:
                readers.setdefault(fact, []).append(needed)
            for name in names:
                wanted.setdefault(name, []).append(needed)

        for condition in self.rule.all_conditions():
            if condition.mode == "test":
                note(condition.term, self._unsettled(condition))
        for level in reversed(self._levels()):
            columns = []
            for name in level:
                if name not in wanted:
                    continue
                needed = pl.any_horizontal(wanted[name]) & ~known(self.quantities[name])
                columns.append(needed.alias(f"{name}:needed"))
                note(self.rule.quantities[name], pl.col(f"{name}:needed"))
            stages.append(tuple(columns))
        return readers

    def _unsettled(self, condition: CheckedCondition) -> pl.Expr:
        if condition.value is not None and condition.value.kind.interval:
            return ~known(self.value(condition.value))
        return pl.col(f"{condition.id}.verdict").is_null()

    def _missing(self, readers: dict[Asked, list[pl.Expr]]) -> list[pl.Expr]:
        """Bits of the facts that are unknown and that an unsettled condition needs."""
        asked = self.rule.asked
        words = [pl.lit(0, dtype=pl.Int64)] * len(missing_columns(len(asked)))
        for position, item in enumerate(asked):
            wanted = self.is_missing(item) & pl.any_horizontal(readers[item])
            bit = pl.lit(1 << (position % MASK_BITS), dtype=pl.Int64)
            word = position // MASK_BITS
            words[word] = words[word] + wanted.cast(pl.Int64) * bit
        names = missing_columns(len(asked))
        return [word.alias(name) for word, name in zip(words, names, strict=True)]

    def is_missing(self, item: Asked) -> pl.Expr:
        """True where a fact is not known (and the firm was in operation in its year)."""
        column = item.column(self.as_of)
        if isinstance(item, ListInput):
            doubtful = [
                pl.col(rows.doubtful_column(self.as_of)) > 0
                for rows in self.rule.row_conditions
                if rows.table == item.table
            ]
            return ~pl.col(column).fill_null(False) | pl.any_horizontal(doubtful)
        missing = pl.col(column).is_null()
        if isinstance(item, YearInput) and item in self.rule.operating_years:
            founded_on = pl.col(self.rule.operating_years[item].column(self.as_of))
            year = last_accounting_year(self.as_of) + item.offset
            missing = missing & ~(founded_on.dt.year() > year).fill_null(False)
        return missing
