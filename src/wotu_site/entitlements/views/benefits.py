"""What a firm can get, and what it answers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS, Role
from wotu_site.audit.services import recorded
from wotu_site.entitlements import queries, services
from wotu_site.entitlements.errors import EntitlementError
from wotu_site.entitlements.forms import AccountForm
from wotu_site.entitlements.pages.benefits import benefits_page
from wotu_site.firms import queries as firms
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_nothing_yet, render_page


@allow(*FIRM_READERS, Role.FIRM)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where the navigation leads: firms to what they can get, the zone to its lists."""
    if request.user.role != Role.FIRM:
        return redirect("entitlements:overview")
    own = firms.own_firm_or_none(request.user) if snapshots.has_snapshot() else None
    if own is None:
        return render_nothing_yet(request, pgettext("navigation", "Benefits"))
    return redirect("entitlements:firm", firm_id=own["firm_id"])


@recorded("firm", "firm_id")
@allow(*FIRM_READERS, Role.FIRM)
@require_safe
def firm(request: HttpRequest, firm_id: str) -> HttpResponse:
    """What a firm can get."""
    found = firms.visible_firm_or_404(request.user, firm_id)
    page = benefits_page(snapshots.snapshot(), found, request.user)
    return render_page(request, "entitlements/benefits.html", page)


@allow(Role.FIRM)
@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """A firm says yes to what it was told of, and gives its account."""
    own = firms.own_firm_or_none(request.user)
    found = next((one for one in queries.by_numbers([str(number)])), None)
    if own is None or found is None or found.firm_id != own["firm_id"]:
        raise Http404
    form = AccountForm(request.POST)
    if not form.is_valid():
        notices.warn(request, _("Give the holder, the bank and the number of the account."))
        return redirect("entitlements:firm", firm_id=own["firm_id"])
    try:
        done = services.confirm(found, form.cleaned_data, acting_user=request.user)
    except EntitlementError as error:
        notices.warn(request, error.message)
    else:
        assert done.act is not None
        undo = reverse("entitlements:unconfirm", args=[done.act.pk])
        notices.tell(request, _("Confirmed. The zone pays to this account."), undo=undo)
    return redirect("entitlements:firm", firm_id=own["firm_id"])


@allow(Role.FIRM)
@require_POST
def unconfirm(request: HttpRequest, number: int) -> HttpResponse:
    """A firm takes its own confirmation back, while nothing has been paid."""
    act = queries.act_or_404(number)
    if act.by_id != request.user.pk:
        raise Http404
    try:
        services.undo(act, snapshots.snapshot(), acting_user=request.user)
    except EntitlementError as error:
        notices.warn(request, error.message)
    else:
        notices.tell(request, _("The confirmation is taken back."))
    return redirect("entitlements:home")
