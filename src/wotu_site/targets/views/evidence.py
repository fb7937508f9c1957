"""Where actual values come from, for the drawer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.targets import registry
from wotu_site.targets.pages.evidence import actual_page, value_page
from wotu_site.targets.views.frame import known_or_404, needs_snapshot
from wotu_site.ui.rendering import render_page


@recorded("plan_target", "target_id")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def actual(request: HttpRequest, target_id: str, day: str) -> HttpResponse:
    """What a target had come to by a day, and what that is made of."""
    known = known_or_404(target_id)
    found = (one for one in known.progress.observations if one.on.isoformat() == day)
    observation = next(found, None)
    if observation is None:
        raise Http404
    page = actual_page(known, observation, request.user)
    return render_page(request, "targets/evidence.html", page)


@recorded("registry_value")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def value(request: HttpRequest, indicator: str, place: str, period: str) -> HttpResponse:
    """One value of the registry: the imported row, the sentence, the query or the formula."""
    found = registry.values_of(indicator, place, period)
    if not found:
        raise Http404
    return render_page(request, "targets/evidence.html", value_page(found, request.user))
