"""How good and how fresh each source is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS
from wotu_site.data.pages.quality import quality_page
from wotu_site.snapshots.queries import has_snapshot
from wotu_site.ui.rendering import render_nothing_yet, render_page
from wotu_site.ui.tables import ListState


@allow(*FIRM_READERS)
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """Quality by source."""
    if not has_snapshot():
        return render_nothing_yet(request, _("Quality"))
    state = ListState.of(request, sorts=(), default_sort="")
    return render_page(request, "data/quality.html", quality_page(state, request.user))
