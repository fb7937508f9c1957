"""The evidence of a figure: its sentence, with the characters lit."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu.reading.library import Entry, StoredClaim
from wotu_site.documents import library
from wotu_site.documents.pages.claims import Sentence, sentence_of
from wotu_site.documents.pages.frame import document_crumbs
from wotu_site.documents.words import (
    compare_text,
    figure_text,
    kind_word,
    period_text,
    review_word,
)
from wotu_site.ui.pages import Crumb


@dataclass(frozen=True, slots=True)
class SentencePage:
    """One claim as evidence."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    document: str
    published: str
    page: int | None
    sentence: Sentence
    figure: str
    subject: str
    metric: str
    period: str
    compare: str
    kind: str
    review: str
    review_word: str
    reviewed_by: str
    address: str


def sentence_page(entry: Entry, stored: StoredClaim) -> SentencePage:
    """The page of a claim, for the drawer."""
    claim, text = stored.claim, library.reading(entry.id)
    title = _("Evidence")
    home = reverse("documents:document", args=[entry.id])
    return SentencePage(
        title=title,
        breadcrumbs=document_crumbs(Crumb(entry.title or entry.name, home), Crumb(title)),
        document=entry.title or entry.name,
        published=entry.published.isoformat() if entry.published else "",
        page=text.document.page_of(claim.start),
        sentence=sentence_of(claim, text),
        figure=figure_text(claim),
        subject=claim.subject or "",
        metric=claim.metric,
        period=period_text(claim.period),
        compare=compare_text(claim.compare),
        kind=kind_word(claim.kind),
        review=stored.review.value,
        review_word=review_word(stored.review),
        reviewed_by=stored.reviewed_by or "",
        address=f"{home}?claim={stored.id}",
    )
