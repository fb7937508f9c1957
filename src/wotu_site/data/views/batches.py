"""Batches: the list, one batch, undoing and restoring."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wotu.errors import BatchError
from wotu.lake.batches import Batch
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.data import batches, exports, services
from wotu_site.data.forms import ReasonForm
from wotu_site.data.pages.batch import batch_page
from wotu_site.data.pages.batches import batch_list_page
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState

NEWEST_FIRST = "-received"


@recorded("batch_list")
@allow(*FIRM_READERS)
@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """All batches."""
    state = ListState.of(request, sorts=batches.SORTS, default_sort=NEWEST_FIRST)
    return render_page(request, "data/batches.html", batch_list_page(state, request.user))


@allow(*FIRM_READERS)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The batches of a list as a file."""
    kind = request.POST.get("kind", "xlsx")
    if kind not in exports.KINDS:
        raise Http404
    state = ListState.of(request, sorts=batches.SORTS, default_sort=NEWEST_FIRST)
    rows = batches.wanted_rows(batches.all_rows(), state)
    path, name = exports.write_batches(rows, kind, request.user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@recorded("batch", "batch_id")
@allow(*FIRM_READERS)
@require_safe
def batch(request: HttpRequest, batch_id: str) -> HttpResponse:
    """One batch."""
    page = batch_page(_batch_or_404(batch_id), request.user)
    return render_page(request, "data/batch.html", page)


@allow(*FIRM_KEEPERS)
@require_POST
def undo(request: HttpRequest, batch_id: str) -> HttpResponse:
    """Take a batch back; one click restores it."""
    found = _batch_or_404(batch_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        page = batch_page(found, request.user, form)
        return render_page(request, "data/batch.html", page, status=422)
    try:
        services.undo_batch(found.id, reason=form.cleaned_data["reason"], acting_user=request.user)
    except BatchError as error:
        notices.warn(request, error.message)
    else:
        told = _("“%(file)s” is undone. It takes effect with the next build.")
        restore_address = reverse("data:restore", args=[found.id])
        notices.tell(request, told % {"file": found.file_name}, undo=restore_address)
    return redirect("data:batch", batch_id=found.id)


@allow(*FIRM_KEEPERS)
@require_POST
def restore(request: HttpRequest, batch_id: str) -> HttpResponse:
    """Let an undone batch count again."""
    found = _batch_or_404(batch_id)
    try:
        services.restore_batch(found.id, acting_user=request.user)
    except BatchError as error:
        notices.warn(request, error.message)
    else:
        told = _("“%(file)s” counts again. It takes effect with the next build.")
        undo_address = reverse("data:undo", args=[found.id])
        notices.tell(request, told % {"file": found.file_name}, undo=undo_address)
    return redirect("data:batch", batch_id=found.id)


def _batch_or_404(batch_id: str) -> Batch:
    found = next((one for one in snapshots.batches() if one.id == batch_id), None)
    if found is None:
        raise Http404
    return found
