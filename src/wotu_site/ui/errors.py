"""Error pages in plain words, with a way out; htmx gets them as a short notice in place."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from wotu.errors import (
    MappingError,
    PackError,
    SnapshotError,
    SubjectNotFoundError,
    UnknownNameError,
    UnreadableFileError,
    WorkspaceError,
    WotuError,
)
from wotu_site.ui.pages import Crumb

logger = logging.getLogger(__name__)

#: Which status a fault is answered with, the first kind that fits.
FAULTS: tuple[tuple[type[WotuError], int], ...] = (
    (SubjectNotFoundError, 404),
    (UnknownNameError, 404),
    (SnapshotError, 503),
    (UnreadableFileError, 422),
    (MappingError, 422),
    (PackError, 500),
    (WorkspaceError, 500),
    (WotuError, 409),
)


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What happened, and what to do about it."""

    status: int
    title: str | Promise
    text: str | Promise
    icon: str
    detail: str = ""
    request_id: str = ""
    breadcrumbs: tuple[Crumb, ...] = ()


def error_response(request: HttpRequest, page: ErrorPage) -> HttpResponse:
    """The error page whole, or as a notice where a fragment was wanted."""
    fragment = bool(getattr(request, "htmx", False))
    template = "ui/error_fragment.html" if fragment else "ui/error.html"
    return render(request, template, {"page": page}, status=page.status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the role of this account does not open this page."""
    page = ErrorPage(
        403,
        _("This page is not open to your role"),
        _("If you need it for your work, ask the administrator of the site for another role."),
        "lock",
    )
    return error_response(request, page)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form was sent without its token, mostly because the page was open for too long."""
    page = ErrorPage(
        403,
        _("The form has expired"),
        _("Nothing was changed. Open the page again and send the form once more."),
        "clock",
    )
    return error_response(request, page)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is nothing here, or nothing that this account may see."""
    page = ErrorPage(
        404,
        _("There is nothing at this address"),
        _("The address may be mistyped, or what it showed is gone or not open to you."),
        "file-search",
    )
    return error_response(request, page)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is malformed."""
    page = ErrorPage(
        400,
        _("The request could not be read"),
        _("Go back, reload the page and try again."),
        "alert-triangle",
    )
    return error_response(request, page)


def fault(request: HttpRequest, error: WotuError) -> HttpResponse:
    """The page of a fault that the library or a service explains itself."""
    status = next((code for kind, code in FAULTS if isinstance(error, kind)), 500)
    title, text = _fault_words(status)
    page = ErrorPage(
        status,
        title,
        text,
        "file-search" if status == 404 else "alert-triangle",
        detail=error.message,
        request_id=getattr(request, "request_id", "") if status == 500 else "",
    )
    return error_response(request, page)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. The page names the request, so that it can be found in the log."""
    page = ErrorPage(
        500,
        _("Something broke on our side"),
        _("Nothing you entered was at fault. Try again; if it stays, report the number below."),
        "alert-triangle",
        request_id=getattr(request, "request_id", ""),
    )
    try:
        return error_response(request, page)
    except Exception:
        # The frame itself may be what is broken, and this page is the last one there is.
        logger.exception("the error page could not be drawn")
        return HttpResponse(render_to_string("ui/error_bare.html", {"page": page}), status=500)


def _fault_words(status: int) -> tuple[str, str]:
    words = {
        404: (
            _("There is nothing at this address"),
            _("The address may be mistyped, or what it showed is gone or not open to you."),
        ),
        409: (_("This cannot be done now"), _("Nothing was changed. The reason stands below.")),
        422: (_("This cannot be read"), _("Nothing was taken in. The reason stands below.")),
        503: (
            _("The data is not ready yet"),
            _("Whoever keeps the data can make it ready. What is missing stands below."),
        ),
    }
    broken = (_("Something broke on our side"), _("Report the number below, with the reason."))
    return words.get(status, broken)
