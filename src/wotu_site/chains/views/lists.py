"""Gaps, attraction targets and local sourcing: the lists, and each as a file."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import STAFF
from wotu_site.audit.services import recorded
from wotu_site.chains import exports, gap_rows, list_exports, target_rows
from wotu_site.chains.pages.gaps import gaps_page
from wotu_site.chains.pages.sourcing import sourcing_page
from wotu_site.chains.pages.targets import targets_page
from wotu_site.chains.views.frame import needs_chains
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@recorded("gap_list")
@allow(*STAFF)
@require_safe
@needs_chains
def gaps(request: HttpRequest) -> HttpResponse:
    """Missing, weak and fragile links, the most urgent first."""
    return render_page(request, "chains/gaps.html", gaps_page(snapshot(), _gaps_state(request)))


@allow(*STAFF)
@require_POST
@needs_chains
def export_gaps(request: HttpRequest) -> HttpResponse:
    """The gaps of a list as a workbook."""
    found = gap_rows.wanted_rows(gap_rows.all_rows(snapshot()), _gaps_state(request))
    path, name = exports.write_gaps([link for _gap, link in found], request.user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@recorded("attraction_list")
@allow(*STAFF)
@require_safe
@needs_chains
def targets(request: HttpRequest) -> HttpResponse:
    """Firms elsewhere that would fill a gap."""
    page = targets_page(snapshot(), _targets_state(request))
    return render_page(request, "chains/targets.html", page)


@allow(*STAFF)
@require_POST
@needs_chains
def export_targets(request: HttpRequest) -> HttpResponse:
    """The targets of a list as a workbook."""
    found = target_rows.wanted_targets(target_rows.all_targets(snapshot()), _targets_state(request))
    path, name = list_exports.write_targets(snapshot(), found, request.user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@recorded("sourcing_list")
@allow(*STAFF)
@require_safe
@needs_chains
def sourcing(request: HttpRequest) -> HttpResponse:
    """Who in the zone could supply whom."""
    page = sourcing_page(snapshot(), _plain_state(request), request.user)
    return render_page(request, "chains/sourcing.html", page)


@allow(*STAFF)
@require_POST
@needs_chains
def export_sourcing(request: HttpRequest) -> HttpResponse:
    """The pairs around a link as a workbook."""
    path, name = list_exports.write_pairs(snapshot(), _plain_state(request), request.user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _gaps_state(request: HttpRequest) -> ListState:
    return ListState.of(request, sorts=gap_rows.SORTS, default_sort="urgency")


def _targets_state(request: HttpRequest) -> ListState:
    return ListState.of(request, sorts=target_rows.SORTS, default_sort="-fit")


def _plain_state(request: HttpRequest) -> ListState:
    return ListState.of(request, sorts=(), default_sort="")
