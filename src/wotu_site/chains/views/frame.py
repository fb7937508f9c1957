"""What the views of chains share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import pgettext

from wotu.packs.chains import ChainMap
from wotu_site.chains.measured import Link, has_chains, links_of_chain
from wotu_site.chains.pages.frame import build_again_page
from wotu_site.snapshots.queries import has_snapshot, snapshot
from wotu_site.ui.rendering import render_nothing_yet, render_page

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def needs_chains(view: View[Rest]) -> View[Rest]:
    """Answer in place of a view while there is no snapshot, or one that knows no chains."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not has_snapshot():
            return render_nothing_yet(request, pgettext("navigation", "Industry chains"))
        if not has_chains(snapshot()):
            page = build_again_page(snapshot(), request.user)
            return render_page(request, "chains/build_again.html", page)
        return view(request, *args, **kwargs)

    return answer


def chain_or_404(chain: str) -> ChainMap:
    """The map of this id."""
    found = snapshot().packs.chains.get(chain)
    if found is None:
        raise Http404
    return found


def link_or_404(chain: str, node: str) -> Link:
    """The link of a map; a group is none."""
    links = links_of_chain(snapshot(), chain_or_404(chain))
    found = next((link for link in links if link.name == node), None)
    if found is None:
        raise Http404
    return found
