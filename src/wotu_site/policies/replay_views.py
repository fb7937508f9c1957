"""Replays of screenings."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wotu.build.replay import Replayed
from wotu.errors import SnapshotError
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.policies import replaying
from wotu_site.policies.forms import ReplayForm
from wotu_site.policies.pages.replay import replay_page
from wotu_site.policies.pages.replays import REPLAYERS, replays_page
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.rendering import render_nothing_yet, render_page
from wotu_site.ui.tables import ListState


@allow(*FIRM_READERS)
@require_safe
def replays(request: HttpRequest) -> HttpResponse:
    """The replays that are kept, and the form of a new one."""
    if not snapshots.has_snapshot():
        return render_nothing_yet(request, _("Replay"))
    form = ReplayForm(snapshots.snapshot(), initial=request.GET.dict()) if request.GET else None
    return render_page(request, "policies/replays.html", replays_page(request.user, form))


@allow(*REPLAYERS)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a replay; it runs in the background."""
    form = ReplayForm(snapshots.snapshot(), request.POST)
    if not form.is_valid():
        page = replays_page(request.user, form)
        return render_page(request, "policies/replays.html", page, status=422)
    return redirect("jobs:job", job_id=replaying.start(form.cleaned_data, request.user))


@recorded("rule")
@allow(*FIRM_READERS)
@require_safe
def replay(request: HttpRequest, name: str) -> HttpResponse:
    """What a replay found."""
    state = ListState.of(request, sorts=(), default_sort="")
    page = replay_page(name, _found_or_404(name), state, request.user)
    return render_page(request, "policies/replay.html", page)


@allow(*FIRM_READERS)
@require_POST
def export(request: HttpRequest, name: str) -> HttpResponse:
    """The firms that differ, with the reasons, as a workbook."""
    return redirect(replaying.export(name, _found_or_404(name), request.user))


def _found_or_404(name: str) -> Replayed:
    try:
        return replaying.replayed(name)
    except SnapshotError as error:
        raise Http404 from error
