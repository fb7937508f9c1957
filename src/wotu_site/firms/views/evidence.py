"""Evidence of values, and what people say about them."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wotu.contracts.schema import TableContract
from wotu.errors import BatchError, WotuError
from wotu_site.access.fields import may_see
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS, Person
from wotu_site.audit import services as audit
from wotu_site.audit.services import recorded
from wotu_site.firms import contested, forms, queries, settling
from wotu_site.firms.addresses import fact_address, key_of, key_of_words
from wotu_site.firms.contested import Contest
from wotu_site.firms.errors import CorrectionError
from wotu_site.firms.pages.contests import contest_list_page
from wotu_site.firms.pages.evidence import fact_page, row_page
from wotu_site.firms.views.firm import READERS
from wotu_site.snapshots.queries import batches, snapshot, workspace
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page
from wotu_site.ui.tables import ListState


@recorded("firm", "firm_id")
@allow(*READERS)
@require_safe
def fact(request: HttpRequest, firm_id: str, contract: str, field: str) -> HttpResponse:
    """Where a value comes from."""
    firm = queries.visible_firm_or_404(request.user, firm_id)
    known = _field_or_404(request.user, contract, field)
    page = fact_page(snapshot(), firm, known, field, key_of(known, request.GET), request.user)
    return render_page(request, "firms/fact.html", page)


@recorded("firm", "firm_id")
@allow(*READERS)
@require_safe
def row(request: HttpRequest, firm_id: str, contract: str) -> HttpResponse:
    """Where a row of a list comes from."""
    firm = queries.visible_firm_or_404(request.user, firm_id)
    known = _contract_or_404(contract)
    key = key_of(known, request.GET)
    where = " AND ".join(f'"{name}" IS NOT DISTINCT FROM ?' for name in ("firm_id", *known.key))
    found = snapshot().row(
        f'SELECT * FROM "fact_{known.name}" WHERE {where}', [firm["firm_id"], *key.values()]
    )
    if found is None or not known.key:
        raise Http404
    page = row_page(snapshot(), firm, known, found, request.user)
    return render_page(request, "firms/row.html", page)


@allow(*READERS)
@require_POST
def contest(request: HttpRequest, firm_id: str, contract: str, field: str) -> HttpResponse:
    """Put a value in doubt."""
    firm = queries.visible_firm_or_404(request.user, firm_id)
    known = _field_or_404(request.user, contract, field)
    key = key_of(known, request.GET)
    form = forms.ContestForm(request.POST, prefix="contest")
    if form.is_valid():
        try:
            settling.contest_value(
                firm, known, field, key, acting_user=request.user, **form.cleaned_data
            )
        except CorrectionError as error:
            form.add_error(None, error.message)
        else:
            notices.tell(request, _("Your contest is noted. An officer will look into it."))
            return _shown_again(request, firm, known, field, key)
    page = fact_page(snapshot(), firm, known, field, key, request.user, contest_form=form)
    return render_page(request, "firms/fact.html", page, status=422)


@allow(*FIRM_KEEPERS)
@require_POST
def correct(request: HttpRequest, firm_id: str, contract: str, field: str) -> HttpResponse:
    """Put a value right; one click takes it back."""
    firm = queries.visible_firm_or_404(request.user, firm_id)
    known = _field_or_404(request.user, contract, field)
    key = key_of(known, request.GET)
    form = forms.CorrectForm(request.POST, prefix="correct")
    if form.is_valid():
        entered = form.cleaned_data
        try:
            batch = settling.correct_value(
                firm,
                known,
                field,
                key,
                text=None if entered["unknown"] else entered["value"],
                reason=entered["reason"],
                acting_user=request.user,
            )
        except WotuError as error:
            form.add_error("value", error.message)
        else:
            undo = reverse("firms:undo-correction", args=[firm["firm_id"], batch.id])
            told = _("The value is put right. It takes effect with the next build.")
            notices.tell(request, told, undo=undo)
            return _shown_again(request, firm, known, field, key)
    page = fact_page(snapshot(), firm, known, field, key, request.user, correct_form=form)
    return render_page(request, "firms/fact.html", page, status=422)


@allow(*FIRM_KEEPERS)
@require_POST
def undo_correction(request: HttpRequest, firm_id: str, batch_id: str) -> HttpResponse:
    """Take a correction back."""
    firm = queries.visible_firm_or_404(request.user, firm_id)
    known = {batch.id: batch for batch in contested.corrections_of(firm)}
    if batch_id not in known:
        raise Http404
    try:
        settling.undo_correction(known[batch_id], firm, acting_user=request.user)
    except BatchError as error:
        notices.warn(request, error.message)
    else:
        notices.tell(request, _("The correction is taken back."))
    return redirect("firms:firm", firm_id=firm["firm_id"])


@recorded("contest_list")
@allow(*FIRM_READERS)
@require_safe
def contests(request: HttpRequest) -> HttpResponse:
    """The values that are in doubt."""
    state = ListState.of(request, sorts=(), default_sort="")
    page = contest_list_page(snapshot(), request.user, state)
    return render_page(request, "firms/contests.html", page)


@allow(*FIRM_KEEPERS)
@require_POST
def settle(request: HttpRequest, name: str) -> HttpResponse:
    """Settle a contest: put the value right, or uphold it."""
    found = contested.contest_or_none(name)
    firm = queries.firm_or_none(found.uscc) if found else None
    if found is None or firm is None:
        raise Http404
    form = forms.SettleForm(request.POST, prefix=name)
    if form.is_valid():
        try:
            told, undo = _settle(found, firm, form.cleaned_data, request.user)
        except WotuError as error:
            form.add_error(None, error.message)
        else:
            notices.tell(request, told, undo=undo)
            return redirect("firms:contests")
    state = ListState.of(request, sorts=(), default_sort="")
    page = contest_list_page(snapshot(), request.user, state, sent=(name, form))
    return render_page(request, "firms/contests.html", page, status=422)


@allow(*FIRM_KEEPERS)
@require_safe
def original(request: HttpRequest, batch_id: str) -> FileResponse:
    """The file of a batch as it was received."""
    batch = next((one for one in batches() if one.id == batch_id), None)
    path = workspace().lake.original_path(batch.file_sha256) if batch else None
    if batch is None or path is None or not path.is_file():
        raise Http404
    about = audit.Subject("batch", batch.id, batch.file_name)
    audit.record("original.downloaded", acting_user=request.user, about=about)
    return FileResponse(path.open("rb"), as_attachment=True, filename=batch.file_name)


def _settle(
    found: Contest, firm: dict[str, Any], entered: dict[str, Any], person: Person
) -> tuple[str, str]:
    """Settle a contest as the form says; what to tell, and where to undo it."""
    if entered["decision"] == "upheld":
        settling.uphold(found, reason=entered["reason"], acting_user=person)
        return _("The value is upheld."), ""
    contract = _contract_or_404(found.contract)
    batch = settling.settle_by_correcting(
        found,
        firm,
        contract,
        key_of_words(contract, found.key),
        text=None if entered["unknown"] else entered["value"],
        reason=entered["reason"],
        acting_user=person,
    )
    undo = reverse("firms:undo-correction", args=[firm["firm_id"], batch.id])
    return _("The value is put right. It takes effect with the next build."), undo


def _shown_again(
    request: HttpRequest, firm: dict[str, Any], known: TableContract, field: str, key: Any
) -> HttpResponse:
    """The evidence again: in place where it was sent from the drawer, else as a page."""
    if request.htmx:
        page = fact_page(snapshot(), firm, known, field, key, request.user)
        return render_page(request, "firms/fact.html", page)
    return redirect(fact_address(firm["firm_id"], known.name, field, key))


def _contract_or_404(name: str) -> TableContract:
    contract = snapshot().packs.contracts.get(name)
    if contract is None:
        raise Http404
    return contract


def _field_or_404(person: Person, contract: str, field: str) -> TableContract:
    """The contract of a field that the person may see."""
    known = _contract_or_404(contract)
    spec = known.fields.get(field)
    if spec is None or not may_see(person, spec.sensitivity):
        raise Http404
    return known
