"""The first page, and the page about this site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wotu_site.access.permissions import allow_public, allow_signed_in
from wotu_site.home.pages.about import about_page
from wotu_site.home.pages.home import home_page
from wotu_site.ui.rendering import render_page


@allow_signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What somebody finds on coming in."""
    page = home_page(request.user, timezone.now())
    return render_page(request, "home/home.html", page)


@allow_public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this site is made of, and on what terms."""
    return render_page(request, "home/about.html", about_page())
