"""Who is who: the queue of doubtful names, and deciding on them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS
from wotu_site.audit.services import recorded
from wotu_site.data import identity as names
from wotu_site.data import services
from wotu_site.data.errors import DecisionError
from wotu_site.data.pages.identity import identity_page
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@recorded("reference")
@allow(*FIRM_READERS)
@require_safe
def identity(request: HttpRequest) -> HttpResponse:
    """Names that may mean several firms, or none."""
    state = ListState.of(request, sorts=(), default_sort="")
    return render_page(request, "data/identity.html", identity_page(state, request.user))


@allow(*FIRM_KEEPERS)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Say which firm a name means, that it means none, or put it off."""
    doubt = names.doubt_or_none(request.POST.get("reference", ""))
    if doubt is None:
        raise Http404
    verb, _colon, firm_id = request.POST.get("decision", "").partition(":")
    known = {one.firm_id: one.name for one in doubt.candidates}
    reason, person = request.POST.get("reason", "")[:200], request.user
    if verb == "same" and firm_id in known:
        services.link_reference(doubt.reference, firm_id, reason=reason, acting_user=person)
        told = _("“%(name)s” means %(firm)s.") % {"name": doubt.name, "firm": known[firm_id]}
        undo = _withdraw_address("link", doubt.reference, firm_id)
    elif verb == "other" and firm_id in known:
        services.reject_reference(doubt.reference, firm_id, reason=reason, acting_user=person)
        told = _("“%(name)s” is not %(firm)s.") % {"name": doubt.name, "firm": known[firm_id]}
        undo = _withdraw_address("reject", doubt.reference, firm_id)
    elif verb == "none":
        services.reject_reference(doubt.reference, None, reason=reason, acting_user=person)
        told = _("“%(name)s” means none of these firms.") % {"name": doubt.name}
        undo = _withdraw_address("reject", doubt.reference, "")
    elif verb == "later":
        services.postpone(doubt.reference, acting_user=person)
        told = _("“%(name)s” is put off.") % {"name": doubt.name}
        undo = f"{reverse('data:resume')}?{urlencode({'reference': doubt.reference})}"
    else:
        raise Http404
    notices.tell(request, told, undo=undo)
    return redirect("data:identity")


@allow(*FIRM_KEEPERS)
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take a decision back."""
    asked = request.GET
    try:
        services.withdraw_decision(
            asked.get("kind", ""),
            asked.get("reference", ""),
            asked.get("firm") or None,
            acting_user=request.user,
        )
    except DecisionError as error:
        notices.warn(request, error.message)
    else:
        notices.tell(request, _("The decision is taken back."))
    return redirect(f"{reverse('data:identity')}?{urlencode({'name': asked.get('reference', '')})}")


@allow(*FIRM_KEEPERS)
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Take a name up again that was put off."""
    reference = request.GET.get("reference", "")
    if names.doubt_or_none(reference) is None:
        raise Http404
    services.resume(reference, acting_user=request.user)
    notices.tell(request, _("The name is to be decided again."))
    return redirect(f"{reverse('data:identity')}?{urlencode({'name': reference})}")


def _withdraw_address(kind: str, reference: str, firm_id: str) -> str:
    query = urlencode({"kind": kind, "reference": reference, "firm": firm_id})
    return f"{reverse('data:withdraw')}?{query}"
