"""The stock of certificates, and its target."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.ladder import stock_files
from wotu_site.ladder.pages.stock import backtest_page, stock_page
from wotu_site.ladder.pages.stock_firms import stock_firms_page
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.rendering import render_nothing_yet, render_page
from wotu_site.ui.tables import ListState


@recorded("ladder")
@allow(*FIRM_READERS)
@require_safe
def stock(request: HttpRequest) -> HttpResponse:
    """The stock of a certificate, what moved it, and the quarters ahead."""
    if not snapshots.has_snapshot():
        return render_nothing_yet(request, pgettext("navigation", "Ladder"))
    page = stock_page(snapshots.snapshot(), _state(request), request.user)
    return render_page(request, "ladder/stock.html", page)


@allow(*FIRM_READERS)
@require_safe
def backtest(request: HttpRequest) -> HttpResponse:
    """How the forecast would have done in the past."""
    page = backtest_page(snapshots.snapshot(), _state(request))
    return render_page(request, "ladder/stock_backtest.html", page)


@recorded("ladder")
@allow(*FIRM_READERS)
@require_safe
def firms(request: HttpRequest) -> HttpResponse:
    """The firms behind a number of the stock."""
    page = stock_firms_page(snapshots.snapshot(), _state(request))
    return render_page(request, "ladder/stock_firms.html", page)


@allow(*FIRM_READERS)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """History and forecast as a workbook."""
    return redirect(stock_files.export_stock(snapshots.snapshot(), _state(request), request.user))


@allow(*FIRM_READERS)
@require_POST
def export_firms(request: HttpRequest) -> HttpResponse:
    """The firms behind a number as a file."""
    return redirect(stock_files.export_firms(snapshots.snapshot(), _state(request), request.user))


def _state(request: HttpRequest) -> ListState:
    return ListState.read(request.path, request.GET, sorts=(), default_sort="")
