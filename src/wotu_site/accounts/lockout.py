"""What somebody sees after too many wrong passwords."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wotu_site.audit import services as audit
from wotu_site.ui.errors import ErrorPage, error_response


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: dict[str, Any] | None
) -> HttpResponse:
    """429: sign-in of this account from this address is closed for a while."""
    audit.record("session.locked", acting_user=None)
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    page = ErrorPage(
        429,
        _("Too many wrong passwords"),
        _(
            "Sign-in with this account is closed from here for %(minutes)s minutes. "
            "If you forgot the password, ask the administrator for a new one."
        )
        % {"minutes": minutes},
        "lock",
    )
    response = error_response(request, page)
    response["Retry-After"] = str(minutes * 60)
    return response
