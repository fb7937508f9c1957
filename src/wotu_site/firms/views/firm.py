"""The page of one firm and what opens on it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wotu.errors import UnknownNameError
from wotu.rules.checked import CheckedRule
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS, Role
from wotu_site.audit.services import recorded
from wotu_site.firms import forms, queries, services
from wotu_site.firms.errors import AssignmentError
from wotu_site.firms.pages.advice import advice_page
from wotu_site.firms.pages.disagreements import disagreements_page
from wotu_site.firms.pages.facts import FactPages, is_yearly
from wotu_site.firms.pages.firm import firm_page
from wotu_site.firms.pages.formula import Formulas
from wotu_site.firms.pages.history import history_page
from wotu_site.firms.pages.lists import list_page
from wotu_site.firms.pages.verdicts import Verdicts, rule_page, steps_page
from wotu_site.firms.records import may_record, record_text
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState

#: Who can open the page of a firm; a firm user only that of the own one.
READERS = (*FIRM_READERS, Role.FIRM)


@recorded("firm", "firm_id")
@allow(*READERS)
@require_safe
def firm(request: HttpRequest, firm_id: str) -> HttpResponse:
    """All that is known of a firm."""
    found = queries.visible_firm_or_404(request.user, firm_id)
    if found["firm_id"] != firm_id:
        return redirect("firms:firm", firm_id=found["firm_id"])
    return render_page(request, "firms/firm.html", firm_page(snapshot(), found, request.user))


@recorded("firm", "firm_id")
@allow(*READERS)
@require_safe
def rule(request: HttpRequest, firm_id: str, rule_id: str) -> HttpResponse:
    """The conditions of a rule, one by one."""
    found = queries.visible_firm_or_404(request.user, firm_id)
    page = rule_page(snapshot(), found, _rule_or_404(rule_id), request.user)
    return render_page(request, "firms/rule.html", page)


@allow(*READERS)
@require_POST
def record(request: HttpRequest, firm_id: str, rule_id: str) -> HttpResponse:
    """All that a verdict rests on, as one file that can be checked by itself."""
    found, checked = queries.visible_firm_or_404(request.user, firm_id), _rule_or_404(rule_id)
    if not may_record(snapshot(), checked, request.user):
        raise Http404
    text, name = record_text(snapshot(), found["firm_id"], checked, acting_user=request.user)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@recorded("firm", "firm_id")
@allow(*READERS)
@require_safe
def advice(request: HttpRequest, firm_id: str, rule_id: str) -> HttpResponse:
    """What it would take: facts to supply, the least change, and the firm's trend."""
    found = queries.visible_firm_or_404(request.user, firm_id)
    page = advice_page(snapshot(), found, _rule_or_404(rule_id), request.user)
    return render_page(request, "firms/advice.html", page)


@recorded("firm", "firm_id")
@allow(*READERS)
@require_safe
def steps(request: HttpRequest, firm_id: str, rule_id: str, condition_id: str) -> HttpResponse:
    """The parts of the points of a condition."""
    found = queries.visible_firm_or_404(request.user, firm_id)
    checked = _rule_or_404(rule_id)
    verdicts = Verdicts(snapshot(), found, request.user)
    _condition_or_404(verdicts, checked, condition_id)
    explanation = verdicts.explanation(checked)
    reason = next(r for r in explanation.all_conditions() if r.id == condition_id)
    page = steps_page(snapshot(), found, checked, reason, verdicts)
    return render_page(request, "firms/steps.html", page)


@recorded("firm", "firm_id")
@allow(*READERS)
@require_safe
def condition(request: HttpRequest, firm_id: str, rule_id: str, condition_id: str) -> HttpResponse:
    """How the value of a condition was worked out."""
    found = queries.visible_firm_or_404(request.user, firm_id)
    checked = _rule_or_404(rule_id)
    verdicts = Verdicts(snapshot(), found, request.user)
    wanted = _condition_or_404(verdicts, checked, condition_id)
    page = Formulas(verdicts, checked).page(verdicts.explanation(checked), wanted)
    return render_page(request, "firms/formula.html", page)


@recorded("firm", "firm_id")
@allow(*READERS)
@require_safe
def rows(request: HttpRequest, firm_id: str, contract: str) -> HttpResponse:
    """All rows of a list about a firm."""
    found = queries.visible_firm_or_404(request.user, firm_id)
    known = snapshot().packs.contracts.get(contract)
    if known is None or not known.key or is_yearly(known):
        raise Http404
    pages = FactPages(snapshot(), found, request.user)
    if not pages.fields(known):
        # A list of which the person sees no field: its very keys are personal.
        raise Http404
    page = list_page(pages, known, ListState.of(request, sorts=(), default_sort=""))
    return render_page(request, "firms/rows.html", page)


@recorded("firm", "firm_id")
@allow(*READERS)
@require_safe
def history(request: HttpRequest, firm_id: str) -> HttpResponse:
    """What has happened to a firm's data."""
    found = queries.visible_firm_or_404(request.user, firm_id)
    state = ListState.of(request, sorts=(), default_sort="")
    page = history_page(snapshot(), found, request.user, state)
    return render_page(request, "firms/history.html", page)


@recorded("firm", "firm_id")
@allow(*READERS)
@require_safe
def disagreements(request: HttpRequest, firm_id: str) -> HttpResponse:
    """The values on which sources disagree."""
    found = queries.visible_firm_or_404(request.user, firm_id)
    page = disagreements_page(snapshot(), found, request.user)
    return render_page(request, "firms/disagreements.html", page)


@allow(*FIRM_KEEPERS)
@require_POST
def officer(request: HttpRequest, firm_id: str) -> HttpResponse:
    """Let somebody look after the firm, or nobody; one click takes it back."""
    found = queries.visible_firm_or_404(request.user, firm_id)
    form = forms.AssignForm(request.POST)
    if not form.is_valid():
        notices.warn(request, _("Choose who is to look after this firm."))
        return redirect("firms:firm", firm_id=found["firm_id"])
    chosen = form.cleaned_data["officer"]
    try:
        act = services.assign([found["firm_id"]], chosen, acting_user=request.user)
    except AssignmentError as error:
        notices.warn(request, error.message)
    else:
        told = forms.assigned_words(1, chosen)
        notices.tell(request, told, undo=reverse("firms:unassign", args=[act]))
    return redirect("firms:firm", firm_id=found["firm_id"])


def _rule_or_404(rule_id: str) -> CheckedRule:
    current = snapshot()
    try:
        return current.rulebook.rule(rule_id, current.manifest.as_of)
    except UnknownNameError as error:
        raise Http404 from error


def _condition_or_404(verdicts: Verdicts, checked: CheckedRule, condition_id: str):
    """The condition, if the person may see the values behind it."""
    known = {condition.id: condition for condition in checked.all_conditions()}
    wanted = known.get(condition_id)
    if wanted is None or not verdicts.seen(checked).all_of(wanted.term):
        raise Http404
    return wanted
