"""Where a request comes from."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The IP address of whoever asks, as far as it can be trusted.

    Behind ``TRUSTED_PROXIES`` proxies it is what the outermost of them wrote into
    ``X-Forwarded-For``; anything further left could have been written by the client itself.
    """
    proxies = settings.TRUSTED_PROXIES
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(forwarded) >= proxies and forwarded[-proxies].strip():
        return forwarded[-proxies].strip()[:45]
    return request.META.get("REMOTE_ADDR", "")[:45]
