"""Drafts of rules: tried on a page, kept, shared, compared and taken away as files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow
from wotu_site.audit.services import recorded
from wotu_site.drafts import exports, queries, services
from wotu_site.drafts.errors import DraftError
from wotu_site.drafts.forms import KeepForm
from wotu_site.drafts.models import Draft
from wotu_site.drafts.pages.drafts import compare_page, draft_address, drafts_page
from wotu_site.drafts.pages.firms import FIRST_SORT, SORTS
from wotu_site.drafts.pages.workbench import sweep_page, workbench_page
from wotu_site.drafts.queries import DRAFTERS
from wotu_site.drafts.reading import asked
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_nothing_yet, render_page
from wotu_site.ui.tables import ListState


@allow(*DRAFTERS)
@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    """The drafts that the person may see."""
    if not snapshots.has_snapshot():
        return render_nothing_yet(request, _("Drafts of rules"))
    page = drafts_page(snapshots.snapshot(), request.user)
    return render_page(request, "drafts/list.html", page)


@recorded("rule", "rule_id")
@allow(*DRAFTERS)
@require_safe
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """A rule with moved figures and rewritten conditions, and what they come to."""
    found = asked(snapshots.snapshot(), rule_id, request.GET)
    state = ListState.of(request, sorts=SORTS, default_sort=FIRST_SORT)
    page = workbench_page(found, state, _kept(request), request.user)
    return render_page(request, "drafts/workbench.html", page)


@allow(*DRAFTERS)
@require_safe
def sweep(request: HttpRequest, rule_id: str) -> HttpResponse:
    """One figure of the drafted rule moved along its slider."""
    found = asked(snapshots.snapshot(), rule_id, request.GET)
    page = sweep_page(found, request.GET.get("figure", ""))
    return render_page(request, "drafts/sweep.html", page)


@allow(*DRAFTERS)
@require_POST
def export(request: HttpRequest, rule_id: str) -> HttpResponse:
    """What a draft comes to, and the firms that it reaches, as a workbook."""
    return exports.send_workbook(request, rule_id)


@allow(*DRAFTERS)
@require_safe
def draft_file(request: HttpRequest, rule_id: str) -> HttpResponse:
    """The draft as a file for the command line."""
    found = asked(snapshots.snapshot(), rule_id, request.GET)
    return _yaml(exports.draft_file(found), exports.keep_name(rule_id, "draft"))


@allow(*DRAFTERS)
@require_safe
def overlay_file(request: HttpRequest, rule_id: str) -> HttpResponse:
    """The changed rule as a file for a pack."""
    found = asked(snapshots.snapshot(), rule_id, request.GET)
    return _yaml(exports.overlay_file(found), exports.keep_name(rule_id, "overlay"))


@allow(*DRAFTERS)
@require_POST
def keep(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Keep a draft under a name, as a new one or in place of what was kept."""
    form = KeepForm(request.POST)
    if not form.is_valid():
        raise Http404
    entered = form.cleaned_data
    query = QueryDict(entered["query"])
    found = asked(snapshots.snapshot(), rule_id, query)
    words = (found.draft, entered["name"], entered["note"])
    try:
        if entered["draft"]:
            draft = queries.draft_or_404(request.user, entered["draft"])
            services.change_draft(draft, *words, acting_user=request.user)
        else:
            draft = services.save_draft(*words, acting_user=request.user)
    except DraftError as error:
        notices.warn(request, error.message)
        return redirect(f"{reverse('drafts:rule', args=[rule_id])}?{query.urlencode()}")
    notices.tell(request, _("%(name)s is saved.") % {"name": draft.name})
    return redirect("drafts:draft", number=draft.pk)


@allow(*DRAFTERS)
@require_safe
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """A kept draft: the page of its rule as the draft has it."""
    found = queries.draft_or_404(request.user, number)
    return redirect(draft_address(snapshots.snapshot(), found))


@allow(*DRAFTERS)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two or three drafts side by side."""
    drafts = queries.compared(request.user, request.GET.getlist("draft"))
    page = compare_page(snapshots.snapshot(), drafts, request.user)
    return render_page(request, "drafts/compare.html", page)


@allow(*DRAFTERS)
@require_POST
def set_state(request: HttpRequest, number: int) -> HttpResponse:
    """Share a draft, or withdraw it."""
    found = queries.draft_or_404(request.user, number)
    state = request.POST.get("state", "")
    if state not in Draft.State.values:
        raise Http404
    services.set_state(found, Draft.State(state), acting_user=request.user)
    said = {
        Draft.State.SHARED: _("%(name)s is shared: whoever drafts rules can open its address."),
        Draft.State.WITHDRAWN: _("%(name)s is withdrawn: only you see it now."),
        Draft.State.DRAFT: _("%(name)s is your own again."),
    }
    notices.tell(request, said[Draft.State(state)] % {"name": found.name})
    return redirect("drafts:list")


@allow(*DRAFTERS)
@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Take a draft away."""
    found = queries.draft_or_404(request.user, number)
    services.delete_draft(found, acting_user=request.user)
    undo = reverse("drafts:restore", args=[found.pk])
    notices.tell(request, _("%(name)s is deleted.") % {"name": found.name}, undo=undo)
    return redirect("drafts:list")


@allow(*DRAFTERS)
@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Bring a deleted draft back."""
    found = queries.deleted_draft_or_404(request.user, number)
    services.restore_draft(found, acting_user=request.user)
    notices.tell(request, _("%(name)s is back.") % {"name": found.name})
    return redirect("drafts:list")


def _kept(request: HttpRequest) -> Draft | None:
    """The kept draft that an address began with, if the person may see it."""
    number = request.GET.get("draft", "")
    if not number.isascii() or not number.isdigit():
        return None
    return queries.visible_drafts(request.user).filter(pk=int(number)).first()


def _yaml(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
