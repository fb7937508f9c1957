"""The list of rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu.rules.spec import Status
from wotu_site.policies import queries
from wotu_site.policies.pages.bars import rule_bar
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.shares import SharesBar

CERTAINTY: tuple[Status, ...] = ("verified", "verified-2", "own", "memory")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One edition of a rule; ``state`` is ``in_force``, ``ended`` or ``coming``."""

    id: str
    label: str
    summary: str
    edition: str
    address: str
    state: str
    valid_from: dt.date
    valid_to: dt.date | None
    number: str
    status: Status
    conditions: int
    bar: SharesBar | None
    firms: int | None


@dataclass(frozen=True, slots=True)
class RuleListPage:
    """All rules, those in force first."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    as_of: dt.date
    in_force: tuple[RuleRow, ...]
    others: tuple[RuleRow, ...]
    with_firms: bool


def rule_list_page(snapshot: Snapshot, *, with_firms: bool) -> RuleListPage:
    """The page of rules; ``with_firms`` says whether firms are counted."""
    day = snapshot.manifest.as_of
    rows = [_row(snapshot, rule, day, with_firms) for rule in snapshot.rulebook.rules]
    return RuleListPage(
        title=_("Policies"),
        breadcrumbs=(Crumb(_("Policies")),),
        as_of=day,
        in_force=tuple(row for row in rows if row.state == "in_force"),
        others=tuple(row for row in rows if row.state != "in_force"),
        with_firms=with_firms,
    )


def state_of(rule: CheckedRule, day: dt.date) -> str:
    """Whether an edition is in force on a day, has ended or is still to come."""
    valid = rule.spec.valid
    if valid.from_ > day:
        return "coming"
    return "ended" if valid.to is not None and valid.to < day else "in_force"


def _row(snapshot: Snapshot, rule: CheckedRule, day: dt.date, with_firms: bool) -> RuleRow:
    spec, language = rule.spec, page_language()
    state = state_of(rule, day)
    counts = None
    if with_firms and state == "in_force":
        counts = queries.verdicts(snapshot, rule.id)[None]
    address = reverse("policies:rule", args=[rule.id])
    first = next(iter(spec.texts.values()))
    return RuleRow(
        id=rule.id,
        label=spec.label.in_language(language),
        summary=spec.summary.in_language(language) if spec.summary else "",
        edition=spec.edition,
        address=address if state == "in_force" else f"{address}?edition={spec.edition}",
        state=state,
        valid_from=spec.valid.from_,
        valid_to=spec.valid.to,
        number=first.number or first.title.in_language(language),
        status=max((text.status for text in spec.texts.values()), key=CERTAINTY.index),
        conditions=len(rule.conditions),
        bar=rule_bar(counts) if counts else None,
        firms=counts.total if counts else None,
    )
