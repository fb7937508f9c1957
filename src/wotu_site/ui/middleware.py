"""What every request and every answer carries: an id, safe headers, a language."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from wotu.errors import WotuError
from wotu_site.ui import errors

logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]

_request_id: ContextVar[str] = ContextVar("request_id", default="-")

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class RequestIdMiddleware:
    """Gives each request an id, which the log, the audit log and error pages repeat."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the id in ``X-Request-ID``."""
        request.request_id = uuid.uuid4().hex[:16]
        # Never reset: Django logs a failed request only after the last middleware is done.
        _request_id.set(request.request_id)
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id
        return response


class RequestIdFilter(logging.Filter):
    """Adds the id of the present request to each line of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, with its id."""
        record.request_id = _request_id.get()
        return True


class ResponseHeadersMiddleware:
    """Headers that Django has no setting for; pages are never kept by a cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers."""
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cache-Control", "private, no-store")
        return response


class LanguageMiddleware:
    """The language of the account, else of the cookie, else Chinese.

    What the browser prefers is not asked: bureaus run browsers in whatever language they came in.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language."""
        with translation.override(language_of(request)):
            response = self.get_response(request)
            response.setdefault("Content-Language", translation.get_language() or "")
        return response


class FaultMiddleware:
    """Answers a fault that explains itself with its page; others are left to Django."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of the fault, or None."""
        if not isinstance(error, WotuError):
            return None
        response = errors.fault(request, error)
        if response.status_code >= 500:
            logger.error("%s: %s", type(error).__name__, error.message)
        return response


def language_of(request: HttpRequest) -> str:
    """The code of the language this request is answered in."""
    if request.user.is_authenticated:
        return request.user.language
    wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = {code for code, _ in settings.LANGUAGES}
    return wanted if wanted in known else settings.LANGUAGE_CODE
