"""The stock of certificates, and its target."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.ladder import selection, stock_files, targets, work
from wotu_site.ladder.errors import ListError
from wotu_site.ladder.forms import StockTargetForm
from wotu_site.ladder.models import StockTarget
from wotu_site.ladder.pages.stock import (
    TARGET_KEEPERS,
    backtest_page,
    stock_page,
)
from wotu_site.ladder.pages.stock_firms import stock_firms_page
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui import notices
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


@allow(*TARGET_KEEPERS)
@require_POST
def set_target(request: HttpRequest, kind: str) -> HttpResponse:
    """Say which stock is to be reached by when."""
    if kind not in {rung.kind for rung in work.rungs(snapshots.snapshot())}:
        raise Http404
    form = StockTargetForm(request.POST)
    if not form.is_valid():
        page = stock_page(snapshots.snapshot(), _state(request, kind), request.user, form)
        return render_page(request, "ladder/stock.html", page, status=422)
    said = targets.set_target(kind, **form.cleaned_data, acting_user=request.user)
    _tell(request, _("The target is set."), said)
    return redirect(selection.way_back(request))


@allow(*TARGET_KEEPERS)
@require_POST
def withdraw_target(request: HttpRequest, kind: str) -> HttpResponse:
    """Take the target away."""
    try:
        said = targets.withdraw_target(kind, acting_user=request.user)
    except ListError as error:
        raise Http404 from error
    _tell(request, _("There is no target any more."), said)
    return redirect(selection.way_back(request))


@allow(*TARGET_KEEPERS)
@require_POST
def undo_target(request: HttpRequest, number: int) -> HttpResponse:
    """Take the last change of a target back."""
    try:
        targets.undo_target(number, acting_user=request.user)
    except ListError as error:
        notices.warn(request, error.message)
    else:
        notices.tell(request, _("The target is as it was before."))
    return redirect(selection.way_back(request))


def _tell(request: HttpRequest, words: str, said: StockTarget) -> None:
    notices.tell(request, words, undo=reverse("ladder:stock-target-undo", args=[said.pk]))


def _state(request: HttpRequest, kind: str = "") -> ListState:
    query = request.GET.copy()
    if kind:
        query["kind"] = kind
    path = reverse("ladder:stock") if kind else request.path
    return ListState.read(path, query, sorts=(), default_sort="")
