"""A real deployment: refuses what a demonstration may do."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from wotu_site import environment
from wotu_site.settings.base import *  # noqa: F403

ENVIRONMENT = "production"

if environment.demo_wanted():
    raise ImproperlyConfigured(
        "WOTU_DEMO=1 and a production environment do not go together. "
        "Unset WOTU_DEMO, or set WOTU_ENV=demo."
    )
if not environment.given_secret():
    raise ImproperlyConfigured(
        "WOTU_SECRET_KEY is not set. A production site signs its sessions with a secret of its "
        "own. Make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
    )

SECRET_KEY = environment.given_secret()
CSRF_TRUSTED_ORIGINS = environment.origins()
ALLOWED_HOSTS = environment.hosts(CSRF_TRUSTED_ORIGINS)

# Behind a proxy that speaks HTTPS every cookie and every redirect is secure.
_HTTPS = all(origin.startswith("https://") for origin in CSRF_TRUSTED_ORIGINS)
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
LANGUAGE_COOKIE_SECURE = _HTTPS
SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
