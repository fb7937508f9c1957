"""One claim as a row of the table, and as the card beside it with all that can be done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.forms import BaseForm
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wotu.reading.claim import Bound, Claim, ClaimKind
from wotu.reading.library import Review, StoredClaim
from wotu.reading.reviews import GRAMMAR
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.documents.forms import CORRECTED, values_of
from wotu_site.documents.pages.frame import document_crumbs
from wotu_site.documents.pages.reader import Choice, Reader, Standing
from wotu_site.documents.text import PagedText
from wotu_site.documents.words import (
    bound_word,
    compare_text,
    figure_text,
    kind_word,
    period_text,
    review_word,
)
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb

LABELS: dict[str, Promise] = {
    "figure": pgettext_lazy("claim", "Figure"),
    "figure_max": gettext_lazy("Upper end of a range"),
    "unit": gettext_lazy("Unit"),
    "kind": gettext_lazy("Kind"),
    "bound": pgettext_lazy("claim", "Bound"),
    "subject": gettext_lazy("Subject"),
    "metric": gettext_lazy("Metric"),
    "period": pgettext_lazy("claim", "Period"),
    "compare": gettext_lazy("Held against"),
}
ICONS = {
    Review.OPEN: "circle",
    Review.ACCEPTED: "circle-check",
    Review.CORRECTED: "pencil",
    Review.REJECTED: "circle-x",
}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim as a table shows it, with the addresses of its card and of its place."""

    id: str
    figure: str
    kind: str
    bound: str
    subject: str
    metric: str
    period: str
    compare: str
    review: str
    review_word: str
    icon: str
    findings: tuple[str, ...] = ()
    card_address: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the figure in it: what is before, the figure, what is behind."""

    before: str
    figure: str
    behind: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that a person has corrected: what the reading said, and what holds now."""

    label: str | Promise
    read: str
    now: str


@dataclass(frozen=True)
class ClaimCard:
    """One claim with its sentence, what people said of it, and what can be done.

    ``form`` is shown in place of the acts where somebody corrects or rejects; ``mode`` says which.
    """

    row: ClaimRow
    quote: str
    sentence: Sentence
    page: int | None
    differences: tuple[Difference, ...]
    proposed_by: str
    reviewed_by: str
    reviewed_at: dt.datetime | None
    reason: str
    may_review: bool
    before: ClaimRow | None
    after: ClaimRow | None
    accept_address: str
    reject_address: str
    correct_address: str
    withdraw_address: str
    mode: str = ""
    form: BaseForm | None = None


@dataclass(frozen=True)
class CardPage:
    """The card as a fragment; ``changed`` are rows of the table that look different now."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    card: ClaimCard | None
    choices: tuple[Choice, ...]
    standing: Standing
    changed: tuple[ClaimRow, ...] = ()
    add_form: BaseForm | None = None
    add_address: str = ""


def claim_row(stored: StoredClaim, reader: Reader) -> ClaimRow:
    """A claim for the table of a document."""
    claim = stored.claim
    return ClaimRow(
        id=stored.id,
        figure=figure_text(claim),
        kind=kind_word(claim.kind),
        bound="" if claim.bound is Bound.EXACT else bound_word(claim.bound),
        subject=claim.subject or "",
        metric=claim.metric,
        period=period_text(claim.period),
        compare=compare_text(claim.compare),
        review=stored.review.value,
        review_word=review_word(stored.review),
        icon=ICONS[stored.review],
        findings=tuple(
            one.words.in_language(page_language())
            for one in reader.findings.get((claim.start, claim.end), ())
        ),
        card_address=reader.address("claim", stored.id),
        address=reader.claim_address(stored.id),
    )


def claim_card(
    stored: StoredClaim,
    reader: Reader,
    person: Person,
    *,
    mode: str = "",
    form: BaseForm | None = None,
) -> ClaimCard:
    """All of one claim, as somebody sees it who is at a part of its document."""
    before, after = reader.neighbours(stored.id)
    document = reader.reading.document
    return ClaimCard(
        row=claim_row(stored, reader),
        quote=stored.claim.quote,
        sentence=sentence_of(stored.claim, reader.reading),
        page=document.page_of(stored.claim.start),
        differences=_differences(stored),
        proposed_by=_proposer(stored.proposed_by),
        reviewed_by=stored.reviewed_by or "",
        reviewed_at=stored.reviewed_at,
        reason=stored.reason or "",
        may_review=person.role in FIRM_KEEPERS,
        before=claim_row(before, reader) if before else None,
        after=claim_row(after, reader) if after else None,
        accept_address=reader.address("accept", stored.id),
        reject_address=reader.address("reject", stored.id),
        correct_address=reader.address("correct", stored.id),
        withdraw_address=reader.address("withdraw", stored.id),
        mode=mode,
        form=form,
    )


def card_page(
    card: ClaimCard | None, reader: Reader, changed: tuple[StoredClaim, ...] = ()
) -> CardPage:
    """The card for a reader, with the rows that its act has changed."""
    title = card.row.figure if card else reader.entry.title or reader.entry.name
    return CardPage(
        title=title,
        breadcrumbs=document_crumbs(Crumb(title)),
        card=card,
        choices=reader.choices(),
        standing=reader.standing(),
        changed=tuple(claim_row(one, reader) for one in changed),
    )


def add_claim_page(form: BaseForm, reader: Reader) -> CardPage:
    """The form for a claim that was not found, in place of the card."""
    title = _("Add a claim")
    return CardPage(
        title=title,
        breadcrumbs=document_crumbs(Crumb(title)),
        card=None,
        choices=reader.choices(),
        standing=reader.standing(),
        add_form=form,
        add_address=reader.address("add-claim"),
    )


def sentence_of(claim: Claim, text: PagedText) -> Sentence:
    """The sentence of a claim on one line, repaired as it is for reading."""
    start, end = claim.sentence
    figure = text.plain(claim.start, claim.end) or " ".join(claim.quote.split())
    return Sentence(text.plain(start, claim.start), figure, text.plain(claim.end, end))


def _differences(stored: StoredClaim) -> tuple[Difference, ...]:
    if stored.as_read is None or stored.as_read == stored.claim:
        return ()
    read, now = values_of(stored.as_read), values_of(stored.claim)
    return tuple(
        Difference(LABELS[name], _word(name, read[name]), _word(name, now[name]))
        for name in CORRECTED
        if read[name] != now[name]
    )


def _word(name: str, value: str) -> str:
    if name == "kind":
        return kind_word(ClaimKind(value))
    return bound_word(Bound(value)) if name == "bound" else value


def _proposer(name: str) -> str:
    if name == GRAMMAR:
        return _("read by the grammar")
    head, colon, model = name.partition(":")
    if head == "model" and colon:
        return _("proposed by the model %(model)s") % {"model": model}
    return _("added by %(name)s") % {"name": name}
