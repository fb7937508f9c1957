"""The list of rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
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
class RuleGroup:
    """Rules of one sort that are in force."""

    label: str
    rows: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class RuleListPage:
    """All rules: those in force by sort, then the other editions."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    as_of: dt.date
    groups: tuple[RuleGroup, ...]
    others: tuple[RuleRow, ...]
    with_firms: bool


def rule_list_page(snapshot: Snapshot, *, with_firms: bool) -> RuleListPage:
    """The page of rules; ``with_firms`` says whether firms are counted."""
    day = snapshot.manifest.as_of
    rows = [_row(snapshot, rule, day, with_firms) for rule in _in_order(snapshot)]
    return RuleListPage(
        title=_("Policies"),
        breadcrumbs=(Crumb(_("Policies")),),
        as_of=day,
        groups=tuple(_groups(snapshot, [row for row in rows if row.state == "in_force"])),
        others=tuple(row for row in rows if row.state != "in_force"),
        with_firms=with_firms,
    )


def _in_order(snapshot: Snapshot) -> list[CheckedRule]:
    """The rules of rungs from the lowest up, then the others in the order of the packs."""
    ladders = snapshot.packs.ladders.values()
    rungs = [rung.rule for ladder in ladders for rung in ladder.rungs if rung.rule]
    place = {rule_id: n for n, rule_id in enumerate(rungs)}
    return sorted(snapshot.rulebook.rules, key=lambda rule: place.get(rule.id, len(rungs)))


def _groups(snapshot: Snapshot, rows: Sequence[RuleRow]) -> list[RuleGroup]:
    """What firms are recognised as or classed by, and what they can get."""
    brings = {rule.id for rule in snapshot.rulebook.rules if rule.spec.measure}
    sorts = (
        (_("Recognitions and classes"), [row for row in rows if row.id not in brings]),
        (_("What firms can get"), [row for row in rows if row.id in brings]),
    )
    return [RuleGroup(label, tuple(found)) for label, found in sorts if found]


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
