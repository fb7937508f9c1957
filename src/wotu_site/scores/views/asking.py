"""What-if: other figures, climbing some ranks, other weights."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.scores.pages.climbing import climb_page
from wotu_site.scores.pages.weights import weights_page
from wotu_site.scores.pages.what_if import what_if_page
from wotu_site.scores.views.frame import needs_snapshot
from wotu_site.ui.rendering import render_page


@recorded("score_question")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def what_if(request: HttpRequest) -> HttpResponse:
    """A place with other figures."""
    page = what_if_page(request.path, request.GET, request.user)
    return render_page(request, "scores/what_if.html", page)


@recorded("score_question")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def climb(request: HttpRequest) -> HttpResponse:
    """What it would take to climb; the page asks for its answer, which takes seconds."""
    answered = bool(request.htmx)
    page = climb_page(request.path, request.GET, request.user, answered=answered)
    return render_page(request, "scores/climb.html", page)


@recorded("score_question")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def weights(request: HttpRequest) -> HttpResponse:
    """All places under other weights."""
    page = weights_page(request.path, request.GET, request.user)
    return render_page(request, "scores/weights.html", page)
