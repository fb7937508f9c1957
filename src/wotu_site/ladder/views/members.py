"""The cultivation lists, and what is written down about firms on them."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS, Role
from wotu_site.audit.services import recorded
from wotu_site.firms import queries as firms
from wotu_site.firms import services as firm_services
from wotu_site.ladder import exports, queries, selection, services
from wotu_site.ladder.errors import ListError
from wotu_site.ladder.forms import MembershipForm, QuickForm
from wotu_site.ladder.models import Membership
from wotu_site.ladder.pages.members import members_page, wanted_members
from wotu_site.ladder.pages.membership import membership_page
from wotu_site.ladder.services import Done
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_nothing_yet, render_page
from wotu_site.ui.tables import ListState

#: Who writes on the lists; a liaison officer only about the own firms.
FOLLOWERS = (*FIRM_KEEPERS, Role.LIAISON)


@recorded("ladder")
@allow(*FIRM_READERS)
@require_safe
def members(request: HttpRequest, kind: str) -> HttpResponse:
    """The firms on one list."""
    if not snapshots.has_snapshot():
        return render_nothing_yet(request, pgettext("navigation", "Ladder"))
    page = members_page(
        snapshots.snapshot(), _kind_or_404(kind), _state(request), request.user, _today()
    )
    return render_page(request, "ladder/members.html", page)


@recorded("membership", "number")
@allow(*FIRM_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def membership(request: HttpRequest, number: int) -> HttpResponse:
    """One firm on one list: to read, and for those who follow it up to write."""
    found = _membership_or_404(number)
    form = MembershipForm(snapshots.snapshot(), request.POST or None, instance=found)
    if request.method == "POST":
        _require_may_change(request, found)
        if form.is_valid():
            _change(request, _membership_or_404(number), form.entered())
            return redirect(selection.way_back(request))
    back = request.POST.get("back") or request.headers.get("HX-Current-URL", "")
    page = membership_page(snapshots.snapshot(), found, request.user, form, back)
    return render_page(request, "ladder/membership.html", page)


@allow(*FOLLOWERS)
@require_POST
def quick(request: HttpRequest, number: int) -> HttpResponse:
    """Change state or date in the row of the list itself."""
    found = _membership_or_404(number)
    _require_may_change(request, found)
    form = QuickForm(request.POST)
    if form.is_valid():
        _change(request, found, form.entered())
    else:
        notices.warn(request, _("This is not a date; write it as 2026-03-01."))
    return redirect(selection.way_back(request))


@allow(*FIRM_KEEPERS)
@require_POST
def act(request: HttpRequest, kind: str) -> HttpResponse:
    """Do something to the chosen firms of a list: set their state, assign them, take them off."""
    snapshot = snapshots.snapshot()
    state = ListState.read("", _repeated(request), sorts=queries.SORTS, default_sort="follow_up_on")
    wanted = wanted_members(snapshot, _kind_or_404(kind), state, request.user, _today())
    chosen = selection.chosen_members(request, wanted)
    try:
        _do(request, chosen)
    except ListError as error:
        notices.warn(request, error.message)
    return redirect(selection.way_back(request))


@allow(*FIRM_KEEPERS)
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take one firm off its list; one click brings it back."""
    found = _membership_or_404(number)
    done = services.remove_from_list([found], acting_user=request.user)
    _tell_removed(request, done)
    return redirect("ladder:members", kind=found.kind)


@allow(*FOLLOWERS)
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take an act back whole."""
    act = queries.act_or_none(number)
    if act is None:
        raise Http404
    if request.user.role not in FIRM_KEEPERS and act.by_id != request.user.pk:
        raise PermissionDenied
    try:
        done = services.undo(act, acting_user=request.user)
    except ListError as error:
        notices.warn(request, error.message)
    else:
        told = ngettext(
            "Taken back for %(number)s firm.", "Taken back for %(number)s firms.", done.changed
        ) % {"number": f"{done.changed:,}"}
        if done.kept:
            told += " " + ngettext(
                "%(number)s was changed since and stays.",
                "%(number)s were changed since and stay.",
                done.kept,
            ) % {"number": f"{done.kept:,}"}
        notices.tell(request, told)
    return redirect(selection.way_back(request))


@allow(*FIRM_READERS)
@require_POST
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """A cultivation list as a file."""
    which = _kind_or_404(kind)
    address = exports.export_members(
        snapshots.snapshot(), which, _state(request), request.user, _today()
    )
    return redirect(address)


def _do(request: HttpRequest, chosen: list[Membership]) -> None:
    what = request.POST.get("do", "")
    if what == "remove":
        _tell_removed(request, services.remove_from_list(chosen, acting_user=request.user))
    elif what == "assign":
        _assign(request, chosen)
    elif request.POST.get("state") in Membership.State.values:
        if not chosen:
            raise ListError(_("No firm is chosen. Tick firms in the list first."))
        values = {"state": request.POST["state"]}
        done = services.change_memberships(chosen, values, acting_user=request.user)
        _tell_changed(request, done)
    else:
        notices.warn(request, _("Choose the state that the firms are to have."))


def _assign(request: HttpRequest, chosen: list[Membership]) -> None:
    number = request.POST.get("assignee", "")
    officer = next((one for one in firms.possible_officers() if str(one.pk) == number), None)
    if officer is None or not chosen:
        raise ListError(_("Choose firms, and who is to look after them."))
    ids = list(dict.fromkeys(one.firm_id for one in chosen))
    act = firm_services.assign(ids, officer, acting_user=request.user)
    told = ngettext(
        "%(name)s now looks after %(number)s firm.",
        "%(name)s now looks after %(number)s firms.",
        len(ids),
    ) % {"name": officer.display_name, "number": f"{len(ids):,}"}
    notices.tell(request, told, undo=reverse("ladder:unassign", args=[act]))


def _change(request: HttpRequest, found: Membership, values: dict[str, object]) -> None:
    try:
        done = services.change_memberships([found], values, acting_user=request.user)
    except ListError as error:
        notices.warn(request, error.message)
    else:
        if done.act is not None:
            told = _("%(firm)s is saved.") % {"firm": found.firm_name}
            notices.tell(request, told, undo=reverse("ladder:undo", args=[done.act.pk]))


def _tell_removed(request: HttpRequest, done: Done) -> None:
    if done.act is None:
        return
    told = ngettext(
        "%(number)s firm is off the list.", "%(number)s firms are off the list.", done.changed
    ) % {"number": f"{done.changed:,}"}
    notices.tell(request, told, undo=reverse("ladder:undo", args=[done.act.pk]))


def _tell_changed(request: HttpRequest, done: Done) -> None:
    if done.act is None:
        notices.warn(request, _("These firms are so already."))
        return
    told = ngettext(
        "%(number)s firm is changed.", "%(number)s firms are changed.", done.changed
    ) % {"number": f"{done.changed:,}"}
    notices.tell(request, told, undo=reverse("ladder:undo", args=[done.act.pk]))


def _require_may_change(request: HttpRequest, found: Membership) -> None:
    if not queries.may_change(request.user, found.firm_id):
        raise PermissionDenied


def _membership_or_404(number: int) -> Membership:
    found = queries.membership_or_none(number)
    if found is None:
        raise Http404
    return found


def _kind_or_404(kind: str) -> Membership.Kind:
    if kind not in Membership.Kind.values:
        raise Http404
    return Membership.Kind(kind)


def _state(request: HttpRequest) -> ListState:
    return ListState.of(request, sorts=queries.SORTS, default_sort="follow_up_on")


def _repeated(request: HttpRequest) -> QueryDict:
    return QueryDict(request.POST.get("state_query", ""))


def _today() -> dt.date:
    return timezone.localdate()
