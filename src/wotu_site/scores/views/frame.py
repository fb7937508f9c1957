"""What the views of scoreboards share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import pgettext

from wotu.build.scoreboards import BoardState
from wotu_site.scores import measured
from wotu_site.scores.measured import Ranked
from wotu_site.snapshots.queries import has_snapshot, snapshot
from wotu_site.ui.rendering import render_nothing_yet

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def needs_snapshot(view: View[Rest]) -> View[Rest]:
    """Answer in place of a view while there is no snapshot."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not has_snapshot():
            return render_nothing_yet(request, pgettext("navigation", "Scoreboards"))
        return view(request, *args, **kwargs)

    return answer


def board_or_404(request: HttpRequest, board: str) -> tuple[BoardState, str]:
    """An edition that has a ranking, and the year that the address names or the newest."""
    state = measured.state_or_none(snapshot(), board)
    if state is None or state.latest is None:
        raise Http404
    year = request.GET.get("year") or state.latest
    if year not in state.periods:
        raise Http404
    return state, year


def place_or_404(board: BoardState, year: str, place: str) -> Ranked:
    """A place with a score."""
    found = measured.of_place(snapshot(), board.board.id, year, place)
    if found is None:
        raise Http404
    return found
