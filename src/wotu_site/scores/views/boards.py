"""Scoreboards: all of them, the ranking of one, its method, its log, its editions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.scores import rows
from wotu_site.scores.pages import log as log_pages
from wotu_site.scores.pages.editions import editions_page
from wotu_site.scores.pages.home import home_page
from wotu_site.scores.pages.method import method_page
from wotu_site.scores.pages.ranking import ranking_page
from wotu_site.scores.views.frame import board_or_404, needs_snapshot
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@recorded("scoreboard_list")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def home(request: HttpRequest) -> HttpResponse:
    """Every edition of every scoreboard."""
    return render_page(request, "scores/home.html", home_page(request.user))


@recorded("scoreboard", "board")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def ranking(request: HttpRequest, board: str) -> HttpResponse:
    """The ranking of an edition in a year."""
    state, year = board_or_404(request, board)
    sorts = rows.sorts_of(state.board.id)
    asked = ListState.of(request, sorts=sorts, default_sort=rows.BEST_FIRST)
    page = ranking_page(state, year, asked, request.user)
    return render_page(request, "scores/ranking.html", page)


@recorded("scoreboard", "board")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def method(request: HttpRequest, board: str) -> HttpResponse:
    """Why ranks are uncertain, and how they come about."""
    state, year = board_or_404(request, board)
    return render_page(request, "scores/method.html", method_page(state, year, request.user))


@recorded("scoreboard", "board")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def log(request: HttpRequest, board: str) -> HttpResponse:
    """What every step did."""
    state, year = board_or_404(request, board)
    asked = ListState.of(request, sorts=log_pages.SORTS, default_sort=log_pages.IN_ORDER)
    page = log_pages.log_page(state, year, asked, request.user)
    return render_page(request, "scores/log.html", page)


@recorded("scoreboard", "board")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def editions(request: HttpRequest, board: str) -> HttpResponse:
    """The editions of a scoreboard side by side."""
    state, year = board_or_404(request, board)
    return render_page(request, "scores/editions.html", editions_page(state, year, request.user))
