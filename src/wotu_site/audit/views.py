"""The audit log: to read, to filter, to export."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import Role
from wotu_site.audit import pages, queries, services
from wotu_site.audit.export import csv_lines
from wotu_site.audit.forms import FilterForm
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@allow(Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
def entry_list(request: HttpRequest) -> HttpResponse:
    """The log, newest first."""
    state = ListState.of(request, sorts=(), default_sort="")
    return render_page(request, "audit/list.html", pages.audit_page(state))


@allow(Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """All that is known of one entry."""
    found = queries.entry_or_none(entry_id)
    if found is None:
        raise Http404
    return render_page(request, "audit/entry.html", pages.entry_page(found))


@allow(Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The log as filtered, as CSV; the export is itself recorded."""
    wanted = FilterForm(request.GET).wanted([a for a in request.GET.getlist("action") if a])
    services.record("audit.exported", acting_user=request.user, detail=dict(request.GET.items()))
    entries = queries.list_entries(wanted).iterator(chunk_size=2000)
    name = f"wotu-audit-{timezone.localdate():%Y%m%d}.csv"
    return StreamingHttpResponse(
        csv_lines(entries, get_language() or ""),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
