"""The verdicts of rules on a firm: one sentence each, and beneath it condition by condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wotu.build.answers import inputs_of_firm
from wotu.build.snapshot import Snapshot
from wotu.figures import figure_text
from wotu.rules.checked import CheckedCondition, CheckedRule
from wotu.rules.explain import Clause, ConditionReason, Explanation, Step, explain
from wotu.rules.wording import (
    VERDICT_CODES,
    judged_text,
    missing_text,
    outcome_text,
    shortfall_text,
    summary,
    threshold_text,
    value_text,
)
from wotu_site.access.roles import Person
from wotu_site.firms.addresses import condition_address
from wotu_site.firms.pages.verdict_rows import (
    ClauseMark,
    ConditionRow,
    RuleCard,
    StepRow,
    margin_drawing,
    score_drawing,
)
from wotu_site.firms.records import may_record
from wotu_site.firms.seen import Seen
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb

#: How many gaps of each sort are told in a line; the conditions tell them all.
GAPS_TOLD = 2


@dataclass(frozen=True, slots=True)
class RulePage:
    """The conditions of one rule for one firm."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    card: RuleCard


@dataclass(frozen=True, slots=True)
class StepsPage:
    """The parts of a condition's value."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    steps: tuple[StepRow, ...]


class Verdicts:
    """Explains rules for one firm, as one person may see it."""

    def __init__(self, snapshot: Snapshot, firm: Mapping[str, Any], person: Person) -> None:
        self.snapshot = snapshot
        self.firm = firm
        self.firm_id: str = firm["firm_id"]
        self.person = person
        self.language = page_language()
        self.as_of = snapshot.manifest.as_of
        self.rules = snapshot.rulebook.in_force(self.as_of)
        self.facts = inputs_of_firm(snapshot, self.firm_id, self.rules, self.as_of)

    def explanation(self, rule: CheckedRule) -> Explanation:
        """Why the firm meets a rule or not."""
        return explain(rule, self.snapshot.packs.contracts, self.facts, self.as_of)

    def seen(self, rule: CheckedRule) -> Seen:
        """What the person may see of the inputs of a rule."""
        contracts = self.snapshot.packs.contracts
        return Seen(self.person, rule, contracts, self.facts, self.as_of)

    def card(self, explanation: Explanation, *, opened: bool) -> RuleCard:
        """A rule's verdict, with its conditions if they are shown at once."""
        spec = explanation.rule.spec
        applies = explanation.applies is not False
        return RuleCard(
            id=explanation.rule.id,
            label=spec.label.in_language(self.language),
            verdict=VERDICT_CODES[explanation.verdict],
            applies=applies,
            outcome=outcome_text(explanation, self.language) if applies else "",
            sentence=self.sentence(explanation),
            gaps=tuple(self.gaps(explanation)) if applies else (),
            failing=len(explanation.failing),
            address=reverse("firms:rule", args=[self.firm_id, explanation.rule.id]),
            conditions=self.conditions(explanation) if opened and applies else (),
            uncoded=tuple(
                (clause, reason.in_language(self.language))
                for clause, reason in spec.uncoded.items()
            )
            if opened
            else (),
            advice=reverse("firms:advice", args=[self.firm_id, explanation.rule.id])
            if opened and explanation.verdict is not True
            else "",
            record=self.record_address(explanation.rule) if opened and applies else "",
        )

    def record_address(self, rule: CheckedRule) -> str:
        """Where the record of a verdict is sent from; empty for who may not see all of it."""
        allowed = may_record(self.snapshot, rule, self.person)
        return reverse("firms:record", args=[self.firm_id, rule.id]) if allowed else ""

    def sentence(self, explanation: Explanation) -> str:
        """Where the firm stands, in one sentence; a class that is certain says it all."""
        certain = explanation.applies is not False and len(explanation.outcome) == 1
        return "" if certain else summary(explanation, self.language)

    def gaps(self, explanation: Explanation) -> list[str]:
        """What is short in the conditions that fail, and which facts are missing."""
        checked = {c.id: c for c in explanation.rule.all_conditions()}
        seen = self.seen(explanation.rule)
        several = len(explanation.failing) > 1
        told = [
            self._of(reason, text) if several else text
            for failing in explanation.failing
            for reason in failing.walk()
            if seen.all_of(checked[reason.id].term)
            and (text := shortfall_text(reason, self.language))
        ]
        facts = [missing_text(m, self.language) for m in explanation.missing if not m.judged]
        comma = "、" if self.language.startswith("zh") else "; "
        listed = comma.join(facts[:GAPS_TOLD])
        named = [_("missing: %(missing)s") % {"missing": listed}] if facts else []
        if len(facts) > GAPS_TOLD:
            more = len(facts) - GAPS_TOLD
            named.append(ngettext("%(number)s more", "%(number)s more", more) % {"number": more})
        return [*told[:GAPS_TOLD], *named]

    def _of(self, reason: ConditionReason, text: str) -> str:
        """What is short, and of which condition."""
        colon = "：" if self.language.startswith("zh") else ": "
        return f"{reason.label.in_language(self.language)}{colon}{text}"

    def conditions(self, explanation: Explanation) -> tuple[ConditionRow, ...]:
        """The conditions in the order of the text."""
        checked = {c.id: c for c in explanation.rule.all_conditions()}
        seen = self.seen(explanation.rule)
        return tuple(self._row(explanation, c, checked, seen) for c in explanation.conditions)

    def steps(self, reason: ConditionReason) -> tuple[StepRow, ...]:
        """The quantities behind a condition."""
        return tuple(self._step(step) for step in reason.steps)

    def _row(
        self,
        explanation: Explanation,
        reason: ConditionReason,
        checked: Mapping[str, CheckedCondition],
        seen: Seen,
    ) -> ConditionRow:
        rule, language = explanation.rule.id, self.language
        hidden = reason.mode == "test" and not seen.all_of(checked[reason.id].term)
        told = not hidden and reason.mode == "test"
        value = value_text(reason, language) if told else ""
        threshold = threshold_text(reason, language) if told else ""
        words = f"{value} / {threshold}"
        facts = [m for m in reason.missing if not m.judged]
        judged = [m for m in reason.missing if m.judged]
        steps = reverse("firms:steps", args=[self.firm_id, rule, reason.id])
        return ConditionRow(
            id=reason.id,
            label=reason.label.in_language(language),
            verdict=VERDICT_CODES[reason.verdict],
            mode=reason.mode,
            value=value,
            threshold=threshold,
            short=(shortfall_text(reason, language) or "") if told else "",
            missing=tuple(missing_text(m, language) for m in facts),
            judged=judged_text(judged, language),
            hidden=hidden,
            not_computable=reason.not_computable,
            score=score_drawing(reason) if told else None,
            margin=margin_drawing(reason, words) if told else None,
            clause=self.clause(reason.clause),
            note=reason.note.in_language(language) if reason.note else "",
            evidence=condition_address(self.firm_id, rule, reason.id) if told else "",
            steps=steps if told and _has_parts(reason) else "",
            children=tuple(self._row(explanation, c, checked, seen) for c in reason.children),
        )

    def _step(self, step: Step) -> StepRow:
        return StepRow(
            label=step.label.in_language(self.language),
            value=self.step_value(step),
            clause=self.clause(step.clause),
            note=step.note.in_language(self.language) if step.note else "",
            parts=tuple(self._step(part) for part in step.parts),
        )

    def step_value(self, step: Step) -> str:
        """A quantity in words: a figure, a range, a text, or that it is not known."""
        if step.text is not None:
            return step.text
        if step.unit == "class":
            return ""
        bounds = [
            "" if bound is None else figure_text(bound, step.unit, self.language)
            for bound in (step.low, step.high)
        ]
        return bounds[0] if step.low == step.high else "–".join(bounds)

    def clause(self, clause: Clause | None) -> ClauseMark | None:
        """The text that a condition stands in."""
        if clause is None:
            return None
        return ClauseMark(
            clause.text(self.language),
            clause.title.in_language(self.language),
            clause.status,
            clause.url or "",
        )


def _has_parts(reason: ConditionReason) -> bool:
    """Whether the value is points made of others, which deserve to be seen one by one."""
    return reason.unit == "points" and any(step.parts for step in reason.steps)


def rule_page(
    snapshot: Snapshot, firm: Mapping[str, Any], rule: CheckedRule, person: Person
) -> RulePage:
    """The page of one rule for one firm."""
    verdicts = Verdicts(snapshot, firm, person)
    card = verdicts.card(verdicts.explanation(rule), opened=True)
    return RulePage(f"{card.label} · {firm['name']}", firm_crumbs(firm, card.label), card)


def steps_page(
    snapshot: Snapshot,
    firm: Mapping[str, Any],
    rule: CheckedRule,
    reason: ConditionReason,
    verdicts: Verdicts,
) -> StepsPage:
    """The page of the parts of a condition's value."""
    label = reason.label.in_language(page_language())
    return StepsPage(label, firm_crumbs(firm, label), verdicts.steps(reason))


def firm_crumbs(firm: Mapping[str, Any], last: str) -> tuple[Crumb, ...]:
    """The way to a page below that of a firm."""
    address = reverse("firms:firm", args=[firm["firm_id"]])
    return (Crumb(firm["name"], address), Crumb(last))
