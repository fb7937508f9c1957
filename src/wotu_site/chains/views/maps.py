"""The list of chains, and one chain as map and list."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import STAFF
from wotu_site.audit.services import recorded
from wotu_site.chains import exports
from wotu_site.chains.pages.home import SORTS, chains_page
from wotu_site.chains.pages.map import map_page
from wotu_site.chains.pages.panel import panel_page
from wotu_site.chains.views.frame import chain_or_404, link_or_404, needs_chains
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@recorded("chain_list")
@allow(*STAFF)
@require_safe
@needs_chains
def home(request: HttpRequest) -> HttpResponse:
    """The industry chains."""
    state = ListState.of(request, sorts=SORTS, default_sort="-firms")
    return render_page(request, "chains/home.html", chains_page(snapshot(), state))


@recorded("chain", "chain")
@allow(*STAFF)
@require_safe
@needs_chains
def chain_map(request: HttpRequest, chain: str) -> HttpResponse:
    """One chain from upstream to downstream."""
    state = ListState.of(request, sorts=(), default_sort="")
    page = map_page(snapshot(), chain_or_404(chain), state, request.user)
    return render_page(request, "chains/map.html", page)


@recorded("chain_link", "node")
@allow(*STAFF)
@require_safe
@needs_chains
def panel(request: HttpRequest, chain: str, node: str) -> HttpResponse:
    """A link beside the map: its firms and why it stands as it does."""
    page = panel_page(snapshot(), link_or_404(chain, node), request.user)
    return render_page(request, "chains/panel.html", page)


@allow(*STAFF)
@require_POST
@needs_chains
def export(request: HttpRequest, chain: str) -> HttpResponse:
    """A chain as a workbook: its links, and the firms on them."""
    path, name = exports.write_chain(snapshot(), chain_or_404(chain), request.user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
