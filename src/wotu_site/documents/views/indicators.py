"""Indicators: the series there are, one of them, and bringing accepted claims into the lake."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wotu.errors import WotuError
from wotu.reading.facts.series import Series
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, STAFF
from wotu_site.audit.services import recorded
from wotu_site.documents import exports, indicators, services
from wotu_site.documents.pages.indicators import indicators_page, series_page
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@recorded("indicator_list")
@allow(*STAFF)
@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """The series there are, and accepted claims that are in none."""
    state = ListState.of(request, sorts=indicators.SORTS, default_sort="place")
    return render_page(request, "documents/indicators.html", indicators_page(state, request.user))


@recorded("indicator")
@allow(*STAFF)
@require_safe
def series(request: HttpRequest) -> HttpResponse:
    """One indicator of one place with every source."""
    page = series_page(_series_or_404(request))
    return render_page(request, "documents/series.html", page)


@allow(*STAFF)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """One series as a workbook, one row a value."""
    path, name = exports.write_series(_series_or_404(request), request.user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@allow(*FIRM_KEEPERS)
@require_POST
def land(request: HttpRequest) -> HttpResponse:
    """Bring the lake up to what is accepted; its batches can be undone like any other."""
    done = services.land(acting_user=request.user)
    told = ngettext(
        "%(number)s accepted claim is a value of an indicator now.",
        "%(number)s accepted claims are values of indicators now.",
        done.facts,
    )
    notices.tell(request, told % {"number": f"{done.facts:,}"})
    return redirect("documents:indicators")


@allow(*FIRM_KEEPERS)
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Say which place or indicator the words of documents mean, now and later."""
    sent = request.POST
    try:
        services.assign_words(
            sent.get("kind", ""),
            sent.get("words", ""),
            sent.get("code", "").strip(),
            acting_user=request.user,
        )
    except WotuError as error:
        notices.warn(request, error.message)
    else:
        told = _("“%(words)s” is known now. Bring it into the lake to see its values.")
        notices.tell(request, told % {"words": sent.get("words", "")})
    return redirect(f"{reverse('documents:indicators')}#loose")


def _series_or_404(request: HttpRequest) -> Series:
    asked = request.GET
    found = indicators.series_or_none(asked.get("place", ""), asked.get("indicator", ""))
    if found is None:
        raise Http404
    return found
