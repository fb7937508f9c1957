"""Explanations in words and in JSON, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from wotu.figures import figure_text, points_text
from wotu.rules.explain import ConditionReason, Explanation, MissingInput, Shortfall, Step

VERDICT_CODES = {True: "met", False: "not_met", None: "unknown"}

VERDICT_WORDS = {
    "zh": {True: "符合", False: "不符合", None: "待定"},
    "en": {True: "met", False: "not met", None: "undecided"},
}


def words_of(verdict: bool | None, language: str) -> str:
    """A verdict as shown."""
    return VERDICT_WORDS["zh" if language.startswith("zh") else "en"][verdict]


def summary(explanation: Explanation, language: str) -> str:
    """One sentence that says the whole: where the firm stands and what comes next."""
    zh = language.startswith("zh")
    name = explanation.rule.spec.label.in_language(language)
    if explanation.applies is False:
        return f"不适用{name}：分支机构随法人认定" if zh else f"{name} does not apply to this firm"
    if explanation.verdict is True:
        return f"符合{name}的全部条件" if zh else f"Meets every condition of {name}"
    failing = [c.label.in_language(language) for c in explanation.failing]
    facts = [m for m in explanation.missing if not m.judged]
    judged = [m for m in explanation.missing if m.judged]
    sentences = []
    if failing:
        listed = ("、" if zh else "; ").join(failing)
        if zh:
            sentences.append(
                f"尚不符合{name}：{listed}未达到" if len(failing) > 1 else f"还差一项：{listed}"
            )
        else:
            sentences.append(f"Not yet {name}. Not met: {listed}")
    if facts:
        count = len(facts)
        sentences.append(
            (f"补齐{count}个数据可定" if not failing else f"另有{count}个数据缺失")
            if zh
            else (f"{count} missing fact{'s' if count > 1 else ''} would help decide")
        )
    elif judged and not failing:
        sentences.append(
            "客观条件齐备，待专家评价" if zh else "Facts are complete; experts are to judge"
        )
    if not sentences:
        sentences.append("现有数据无法计算" if zh else "Cannot be computed from the facts")
    return ("；" if zh else ". ").join(sentences)


def outcome_text(explanation: Explanation, language: str) -> str:
    """The class that a rule gives the firm, or those still possible: ``小型或微型``."""
    outcome = explanation.rule.spec.outcome
    names = (
        [outcome.classes[c].in_language(language) for c in explanation.outcome] if outcome else []
    )
    return ("或" if language.startswith("zh") else " or ").join(names)


def value_text(reason: ConditionReason, language: str) -> str:
    """The value of a condition, or its range; empty where it has none."""
    if reason.low is None or reason.high is None or reason.unit is None:
        return ""
    if reason.value is not None:
        return _figure(reason, reason.value, language)
    bounds = [_figure(reason, bound, language) for bound in (reason.low, reason.high)]
    return "–".join(bounds)


def threshold_text(reason: ConditionReason, language: str) -> str:
    """``≥5.0%``; empty where there is no threshold."""
    if reason.threshold is None or reason.operator is None:
        return ""
    sign = _SIGNS[reason.operator]
    return sign + _figure(reason, reason.threshold, language)


_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "!=": "≠"}


def _figure(reason: ConditionReason, value: Fraction, language: str) -> str:
    unit = reason.unit or ""
    if unit == "class":
        return reason.classes[int(value)].in_language(language)
    return figure_text(value, unit, language, reason.threshold)


def shortfall_text(reason: ConditionReason, language: str) -> str | None:
    """``差0.4个百分点，约需再增120万元近三年研发费用合计``; None where nothing is short."""
    if reason.verdict is not False or reason.margin is None or reason.unit is None:
        return None
    return short_text(reason.unit, reason.margin, reason.sense, reason.shortfall, language)


def short_text(
    unit: str, margin: Fraction, sense: int, shortfall: Shortfall | None, language: str
) -> str | None:
    """How far a figure is on the wrong side of its threshold, and what would make it up.

    None for classes, which have names and no distances.
    """
    if unit == "class":
        return None
    zh = language.startswith("zh")
    gap = -margin
    if gap == 0:
        # The threshold itself is not enough: the text says "more than" or "less than".
        text = "恰在界线上，须越过" if zh else "exactly on the line, which must be passed"
    elif unit == "share":
        points = points_text(gap, language)
        text = f"差{points}" if zh else f"{points} short"
    else:
        figure = figure_text(gap, unit, language)
        over = sense < 0
        if zh:
            text = f"超出{figure}" if over else f"差{figure}"
        else:
            text = f"{figure} over" if over else f"{figure} short"
    if shortfall:
        more = figure_text(shortfall.amount, shortfall.unit, language)
        of = shortfall.of.in_language(language)
        text += f"，{of}需增加{more}" if zh else f"; {more} more of {of} would do"
    return text


def missing_text(missing: MissingInput, language: str) -> str:
    """``2025年科技人员数（人社局）``."""
    title = missing.named.title(language)
    supplier = missing.named.supplier.in_language(language)
    return f"{title}（{supplier}）" if language.startswith("zh") else f"{title} ({supplier})"


def judged_text(judged: Sequence[MissingInput], language: str) -> str:
    """What experts are to give, a year named once: ``技术先进程度、核心支持作用（2026年）``."""
    zh = language.startswith("zh")
    comma = "、" if zh else ", "
    by_year: dict[int | None, list[str]] = {}
    for item in judged:
        by_year.setdefault(item.named.year, []).append(item.named.label.in_language(language))
    parts = []
    for year, names in by_year.items():
        said = "" if year is None else (f"（{year}年）" if zh else f" ({year})")
        parts.append(comma.join(dict.fromkeys(names)) + said)
    return ("；" if zh else "; ").join(parts)


def explanation_json(explanation: Explanation, language: str = "zh") -> dict[str, Any]:
    """The explanation as plain data; figures are numbers in the unit named beside them."""
    spec = explanation.rule.spec
    return {
        "rule": spec.rule,
        "edition": spec.edition,
        "label": {"zh": spec.label.zh, "en": spec.label.en},
        "as_of": explanation.as_of.isoformat(),
        "verdict": "not_applicable"
        if explanation.applies is False
        else VERDICT_CODES[explanation.verdict],
        "summary": {"zh": summary(explanation, "zh"), "en": summary(explanation, "en")},
        "outcome": list(explanation.outcome),
        "conditions": [_condition_json(c) for c in explanation.conditions],
        "missing_inputs": [_missing_json(m) for m in explanation.missing],
        "uncoded": {
            clause: {"zh": reason.zh, "en": reason.en} for clause, reason in spec.uncoded.items()
        },
    }


def _condition_json(reason: ConditionReason) -> dict[str, Any]:
    return {
        "id": reason.id,
        "label": {"zh": reason.label.zh, "en": reason.label.en},
        "verdict": VERDICT_CODES[reason.verdict],
        "clause": reason.clause.text("zh") if reason.clause else None,
        "status": reason.clause.status if reason.clause else None,
        "unit": reason.unit,
        "value": number(reason.value),
        "low": number(reason.low),
        "high": number(reason.high),
        "operator": reason.operator,
        "threshold": number(reason.threshold),
        "margin": number(reason.margin),
        "shortfall": None
        if reason.shortfall is None
        else {
            "amount": number(reason.shortfall.amount),
            "unit": reason.shortfall.unit,
            "of": {"zh": reason.shortfall.of.zh, "en": reason.shortfall.of.en},
        },
        "short": {"zh": shortfall_text(reason, "zh"), "en": shortfall_text(reason, "en")},
        "missing_inputs": [_missing_json(m) for m in reason.missing],
        "not_computable": reason.not_computable,
        "steps": [_step_json(step) for step in reason.steps],
        "conditions": [_condition_json(child) for child in reason.children],
    }


def _missing_json(missing: MissingInput) -> dict[str, Any]:
    named = missing.named
    return {
        "input": missing.column,
        "label": {"zh": named.title("zh"), "en": named.title("en")},
        "supplier": {"zh": named.supplier.zh, "en": named.supplier.en},
        "judged": missing.judged,
    }


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "label": {"zh": step.label.zh, "en": step.label.en},
        "unit": step.unit,
        "value": step.text if step.text is not None else number(step.value),
        "low": number(step.low),
        "high": number(step.high),
        "clause": step.clause.text("zh") if step.clause else None,
        "parts": [_step_json(part) for part in step.parts],
    }


def number(value: Fraction | None) -> int | float | None:
    """A figure as a JSON number."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)
