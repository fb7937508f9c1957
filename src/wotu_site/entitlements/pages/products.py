"""Finance products with the firms that match them, and the people before a talent measure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.amounts import fact_text
from wotu.build.entitlements import clause_text
from wotu.build.matched import (
    JudgedRow,
    MatchedFirm,
    judged_count,
    judged_rows,
    matched_count,
    matched_firms,
)
from wotu.build.offers import measured_rules
from wotu.build.snapshot import Snapshot
from wotu.build.stacking import LOANS
from wotu.rules.checked import CheckedRule
from wotu.rules.readable import Wording
from wotu.rules.screen import Standing
from wotu_site.access.fields import visible_fields
from wotu_site.access.roles import Person
from wotu_site.entitlements.pages.tabs import crumbs, tabs
from wotu_site.ui.formats import page_language, share_text
from wotu_site.ui.pages import Crumb
from wotu_site.ui.standings import standing_look
from wotu_site.ui.tables import Column, Facet, ListState, Pager, facet
from wotu_site.ui.tabs import Tab

#: Fields of a person that tell who it is and why it counts; others stay in the register.
_HIDDEN = frozenset({"uscc", "firm_name", "left_on", "birth_year", "yearly_pay_cny"})


@dataclass(frozen=True, slots=True)
class Product:
    """A finance product: what it lends, to whom, at which rate."""

    label: str
    summary: str
    department: str
    clause: str
    limit: str
    rate: str
    firms: int
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A firm that certainly matches."""

    firm: MatchedFirm
    address: str
    rate: str


@dataclass(frozen=True, slots=True)
class LoansPage:
    """All finance products, and the firms that match the chosen one."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    as_of: dt.date
    products: tuple[Product, ...]
    chosen: Product | None
    state: ListState
    columns: tuple[Column, ...]
    rows: tuple[MatchedRow, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person before a talent measure."""

    firm_name: str
    firm_address: str
    standing: str
    amount_cny: Decimal | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TalentPage:
    """The people whom firms have put forward, before one measure."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    as_of: dt.date
    label: str
    summary: str
    clause: str
    state: ListState
    heads: tuple[str, ...]
    rows: tuple[PersonRow, ...]
    facets: tuple[Facet, ...]
    pager: Pager
    none_yet: bool


def loan_rules(snapshot: Snapshot) -> list[CheckedRule]:
    """Finance products, in the order of the packs."""
    rules = measured_rules(snapshot)
    return [rule for rule in rules if rule.spec.measure and rule.spec.measure.kind in LOANS]


def loans_page(snapshot: Snapshot, state: ListState, person: Person) -> LoansPage:
    """The finance products; the address names the chosen one, the first otherwise."""
    rules = loan_rules(snapshot)
    chosen = next((r for r in rules if r.id == state.value("product")), next(iter(rules), None))
    products = tuple(_product(snapshot, rule, state, rule is chosen) for rule in rules)
    current = next((one for one in products if one.current), None)
    pager = Pager.of(current.firms if current else 0, state.page)
    found = (
        matched_firms(snapshot, chosen, state.sort, limit=pager.size, offset=pager.offset)
        if chosen
        else []
    )
    return LoansPage(
        title=pgettext("navigation", "Benefits"),
        breadcrumbs=crumbs(),
        tabs=tabs(snapshot, person, "loans"),
        as_of=snapshot.manifest.as_of,
        products=products,
        chosen=current,
        state=state,
        columns=(
            Column(_("Firm"), "name"),
            Column(_("Limit"), "limit", numeric=True),
            Column(_("Rate a year"), "rate", numeric=True),
        ),
        rows=tuple(
            MatchedRow(one, reverse("entitlements:firm", args=[one.firm_id]), _rate(one.rate))
            for one in found
        ),
        pager=pager,
    )


def talent_page(snapshot: Snapshot, state: ListState, person: Person) -> TalentPage:
    """The people before the first talent measure; only fields that the person may see."""
    rules = [r for r in snapshot.rulebook.on_rows(snapshot.manifest.as_of) if r.spec.measure]
    rule = next((r for r in rules if r.id == state.value("measure")), next(iter(rules), None))
    language = page_language()
    head = {
        "title": pgettext("navigation", "Benefits"),
        "breadcrumbs": crumbs(),
        "tabs": tabs(snapshot, person, "talent"),
        "as_of": snapshot.manifest.as_of,
        "state": state,
    }
    if rule is None:
        empty = Pager.of(0, 1)
        return TalentPage(
            **head, label="", summary="", clause="", heads=(), rows=(), facets=(), pager=empty,
            none_yet=True,
        )  # fmt: skip
    every = [standing.value for standing in Standing]
    counts = judged_count(snapshot, rule, every)
    chosen = [one for one in state.values("standing") if one in counts] or every
    pager = Pager.of(sum(counts[one] for one in chosen), state.page)
    contract = snapshot.packs.contracts[rule.spec.subject]
    fields = [name for name in visible_fields(person, contract) if name not in _HIDDEN]
    found = judged_rows(snapshot, rule, fields, chosen, limit=pager.size, offset=pager.offset)
    return TalentPage(
        **head,
        label=rule.spec.label.in_language(language),
        summary=rule.spec.summary.in_language(language) if rule.spec.summary else "",
        clause=clause_text(rule, language),
        heads=tuple(contract.fields[name].label.in_language(language) for name in fields),
        rows=tuple(_person(snapshot, rule, one, language) for one in found),
        facets=(
            facet(
                state,
                "standing",
                _("Standing"),
                [(one, standing_look(one).word, counts[one]) for one in every if counts[one]],
            ),
        ),
        pager=pager,
        none_yet=not sum(counts.values()),
    )


def _person(snapshot: Snapshot, rule: CheckedRule, row: JudgedRow, language: str) -> PersonRow:
    contract = snapshot.packs.contracts[rule.spec.subject]
    return PersonRow(
        firm_name=row.firm_name,
        firm_address=reverse("entitlements:firm", args=[row.firm_id]),
        standing=row.standing.value,
        amount_cny=row.amount_cny if row.verdict else None,
        cells=tuple(
            "—" if value is None else fact_text(snapshot, contract.fields[name], value, language)
            for name, value in row.fields.items()
        ),
    )


def _product(snapshot: Snapshot, rule: CheckedRule, state: ListState, current: bool) -> Product:
    measure, language = rule.spec.measure, page_language()
    assert measure is not None
    wording = Wording(
        rule, snapshot.packs.contracts, snapshot.packs.code_lists, snapshot.manifest.as_of, language
    )
    rate = rule.spec.quantities[measure.rate].expr if measure.rate else None
    return Product(
        label=rule.spec.label.in_language(language),
        summary=rule.spec.summary.in_language(language) if rule.spec.summary else "",
        department=measure.department.in_language(language),
        clause=clause_text(rule, language),
        limit=wording.text(rule.spec.quantities[measure.amount].expr or ""),
        rate=wording.text(rate) if rate else "",
        firms=matched_count(snapshot, rule),
        address=state.address(product=rule.id),
        current=current,
    )


def _rate(rate: float | None) -> str:
    if rate is None:
        return ""
    # A rate is told to the second decimal: 3.45%.
    return share_text(rate, threshold=None) if round(rate, 3) == rate else f"{rate * 100:.2f}%"
