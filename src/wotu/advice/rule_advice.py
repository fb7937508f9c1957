"""What a firm could do about a rule: the facts to supply, the least change, and where it heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wotu.advice.outlook import Course, Outlook, firm_outlook
from wotu.build.answers import inputs_of_firm
from wotu.build.snapshot import Snapshot
from wotu.rules.change_words import ChangeWords
from wotu.rules.checked import CheckedRule
from wotu.rules.deciding import DecidingSets, deciding_sets
from wotu.rules.inputs import NamedInput
from wotu.rules.least_change import Change, LeastChange, least_change


@dataclass(frozen=True)
class RuleAdvice:
    """Advice to one firm on one rule, as a snapshot has them."""

    rule: CheckedRule
    sets: DecidingSets
    least: LeastChange
    outlook: Outlook


def rule_advice(snapshot: Snapshot, firm_id: str, rule: CheckedRule) -> RuleAdvice:
    """Advice on a rule that is in force."""
    day, packs = snapshot.manifest.as_of, snapshot.packs
    facts = inputs_of_firm(snapshot, firm_id, [rule], day)
    return RuleAdvice(
        rule,
        deciding_sets(rule, packs.contracts, facts, day),
        least_change(rule, packs.contracts, packs.code_lists, facts, day),
        firm_outlook(snapshot, firm_id, rule),
    )


def words_of_changes(snapshot: Snapshot, rule: CheckedRule, language: str) -> ChangeWords:
    """What puts the changes that a rule asks for into words."""
    packs = snapshot.packs
    day = snapshot.manifest.as_of
    return ChangeWords(rule, packs.contracts, packs.code_lists, day, language)


def failing_text(rule: CheckedRule, failing: Sequence[str], language: str) -> str:
    """The conditions of these identifiers by name."""
    labels = {c.id: c.spec.label.in_language(language) for c in rule.conditions}
    return ("、" if language.startswith("zh") else ", ").join(labels[name] for name in failing)


def facts_text(facts: Sequence[NamedInput], language: str) -> str:
    """A set of facts by year and by who has them: ``2025年研发费用、资产总额（税务局）；…``."""
    chinese = language.startswith("zh")
    groups: dict[tuple[int | None, str], list[str]] = {}
    for fact in facts:
        holder = fact.year, fact.supplier.in_language(language)
        groups.setdefault(holder, []).append(fact.label.in_language(language))
    told = []
    for (year, supplier), names in groups.items():
        listed = ("、" if chinese else ", ").join(names)
        if chinese:
            told.append(f"{'' if year is None else f'{year}年'}{listed}（{supplier}）")
        else:
            told.append(f"{listed}{'' if year is None else f', {year}'} ({supplier})")
    return ("；" if chinese else "; ").join(told)


def outlook_text(outlook: Outlook, language: str) -> str:
    """In one sentence when, on its own trend, the firm crosses or loses the rung."""
    chinese = language.startswith("zh")
    crossing, losing = outlook.crosses(Course.TREND), outlook.loses(Course.TREND)
    now = outlook.on(Course.TREND)[0]
    last = outlook.on(Course.TREND)[-1].day.year
    if crossing:
        return (
            f"按近年趋势，{crossing.year}年不再有不达标的条件"
            if chinese
            else f"On its trend nothing fails any more in {crossing.year}"
        )
    if losing:
        return (
            f"按近年趋势，{losing.year}年起有条件不再达标"
            if chinese
            else f"On its trend something fails from {losing.year} on"
        )
    if now.failing:
        return (
            f"按近年趋势，到{last}年仍有条件不达标"
            if chinese
            else f"On its trend something still fails in {last}"
        )
    return (
        f"按近年趋势，到{last}年没有条件会不达标"
        if chinese
        else f"On its trend nothing fails until {last}"
    )


def advice_json(snapshot: Snapshot, advice: RuleAdvice) -> dict[str, Any]:
    """The advice as plain data."""

    def change(one: Change) -> dict[str, Any]:
        return {
            "input": one.column,
            "unit": one.unit,
            "by": None if one.by is None else float(one.by),
            "judged": one.judged,
            "only_possible": one.possible,
            "text": {
                language: words_of_changes(snapshot, advice.rule, language).text(one)
                for language in ("zh", "en")
            },
        }

    def sets(found: tuple[tuple[NamedInput, ...], ...]) -> list[list[dict[str, Any]]]:
        return [
            [{"zh": fact.title("zh"), "en": fact.title("en")} for fact in facts] for facts in found
        ]

    return {
        "rule": advice.rule.id,
        "supply": {
            "to_meet": sets(advice.sets.to_meet),
            "to_settle": sets(advice.sets.to_settle),
            "to_rule_out": sets(advice.sets.to_rule_out),
            "left_to_experts": sets((advice.sets.judged,))[0],
        },
        "change": {
            "single": [change(one) for one in advice.least.single],
            "plan": [change(one) for one in advice.least.plan],
            "conditions": {
                found.condition.id: [change(one) for one in found.options]
                for found in advice.least.failing
            },
        },
        "outlook": {
            course.value: [
                {"on": p.day.isoformat(), "failing": list(p.failing)}
                for p in advice.outlook.on(course)
            ]
            for course in Course
        },
    }
