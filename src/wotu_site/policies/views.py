"""Rules, and the firms before them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow, allow_signed_in
from wotu_site.access.roles import FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.policies import downloads, queries
from wotu_site.policies.pages import firms as firm_pages
from wotu_site.policies.pages.rule import rule_page
from wotu_site.policies.pages.rules import rule_list_page
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.rendering import render_nothing_yet, render_page
from wotu_site.ui.tables import ListState


@allow_signed_in
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """All rules, with counts for those who may see firms."""
    if not snapshots.has_snapshot():
        return render_nothing_yet(request, _("Policies"))
    page = rule_list_page(snapshots.snapshot(), with_firms=_sees_firms(request))
    return render_page(request, "policies/list.html", page)


@allow_signed_in
@require_safe
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """One rule: its text, its code, and the firms for those who may see them."""
    snapshot = snapshots.snapshot()
    found = queries.rule_or_404(snapshot, rule_id, request.GET.get("edition", ""))
    page = rule_page(snapshot, found, with_firms=_sees_firms(request))
    return render_page(request, "policies/rule.html", page)


@recorded("rule", "rule_id")
@allow(*FIRM_READERS)
@require_safe
def firms(request: HttpRequest, rule_id: str) -> HttpResponse:
    """The firms before a rule."""
    snapshot = snapshots.snapshot()
    found = queries.screened_rule_or_404(snapshot, rule_id)
    state = ListState.of(request, sorts=firm_pages.SORTS, default_sort="name")
    page = firm_pages.firms_page(snapshot, found, state, request.user)
    return render_page(request, "policies/firms.html", page)


@recorded("rule", "rule_id")
@allow(*FIRM_READERS)
@require_safe
def condition(request: HttpRequest, rule_id: str, condition_id: str) -> HttpResponse:
    """The firms before one condition, nearest to its threshold first."""
    snapshot = snapshots.snapshot()
    found = queries.screened_rule_or_404(snapshot, rule_id)
    one = queries.condition_or_404(found, condition_id)
    plain = ListState.of(request, sorts=(), default_sort="")
    sorts, first = firm_pages.condition_sorts(one, firm_pages.chosen_verdict(plain))
    state = ListState.of(request, sorts=sorts, default_sort=first)
    page = firm_pages.condition_page(snapshot, found, one, state, request.user)
    return render_page(request, "policies/condition.html", page)


@allow(*FIRM_READERS)
@require_POST
def export_firms(request: HttpRequest, rule_id: str) -> HttpResponse:
    """The firms before a rule as a file."""
    found = queries.screened_rule_or_404(snapshots.snapshot(), rule_id)
    return downloads.send_list(request, found)


@allow(*FIRM_READERS)
@require_POST
def export_condition(request: HttpRequest, rule_id: str, condition_id: str) -> HttpResponse:
    """The firms before a condition as a file."""
    found = queries.screened_rule_or_404(snapshots.snapshot(), rule_id)
    queries.condition_or_404(found, condition_id)
    return downloads.send_list(request, found, condition_id)


@allow(*FIRM_READERS)
@require_POST
def download(request: HttpRequest, rule_id: str) -> HttpResponse:
    """The whole screening as a file; a large one is written in the background."""
    found = queries.screened_rule_or_404(snapshots.snapshot(), rule_id)
    kind = request.GET.get("as", "xlsx")
    if kind not in downloads.KINDS:
        raise Http404
    return downloads.send_screening(request, found, kind)


def _sees_firms(request: HttpRequest) -> bool:
    return request.user.role in FIRM_READERS
