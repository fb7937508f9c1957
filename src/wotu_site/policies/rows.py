"""Firms before a rule as lists show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from wotu.build.shortages import Shortage
from wotu.build.snapshot import Snapshot
from wotu.figures import exact, figure_text
from wotu.rules.checked import CheckedCondition, CheckedRule
from wotu.rules.wording import VERDICT_CODES, short_text
from wotu_site.firms import queries as firms
from wotu_site.policies.narrowing import attribute_text
from wotu_site.policies.population import Found
from wotu_site.ui.formats import page_language, points_text

SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "!=": "≠"}


@dataclass(frozen=True, slots=True)
class MissingWords:
    """A missing fact and who has it."""

    title: str
    supplier: str


@dataclass(frozen=True, slots=True)
class ShortWords:
    """A test that is not met: what stands against what, and how much is short."""

    label: str
    figures: str
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Value, threshold and margin of one condition; ``bar`` holds the numbers that are drawn."""

    verdict: str
    value: str
    threshold: str
    margin: str
    bar: tuple[float | None, float] | None


@dataclass(frozen=True, slots=True)
class FirmRow:
    """One firm of a list."""

    firm_id: str
    name: str
    address: str
    section: str
    division: str
    size: str
    standing: str
    missing: tuple[MissingWords, ...]
    short: tuple[ShortWords, ...]
    measure: Measure | None
    expires_on: dt.date | None
    declaration: str
    officer: str


def firm_rows(
    snapshot: Snapshot, rule: CheckedRule, found: Sequence[Found], condition: str | None = None
) -> tuple[FirmRow, ...]:
    """The rows of a page; ``condition`` is the one whose figures are shown."""
    officers = firms.officers_of([one.firm.firm_id for one in found])
    conditions = {one.id: one for one in rule.all_conditions()}
    return tuple(
        FirmRow(
            firm_id=one.firm.firm_id,
            name=one.firm.name,
            address=firm_address(one.firm.firm_id),
            section=attribute_text(snapshot, "section", one.firm.section),
            division=attribute_text(snapshot, "division", one.firm.division_code),
            size=attribute_text(snapshot, "size", one.firm.size),
            standing=one.firm.standing,
            missing=_missing(one),
            short=short_words(rule, one.shortages),
            measure=_measure(rule, conditions[condition], one) if condition else None,
            expires_on=one.firm.expires_on,
            declaration=one.firm.declaration or "",
            officer=_name_of(officers.get(one.firm.firm_id)),
        )
        for one in found
    )


def firm_address(firm_id: str) -> str:
    """The page of a firm."""
    return reverse("firms:firm", args=[firm_id])


def figure_of(
    rule: CheckedRule, condition: CheckedCondition, value: Fraction, threshold: Fraction | None
) -> str:
    """A figure of a condition in the unit of its values; classes by their names."""
    language, unit = page_language(), condition.unit or "number"
    if unit == "class":
        label = rule.class_names(condition.value).get(int(value))
        return label.in_language(language) if label else str(value)
    return figure_text(value, unit, language, threshold)


def short_words(rule: CheckedRule, found: Sequence[Shortage]) -> tuple[ShortWords, ...]:
    """What a firm falls short of, in words."""
    return tuple(_short(rule, shortage) for shortage in found)


def _missing(one: Found) -> tuple[MissingWords, ...]:
    language = page_language()
    return tuple(
        MissingWords(fact.title(language), fact.supplier.in_language(language))
        for fact in one.firm.missing
    )


def _short(rule: CheckedRule, shortage: Shortage) -> ShortWords:
    language, test = page_language(), shortage.condition
    text = None
    if shortage.margin is not None and test.unit is not None:
        text = short_text(test.unit, shortage.margin, test.sense, shortage.shortfall, language)
    figures = ""
    if shortage.value is not None and shortage.threshold is not None and shortage.operator:
        value = figure_of(rule, test, shortage.value, shortage.threshold)
        threshold = figure_of(rule, test, shortage.threshold, None)
        figures = f"{value} / {SIGNS[shortage.operator]}{threshold}"
    return ShortWords(test.spec.label.in_language(language), figures, text or "")


def _measure(rule: CheckedRule, condition: CheckedCondition, one: Found) -> Measure:
    known = {
        name: None if figure is None or isinstance(figure, bool) else exact(figure)
        for name, figure in one.firm.measures.items()
    }
    verdict = VERDICT_CODES[one.firm.measures.get("verdict")]
    value, threshold = known.get("value"), known.get("threshold")
    margin = known.get("margin")
    low, high = known.get("low"), known.get("high")
    return Measure(
        verdict=verdict,
        value=_value_text(rule, condition, value, low, high, threshold),
        threshold=figure_of(rule, condition, threshold, None) if threshold is not None else "",
        margin=_margin_text(condition, margin),
        bar=(None if value is None else float(value), float(threshold))
        if threshold and condition.unit != "class"
        else None,
    )


def _value_text(
    rule: CheckedRule,
    condition: CheckedCondition,
    value: Fraction | None,
    low: Fraction | None,
    high: Fraction | None,
    threshold: Fraction | None,
) -> str:
    if value is not None:
        return figure_of(rule, condition, value, threshold)
    if low is not None and high is not None:
        bounds = [figure_of(rule, condition, bound, threshold) for bound in (low, high)]
        return "–".join(bounds)
    return ""


def _margin_text(condition: CheckedCondition, margin: Fraction | None) -> str:
    """``+0.4 个百分点``; empty for classes, which have names and no distances."""
    if margin is None or condition.unit == "class":
        return ""
    sign = "+" if margin > 0 else "−" if margin < 0 else ""
    unit, language = condition.unit or "days", page_language()
    if unit == "share":
        return sign + points_text(margin)
    return sign + figure_text(abs(margin), unit, language)


def _name_of(officer: object) -> str:
    return getattr(officer, "display_name", "")
