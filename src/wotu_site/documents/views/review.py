"""Reviewing claims: accepting, rejecting, correcting, adding, and taking back."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wotu.errors import WotuError
from wotu.reading.claim_rows import ClaimFieldError
from wotu.reading.library import Entry, Review, StoredClaim
from wotu_site.access.permissions import allow
from wotu_site.access.roles import FIRM_KEEPERS
from wotu_site.audit.services import recorded
from wotu_site.documents import services
from wotu_site.documents.errors import QuoteError
from wotu_site.documents.forms import AddClaimForm, ClaimForm, CorrectForm, RejectForm, values_of
from wotu_site.documents.missing import claim_of_form, quote_of
from wotu_site.documents.pages.claims import add_claim_page, card_page, claim_card
from wotu_site.documents.pages.document import accepted_words
from wotu_site.documents.pages.reader import Reader
from wotu_site.documents.views.document import claim_and_reader
from wotu_site.documents.views.library import entry_or_404
from wotu_site.ui import notices
from wotu_site.ui.rendering import render_page


@allow(*FIRM_KEEPERS)
@require_POST
def accept(request: HttpRequest, document_id: str, claim_id: str) -> HttpResponse:
    """Vouch for a claim and go on to the next one."""
    entry = entry_or_404(document_id)
    chosen, reader = claim_and_reader(request, entry, claim_id)
    mark = services.accept(entry, [chosen.id], acting_user=request.user)
    return _reviewed(request, reader, chosen, _("“%(quote)s” is accepted."), mark)


@recorded("claim", "claim_id")
@allow(*FIRM_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, document_id: str, claim_id: str) -> HttpResponse:
    """Say that a claim is wrong, and why."""
    entry = entry_or_404(document_id)
    chosen, reader = claim_and_reader(request, entry, claim_id)
    form = RejectForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _with_form(request, reader, chosen, "reject", form)
    reason = form.cleaned_data["reason"]
    mark = services.reject(entry, [chosen.id], reason=reason, acting_user=request.user)
    return _reviewed(request, reader, chosen, _("“%(quote)s” is rejected."), mark)


@recorded("claim", "claim_id")
@allow(*FIRM_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, document_id: str, claim_id: str) -> HttpResponse:
    """State what a claim should say, and why."""
    entry = entry_or_404(document_id)
    chosen, reader = claim_and_reader(request, entry, claim_id)
    sent = request.POST if request.method == "POST" else None
    form = CorrectForm(sent, initial=values_of(chosen.claim))
    if not form.is_valid():
        return _with_form(request, reader, chosen, "correct", form)
    changed, reason = form.changed(chosen.claim), form.cleaned_data["reason"]
    try:
        mark = services.correct(entry, chosen.id, changed, reason=reason, acting_user=request.user)
    except ClaimFieldError as error:
        _blame(form, error)
        return _with_form(request, reader, chosen, "correct", form)
    return _reviewed(request, reader, chosen, _("“%(quote)s” is corrected."), mark, stay=True)


@allow(*FIRM_KEEPERS)
@require_POST
def withdraw(request: HttpRequest, document_id: str, claim_id: str) -> HttpResponse:
    """Take the review of one claim back."""
    entry = entry_or_404(document_id)
    chosen, reader = claim_and_reader(request, entry, claim_id)
    services.withdraw(entry, [chosen.id], acting_user=request.user)
    told = _("The review of “%(quote)s” is taken back.")
    return _reviewed(request, reader, chosen, told, "", stay=True)


@allow(*FIRM_KEEPERS)
@require_POST
def accept_open(request: HttpRequest, document_id: str) -> HttpResponse:
    """Accept all open claims that the filters leave: of this part, or of the whole document."""
    entry = entry_or_404(document_id)
    reader = Reader.of(entry, request.GET)
    among = reader.wanted if request.POST.get("scope") == "document" else reader.shown
    chosen = [one.id for one in among if one.review is Review.OPEN]
    if chosen:
        mark = services.accept(entry, chosen, acting_user=request.user)
        undo = _undo_address(entry, mark)
        notices.tell(request, accepted_words(len(chosen)), undo=undo)
    return redirect(reader.address("document"))


@allow(*FIRM_KEEPERS)
@require_POST
def undo(request: HttpRequest, document_id: str) -> HttpResponse:
    """Take one act of reviewing back."""
    entry = entry_or_404(document_id)
    mark = request.GET.get("at", "")
    undone = services.undo_review(entry, mark, acting_user=request.user) if mark else []
    if not undone:
        notices.warn(request, _("Nothing of it stands any more; it was reviewed again since."))
        return redirect("documents:document", document_id=entry.id)
    notices.tell(request, _("The review is taken back."))
    return redirect(Reader.of(entry, request.GET).claim_address(undone[0].id))


@recorded("document", "document_id")
@allow(*FIRM_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_claim(request: HttpRequest, document_id: str) -> HttpResponse:
    """Add a claim that was not found, by its words in the text."""
    entry = entry_or_404(document_id)
    reader = Reader.of(entry, request.GET)
    form = AddClaimForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        form = AddClaimForm(initial=quote_of(reader.reading.document, request.GET))
    elif form.is_valid():
        try:
            claim = claim_of_form(reader.reading.document, reader.part, form.cleaned_data)
            name, mark = services.add_claim(entry, claim, acting_user=request.user)
        except (QuoteError, ClaimFieldError) as error:
            _blame(form, error)
        else:
            notices.tell(request, _("The claim is added."), undo=_undo_address(entry, mark))
            return redirect(reader.claim_address(name))
    page = add_claim_page(form, reader)
    return render_page(request, _card(request), page, status=_status(request, form))


def _reviewed(
    request: HttpRequest,
    reader: Reader,
    chosen: StoredClaim,
    told: str | Promise,
    mark: str,
    *,
    stay: bool = False,
) -> HttpResponse:
    """Tell what was done; in place the card of the next claim, else the document with it."""
    _before, after = reader.neighbours(chosen.id)
    words = str(told) % {"quote": " ".join(chosen.claim.quote.split())}
    notices.tell(request, words, undo=_undo_address(reader.entry, mark) if mark else "")
    following = chosen if stay or after is None else after
    if not request.htmx:
        return redirect(reader.claim_address(following.id))
    now = Reader.of(reader.entry, request.GET, chosen)
    changed = _again(now, [chosen])
    card = claim_card(_again(now, [following])[0], now, request.user)
    return render_page(request, "documents/card.html", card_page(card, now, tuple(changed)))


def _again(reader: Reader, claims: Sequence[StoredClaim]) -> list[StoredClaim]:
    """Claims as they stand now."""
    known = {one.id: one for one in reader.claims}
    return [known[one.id] for one in claims]


def _with_form(
    request: HttpRequest,
    reader: Reader,
    chosen: StoredClaim,
    mode: str,
    form: RejectForm | ClaimForm,
) -> HttpResponse:
    card = claim_card(chosen, reader, request.user, mode=mode, form=form)
    page = card_page(card, reader)
    return render_page(request, _card(request), page, status=_status(request, form))


def _card(request: HttpRequest) -> str:
    return "documents/card.html" if request.htmx else "documents/card_page.html"


def _status(request: HttpRequest, form: RejectForm | ClaimForm) -> int:
    # A form in place is swapped only with a status of success.
    return 422 if form.errors and not request.htmx else 200


def _blame(form: ClaimForm, error: WotuError) -> None:
    """Show a fault at the field that it is about."""
    name = str(error.facts.get("field", ""))
    form.add_error(name if name in form.fields else "quote", error.message)


def _undo_address(entry: Entry, mark: str) -> str:
    return f"{reverse('documents:undo-review', args=[entry.id])}?{urlencode({'at': mark})}"
