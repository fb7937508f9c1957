"""What the page of one firm shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import pgettext

from wotu.build.among import SIZE_RULE
from wotu.build.snapshot import Snapshot
from wotu.lake.batches import Batch
from wotu.rules.explain import Explanation
from wotu_site.access.registry import may_open
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS, Person
from wotu_site.firms import contested, queries
from wotu_site.firms.forms import AssignForm
from wotu_site.firms.pages.facts import FactCard, FactPages, ListCard, YearTable
from wotu_site.firms.pages.ladders import LadderStrip, ladder_strips
from wotu_site.firms.pages.verdict_rows import RuleCard
from wotu_site.firms.pages.verdicts import Verdicts
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb

#: The page that starts a build.
BUILD_PAGE = "data:build"


@dataclass(frozen=True, slots=True)
class Who:
    """Who a firm is, in the few words that tell it from others."""

    firm_id: str
    uscc: str
    former_names: str
    industry: str
    division: str
    state: str
    in_business: bool
    size: str
    is_branch: bool
    listed: bool
    officer: str


@dataclass(frozen=True, slots=True)
class FirmPage:
    """All that is known of one firm, as one person may see it."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    as_of: date
    who: Who
    staff: bool
    assign: BaseForm | None
    ladders: tuple[LadderStrip, ...]
    rules: tuple[RuleCard, ...]
    tables: tuple[YearTable, ...]
    cards: tuple[FactCard, ...]
    lists: tuple[ListCard, ...]
    disputed: int
    contests: int
    pending: tuple[Batch, ...]
    may_build: bool


def firm_page(snapshot: Snapshot, firm: Mapping[str, Any], person: Person) -> FirmPage:
    """The page of a firm that the person may see."""
    verdicts = Verdicts(snapshot, firm, person)
    explanations = [verdicts.explanation(rule) for rule in verdicts.rules]
    closed = {e.rule.id: verdicts.card(e, opened=False) for e in explanations}
    opened = _worth_opening(snapshot, ladders := ladder_strips(snapshot, firm, closed))
    facts = FactPages(snapshot, firm, person)
    staff = person.role in FIRM_READERS
    return FirmPage(
        title=firm["name"],
        breadcrumbs=_crumbs(firm, staff),
        as_of=snapshot.manifest.as_of,
        who=who_is(snapshot, firm, closed),
        staff=staff,
        assign=AssignForm() if person.role in FIRM_KEEPERS else None,
        ladders=ladders,
        rules=tuple(
            verdicts.card(e, opened=True) if e.rule.id == opened else closed[e.rule.id]
            for e in _in_order_of_rungs(snapshot, explanations)
            # What a firm can get has a page of its own.
            if e.rule.spec.measure is None
        ),
        tables=facts.tables(),
        cards=facts.cards(),
        lists=facts.lists(),
        disputed=len(facts.disputed),
        contests=len(contested.open_contests_of(firm)),
        pending=tuple(contested.pending_corrections(firm)),
        may_build=may_open(person, BUILD_PAGE),
    )


def _worth_opening(snapshot: Snapshot, ladders: Sequence[LadderStrip]) -> str:
    """The rule whose conditions are read first: one ahead that is not met, of the recognitions
    that matter most the one with the fewest gaps."""
    rungs = [rung for ladder in snapshot.packs.ladders.values() for rung in ladder.rungs]
    main = {rung.rule for rung in rungs if rung.main}
    ahead = [rung.card for strip in ladders for rung in strip.ahead if rung.card]
    ahead.sort(key=lambda card: (card.verdict == "met", card.id not in main, card.failing))
    return next((card.id for card in ahead), "")


def _in_order_of_rungs(
    snapshot: Snapshot, explanations: Sequence[Explanation]
) -> list[Explanation]:
    """Rules of rungs from the lowest up, then the others."""
    ladders = snapshot.packs.ladders.values()
    rungs = [rung.rule for ladder in ladders for rung in ladder.rungs if rung.rule]
    return sorted(
        explanations,
        key=lambda e: rungs.index(e.rule.id) if e.rule.id in rungs else len(rungs),
    )


def who_is(snapshot: Snapshot, firm: Mapping[str, Any], cards: Mapping[str, RuleCard]) -> Who:
    """The few words that tell a firm from others."""
    language = page_language()
    lists = snapshot.packs.code_lists
    officer = queries.officer_of(firm["firm_id"])

    def word(codes: str, code: str | None) -> str:
        return lists[codes].label_of(code).in_language(language) if code else ""

    return Who(
        firm_id=firm["firm_id"],
        uscc=firm["uscc"] or "",
        former_names=firm["former_names"] or "",
        industry=word("gbt4754_2017", firm["industry_code"]),
        division=word("divisions", firm["division_code"]),
        state=word("registration_states", firm["state"]),
        in_business=firm["state"] in (None, "in_business"),
        size=cards[SIZE_RULE].outcome if SIZE_RULE in cards else "",
        is_branch=bool(firm["is_branch"]),
        listed=bool(firm["listed"]),
        officer=officer.display_name if officer else "",
    )


def _crumbs(firm: Mapping[str, Any], staff: bool) -> tuple[Crumb, ...]:
    listed = (Crumb(pgettext("navigation", "Firms"), reverse("firms:list")),) if staff else ()
    return (*listed, Crumb(firm["name"]))
