"""The work lists."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.firms import queries as firms
from wotu_site.firms import services as firm_services
from wotu_site.ladder import exports, selection, services
from wotu_site.ladder.errors import ListError
from wotu_site.ladder.forms import ListingForm
from wotu_site.ladder.pages.work import work_page
from wotu_site.ladder.work import ORDERS, WorkList
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_nothing_yet, render_page
from wotu_site.ui.tables import ListState


@recorded("ladder")
@allow(*FIRM_READERS)
@require_safe
def declare(request: HttpRequest) -> HttpResponse:
    """Firms that can be declared this year."""
    return _list(request, WorkList.DECLARE)


@recorded("ladder")
@allow(*FIRM_READERS)
@require_safe
def step(request: HttpRequest) -> HttpResponse:
    """Firms that are one condition or one fact away."""
    return _list(request, WorkList.STEP)


@recorded("ladder")
@allow(*FIRM_READERS)
@require_safe
def facts(request: HttpRequest) -> HttpResponse:
    """Firms that only missing facts keep from being decided."""
    return _list(request, WorkList.FACTS)


@recorded("ladder")
@allow(*FIRM_READERS)
@require_safe
def expiring(request: HttpRequest) -> HttpResponse:
    """Certificates that end before long."""
    return _list(request, WorkList.EXPIRING)


@allow(*FIRM_KEEPERS)
@require_POST
def act(request: HttpRequest, which: str) -> HttpResponse:
    """Put the chosen firms of a work list on a cultivation list, or in somebody's care."""
    if which not in set(WorkList):
        raise Http404
    chosen = selection.chosen_firms(request, snapshots.snapshot(), WorkList(which))
    if request.POST.get("do") == "assign":
        _assign(request, chosen)
    else:
        _add(request, chosen)
    return redirect(selection.way_back(request))


@allow(*FIRM_KEEPERS)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put the firms chosen in the list of firms on a cultivation list."""
    _add(request, firms.names_of(firms.selected_firms(request)))
    return redirect(firms.way_back(request))


@allow(*FIRM_KEEPERS)
@require_POST
def unassign(request: HttpRequest, act: str) -> HttpResponse:
    """Take an act of assigning back."""
    firm_services.undo_assignment(act, acting_user=request.user)
    notices.tell(request, _("The liaison officers are as before."))
    return redirect(selection.way_back(request))


@allow(*FIRM_READERS)
@require_POST
def export(request: HttpRequest, which: str) -> HttpResponse:
    """A work list as a file."""
    if which not in set(WorkList):
        raise Http404
    work = WorkList(which)
    state = _state(request, work)
    return redirect(exports.export_work(snapshots.snapshot(), work, state, request.user))


@allow(*FIRM_READERS)
@require_POST
def request_facts(request: HttpRequest) -> HttpResponse:
    """What one bureau is asked for, as a workbook to be filled in."""
    state = _state(request, WorkList.FACTS)
    bureau = state.value("bureau")
    if not bureau:
        raise Http404
    return redirect(exports.export_request(snapshots.snapshot(), bureau, state, request.user))


def _list(request: HttpRequest, which: WorkList) -> HttpResponse:
    if not snapshots.has_snapshot():
        return render_nothing_yet(request, pgettext("navigation", "Ladder"))
    page = work_page(snapshots.snapshot(), which, _state(request, which), request.user)
    return render_page(request, "ladder/work.html", page)


def _state(request: HttpRequest, which: WorkList) -> ListState:
    sorts, first = ORDERS[which]
    return ListState.of(request, sorts=sorts, default_sort=first)


def _add(request: HttpRequest, chosen: dict[str, str]) -> None:
    form = ListingForm(request.POST)
    if not form.is_valid():
        notices.warn(request, _("Choose the list, its year and what the firms aim at."))
        return
    listing = form.listing()
    try:
        done = services.add_to_list(chosen, listing, acting_user=request.user)
    except ListError as error:
        notices.warn(request, error.message)
        return
    if done.act is None:
        notices.warn(request, _("All of these firms are on this list already."))
        return
    told = ngettext(
        "%(number)s firm is on the list.", "%(number)s firms are on the list.", done.changed
    ) % {"number": f"{done.changed:,}"}
    if done.kept:
        told += " " + _("%(number)s were on it already.") % {"number": f"{done.kept:,}"}
    notices.tell(request, told, undo=reverse("ladder:undo", args=[done.act.pk]))


def _assign(request: HttpRequest, chosen: dict[str, str]) -> None:
    number = request.POST.get("assignee", "")
    officer = next((one for one in firms.possible_officers() if str(one.pk) == number), None)
    if officer is None:
        notices.warn(request, _("Choose who is to look after these firms."))
        return
    if not chosen:
        notices.warn(request, _("No firm is chosen. Tick firms in the list first."))
        return
    act = firm_services.assign(list(chosen), officer, acting_user=request.user)
    told = ngettext(
        "%(name)s now looks after %(number)s firm.",
        "%(name)s now looks after %(number)s firms.",
        len(chosen),
    ) % {"name": officer.display_name, "number": f"{len(chosen):,}"}
    notices.tell(request, told, undo=reverse("ladder:unassign", args=[act]))
