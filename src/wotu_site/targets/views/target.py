"""The page of one target."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.targets.pages.target import target_page
from wotu_site.targets.views.frame import known_or_404, needs_snapshot
from wotu_site.ui.rendering import render_page


@recorded("plan_target", "target_id")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def target(request: HttpRequest, target_id: str) -> HttpResponse:
    """One target with all that is known of it."""
    page = target_page(known_or_404(target_id), request.user)
    return render_page(request, "targets/target.html", page)
