"""Why a firm meets a rule or not: condition by condition, from the reference interpreter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from wotu.contracts.schema import TableContract
from wotu.packs.schema import Label
from wotu.rules import typed
from wotu.rules.checked import CheckedCondition, CheckedRule
from wotu.rules.inputs import Asked, NamedInput, named_input
from wotu.rules.interpret import Growth, Interpreter, Range, Result
from wotu.rules.spec import RuleSpec, Status


@dataclass(frozen=True)
class Clause:
    """Where a condition stands in an official text."""

    title: Label
    number: str | None
    clause: str
    status: Status
    url: str | None

    def text(self, language: str) -> str:
        """``国科发火〔2016〕32号 第十一条（五）``."""
        return f"{self.number or self.title.in_language(language)} {self.clause}".strip()


@dataclass(frozen=True)
class MissingInput:
    """A fact that is missing, who has it, and whether people judge it rather than measure it."""

    column: str
    named: NamedInput
    judged: bool


@dataclass(frozen=True)
class Shortfall:
    """What more of the numerator alone would reach the threshold."""

    amount: Fraction
    unit: str
    of: Label


@dataclass(frozen=True)
class Step:
    """A quantity in an explanation, with the quantities and facts it was made of."""

    name: str
    label: Label
    unit: str
    low: Fraction | None
    high: Fraction | None
    text: str | None
    clause: Clause | None
    note: Label | None
    parts: tuple[Step, ...] = ()

    @property
    def value(self) -> Fraction | None:
        """The figure where it is known exactly."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True)
class ConditionReason:
    """One condition: verdict, value against threshold, margin, what is missing."""

    id: str
    label: Label
    mode: str
    verdict: bool | None
    clause: Clause | None
    unit: str | None
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    threshold: Fraction | None
    margin: Fraction | None
    sense: int
    operator: str | None
    shortfall: Shortfall | None
    missing: tuple[MissingInput, ...]
    not_computable: bool
    steps: tuple[Step, ...]
    children: tuple[ConditionReason, ...]
    note: Label | None
    classes: Mapping[int, Label]
    """Names of the classes that value and threshold stand for, by their place in the order."""

    def walk(self) -> list[ConditionReason]:
        """This condition and those beneath it."""
        return [self, *(c for child in self.children for c in child.walk())]


@dataclass(frozen=True)
class Explanation:
    """A rule's verdict on one firm, with reasons."""

    rule: CheckedRule
    as_of: dt.date
    verdict: bool | None
    applies: bool | None
    conditions: tuple[ConditionReason, ...]
    outcome: tuple[str, ...]
    """Classes that are possible, the highest first; one where all is known."""

    def all_conditions(self) -> list[ConditionReason]:
        """Every condition, nested ones after their parent."""
        return [c for condition in self.conditions for c in condition.walk()]

    @property
    def failing(self) -> list[ConditionReason]:
        """Conditions of the rule that are not met."""
        return [c for c in self.conditions if c.verdict is False]

    @property
    def missing(self) -> list[MissingInput]:
        """Missing facts and judgements of conditions that are not settled, each once."""
        found = {m.column: m for c in self.all_conditions() for m in c.missing}
        return list(found.values())


def explain(
    rule: CheckedRule,
    contracts: Mapping[str, TableContract],
    facts: Mapping[str, Any],
    as_of: dt.date,
) -> Explanation:
    """Explain ``rule`` for one firm.

    ``facts`` is the firm's row of a frame of inputs (:func:`wotu.rules.frame.input_frame`).
    """
    return _Explainer(rule, contracts, Interpreter(rule, as_of, facts), as_of).explain()


def clause_of(spec: RuleSpec, cite: str | None, status: Status) -> Clause | None:
    """The official text and clause that ``cite`` names; the less certain of both marks."""
    if cite is None:
        return None
    name, _, place = cite.partition(" ")
    text = spec.texts[name]
    marks: list[Status] = ["verified", "verified-2", "own", "memory"]
    mark = max(status, text.status, key=marks.index)
    return Clause(text.title, text.number, place, mark, text.url)


def shortfall_of(
    rule: CheckedRule,
    condition: CheckedCondition,
    contracts: Mapping[str, TableContract],
    facts: Mapping[str, Any],
    as_of: dt.date,
) -> Shortfall | None:
    """What more of its numerator would bring a share that is not met to its threshold.

    None for other conditions, and where numerator or divisor is not known. A list of firms needs
    no more of an explanation than this, and it costs a tenth of the whole.
    """
    explainer = _Explainer(rule, contracts, Interpreter(rule, as_of, facts), as_of)
    threshold = explainer.figure(condition.threshold)
    return explainer.shortfall(condition, False, _exact(threshold))


def quantity_step(
    rule: CheckedRule,
    contracts: Mapping[str, TableContract],
    facts: Mapping[str, Any],
    as_of: dt.date,
    name: str,
) -> Step:
    """One quantity for one firm, with the quantities that it is made of."""
    return _Explainer(rule, contracts, Interpreter(rule, as_of, facts), as_of).step(name)


class _Explainer:
    """Builds the explanation of one rule for one firm."""

    def __init__(
        self,
        rule: CheckedRule,
        contracts: Mapping[str, TableContract],
        interpreter: Interpreter,
        as_of: dt.date,
    ) -> None:
        self.rule = rule
        self.contracts = contracts
        self.interpreter = interpreter
        self.as_of = as_of

    def explain(self) -> Explanation:
        return Explanation(
            rule=self.rule,
            as_of=self.as_of,
            verdict=self.interpreter.verdict(),
            applies=self.interpreter.applies(),
            conditions=tuple(self.condition(c) for c in self.rule.conditions),
            outcome=self.outcome(),
        )

    def outcome(self) -> tuple[str, ...]:
        if self.rule.spec.outcome is None:
            return ()
        term = self.rule.quantities[self.rule.spec.outcome.quantity]
        assert isinstance(term, typed.BandsTerm)
        bands = self.interpreter.possible_bands(term)
        grades = [band.grade if band else term.otherwise[2] for band in bands]
        return tuple(grade for grade in grades if grade)

    def condition(self, condition: CheckedCondition) -> ConditionReason:
        verdict = self.interpreter.truth(condition.term)
        value = self.figure(condition.value)
        threshold = self.figure(condition.threshold)
        exact, limit = _exact(value), _exact(threshold)
        margin = None
        if condition.margin is not None:
            margin = _exact(self.figure(condition.margin))
        elif exact is not None and limit is not None:
            margin = (exact - limit) * condition.sense
        missing = tuple(self._missing(item) for item in self.interpreter.missing(condition))
        open_value = condition.mode == "test" and verdict is None and not missing
        term = condition.term
        return ConditionReason(
            id=condition.id,
            label=condition.spec.label,
            mode=condition.mode,
            verdict=verdict,
            clause=clause_of(self.rule.spec, condition.spec.cite, condition.spec.status),
            unit=condition.unit,
            value=exact,
            low=value.low if value else None,
            high=value.high if value else None,
            threshold=limit,
            margin=margin,
            sense=condition.sense,
            operator=term.operator if isinstance(term, typed.CompareTerm) else None,
            shortfall=self.shortfall(condition, verdict, limit),
            missing=missing,
            not_computable=open_value,
            steps=tuple(self.step(name) for name in condition.term.quantities)
            if condition.mode == "test"
            else (),
            children=tuple(self.condition(child) for child in condition.children),
            note=condition.spec.note,
            classes=self.rule.class_names(condition.value),
        )

    def figure(self, term: typed.Term | None) -> Range | None:
        """The figure of a term, None where it has none or is not known."""
        if term is None:
            return None
        return _as_figure(self.interpreter.value(term))

    def _missing(self, item: Asked) -> MissingInput:
        contract = self.contracts[item.table]
        named = named_input(item, contract, self.as_of)
        return MissingInput(item.column(self.as_of), named, contract.judged)

    def shortfall(
        self, condition: CheckedCondition, verdict: bool | None, threshold: Fraction | None
    ) -> Shortfall | None:
        """For a share that falls short: how much more of its numerator would do."""
        if verdict is not False or condition.sense < 0 or threshold is None:
            return None
        ratio = self._ratio(condition.value)
        if ratio is None:
            return None
        numerator = self.interpreter.value(ratio.left)
        divisor = self.interpreter.value(ratio.right)
        if not isinstance(numerator, Fraction) or not isinstance(divisor, Fraction):
            return None
        short = threshold * divisor - numerator
        unit = ratio.left.kind.unit
        label = self._label_of(ratio.left)
        if short <= 0 or label is None:
            return None
        # Persons and rights come whole; money to the fen.
        step = Fraction(1) if unit == "count" else Fraction(1, 100)
        return Shortfall(ceil(short / step) * step, unit, label)

    def _ratio(self, term: typed.Term | None) -> typed.ArithmeticTerm | None:
        """The quotient that a value comes down to, through names and the branch taken."""
        match term:
            case typed.QuantityTerm(name=name):
                return self._ratio(self.rule.quantities[name])
            case typed.ChoiceTerm(condition=condition, then=then, otherwise=otherwise):
                taken = self.interpreter.truth(condition)
                return None if taken is None else self._ratio(then if taken else otherwise)
            case typed.ArithmeticTerm(operator="/", right=right) as ratio:
                return None if isinstance(right, typed.Constant) else ratio
        return None

    def _label_of(self, term: typed.Term) -> Label | None:
        match term:
            case typed.QuantityTerm(name=name):
                return self.rule.spec.quantities[name].label
            case typed.InputTerm(input=item):
                return self.contracts[item.table].fields[item.field].label
        return None

    def step(self, name: str) -> Step:
        """A named quantity with what it was made of."""
        spec = self.rule.spec.quantities[name]
        term = self.rule.quantities[name]
        result = self.interpreter.quantity(name)
        figure = _as_figure(result)
        parts = spec.parts or term.quantities
        shown_text = result if isinstance(result, str) else None
        return Step(
            name=name,
            label=spec.label,
            unit="class" if spec.unit == "class" else term.kind.unit,
            low=figure.low if figure else None,
            high=figure.high if figure else None,
            text=shown_text,
            clause=clause_of(self.rule.spec, spec.cite, spec.status),
            note=spec.note,
            parts=tuple(self.step(part) for part in parts),
        )


def _as_figure(result: Result) -> Range | None:
    if isinstance(result, Range):
        return result
    figure = result.rate if isinstance(result, Growth) else result
    return Range(figure, figure) if isinstance(figure, Fraction) else None


def _exact(figure: Range | None) -> Fraction | None:
    return figure.exact if figure else None
