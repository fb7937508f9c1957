"""A place on a scoreboard, one of its figures, and why its rank changed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wotu.errors import WotuError
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.scores.pages import parts
from wotu_site.scores.pages.change import change_page
from wotu_site.scores.pages.place import place_page
from wotu_site.scores.pages.value import value_page
from wotu_site.scores.views.frame import board_or_404, needs_snapshot, place_or_404
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@recorded("scoreboard", "board")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def place(request: HttpRequest, board: str, place: str) -> HttpResponse:
    """What makes a place's rank, and what would change it."""
    state, year = board_or_404(request, board)
    own = place_or_404(state, year, place)
    asked = ListState.of(request, sorts=parts.SORTS, default_sort=parts.BY_NUMBER)
    page = place_page(state, year, own, asked, request.user)
    return render_page(request, "scores/place.html", page)


@recorded("scoreboard", "board")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def value(request: HttpRequest, board: str, place: str, indicator: str) -> HttpResponse:
    """A figure with what every step made of it."""
    state, year = board_or_404(request, board)
    page = value_page(state, year, place, indicator, request.user)
    if page is None:
        raise Http404
    return render_page(request, "scores/value.html", page)


@recorded("scoreboard", "board")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def change(request: HttpRequest, board: str) -> HttpResponse:
    """Why a place's score and rank changed on another year."""
    state, year = board_or_404(request, board)
    asked, before = request.GET.get("of", ""), request.GET.get("before", "")
    place_or_404(state, year, asked)
    if before not in state.periods:
        raise Http404
    try:
        page = change_page(state, before, year, asked, request.user)
    except WotuError as error:
        return render(request, "scores/no_change.html", {"fault": error.message})
    return render_page(request, "scores/change.html", page)
