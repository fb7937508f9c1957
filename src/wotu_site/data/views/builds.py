"""Snapshots: the list, building, and going back to an older one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wotu.errors import SnapshotError
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS
from wotu_site.data import services
from wotu_site.data.errors import BuildError
from wotu_site.data.forms import BuildForm
from wotu_site.data.pages.builds import snapshot_list_page, snapshot_page
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page


@allow(*FIRM_READERS)
@require_safe
def snapshot_list(request: HttpRequest) -> HttpResponse:
    """All snapshots."""
    return render_page(request, "data/builds.html", snapshot_list_page(request.user))


@allow(*FIRM_READERS)
@require_safe
def snapshot(request: HttpRequest, snapshot_id: str) -> HttpResponse:
    """One snapshot, beside the one before it."""
    page = snapshot_page(snapshot_id, request.user)
    if page is None:
        raise Http404
    return render_page(request, "data/snapshot.html", page)


@allow(*FIRM_KEEPERS)
@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Build a snapshot in the background."""
    form = BuildForm(request.POST)
    if not form.is_valid():
        page = snapshot_list_page(request.user, form)
        return render_page(request, "data/builds.html", page, status=422)
    try:
        job = services.start_build(form.day(), acting_user=request.user)
    except BuildError as error:
        notices.warn(request, error.message)
        return redirect("data:builds")
    return redirect("jobs:job", job_id=job.pk)


@allow(*FIRM_KEEPERS)
@require_POST
def publish(request: HttpRequest, snapshot_id: str) -> HttpResponse:
    """Show another snapshot on all pages; one click goes back."""
    try:
        before = services.publish_snapshot(snapshot_id, acting_user=request.user)
    except SnapshotError as error:
        notices.warn(request, error.message)
    else:
        undo = reverse("data:publish", args=[before]) if before else ""
        notices.tell(request, _("All pages show this snapshot now."), undo=undo)
    return redirect("data:builds")
