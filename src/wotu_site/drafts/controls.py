"""The controls of a rule's page of drafts: a slider a figure, a text a condition or formula."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from wotu.rules import tree
from wotu.rules.draft_changes import tests_of, text_of, written_on
from wotu.rules.kinds import kind_of_unit
from wotu.rules.parse import ExpressionError, parse_expression
from wotu.rules.spec import RuleSpec

#: Units as they are written in rules, in English words.
UNIT_WORDS = {
    "万元": "×10,000 CNY",
    "亿元": "×100 million CNY",
    "千元": "×1,000 CNY",
    "元": "CNY",
    "yuan": "CNY",
    "天": "days",
    "年": "years",
    "个月": "months",
    "人": "persons",
    "件": "items",
    "项": "items",
    "分": "points",
    "平方米": "m²",
}
CHINESE_UNITS = {
    "yuan": "元",
    "days": "天",
    "years": "年",
    "months": "个月",
    "persons": "人",
    "points": "分",
    "m2": "平方米",
}

#: Steps of a slider between nothing and its present value, at least.
LEAST_STEPS = 40
UPPER_ENDS = {"%": Fraction(100), "‰": Fraction(1000), "points": Fraction(100), "分": Fraction(100)}
HALVABLE = frozenset({"%", "‰", "元", "千元", "万元", "亿元", "yuan", None})


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a rule that can be moved; numbers are in its own ``unit``, as it is written.

    ``low``, ``high`` and ``step`` are those of its slider; any number may be typed beside it.
    """

    name: str
    label: str
    cite: str
    unit: str | None
    present: Fraction
    low: Fraction
    high: Fraction
    step: Fraction

    def expression(self, number: str) -> str:
        """What a number in the unit of the figure is in the language of rules."""
        gap = "" if self.unit in {"%", "‰"} else " "
        return f"{number}{gap}{self.unit or ''}".strip()

    def base(self, number: Fraction) -> Fraction:
        """A number of the figure in base units: yuan, shares of 1."""
        return number * kind_of_unit(self.unit)[1]

    @property
    def place_of_present(self) -> Fraction:
        """Where the present number stands along the slider, from 0 to 1."""
        return (self.present - self.low) / (self.high - self.low)

    def values(self, count: int) -> list[Fraction]:
        """Numbers along the slider, both ends among them."""
        return [self.low + (self.high - self.low) * place / (count - 1) for place in range(count)]


@dataclass(frozen=True, slots=True)
class Wording:
    """A condition or formula of a rule whose text can be rewritten; ``kind`` as in drafts."""

    kind: str
    name: str
    label: str
    cite: str
    present: str


def figures_of(
    spec: RuleSpec, own: Mapping[str, Any], day: dt.date, language: str
) -> tuple[Figure, ...]:
    """The figures of a rule; ``own`` is its file, without what it takes from other rules."""
    found = []
    for name, parameter in spec.parameters.items():
        number = plain_number(written_on(parameter.values, day))
        if number is None or name not in own.get("parameters", {}):
            continue
        low, high, step = bounds(number.value, number.unit)
        label = parameter.label.in_language(language)
        found.append(
            Figure(name, label, parameter.cite or "", number.unit, number.value, low, high, step)
        )
    return tuple(found)


def wordings_of(spec: RuleSpec, own: Mapping[str, Any], language: str) -> tuple[Wording, ...]:
    """The tests of a rule in the order of its text, then its formulas."""
    tests = (
        Wording(
            "conditions",
            one.id,
            one.label.in_language(language),
            one.cite or "",
            text_of(one.test or ""),
        )
        for one in tests_of(spec.conditions)
    )
    return (*tests, *_formulas(spec, own, language))


def _formulas(spec: RuleSpec, own: Mapping[str, Any], language: str) -> Iterator[Wording]:
    for name, quantity in spec.quantities.items():
        if quantity.expr is not None and name in own.get("quantities", {}):
            label = quantity.label.in_language(language)
            yield Wording("quantities", name, label, quantity.cite or "", text_of(quantity.expr))


def bounds(value: Fraction, unit: str | None) -> tuple[Fraction, Fraction, Fraction]:
    """Lowest and highest number of a slider and its step, round ones about the present value.

    >>> [str(one) for one in bounds(Fraction(5), "%")]
    ['0', '10', '1/10']
    >>> [str(one) for one in bounds(Fraction(70), "points")]
    ['0', '100', '1']
    """
    size = abs(value)
    least = Fraction(0) if unit in HALVABLE else Fraction(1)
    if not size:
        return Fraction(0), Fraction(10), max(least, Fraction(1, 2))
    step = max(_step(size), least)
    end = UPPER_ENDS.get(unit or "")
    high = 2 * size if end is None or size > end else min(2 * size, end)
    high = -(-high // step) * step
    return (-high if value < 0 else Fraction(0)), high, step


def _step(size: Fraction) -> Fraction:
    """The largest of 1, 2, 5, 10 … of which the size is a whole multiple, at least forty times."""
    for exponent in range(12, -7, -1):
        for digit in (5, 2, 1):
            step = digit * Fraction(10) ** exponent
            if size / step >= LEAST_STEPS and (size / step).denominator == 1:
                return step
    return size / LEAST_STEPS


def decimal_text(number: Fraction) -> str:
    """A number as an input of a form takes it: ``4.5``."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.6f}".rstrip("0").rstrip(".")


def unit_word(unit: str | None, language: str) -> str:
    """A unit in words of the language of the page; none for plain numbers."""
    if unit is None:
        return ""
    return (CHINESE_UNITS if language.startswith("zh") else UNIT_WORDS).get(unit, unit)


def plain_number(text: str) -> tree.Number | None:
    """A text that is one number with its unit; None for any other."""
    try:
        node = parse_expression(text)
    except ExpressionError:
        return None
    return node if isinstance(node, tree.Number) else None
