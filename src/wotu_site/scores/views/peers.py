"""Places side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.scores.pages.peers import peers_page
from wotu_site.scores.views.frame import needs_snapshot
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@recorded("peer_list")
@allow(*FIRM_READERS)
@require_safe
@needs_snapshot
def peers(request: HttpRequest) -> HttpResponse:
    """Two to ten places on the same indicators."""
    state = ListState.of(request, sorts=(), default_sort="")
    return render_page(request, "scores/peers.html", peers_page(state, request.user))
