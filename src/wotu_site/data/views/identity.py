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
from wotu_site.data import deciding, services
from wotu_site.data import identity as names
from wotu_site.data.deciding import Answer
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
    sent = request.POST
    doubt = names.doubt_or_none(sent.get("reference", ""))
    if doubt is None:
        raise Http404
    answer = Answer(sent.get("decision", ""), sent.get("firm", ""), sent.get("reason", "")[:200])
    try:
        told = deciding.decide(doubt, answer, acting_user=request.user)
    except DecisionError as error:
        notices.warn(request, error.message)
        return redirect(_address_of(doubt.reference))
    if told is None:
        raise Http404
    notices.tell(request, told.words, undo=told.undo)
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
    return redirect(_address_of(asked.get("reference", "")))


@allow(*FIRM_KEEPERS)
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Take a name up again that was put off."""
    reference = request.GET.get("reference", "")
    if names.doubt_or_none(reference) is None:
        raise Http404
    services.resume(reference, acting_user=request.user)
    notices.tell(request, _("The name is to be decided again."))
    return redirect(_address_of(reference))


def _address_of(reference: str) -> str:
    return f"{reverse('data:identity')}?{urlencode({'name': reference})}"
