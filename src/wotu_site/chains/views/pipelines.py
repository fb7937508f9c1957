"""Product pipelines: the list, as a workbook, and those of one firm."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS, STAFF, Role
from wotu_site.audit.services import recorded
from wotu_site.chains import pipeline_exports
from wotu_site.chains.pages.pipeline_firm import firm_pipeline_page
from wotu_site.chains.pages.pipelines import pipelines_page
from wotu_site.chains.pipelines import (
    FURTHEST_FIRST,
    SORTS,
    all_lines,
    since_of,
    wanted_lines,
)
from wotu_site.firms import queries as firms
from wotu_site.snapshots.queries import has_snapshot, snapshot
from wotu_site.ui.rendering import render_nothing_yet, render_page
from wotu_site.ui.tables import ListState


@recorded("pipeline_list")
@allow(*STAFF)
@require_safe
def pipelines(request: HttpRequest) -> HttpResponse:
    """Where every product of the zone stands, and what moved."""
    if not has_snapshot():
        return render_nothing_yet(request, pgettext("product", "Product pipelines"))
    page = pipelines_page(snapshot(), _state(request), request.user)
    return render_page(request, "chains/pipelines.html", page)


@allow(*STAFF)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, with the counts by year and the changes."""
    state, now = _state(request), snapshot()
    since = since_of(now, state, request.user)
    lines = wanted_lines(all_lines(now), state)
    path, name = pipeline_exports.write_pipelines(now, lines, since, request.user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@recorded("firm", "firm_id")
@allow(*FIRM_READERS, Role.FIRM)
@require_safe
def firm_pipeline(request: HttpRequest, firm_id: str) -> HttpResponse:
    """The products of a firm; a firm user sees those of the own firm."""
    firm = firms.visible_firm_or_404(request.user, firm_id)
    page = firm_pipeline_page(snapshot(), firm, request.user)
    return render_page(request, "chains/pipeline_firm.html", page)


def _state(request: HttpRequest) -> ListState:
    return ListState.of(request, sorts=SORTS, default_sort=FURTHEST_FIRST)
