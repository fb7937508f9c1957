"""Targets as a list, by department and as a tree, and the list as a file."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from wotu.errors import WotuError
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.targets import book, exports, rows
from wotu_site.targets.pages.listing import list_page
from wotu_site.targets.pages.owners import SORTS, owners_page
from wotu_site.targets.pages.tree import tree_page
from wotu_site.targets.views.frame import needs_snapshot
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@recorded("plan_target_list")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def home(request: HttpRequest) -> HttpResponse:
    """All targets, what is late first."""
    return render_page(request, "targets/list.html", list_page(_state(request), request.user))


@recorded("plan_target_list")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def owners(request: HttpRequest) -> HttpResponse:
    """Who answers for what is late."""
    state = ListState.of(request, sorts=SORTS, default_sort="-late")
    return render_page(request, "targets/owners.html", owners_page(state, request.user))


@recorded("plan_target_list")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def tree(request: HttpRequest) -> HttpResponse:
    """From the plan down to the tasks."""
    return render_page(request, "targets/tree.html", tree_page(request.user))


@allow(*FIRM_READERS)
@require_POST
@needs_snapshot
def export(request: HttpRequest) -> HttpResponse:
    """The targets of a list as a workbook, or as a report in Word or PDF."""
    ending = request.POST.get("format", exports.WORKBOOK)
    if ending not in exports.ENDINGS:
        raise Http404
    found = rows.wanted(book.counted(), _state(request))
    try:
        path, name = exports.write_list(found, ending, request.user)
    except WotuError as error:
        notices.warn(request, error.message)
        return redirect(f"{reverse('targets:home')}?{request.GET.urlencode()}")
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _state(request: HttpRequest) -> ListState:
    return ListState.of(request, sorts=rows.SORTS, default_sort=rows.GRAVEST_FIRST)
