"""Conflicts: the list, settling, and taking back."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wotu.errors import WotuError
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, STAFF
from wotu_site.audit.services import recorded
from wotu_site.documents import conflicts, exports, services
from wotu_site.documents.forms import SettleForm
from wotu_site.documents.pages.conflicts import conflicts_page
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@recorded("conflict_list")
@allow(*STAFF)
@require_safe
def conflict_list(request: HttpRequest) -> HttpResponse:
    """Where statements differ."""
    page = conflicts_page(_state(request.GET), request.user)
    return render_page(request, "documents/conflicts.html", page)


@allow(*STAFF)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The items of a list as a workbook, one row a statement."""
    found = conflicts.wanted_items(_state(request.GET))
    path, name = exports.write_conflicts(found, request.user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@allow(*FIRM_KEEPERS)
@require_POST
def settle(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the statement that is taken, and say why."""
    item = conflicts.item_or_none(key)
    if item is None:
        raise Http404
    form = SettleForm(item, request.POST)
    if form.is_valid():
        entered = form.cleaned_data
        try:
            services.settle(
                item, entered["statement"], reason=entered["reason"], acting_user=request.user
            )
        except WotuError as error:
            form.add_error(None, error.message)
        else:
            told = _("“%(metric)s” is settled.") % {"metric": item.metric}
            undo = (
                f"{reverse('documents:withdraw-settlement', args=[key])}?{request.GET.urlencode()}"
            )
            notices.tell(request, told, undo=undo)
            return redirect(_address(request))
    page = conflicts_page(_state(request.GET), request.user, (key, form))
    return render_page(request, "documents/conflicts.html", page, status=422)


@allow(*FIRM_KEEPERS)
@require_POST
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take a settlement back."""
    try:
        services.withdraw_settlement(key, acting_user=request.user)
    except WotuError as error:
        notices.warn(request, error.message)
    else:
        notices.tell(request, _("The settlement is taken back; the item is open again."))
    return redirect(_address(request))


def _address(request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return f"{reverse('documents:conflicts')}{'?' if query else ''}{query}"


def _state(query: QueryDict) -> ListState:
    return ListState.read(reverse("documents:conflicts"), query, sorts=(), default_sort="")
