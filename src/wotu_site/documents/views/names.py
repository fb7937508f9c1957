"""Firms named in a document, and documents that name a firm."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.documents.pages.names import firm_documents_page, names_page
from wotu_site.documents.views.library import entry_or_404
from wotu_site.firms import queries as firms
from wotu_site.ui.rendering import render_page


@recorded("document", "document_id")
@allow(*FIRM_READERS)
@require_safe
def named_firms(request: HttpRequest, document_id: str) -> HttpResponse:
    """The firms that a document names."""
    page = names_page(entry_or_404(document_id))
    return render_page(request, "documents/names.html", page)


@recorded("firm", "firm_id")
@allow(*FIRM_READERS)
@require_safe
def firm_documents(request: HttpRequest, firm_id: str) -> HttpResponse:
    """The documents that name a firm."""
    page = firm_documents_page(firms.visible_firm_or_404(request.user, firm_id))
    return render_page(request, "documents/firm_documents.html", page)
