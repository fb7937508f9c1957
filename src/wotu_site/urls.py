"""All addresses of the site."""

from __future__ import annotations

from django.apps import apps
from django.urls import include, path

from wotu_site.ui import errors

urlpatterns = [
    path("", include("wotu_site.home.urls")),
    path("", include("wotu_site.ui.urls")),
    path("accounts/", include("wotu_site.accounts.urls")),
    path("audit/", include("wotu_site.audit.urls")),
    path("chains/", include("wotu_site.chains.urls")),
    path("data/", include("wotu_site.data.urls")),
    path("documents/", include("wotu_site.documents.urls")),
    path("drafts/", include("wotu_site.drafts.urls")),
    path("entitlements/", include("wotu_site.entitlements.urls")),
    path("firms/", include("wotu_site.firms.urls")),
    path("jobs/", include("wotu_site.jobs.urls")),
    path("ladder/", include("wotu_site.ladder.urls")),
    path("policies/", include("wotu_site.policies.urls")),
    path("scores/", include("wotu_site.scores.urls")),
    path("targets/", include("wotu_site.targets.urls")),
]

if apps.is_installed("wotu_site.gallery"):
    urlpatterns.append(path("gallery/", include("wotu_site.gallery.urls")))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
