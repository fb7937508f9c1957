"""A firm's place on industry chains."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS, Role
from wotu_site.audit.services import recorded
from wotu_site.chains.pages.firm import firm_chains_page
from wotu_site.firms import queries as firms
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.rendering import render_page


@recorded("firm", "firm_id")
@allow(*FIRM_READERS, Role.FIRM)
@require_safe
def firm_chains(request: HttpRequest, firm_id: str) -> HttpResponse:
    """The links on which a firm stands; a firm user sees those of the own firm."""
    firm = firms.visible_firm_or_404(request.user, firm_id)
    page = firm_chains_page(snapshot(), firm, request.user)
    return render_page(request, "chains/firm_chains.html", page)
