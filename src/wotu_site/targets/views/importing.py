"""Importing a plan: the workbook is read, its effect is shown, then it is confirmed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wotu.errors import WotuError
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS
from wotu_site.audit.services import recorded
from wotu_site.targets import importing, services
from wotu_site.targets.forms import PlanForm
from wotu_site.targets.importing import Waiting
from wotu_site.targets.pages.importing import hand_in_page, preview_page
from wotu_site.targets.views.frame import needs_snapshot
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page


@recorded("plan_target_list")
@allow(*FIRM_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
@needs_snapshot
def hand_in(request: HttpRequest) -> HttpResponse:
    """Hand a plan in; nothing is taken over before it is confirmed."""
    form = PlanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data
        try:
            waiting = importing.keep(entered["file"], entered["plan"], request.user)
        except WotuError as error:
            form.add_error("file", error.message)
        else:
            return redirect("targets:preview", upload=waiting.id)
    status = 422 if form.errors else 200
    page = hand_in_page(form)
    return render_page(request, "targets/import.html", page, status=status)


@recorded("plan_target_list")
@allow(*FIRM_KEEPERS)
@require_safe
@needs_snapshot
def preview(request: HttpRequest, upload: UUID) -> HttpResponse:
    """What a plan would add and change, and which of its rows are refused."""
    waiting = _waiting_or_404(upload)
    page = preview_page(waiting, importing.tried(waiting, request.user))
    return render_page(request, "targets/preview.html", page)


@allow(*FIRM_KEEPERS)
@require_POST
@needs_snapshot
def confirm(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Take the plan over."""
    waiting = _waiting_or_404(upload)
    done = importing.take_over(waiting, acting_user=request.user)
    told = _("%(plan)s: %(added)s targets set, %(changed)s changed.") % {
        "plan": waiting.plan,
        "added": f"{len(done.adoption.added):,}",
        "changed": f"{len(done.adoption.changed):,}",
    }
    notices.tell(request, told, undo=services.undo_address(importing.subjects_of(done)))
    return redirect("targets:home")


@allow(*FIRM_KEEPERS)
@require_POST
def abandon(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Give an import up; nothing was taken over."""
    importing.give_up(_waiting_or_404(upload))
    notices.tell(request, _("The plan was not taken over."))
    return redirect("targets:home")


def _waiting_or_404(upload: UUID) -> Waiting:
    found = importing.waiting_or_none(upload)
    if found is None:
        raise Http404
    return found
