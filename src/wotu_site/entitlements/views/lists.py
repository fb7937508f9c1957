"""The lists of those who are paid without application."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.entitlements import exports, queries, services
from wotu_site.entitlements.errors import EntitlementError
from wotu_site.entitlements.forms import PaymentForm, WithholdForm
from wotu_site.entitlements.models import Entitlement
from wotu_site.entitlements.pages.measure import measure_page, wanted_rows
from wotu_site.entitlements.pages.overview import overview_page
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_nothing_yet, render_page
from wotu_site.ui.tables import ListState


@recorded("entitlement")
@allow(*FIRM_READERS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All measures that are paid without application."""
    if not snapshots.has_snapshot():
        return render_nothing_yet(request, pgettext("navigation", "Benefits"))
    page = overview_page(snapshots.snapshot(), request.user)
    return render_page(request, "entitlements/overview.html", page)


@recorded("entitlement", "rule_id")
@allow(*FIRM_READERS)
@require_safe
def measure(request: HttpRequest, rule_id: str) -> HttpResponse:
    """The list of one measure."""
    current = snapshots.snapshot()
    rule = queries.automatic_rule_or_404(current, rule_id)
    page = measure_page(current, rule, _state(request.path, request.GET), request.user)
    return render_page(request, "entitlements/measure.html", page)


@allow(*FIRM_KEEPERS)
@require_POST
def draft(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Put all firms that certainly qualify on the list."""
    current = snapshots.snapshot()
    rule = queries.automatic_rule_or_404(current, rule_id)
    done = services.draft_list(current, rule, acting_user=request.user)
    if done.act is None:
        notices.warn(request, _("Every firm that certainly qualifies is on the list already."))
    else:
        _tell(request, done)
    return redirect("entitlements:measure", rule_id=rule_id)


@allow(*FIRM_KEEPERS)
@require_POST
def act(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Move the chosen firms on: approve, notify, pay or withhold."""
    rule = queries.automatic_rule_or_404(snapshots.snapshot(), rule_id)
    deed = DEEDS.get(request.POST.get("do", ""))
    if deed is None:
        raise Http404
    try:
        _tell(request, deed(request, _chosen(request, rule.id)))
    except EntitlementError as error:
        notices.warn(request, error.message)
    query = request.POST.get("state_query", "")
    address = reverse("entitlements:measure", args=[rule_id])
    return redirect(f"{address}?{query}" if query else address)


@allow(*FIRM_KEEPERS)
@require_POST
def take_over(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Mark as paid what the imported records of the finance bureau say is paid."""
    current = snapshots.snapshot()
    rule = queries.automatic_rule_or_404(current, rule_id)
    try:
        _tell(request, services.take_over(current, rule, acting_user=request.user))
    except EntitlementError as error:
        notices.warn(request, error.message)
    return redirect("entitlements:measure", rule_id=rule_id)


@allow(*FIRM_KEEPERS)
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take an act back."""
    found = queries.act_or_404(number)
    change = found.changes.select_related("entitlement").first()
    try:
        services.undo(found, snapshots.snapshot(), acting_user=request.user)
    except EntitlementError as error:
        notices.warn(request, error.message)
    else:
        notices.tell(request, _("The list is as before."))
    if change is None:
        return redirect("entitlements:overview")
    return redirect("entitlements:measure", rule_id=change.entitlement.rule)


@allow(*FIRM_KEEPERS)
@require_POST
def export(request: HttpRequest, rule_id: str) -> HttpResponse:
    """The list as a workbook for the finance bureau, accounts and all."""
    current = snapshots.snapshot()
    rule = queries.automatic_rule_or_404(current, rule_id)
    state = _state(request.path, request.GET)
    wanted = wanted_rows(rule, current.manifest.as_of.year, state)
    rows = list(queries.ordered(queries.listed(wanted), state.sort))
    return redirect(exports.export_list(rule, rows, current.manifest.as_of, request.user))


def _state(path: str, query: QueryDict) -> ListState:
    return ListState.read(path, query, sorts=queries.ORDERS, default_sort="name")


def _chosen(request: HttpRequest, rule_id: str) -> list[Entitlement]:
    if request.POST.get("everything") != "1":
        return queries.by_numbers(request.POST.getlist("firm"))
    current = snapshots.snapshot()
    state = _state("", QueryDict(request.POST.get("state_query", "")))
    rule = queries.automatic_rule_or_404(current, rule_id)
    wanted = wanted_rows(rule, current.manifest.as_of.year, state)
    return list(queries.listed(wanted)[: queries.MOST_AT_ONCE])


def _approve(request: HttpRequest, chosen: list[Entitlement]) -> services.Done:
    return services.approve(chosen, acting_user=request.user)


def _notify(request: HttpRequest, chosen: list[Entitlement]) -> services.Done:
    return services.notify(chosen, acting_user=request.user)


def _pay(request: HttpRequest, chosen: list[Entitlement]) -> services.Done:
    form = PaymentForm(request.POST)
    if not form.is_valid():
        raise EntitlementError(_("Give the day on which it was paid."))
    day, document = form.cleaned_data["paid_on"], form.cleaned_data["document_no"]
    return services.pay(chosen, day, document, acting_user=request.user)


def _withhold(request: HttpRequest, chosen: list[Entitlement]) -> services.Done:
    form = WithholdForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return services.withhold(chosen, reason, acting_user=request.user)


DEEDS: dict[str, Callable[[HttpRequest, list[Entitlement]], services.Done]] = {
    "approve": _approve,
    "notify": _notify,
    "pay": _pay,
    "withhold": _withhold,
}


def _tell(request: HttpRequest, done: services.Done) -> None:
    assert done.act is not None
    words = {
        "drafted": ngettext("%(n)s firm drafted.", "%(n)s firms drafted.", done.changed),
        "approved": ngettext("%(n)s firm approved.", "%(n)s firms approved.", done.changed),
        "notified": ngettext("%(n)s firm notified.", "%(n)s firms notified.", done.changed),
        "paid": ngettext("%(n)s payment recorded.", "%(n)s payments recorded.", done.changed),
        "withheld": ngettext("%(n)s firm withheld.", "%(n)s firms withheld.", done.changed),
    }
    told = words[done.act.verb] % {"n": f"{done.changed:,}"}
    if done.kept:
        told += " " + _("%(n)s stay as they were.") % {"n": f"{done.kept:,}"}
    notices.tell(request, told, undo=reverse("entitlements:undo", args=[done.act.pk]))
