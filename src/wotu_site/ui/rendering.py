"""A page and its htmx fragment are one view, one address and one template.

The template extends ``layout`` and marks its living part as ``{% block fragment %}``; a request
of htmx gets that part alone.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from wotu_site.ui.pages import Crumb, NothingYetPage, Page

WHOLE = "ui/base.html"
FRAGMENT = "ui/fragment.html"


def render_page(
    request: HttpRequest, template: str, page: Page, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page whole, or its fragment if htmx asks for it."""
    layout = FRAGMENT if request.htmx else WHOLE
    context = {"page": page, "layout": layout, **more}
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def render_nothing_yet(request: HttpRequest, title: str) -> HttpResponse:
    """What stands in place of a page while there is no snapshot: what to do next."""
    page = NothingYetPage(title, (Crumb(title),))
    return render_page(request, "ui/nothing_yet.html", page)
