"""All measures that are paid without application, with how far each has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import pgettext

from wotu.build.entitlements import automatic_rules, clause_text
from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.entitlements import budgets, queries
from wotu_site.entitlements.budgets import Budget
from wotu_site.entitlements.models import Entitlement
from wotu_site.entitlements.pages.tabs import crumbs, tabs
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many firms of a list are in a state."""

    state: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure: its list of the year, and its budget."""

    label: str
    department: str
    clause: str
    address: str
    firms: int
    states: tuple[StateCount, ...]
    total: Decimal
    budget: Budget


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """All measures that are paid without application."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    year: int
    as_of: dt.date
    rows: tuple[MeasureRow, ...]
    may_act: bool


def overview_page(snapshot: Snapshot, person: Person) -> OverviewPage:
    """The page of all measures of the snapshot's year."""
    year = snapshot.manifest.as_of.year
    return OverviewPage(
        title=pgettext("navigation", "Benefits"),
        breadcrumbs=crumbs(),
        tabs=tabs(snapshot, person, "overview"),
        year=year,
        as_of=snapshot.manifest.as_of,
        rows=tuple(_row(snapshot, rule, year) for rule in automatic_rules(snapshot)),
        may_act=person.role in FIRM_KEEPERS,
    )


def _row(snapshot: Snapshot, rule: CheckedRule, year: int) -> MeasureRow:
    measure = rule.spec.measure
    assert measure is not None
    language = page_language()
    counts = queries.counts_by_state(rule.id, year)
    budget = budgets.budget_of(snapshot, rule, year)
    return MeasureRow(
        label=rule.spec.label.in_language(language),
        department=measure.department.in_language(language),
        clause=clause_text(rule, language),
        address=reverse("entitlements:measure", args=[rule.id]),
        firms=sum(counts.values()),
        states=tuple(
            StateCount(state.value, str(state.label), counts[state.value])
            for state in Entitlement.State
            if counts.get(state.value)
        ),
        total=budget.bound + budget.shared,
        budget=budget,
    )
