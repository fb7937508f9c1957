"""The library: the list, adding documents, removing and restoring them, the originals."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wotu.errors import WotuError
from wotu.reading.library import Entry
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, STAFF
from wotu_site.audit.services import recorded
from wotu_site.documents import exports, library, listing, services
from wotu_site.documents.forms import AddForm, DayForm, ReasonForm
from wotu_site.documents.pages.library import add_page, added_page, library_page
from wotu_site.jobs import queries as jobs
from wotu_site.ui import notices
from wotu_site.ui.files import UploadError
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@recorded("document_list")
@allow(*STAFF)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """All documents."""
    page = library_page(_state(request), request.user)
    return render_page(request, "documents/library.html", page)


@allow(*STAFF)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The documents of a list as a workbook."""
    state = _state(request)
    rows = listing.wanted_rows(listing.all_rows(state), state)
    path, name = exports.write_library(rows, request.user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@recorded("document_list")
@allow(*FIRM_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Hand documents in; they are read in the background."""
    form = AddForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data
        try:
            job = services.receive_files(
                entered["files"], published=entered["published"], acting_user=request.user
            )
        except UploadError as error:
            form.add_error("files", error.message)
        else:
            return redirect("jobs:job", job_id=job.pk)
    status = 422 if form.errors else 200
    return render_page(request, "documents/add.html", add_page(form), status=status)


@recorded("document_list")
@allow(*FIRM_KEEPERS)
@require_safe
def added(request: HttpRequest, job_id: int) -> HttpResponse:
    """What became of the files that were handed in together."""
    job = jobs.visible_job_or_none(request.user, job_id)
    if job is None or job.kind != "documents":
        raise Http404
    return render_page(request, "documents/added.html", added_page(job))


@allow(*FIRM_KEEPERS)
@require_POST
def remove(request: HttpRequest, document_id: str) -> HttpResponse:
    """Take a document out; one click restores it."""
    entry = entry_or_404(document_id)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    services.remove(entry, reason=reason, acting_user=request.user)
    told = _("“%(title)s” is removed with its claims.") % {"title": entry.title or entry.name}
    notices.tell(request, told, undo=reverse("documents:restore", args=[entry.id]))
    return redirect("documents:home")


@allow(*FIRM_KEEPERS)
@require_POST
def restore(request: HttpRequest, document_id: str) -> HttpResponse:
    """Let a removed document count again."""
    try:
        entry = services.restore(document_id, acting_user=request.user)
    except WotuError as error:
        notices.warn(request, error.message)
        return redirect("documents:home")
    told = _("“%(title)s” is in the library again.") % {"title": entry.title or entry.name}
    notices.tell(request, told, undo=reverse("documents:remove", args=[entry.id]))
    return redirect("documents:document", document_id=entry.id)


@allow(*FIRM_KEEPERS)
@require_POST
def published(request: HttpRequest, document_id: str) -> HttpResponse:
    """Say when a document was published; it is read anew."""
    entry = entry_or_404(document_id)
    form = DayForm(request.POST)
    if not form.is_valid():
        notices.warn(request, _("Enter the day of publication as year, month and day."))
        return redirect("documents:document", document_id=entry.id)
    day = form.cleaned_data["published"]
    try:
        job = services.date_document(entry, day, acting_user=request.user)
    except WotuError as error:
        notices.warn(request, error.message)
        return redirect("documents:document", document_id=entry.id)
    if job is not None:
        return redirect("jobs:job", job_id=job.pk)
    notices.tell(request, _("The document is read anew with this day; reviews stay."))
    return redirect("documents:document", document_id=entry.id)


@allow(*STAFF)
@require_safe
def original(request: HttpRequest, document_id: str) -> FileResponse:
    """The file as it was received."""
    entry = entry_or_404(document_id)
    path = services.original(entry, acting_user=request.user)
    name = f"{entry.name}{exports.ENDINGS[entry.format]}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def entry_or_404(document_id: str) -> Entry:
    """One document that counts."""
    entry = library.entry_or_none(document_id)
    if entry is None:
        raise Http404
    return entry


def _state(request: HttpRequest) -> ListState:
    return ListState.of(request, sorts=listing.SORTS, default_sort=listing.NEWEST_FIRST)
