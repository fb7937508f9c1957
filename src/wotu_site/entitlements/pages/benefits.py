"""What one firm can get, in the order in which an accountant asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.advice.rule_advice import words_of_changes
from wotu.benefits.advice import Advice, ToChange, ToSupply, advice_for
from wotu.benefits.amounts import AmountFact, AmountLine, amount_made
from wotu.benefits.bundle import LeftOut
from wotu.benefits.entitlements import clause_text
from wotu.benefits.firm_benefits import Benefits, Possible, benefits_of_firm
from wotu.benefits.offers import Offer
from wotu.benefits.words import amount_text, fen_text, loan_text, reason_text
from wotu.build.answers import inputs_of_firm
from wotu.build.snapshot import Snapshot
from wotu.contracts.schema import TableContract
from wotu.rules.explain import clause_of
from wotu.rules.inputs import ListInput, RowsInput
from wotu_site.access.fields import may_see
from wotu_site.access.roles import FIRM_READERS, Person, Role
from wotu_site.entitlements import queries
from wotu_site.entitlements.forms import AccountForm
from wotu_site.entitlements.models import Entitlement
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb

#: Lines of advice shown at once; the rest folds away.
SHOWN = 4


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """One measure: what it brings, how that is made, who gives it and by when."""

    id: str
    label: str
    summary: str
    kind: str
    amount: str
    alone: str
    loan: str
    department: str
    clause: str
    status: str
    window: str
    automatic: bool
    note: str
    lines: tuple[AmountLine, ...]
    facts: tuple[AmountFact, ...]
    reasons: str


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """Facts that decide a measure: each with who has it, and the way to it."""

    label: str
    facts: tuple[tuple[str, str], ...]
    brings: str
    settles: bool
    reasons: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A measure one condition away, with the least change in words."""

    label: str
    condition: str
    change: str
    brings: str
    reasons: str


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A measure that is not in the bundle, with the reason."""

    label: str
    amount: str
    reason: str
    clause: str


@dataclass(frozen=True, slots=True)
class OwnEntitlement:
    """What the zone is about to pay, or has paid, without application."""

    entitlement: Entitlement
    label: str
    form: BaseForm | None


@dataclass(frozen=True, slots=True)
class BenefitsPage:
    """What a firm can get."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    firm_id: str
    firm_name: str
    firm_address: str
    as_of: dt.date
    year: int
    total: str
    total_cny: Decimal
    more: str
    payments_known: bool
    entitlements: tuple[OwnEntitlement, ...]
    bundle: tuple[MeasureCard, ...]
    unpriced: tuple[MeasureCard, ...]
    supply: tuple[SupplyRow, ...]
    change: tuple[ChangeRow, ...]
    left_out: tuple[LeftRow, ...]
    loans: tuple[MeasureCard, ...]
    elsewhere: tuple[tuple[str, str], ...]
    staff: bool


def benefits_page(snapshot: Snapshot, firm: Mapping[str, Any], person: Person) -> BenefitsPage:
    """The page of a firm that the person may see."""
    benefits = benefits_of_firm(snapshot, firm["firm_id"])
    facts = inputs_of_firm(snapshot, firm["firm_id"], [], benefits.as_of)
    maker = _Cards(snapshot, benefits, facts, person)
    return maker.page(firm, advice_for(snapshot, benefits, facts))


class _Cards:
    """Puts what the library found for one firm into words of the page's language."""

    def __init__(
        self, snapshot: Snapshot, benefits: Benefits, facts: Mapping[str, Any], person: Person
    ) -> None:
        self.snapshot = snapshot
        self.benefits = benefits
        self.facts = facts
        self.person = person
        self.language = page_language()

    def page(self, firm: Mapping[str, Any], advice: Advice) -> BenefitsPage:
        benefits, language = self.benefits, self.language
        firm_id, total = benefits.firm_id, benefits.bundle.total_fen
        staff = self.person.role in FIRM_READERS
        home = reverse("firms:firm", args=[firm_id])
        first = (Crumb(pgettext("navigation", "Firms"), reverse("firms:list")),) if staff else ()
        title = _("What can I get?") if self.person.role == Role.FIRM else _("What it can get")
        taken = {item.measure: item for item in benefits.bundle.taken}
        return BenefitsPage(
            title=title,
            breadcrumbs=(*first, Crumb(firm["name"], home), Crumb(title)),
            firm_id=firm_id,
            firm_name=firm["name"],
            firm_address=home,
            as_of=benefits.as_of,
            year=benefits.as_of.year,
            total=fen_text(total, language),
            total_cny=Decimal(total).scaleb(-2),
            more=fen_text(benefits.most_fen - total, language) if benefits.most_fen > total else "",
            payments_known=benefits.payments_known,
            entitlements=self.entitlements(staff),
            bundle=tuple(
                self.card(benefits.offer(m), item.granted_fen, item.amount_fen)
                for m, item in sorted(taken.items(), key=lambda pair: -pair[1].granted_fen)
            ),
            unpriced=tuple(self.card(offer) for offer in benefits.unpriced),
            supply=tuple(self.supply(one) for one in advice.supply),
            change=tuple(self.change(one) for one in advice.change),
            left_out=tuple(self.left(item) for item in benefits.bundle.left_out),
            loans=tuple(self.card(offer) for offer in benefits.loans),
            elsewhere=tuple(
                (o.rule.spec.label.in_language(language), self.reasons(o))
                for o in benefits.not_for_firm
            ),
            staff=staff,
        )

    def card(
        self, offer: Offer, granted_fen: int | None = None, amount_fen: int | None = None
    ) -> MeasureCard:
        spec, measure, language = offer.rule.spec, offer.measure, self.language
        made = amount_made(self.snapshot, offer.rule, self.facts, language)
        clause = clause_of(spec, measure.cite, measure.status)
        cut = granted_fen is not None and amount_fen is not None and granted_fen < amount_fen
        return MeasureCard(
            id=offer.rule.id,
            label=spec.label.in_language(language),
            summary=spec.summary.in_language(language) if spec.summary else "",
            kind=measure.kind,
            amount=fen_text(granted_fen, language) if granted_fen is not None else "",
            alone=fen_text(amount_fen or 0, language) if cut else "",
            loan=loan_text(offer, language) if offer.is_loan else "",
            department=measure.department.in_language(language),
            clause=clause_text(offer.rule, language),
            status=clause.status if clause else "",
            window=self.window(offer),
            automatic=measure.automatic,
            note=measure.note.in_language(language) if measure.note else "",
            lines=made.lines,
            facts=tuple(f for f in made.facts if may_see(self.person, f.sensitivity)),
            reasons=self.reasons(offer),
        )

    def window(self, offer: Offer) -> str:
        """When applications are taken: until when, or from when."""
        window = offer.measure.window
        if window is None:
            return _("at any time")
        opens, closes = (self.day(text) for text in (window.opens, window.closes))
        today = self.benefits.as_of
        if today > closes:
            return _("closed on %(day)s") % {"day": closes.isoformat()}
        if today < opens:
            return _("opens on %(day)s") % {"day": opens.isoformat()}
        days = (closes - today).days
        if days == 0:
            return _("today is the last day")
        words = {"day": closes.isoformat(), "days": days}
        return _("until %(day)s, %(days)s days left") % words

    def day(self, text: str) -> dt.date:
        month, day = (int(part) for part in text.split("-"))
        return dt.date(self.benefits.as_of.year, month, day)

    def supply(self, one: ToSupply) -> SupplyRow:
        contracts = self.snapshot.packs.contracts
        return SupplyRow(
            label=one.possible.offer.rule.spec.label.in_language(self.language),
            facts=tuple(
                (self.fact_name(named.title(self.language), contracts[named.asked.table], named),
                 named.supplier.in_language(self.language))
                for named in one.facts
            ),
            brings=self.brings(one.possible),
            settles=one.settles,
            reasons=self.reasons(one.possible.offer),
        )  # fmt: skip

    def fact_name(self, title: str, contract: TableContract, named: Any) -> str:
        """A list is asked for by its own name."""
        if isinstance(named.asked, ListInput):
            return contract.label.in_language(self.language)
        return title

    def change(self, one: ToChange) -> ChangeRow:
        rule = one.possible.offer.rule
        words = words_of_changes(self.snapshot, rule, self.language)
        said = words.text(one.change) if one.change else ""
        condition = one.condition.in_language(self.language)
        if one.change and isinstance(one.change.moving, RowsInput):
            # "One more certificate" says less than which one.
            said, condition = condition, said
        return ChangeRow(
            label=rule.spec.label.in_language(self.language),
            condition=condition,
            change=said,
            brings=self.brings(one.possible),
            reasons=self.reasons(one.possible.offer),
        )

    def brings(self, possible: Possible) -> str:
        """What a measure would add to the bundle; for a loan its limit."""
        if possible.offer.is_loan:
            return loan_text(possible.offer, self.language)
        if possible.gain_fen is None:
            return amount_text(possible.offer, self.language) or ""
        return fen_text(possible.gain_fen, self.language)

    def left(self, item: LeftOut) -> LeftRow:
        rule = self.benefits.offer(item.measure).rule
        return LeftRow(
            label=rule.spec.label.in_language(self.language),
            amount=fen_text(item.amount_fen, self.language) if item.amount_fen else "",
            reason=reason_text(self.snapshot, item, self.language),
            clause=clause_text(rule, self.language),
        )

    def entitlements(self, staff: bool) -> tuple[OwnEntitlement, ...]:
        rows = queries.of_firm(self.benefits.firm_id, self.benefits.as_of.year, with_drafts=staff)
        labels = {rule.id: rule.spec.label for rule in self.snapshot.rulebook.rules}
        return tuple(
            OwnEntitlement(
                one,
                labels[one.rule].in_language(self.language) if one.rule in labels else one.rule,
                self.account_form(one),
            )
            for one in rows
        )

    def account_form(self, one: Entitlement) -> BaseForm | None:
        """The firm itself gives its account, once it has been told."""
        if self.person.role != Role.FIRM or one.state != Entitlement.State.NOTIFIED:
            return None
        return AccountForm(initial={"account_name": one.firm_name})

    def reasons(self, offer: Offer) -> str:
        return reverse("firms:rule", args=[self.benefits.firm_id, offer.rule.id])
