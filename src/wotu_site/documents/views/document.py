"""One document: reading it, one claim of it, and its claims as a file."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from wotu.reading.library import Entry, StoredClaim
from wotu_site.access.permissions import allow
from wotu_site.access.roles import STAFF
from wotu_site.audit.services import recorded
from wotu_site.documents import exports, library
from wotu_site.documents.pages.claims import card_page, claim_card
from wotu_site.documents.pages.document import document_page
from wotu_site.documents.pages.reader import Reader
from wotu_site.documents.pages.sentence import sentence_page
from wotu_site.documents.views.library import entry_or_404
from wotu_site.ui.rendering import render_page


@recorded("document", "document_id")
@allow(*STAFF)
@require_safe
def document(request: HttpRequest, document_id: str) -> HttpResponse:
    """A part of a document with its claims."""
    entry = entry_or_404(document_id)
    chosen = library.claim_or_none(entry.id, request.GET.get("claim", ""))
    reader = Reader.of(entry, request.GET, chosen)
    page = document_page(entry, reader, request.user, chosen)
    return render_page(request, "documents/document.html", page)


@recorded("claim", "claim_id")
@allow(*STAFF)
@require_safe
def claim(request: HttpRequest, document_id: str, claim_id: str) -> HttpResponse:
    """The card of a claim as a fragment; whole it is the document with that claim chosen."""
    entry = entry_or_404(document_id)
    chosen, reader = claim_and_reader(request, entry, claim_id)
    if not request.htmx:
        return redirect(reader.claim_address(claim_id))
    card = claim_card(chosen, reader, request.user)
    return render_page(request, "documents/card.html", card_page(card, reader))


@recorded("claim", "claim_id")
@allow(*STAFF)
@require_safe
def sentence(request: HttpRequest, document_id: str, claim_id: str) -> HttpResponse:
    """Where a figure stands: its sentence, for the drawer."""
    entry = entry_or_404(document_id)
    chosen, _reader = claim_and_reader(request, entry, claim_id)
    return render_page(request, "documents/sentence.html", sentence_page(entry, chosen))


@allow(*STAFF)
@require_POST
def export(request: HttpRequest, document_id: str) -> HttpResponse:
    """The claims of a document that the filters leave, as a workbook or as lines of JSON."""
    kind = request.POST.get("kind", "xlsx")
    if kind not in exports.CLAIM_KINDS:
        raise Http404
    reader = Reader.of(entry_or_404(document_id), request.GET)
    path, name = exports.write_claims(reader, kind, request.user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def claim_and_reader(
    request: HttpRequest, entry: Entry, claim_id: str
) -> tuple[StoredClaim, Reader]:
    """A claim, and where somebody who asks for it is in its document."""
    chosen = library.claim_or_none(entry.id, claim_id)
    if chosen is None:
        raise Http404
    return chosen, Reader.of(entry, request.GET, chosen)
