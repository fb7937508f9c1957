"""The card of the events that a document tells."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.reading.claim import Bound
from wotu.reading.library import Entry
from wotu_site.access.registry import may_open
from wotu_site.access.roles import Person
from wotu_site.documents import events
from wotu_site.documents.events import DocumentEvent, PossibleFirm
from wotu_site.documents.pages.frame import document_crumbs
from wotu_site.documents.words import amount_text, period_text
from wotu_site.snapshots.queries import workspace
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """One event; without ``address`` the firm is not linked and somebody has to say which it is."""

    id: str
    kind: str
    firm: str
    address: str
    possible: tuple[PossibleFirm, ...]
    period: str
    amount: str
    product: str
    sentence: str
    batch: str
    accept_address: str
    undo_address: str


@dataclass(frozen=True)
class EventsPage:
    """The events that a document tells."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    events: tuple[ShownEvent, ...]
    may_accept: bool


def events_page(entry: Entry, person: Person) -> EventsPage:
    """The events of a document, each with its firm or those it may be."""
    title = _("Firm events")
    return EventsPage(
        title=title,
        breadcrumbs=document_crumbs(Crumb(title)),
        events=tuple(_shown(entry, one) for one in events.events_of(entry.id)),
        may_accept=may_open(person, "documents:accept-event"),
    )


def _shown(entry: Entry, one: DocumentEvent) -> ShownEvent:
    told, event = one.told, one.told.event
    kinds = workspace().packs.code_lists["event_kinds"]
    amount = ""
    if event.amount is not None and event.amount_unit:
        amount = amount_text(event.amount, None, event.amount_unit, event.bound or Bound.EXACT)
    batch = told.batch or ""
    return ShownEvent(
        id=told.id,
        kind=kinds.label_of(event.kind).in_language(page_language()),
        firm=one.firm.name if one.firm else event.firm,
        address=reverse("firms:firm", args=[one.firm.firm_id]) if one.firm else "",
        possible=one.possible,
        period=period_text(event.period) if event.period else "",
        amount=amount,
        product=event.product or "",
        sentence=event.text,
        batch=batch,
        accept_address=reverse("documents:accept-event", args=[entry.id, told.id]),
        undo_address=reverse("documents:undo-event", args=[entry.id, batch]) if batch else "",
    )
