"""Reports on rankings, places and peers as Word, PDF and Excel."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from wotu.errors import WotuError
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS
from wotu_site.scores import exports, peering
from wotu_site.scores.pages.frame import board_address, place_address
from wotu_site.scores.views.frame import board_or_404, needs_snapshot, place_or_404
from wotu_site.ui import notices


@allow(*FIRM_READERS)
@require_POST
@needs_snapshot
def board(request: HttpRequest, board: str) -> HttpResponse:
    """The report on a ranking."""
    state, year = board_or_404(request, board)
    try:
        path, name = exports.write_board(state, year, "", _ending(request), request.user)
    except WotuError as error:
        notices.warn(request, error.message)
        return redirect(board_address("ranking", state.board.id, year))
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@allow(*FIRM_READERS)
@require_POST
@needs_snapshot
def place(request: HttpRequest, board: str, place: str) -> HttpResponse:
    """The report on a place."""
    state, year = board_or_404(request, board)
    place_or_404(state, year, place)
    try:
        path, name = exports.write_board(state, year, place, _ending(request), request.user)
    except WotuError as error:
        notices.warn(request, error.message)
        return redirect(place_address(state.board.id, year, place))
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@allow(*FIRM_READERS)
@require_POST
@needs_snapshot
def peers(request: HttpRequest) -> HttpResponse:
    """The comparison that the address asks for."""
    asked = peering.comparison_of(request.GET)
    if asked is None:
        raise Http404
    try:
        path, name = exports.write_peers(asked, _ending(request), request.user)
    except WotuError as error:
        notices.warn(request, error.message)
        return redirect(f"{request.path.removesuffix('export/')}?{request.GET.urlencode()}")
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _ending(request: HttpRequest) -> str:
    wanted = request.POST.get("format", "")
    if wanted not in exports.ENDINGS:
        raise Http404
    return wanted
