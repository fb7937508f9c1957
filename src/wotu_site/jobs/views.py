"""Jobs: how far they are, how they ended."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow, allow_signed_in
from wotu_site.access.roles import STAFF
from wotu_site.jobs import pages, queries, services
from wotu_site.jobs.models import Job
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@allow_signed_in
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """The jobs this person may see."""
    state = ListState.of(request, sorts=(), default_sort="")
    return render_page(request, "jobs/list.html", pages.job_list_page(request.user, state))


@allow_signed_in
@require_safe
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """One job; whoever started it has seen it now."""
    found = _job_or_404(request, job_id)
    if found.started_by_id == request.user.pk:
        services.mark_seen(found)
    return render_page(request, "jobs/job.html", pages.job_page(found))


@allow_signed_in
@require_safe
def panel(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far a job is, as a fragment that asks again while it runs."""
    return render(request, "jobs/panel.html", {"job": _job_or_404(request, job_id)})


@allow_signed_in
@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """The bell in the top bar, as a fragment that asks again while jobs run."""
    return _bell(request)


@allow(*STAFF)
@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Start the same work again."""
    again = services.retry(_job_or_404(request, job_id), request.user)
    return redirect("jobs:job", job_id=again.pk)


@allow_signed_in
@require_POST
def mark_all_seen(request: HttpRequest) -> HttpResponse:
    """Take all notices away."""
    services.mark_all_seen(request.user)
    return _bell(request)


def _job_or_404(request: HttpRequest, job_id: int) -> Job:
    found = queries.visible_job_or_none(request.user, job_id)
    if found is None:
        raise Http404
    return found


def _bell(request: HttpRequest) -> HttpResponse:
    context = {**pages.bell_context(request), "swapped": True}
    return render(request, "jobs/bell_list.html", context)
