"""The quarantine: what was set aside, and the file for correcting it."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.data import exports
from wotu_site.data.pages.quarantine import SORTS, quarantine_page
from wotu_site.data.quarantine import Wanted
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@recorded("quarantine")
@allow(*FIRM_READERS)
@require_safe
def quarantine(request: HttpRequest) -> HttpResponse:
    """Rows and values that were set aside."""
    state = ListState.of(request, sorts=SORTS, default_sort="-received")
    return render_page(request, "data/quarantine.html", quarantine_page(state, request.user))


@allow(*FIRM_KEEPERS)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """What a list asks for as a workbook that can be corrected and imported."""
    state = ListState.of(request, sorts=SORTS, default_sort="-received")
    path, name = exports.write_quarantine(Wanted.of(state, request.user), request.user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
