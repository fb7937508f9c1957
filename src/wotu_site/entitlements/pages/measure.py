"""The list of one measure: who is to be paid what, and what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.build.entitlements import clause_text
from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu.rules.readable import Wording
from wotu_site.access.registry import may_open
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.entitlements import budgets, payments, queries
from wotu_site.entitlements.budgets import Budget
from wotu_site.entitlements.models import Entitlement
from wotu_site.entitlements.pages.tabs import crumbs, tabs
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import Chip, Column, Facet, ListState, Pager, chips, facet
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class EntitlementRow:
    """A firm on the list; ``own_draft`` says that this person drafted it."""

    entitlement: Entitlement
    address: str
    evidence: str
    cut: bool
    own_draft: bool


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """The list of a measure in a year."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    state: ListState
    year: int
    as_of: dt.date
    rule_address: str
    department: str
    clause: str
    formula: str
    when_short: str
    budget: Budget
    columns: tuple[Column, ...]
    rows: tuple[EntitlementRow, ...]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    pager: Pager
    total: Decimal
    drafted: bool
    may_act: bool
    act_address: str
    draft_address: str
    in_records: int
    take_over_address: str
    export_address: str
    query: str


def wanted_rows(rule: CheckedRule, year: int, state: ListState) -> queries.Wanted:
    """What the address asks for."""
    return queries.Wanted(rule.id, year, tuple(state.values("state")), state.value("q"))


def measure_page(
    snapshot: Snapshot, rule: CheckedRule, state: ListState, person: Person
) -> MeasurePage:
    """The page of a measure's list."""
    language, year = page_language(), snapshot.manifest.as_of.year
    measure = rule.spec.measure
    assert measure is not None
    label = rule.spec.label.in_language(language)
    wanted = queries.listed(wanted_rows(rule, year, state))
    pager = Pager.of(wanted.count(), state.page)
    found = queries.ordered(wanted, state.sort)[pager.offset : pager.offset + pager.size]
    counts = queries.counts_by_state(rule.id, year)
    wording = Wording(
        rule, snapshot.packs.contracts, snapshot.packs.code_lists, snapshot.manifest.as_of, language
    )
    export = reverse("entitlements:export", args=[rule.id])
    return MeasurePage(
        title=label,
        breadcrumbs=crumbs(Crumb(label)),
        tabs=tabs(snapshot, person, "overview"),
        state=state,
        year=year,
        as_of=snapshot.manifest.as_of,
        rule_address=reverse("policies:rule", args=[rule.id])
        if may_open(person, "policies:rule")
        else "",
        department=measure.department.in_language(language),
        clause=clause_text(rule, language),
        formula=wording.text(rule.spec.quantities[measure.amount].expr or ""),
        when_short=short_words()[measure.when_short] if measure.budget else "",
        budget=budgets.budget_of(snapshot, rule, year),
        columns=(
            Column(_("Firm"), "name"),
            Column(_("State"), "state"),
            Column(_("By the clause"), "granted", numeric=True),
            Column(_("Within the budget"), "share", numeric=True),
            Column(_("Evidence")),
        ),
        rows=_rows(list(found), person, language),
        facets=_facets(state, counts),
        chips=chips(state, {"state": _("State"), "q": _("Name")}, {"state": _state_words()}),
        pager=pager,
        total=sum((one for one in wanted.values_list("share_cny", flat=True)), Decimal(0)),
        drafted=bool(counts),
        may_act=person.role in FIRM_KEEPERS,
        act_address=reverse("entitlements:act", args=[rule.id]),
        draft_address=reverse("entitlements:draft", args=[rule.id]),
        in_records=_in_records(snapshot, rule.id, year),
        take_over_address=reverse("entitlements:take-over", args=[rule.id]),
        export_address=f"{export}?{state.query.urlencode()}",
        query=state.query.urlencode(),
    )


def _in_records(snapshot: Snapshot, rule_id: str, year: int) -> int:
    """Firms that have confirmed, and that the imported records say are paid."""
    confirmed = queries.listed(
        queries.Wanted(rule_id, year, states=(Entitlement.State.CONFIRMED.value,))
    )
    waiting = set(confirmed.values_list("firm_id", flat=True))
    return len(waiting & set(payments.in_records(snapshot, rule_id, year))) if waiting else 0


def short_words() -> dict[str, str]:
    """What happens where the budget is too small."""
    return {
        "prorated": _("all are cut in the same proportion"),
        "ranked": _("by rank from the highest, until it is spent"),
        "first_come": _("in the order of the list, until it is spent"),
    }


def _rows(
    found: Sequence[Entitlement], person: Person, language: str
) -> tuple[EntitlementRow, ...]:
    return tuple(
        EntitlementRow(
            entitlement=one,
            address=reverse("entitlements:firm", args=[one.firm_id]),
            evidence=one.evidence_zh if language.startswith("zh") else one.evidence_en,
            cut=one.share_cny < one.granted_cny,
            own_draft=one.drafted_by_id == person.pk,
        )
        for one in found
    )


def _state_words() -> dict[str, str]:
    return {state.value: str(state.label) for state in Entitlement.State}


def _facets(state: ListState, counts: dict[str, int]) -> tuple[Facet, ...]:
    if not counts:
        return ()
    words = _state_words()
    rows = [(one, words[one], counts[one]) for one in words if one in counts]
    return (facet(state, "state", _("State"), rows),)
