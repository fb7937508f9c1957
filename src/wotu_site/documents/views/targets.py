"""Targets that documents set: the list, and it as a file."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import STAFF
from wotu_site.audit.services import recorded
from wotu_site.documents import exports, targets
from wotu_site.documents.pages.targets import targets_page
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@recorded("target_list")
@allow(*STAFF)
@require_safe
def target_list(request: HttpRequest) -> HttpResponse:
    """The targets that accepted claims set."""
    return render_page(
        request, "documents/targets.html", targets_page(_state(request), request.user)
    )


@allow(*STAFF)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The targets of a list as a workbook."""
    rows = targets.wanted_rows(targets.known(), _state(request))
    path, name = exports.write_targets(rows, request.user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _state(request: HttpRequest) -> ListState:
    return ListState.of(request, sorts=targets.SORTS, default_sort="place")
