"""Events of firms that a document tells: seeing them, letting them be facts, and taking back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wotu.errors import WotuError
from wotu.reading.library import Entry
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS, Role
from wotu_site.audit.services import recorded
from wotu_site.documents import events, services
from wotu_site.documents.pages.events import events_page
from wotu_site.documents.views.library import entry_or_404
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page

#: Who says that an event of a firm is true.
EVENT_KEEPERS = (*FIRM_KEEPERS, Role.LIAISON)


@recorded("document", "document_id")
@allow(*FIRM_READERS)
@require_safe
def firm_events(request: HttpRequest, document_id: str) -> HttpResponse:
    """The events that a document tells."""
    return _card(request, entry_or_404(document_id))


@allow(*EVENT_KEEPERS)
@require_POST
def accept(request: HttpRequest, document_id: str, event_id: str) -> HttpResponse:
    """Let an event be a fact of its firm; one click takes it back."""
    entry = entry_or_404(document_id)
    event = events.event_or_none(entry.id, event_id)
    if event is None:
        raise Http404
    firm = request.POST.get("firm", "").strip()
    if not firm and event.firm is None:
        notices.warn(request, _("Say which firm “%(name)s” is.") % {"name": event.told.event.firm})
        return _done(request, entry)
    try:
        batches = services.accept_event(entry, event_id, firm=firm, acting_user=request.user)
    except WotuError as error:
        notices.warn(request, error.message)
        return _done(request, entry)
    told = _("The event is accepted. It takes effect with the next build.")
    for batch in batches:
        undo = reverse("documents:undo-event", args=[entry.id, batch.id])
        notices.tell(request, told, undo=undo)
    return _done(request, entry)


@allow(*EVENT_KEEPERS)
@require_POST
def undo(request: HttpRequest, document_id: str, batch_id: str) -> HttpResponse:
    """Take the events of a batch back; they can be accepted again."""
    entry = entry_or_404(document_id)
    if batch_id not in {one.told.batch for one in events.events_of(entry.id)}:
        notices.warn(request, _("It is taken back already."))
        return _done(request, entry)
    services.withdraw_events(entry, batch_id, acting_user=request.user)
    notices.tell(request, _("The event is taken back."))
    return _done(request, entry)


def _done(request: HttpRequest, entry: Entry) -> HttpResponse:
    """In place the card as it is now, else the document."""
    if request.htmx:
        return _card(request, entry)
    return redirect("documents:document", document_id=entry.id)


def _card(request: HttpRequest, entry: Entry) -> HttpResponse:
    return render_page(request, "documents/events.html", events_page(entry, request.user))
