"""The list of firms: to search, narrow, sort, and to act on several at once."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.firms import exports, forms, queries, services
from wotu_site.firms.errors import AssignmentError, SavedViewError, SelectionError
from wotu_site.firms.models import SavedView
from wotu_site.firms.pages.listing import firm_list_page
from wotu_site.snapshots.queries import has_snapshot
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_nothing_yet, render_page


@recorded("firm_list")
@allow(*FIRM_READERS)
@require_safe
def firm_list(request: HttpRequest) -> HttpResponse:
    """All firms."""
    if not has_snapshot():
        return render_nothing_yet(request, pgettext("navigation", "Firms"))
    return render_page(request, "firms/list.html", firm_list_page(request))


@allow(*FIRM_KEEPERS)
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Let somebody look after the chosen firms; one click takes it back."""
    form = forms.AssignForm(request.POST)
    try:
        chosen = queries.selected_firms(request)
        if not form.is_valid():
            raise AssignmentError(_("Choose who is to look after these firms."))
        officer = form.cleaned_data["officer"]
        act = services.assign(chosen, officer, acting_user=request.user)
    except (SelectionError, AssignmentError) as error:
        notices.warn(request, error.message)
    else:
        told = forms.assigned_words(len(chosen), officer)
        notices.tell(request, told, undo=reverse("firms:unassign", args=[act]))
    return redirect(queries.way_back(request))


@allow(*FIRM_KEEPERS)
@require_POST
def unassign(request: HttpRequest, act: str) -> HttpResponse:
    """Take an act of assigning back."""
    number = services.undo_assignment(act, acting_user=request.user)
    told = ngettext("%(number)s firm is as before.", "%(number)s firms are as before.", number) % {
        "number": f"{number:,}"
    }
    notices.tell(request, told)
    return redirect(queries.way_back(request))


@allow(*FIRM_READERS)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The list as a file; a long one is written in the background."""
    form = forms.ExportForm(request.POST)
    if not form.is_valid():
        notices.warn(request, _("Choose what to export."))
        return redirect(queries.way_back(request))
    asked = form.cleaned_data
    try:
        wanted = exports.Export(
            state=asked["state"],
            all_columns=asked["columns"] == "all",
            kind=asked["kind"],
            firm_ids=_exported_ids(request, asked["scope"], asked["state"]),
        )
    except SelectionError as error:
        notices.warn(request, error.message)
        return redirect(queries.way_back(request))
    if wanted.firm_ids is None and exports.is_long(wanted, request.user):
        job = exports.start_job(wanted, request.user, get_language() or "")
        return redirect("jobs:job", job_id=job.pk)
    path, _number = exports.write_export(wanted, request.user)
    return _as_download(path, wanted.file_name)


@recorded("firm_export", "file_name")
@allow(*FIRM_READERS)
@require_safe
def exported(request: HttpRequest, file_name: str, saved_as: str) -> HttpResponse:
    """A file that was written in the background, for the person who asked for it."""
    path = exports.exports_folder(request.user.pk) / Path(file_name).name
    if not path.is_file():
        notices.warn(request, _("The file is no longer there. Export the list again."))
        return redirect("firms:list")
    return _as_download(path, saved_as)


def _exported_ids(request: HttpRequest, scope: str, state: str) -> tuple[str, ...] | None:
    if scope == "chosen":
        return tuple(queries.selected_firms(request))
    if scope == "page":
        return exports.ids_of_page(state, request.user)
    return None


def _as_download(path: Path, name: str) -> FileResponse:
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@allow(*FIRM_READERS)
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the state of the list under a name."""
    form = forms.ViewForm(request.POST)
    try:
        if not form.is_valid():
            raise SavedViewError(_("A view needs a name of at most 60 characters."))
        view = services.save_view(
            form.cleaned_data["name"],
            form.cleaned_data["query"],
            shared=form.cleaned_data["shared"],
            acting_user=request.user,
        )
    except SavedViewError as error:
        notices.warn(request, error.message)
        return redirect(queries.way_back(request))
    told = _("The view “%(name)s” is saved.") % {"name": view.name}
    notices.tell(request, told, undo=reverse("firms:remove-view", args=[view.pk]))
    return redirect(queries.way_back(request))


@allow(*FIRM_READERS)
@require_POST
def remove_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Take a view away; one click brings it back."""
    view = _own_view_or_404(request, view_id)
    services.remove_view(view, acting_user=request.user)
    told = _("The view “%(name)s” is removed.") % {"name": view.name}
    notices.tell(request, told, undo=reverse("firms:restore-view", args=[view.pk]))
    return redirect(queries.way_back(request))


@allow(*FIRM_READERS)
@require_POST
def restore_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Bring a removed view back."""
    view = _own_view_or_404(request, view_id)
    try:
        services.restore_view(view, acting_user=request.user)
    except SavedViewError as error:
        notices.warn(request, error.message)
    else:
        notices.tell(request, _("The view “%(name)s” is back.") % {"name": view.name})
    return redirect(queries.way_back(request))


def _own_view_or_404(request: HttpRequest, view_id: int) -> SavedView:
    view = queries.own_view_or_none(request.user, view_id)
    if view is None:
        raise Http404
    return view
