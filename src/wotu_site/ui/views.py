"""The search box and the page of all its hits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wotu_site.access.permissions import allow_signed_in
from wotu_site.ui import search
from wotu_site.ui.pages import Crumb, SearchPage
from wotu_site.ui.rendering import render_page

SUGGESTED = 6
LISTED = 50


@allow_signed_in
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """What the search box offers while somebody types."""
    words = request.GET.get("q", "").strip()
    groups = search.find(words, request.user, limit=SUGGESTED)
    return render(request, "ui/suggestions.html", {"words": words, "groups": groups})


@allow_signed_in
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Everything that was found for some words."""
    words = request.GET.get("q", "").strip()
    groups = search.find(words, request.user, limit=LISTED)
    title = _("Search: %(words)s") % {"words": words} if words else _("Search")
    page = SearchPage(title, (Crumb(_("Search")),), words, tuple(groups))
    return render_page(request, "ui/search.html", page)
