"""Deny by default: the declaration of a view is checked before the view runs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from wotu_site.access.permissions import access_of

logger = logging.getLogger(__name__)

#: What somebody with a temporary password may still open.
OPEN_BEFORE_PASSWORD_CHANGE = frozenset({"accounts:password", "accounts:sign-out"})


class AccessMiddleware:
    """Refuses views without a declaration and people whose role is not in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the decision is taken when its view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        """Let the view run (None), or answer in its place."""
        access = access_of(view)
        if access is None:
            logger.error("view %s.%s declares no access", view.__module__, view.__qualname__)
            raise PermissionDenied
        if access.public:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if not access.permits(request.user):
            raise PermissionDenied
        if _must_change_password(request):
            return _redirect(request, reverse("accounts:password"))
        return None


def _must_change_password(request: HttpRequest) -> bool:
    name = request.resolver_match.view_name if request.resolver_match else ""
    return request.user.must_change_password and name not in OPEN_BEFORE_PASSWORD_CHANGE


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    wanted = request.get_full_path()
    if request.htmx:
        wanted = request.htmx.current_url_abs_path or "/"
    return _redirect(request, f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': wanted})}")


def _redirect(request: HttpRequest, address: str) -> HttpResponse:
    # A fragment must not be replaced by a whole sign-in page: the browser itself has to move.
    if request.htmx:
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)
