"""Setting targets: by hand, and from those that documents state."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from wotu.errors import WotuError
from wotu.targets.target import Target
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS
from wotu_site.audit.services import recorded
from wotu_site.targets import services
from wotu_site.targets.forms import LONGEST_TEXT
from wotu_site.targets.pages.entering import new_form, new_page
from wotu_site.targets.pages.frame import target_address
from wotu_site.targets.views.frame import needs_snapshot
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page


@recorded("plan_target_list")
@allow(*FIRM_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
@needs_snapshot
def new(request: HttpRequest) -> HttpResponse:
    """Set a target by hand."""
    form = new_form(request.POST or None, request.GET)
    if request.method == "POST" and form.is_valid():
        try:
            wanted = Target(id="", **form.values())
            added = services.add(wanted, reason="", acting_user=request.user)
        except WotuError as error:
            form.add_error(None, error.message)
        else:
            undo = services.undo_address([added.id])
            told = _("“%(name)s” is a target now.") % {"name": added.name}
            notices.tell(request, told, undo=undo)
            return redirect(target_address(added.id))
    status = 422 if form.errors else 200
    return render_page(request, "targets/enter.html", new_page(form), status=status)


@allow(*FIRM_KEEPERS)
@require_POST
@needs_snapshot
def adopt(request: HttpRequest) -> HttpResponse:
    """Make targets of what accepted claims of documents state."""
    sent = request.POST
    plan = sent.get("plan", "").strip()[:LONGEST_TEXT]
    try:
        adopted = services.adopt(sent.getlist("candidate"), plan=plan, acting_user=request.user)
    except WotuError as error:
        notices.warn(request, error.message)
        return redirect("documents:targets")
    if not adopted:
        notices.warn(request, _("Nothing was chosen that is not a target already."))
        return redirect("documents:targets")
    told = ngettext("%(number)s target is set.", "%(number)s targets are set.", len(adopted)) % {
        "number": f"{len(adopted):,}"
    }
    notices.tell(request, told, undo=services.undo_address(one.id for one in adopted))
    return redirect(target_address(adopted[0].id) if len(adopted) == 1 else "targets:home")
