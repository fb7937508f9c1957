"""Handing files in, checking what they are read as, and importing them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wotu.errors import WotuError
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, Role
from wotu_site.audit.services import recorded
from wotu_site.data import services
from wotu_site.data.forms import UploadForm
from wotu_site.data.models import Upload, UploadedFile
from wotu_site.data.pages.importing import upload_form_page, upload_page
from wotu_site.snapshots.queries import workspace
from wotu_site.ui import notices
from wotu_site.ui.files import UploadError
from wotu_site.ui.rendering import render_page


@recorded("upload")
@allow(*FIRM_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    """Choose files and say who sent them."""
    packs = workspace().packs
    form = UploadForm(packs, initial={"source": request.GET.get("source", "")})
    if request.method == "POST":
        form = UploadForm(packs, request.POST, request.FILES)
        if form.is_valid():
            try:
                made = _received(request, form)
            except WotuError as error:
                form.add_error("files", error.message)
            else:
                return redirect("data:upload", upload_id=made.id)
    waiting = _own_uploads(request).filter(state=Upload.State.OPEN).prefetch_related("files")
    page = upload_form_page(form, waiting.order_by("-at")[:10])
    status = 422 if form.errors else 200
    return render_page(request, "data/import.html", page, status=status)


@recorded("upload", "upload_id")
@allow(*FIRM_KEEPERS)
@require_safe
def upload(request: HttpRequest, upload_id: str) -> HttpResponse:
    """One file of an upload; what became of all of them once they are imported."""
    found = _upload_or_404(request, upload_id)
    wanted = request.GET.get("file", "")
    return _shown(request, found, int(wanted) if wanted.isdecimal() else None)


@allow(*FIRM_KEEPERS)
@require_POST
def contract(request: HttpRequest, file_id: int, place: int) -> HttpResponse:
    """Read a sheet under a contract, or leave it out."""
    file = _file_or_404(request, file_id, place)
    try:
        services.choose_contract(file, place, request.POST.get("contract", ""), workspace())
    except WotuError as error:
        return _shown(request, file.upload, file.pk, error=(place, error.message))
    return redirect(_address(file))


@allow(*FIRM_KEEPERS)
@require_POST
def columns(request: HttpRequest, file_id: int, place: int) -> HttpResponse:
    """Put columns right."""
    file = _file_or_404(request, file_id, place)
    try:
        services.choose_columns(file, place, request.POST.dict(), workspace())
    except WotuError as error:
        return _shown(request, file.upload, file.pk, error=(place, error.message))
    return redirect(_address(file))


@allow(*FIRM_KEEPERS)
@require_POST
def use_mapping(request: HttpRequest, file_id: int) -> HttpResponse:
    """Read a file as a saved mapping says."""
    file = _file_or_404(request, file_id)
    try:
        services.use_saved_mapping(file, request.POST.get("mapping", ""), workspace())
    except WotuError as error:
        notices.warn(request, error.message)
    else:
        notices.tell(request, _("The file is read as the saved mapping says."))
    return redirect(_address(file))


@allow(*FIRM_KEEPERS)
@require_POST
def save_mapping(request: HttpRequest, file_id: int) -> HttpResponse:
    """Keep the mapping of a file for the next one of its kind."""
    file = _file_or_404(request, file_id)
    name = request.POST.get("name", "")
    try:
        path = services.save_mapping(file, name, workspace(), acting_user=request.user)
    except WotuError as error:
        notices.warn(request, error.message)
    else:
        notices.tell(request, _("The mapping “%(name)s” is saved.") % {"name": path.stem})
    return redirect(_address(file))


@allow(*FIRM_KEEPERS)
@require_POST
def start(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Import all files of an upload in the background."""
    found = _upload_or_404(request, upload_id)
    try:
        job = services.start_import(found, workspace(), acting_user=request.user)
    except UploadError as error:
        notices.warn(request, error.message)
        return redirect("data:upload", upload_id=found.pk)
    return redirect("jobs:job", job_id=job.pk)


@allow(*FIRM_KEEPERS)
@require_POST
def abandon(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Give an upload up."""
    try:
        services.abandon(_upload_or_404(request, upload_id), acting_user=request.user)
    except UploadError as error:
        notices.warn(request, error.message)
    else:
        notices.tell(request, _("The files are removed. Nothing was imported."))
    return redirect("data:home")


def _received(request: HttpRequest, form: UploadForm) -> Upload:
    entered = form.cleaned_data
    return services.receive_files(
        entered["files"],
        workspace(),
        source=entered["source"],
        complete=entered["complete"],
        observed_on=entered["observed_on"],
        acting_user=request.user,
    )


def _shown(
    request: HttpRequest,
    found: Upload,
    file_id: int | None,
    *,
    error: tuple[int, str] | None = None,
) -> HttpResponse:
    files = list(found.files.select_related("upload"))
    file = next((one for one in files if one.pk == file_id), files[0])
    page = upload_page(found, files, file, error)
    # Plain fragments with the error in place: htmx swaps them only with a status of success.
    status = 422 if error and not request.htmx else 200
    return render_page(request, "data/upload.html", page, status=status)


def _own_uploads(request: HttpRequest) -> QuerySet[Upload]:
    if request.user.role == Role.ADMINISTRATOR:
        return Upload.objects.all()
    return Upload.objects.filter(person_id=request.user.pk)


def _upload_or_404(request: HttpRequest, upload_id: str) -> Upload:
    found = _own_uploads(request).filter(pk=upload_id).first()
    if found is None:
        raise Http404
    return found


def _file_or_404(request: HttpRequest, file_id: int, place: int = 0) -> UploadedFile:
    files = UploadedFile.objects.select_related("upload")
    file = files.filter(pk=file_id, upload__in=_own_uploads(request)).first()
    if file is None or place >= len(file.sheets or ()):
        raise Http404
    return file


def _address(file: UploadedFile) -> str:
    return f"{reverse('data:upload', args=[file.upload_id])}?file={file.pk}"
