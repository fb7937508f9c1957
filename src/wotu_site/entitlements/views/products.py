"""Finance products and talent measures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.entitlements.pages.products import loans_page, talent_page
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.rendering import render_nothing_yet, render_page
from wotu_site.ui.tables import ListState


@recorded("entitlement")
@allow(*FIRM_READERS)
@require_safe
def loans(request: HttpRequest) -> HttpResponse:
    """Finance products, and the firms that match one."""
    if not snapshots.has_snapshot():
        return render_nothing_yet(request, pgettext("navigation", "Benefits"))
    state = ListState.of(request, sorts=("limit", "rate", "name"), default_sort="-limit")
    page = loans_page(snapshots.snapshot(), state, request.user)
    return render_page(request, "entitlements/loans.html", page)


@recorded("entitlement")
@allow(*FIRM_KEEPERS)
@require_safe
def talent(request: HttpRequest) -> HttpResponse:
    """People before a talent measure: personal data, for those who handle it."""
    if not snapshots.has_snapshot():
        return render_nothing_yet(request, pgettext("navigation", "Benefits"))
    state = ListState.of(request, sorts=(), default_sort="")
    page = talent_page(snapshots.snapshot(), state, request.user)
    return render_page(request, "entitlements/talent.html", page)
