"""Changing and withdrawing targets, and taking the last decision back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wotu.errors import WotuError
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS
from wotu_site.audit.services import recorded
from wotu_site.targets import book, services
from wotu_site.targets.forms import ReasonForm
from wotu_site.targets.pages.entering import change_form, change_page
from wotu_site.targets.pages.frame import target_address
from wotu_site.targets.views.frame import known_or_404, needs_snapshot
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page


@recorded("plan_target", "target_id")
@allow(*FIRM_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
@needs_snapshot
def change(request: HttpRequest, target_id: str) -> HttpResponse:
    """Change what a target says, with the reason."""
    target = known_or_404(target_id).target
    form = change_form(target, request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            changed = services.change(
                target, form.values(), reason=reason, acting_user=request.user
            )
        except WotuError as error:
            form.add_error(None, error.message)
        else:
            if changed:
                undo = services.undo_address([target.id])
                notices.tell(request, _("The target is changed."), undo=undo)
            else:
                notices.tell(request, _("Nothing was different; the target is as before."))
            return redirect(target_address(target.id))
    status = 422 if form.errors else 200
    page = change_page(target, form)
    return render_page(request, "targets/enter.html", page, status=status)


@allow(*FIRM_KEEPERS)
@require_POST
@needs_snapshot
def withdraw(request: HttpRequest, target_id: str) -> HttpResponse:
    """Take a target out of its plan."""
    target = known_or_404(target_id).target
    form = ReasonForm(request.POST)
    if not form.is_valid():
        notices.warn(request, _("Say why the target is withdrawn."))
        return redirect(target_address(target.id))
    try:
        services.withdraw(target, reason=form.cleaned_data["reason"], acting_user=request.user)
    except WotuError as error:
        notices.warn(request, error.message)
        return redirect(target_address(target.id))
    undo = services.undo_address([target.id])
    notices.tell(request, _("“%(name)s” is withdrawn.") % {"name": target.name}, undo=undo)
    return redirect("targets:home")


@allow(*FIRM_KEEPERS)
@require_POST
@needs_snapshot
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last decisions on some targets or tasks back."""
    steps = tuple(filter(None, map(services.Step.read, request.GET.getlist("step"))))
    try:
        services.undo(steps, acting_user=request.user)
    except WotuError as error:
        notices.warn(request, error.message)
    else:
        notices.tell(request, _("Taken back; it is as it was before."))
    subjects = {step.subject.partition(".")[0] for step in steps}
    standing = subjects & {one.id for one in book.targets()}
    return redirect(target_address(standing.pop()) if len(standing) == 1 else "targets:home")
