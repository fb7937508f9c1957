"""What it would take: the facts that decide a rule, the least change, and the outlook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wotu.advice.outlook import Course
from wotu.advice.rule_advice import (
    RuleAdvice,
    facts_text,
    outlook_text,
    rule_advice,
    words_of_changes,
)
from wotu.build.snapshot import Snapshot
from wotu.rules.along import Today
from wotu.rules.change_words import ChangeWords
from wotu.rules.checked import CheckedRule
from wotu.rules.least_change import Change
from wotu_site.access.roles import Person
from wotu_site.firms.pages.verdicts import firm_crumbs
from wotu_site.firms.seen import Seen
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb

#: So many sets of facts and changes are shown of each kind.
SHOWN = 3

_COURSES = {
    Course.SLOW: gettext_lazy("Slower"),
    Course.FAST: gettext_lazy("Faster"),
}


@dataclass(frozen=True, slots=True)
class ConditionAdvice:
    """A condition that fails, and the single changes each of which would do."""

    label: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProspectCell:
    """A condition in a year: whether it fails on the trend, and the courses that fare otherwise."""

    fails: bool
    otherwise: str


@dataclass(frozen=True, slots=True)
class ProspectRow:
    """A condition, year by year."""

    label: str
    cells: tuple[ProspectCell, ...]


@dataclass(frozen=True, slots=True)
class AdvicePage:
    """Advice on one rule to one firm."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    firm_name: str
    rule: str
    to_meet: tuple[str, ...]
    to_settle: tuple[str, ...]
    judged: str
    single: tuple[str, ...]
    plan: tuple[str, ...]
    conditions: tuple[ConditionAdvice, ...]
    years: tuple[int, ...]
    outlook: str
    prospects: tuple[ProspectRow, ...]
    carried: int


def advice_page(
    snapshot: Snapshot, firm: Mapping[str, Any], rule: CheckedRule, person: Person
) -> AdvicePage:
    """The page of advice; changes of figures that the person may not see are left out."""
    language = page_language()
    advice = rule_advice(snapshot, firm["firm_id"], rule)
    words = words_of_changes(snapshot, rule, language)
    seen = Seen(person, rule, snapshot.packs.contracts, {}, snapshot.manifest.as_of)

    def told(changes: Sequence[Change], most: int = SHOWN) -> tuple[str, ...]:
        return _told(changes, words, seen)[:most]

    title = _("What it would take")
    return AdvicePage(
        title=title,
        breadcrumbs=firm_crumbs(firm, title),
        firm_name=firm["name"],
        rule=rule.spec.label.in_language(language),
        to_meet=tuple(facts_text(facts, language) for facts in advice.sets.to_meet[:SHOWN]),
        to_settle=tuple(facts_text(facts, language) for facts in advice.sets.to_settle[:SHOWN]),
        judged=facts_text(advice.sets.judged, language),
        single=told(advice.least.single),
        plan=_whole(advice.least.plan, words, seen),
        conditions=tuple(
            ConditionAdvice(one.condition.spec.label.in_language(language), told(one.options))
            for one in advice.least.failing
        ),
        years=tuple(p.day.year for p in advice.outlook.on(Course.TREND)),
        outlook=outlook_text(advice.outlook, language),
        prospects=_prospects(advice, language),
        carried=advice.outlook.carried,
    )


def _prospects(advice: RuleAdvice, language: str) -> tuple[ProspectRow, ...]:
    """The conditions that fail in some year or course but not in all; the others say nothing."""
    by_course = {course: advice.outlook.on(course) for course in Course}
    rows = []
    for condition in advice.rule.conditions:
        fails = {
            course: [condition.id in p.failing for p in prospects]
            for course, prospects in by_course.items()
        }
        if len({verdict for verdicts in fails.values() for verdict in verdicts}) == 1:
            continue
        cells = tuple(_cell(fails, place) for place in range(len(fails[Course.TREND])))
        rows.append(ProspectRow(condition.spec.label.in_language(language), cells))
    return tuple(rows)


def _cell(fails: Mapping[Course, Sequence[bool]], place: int) -> ProspectCell:
    on_trend = fails[Course.TREND][place]
    others = [str(_COURSES[c]) for c in Course if fails[c][place] != on_trend]
    if not others:
        return ProspectCell(on_trend, "")
    words = {"courses": _(", ").join(others)}
    told = _("%(courses)s: ✓") if on_trend else _("%(courses)s: ✗")
    return ProspectCell(on_trend, told % words)


def _told(changes: Sequence[Change], words: ChangeWords, seen: Seen) -> tuple[str, ...]:
    return tuple(
        words.text(change)
        for change in changes
        if isinstance(change.moving, Today) or seen.is_open(change.moving)
    )


def _whole(plan: Sequence[Change], words: ChangeWords, seen: Seen) -> tuple[str, ...]:
    """A plan is told whole or not at all."""
    told = _told(plan, words, seen)
    return told if len(told) == len(plan) else ()
