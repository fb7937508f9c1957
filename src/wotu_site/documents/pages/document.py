"""The reader: the text of a part with its claims lit, and the table of them beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from wotu.reading.claim import ClaimKind
from wotu.reading.document import BlockKind
from wotu.reading.library import Entry, Review, StoredClaim
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.documents.pages.claims import ClaimCard, ClaimRow, claim_card, claim_row
from wotu_site.documents.pages.frame import document_crumbs
from wotu_site.documents.pages.reader import Choice, Reader, Standing
from wotu_site.documents.text import Paragraph, Part, Piece
from wotu_site.documents.words import format_word, kind_word
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb

#: How a paragraph of each kind is marked in the page.
CSS = {
    BlockKind.HEADING: "text-heading",
    BlockKind.PARAGRAPH: "text-paragraph",
    BlockKind.TABLE_ROW: "text-row",
    BlockKind.CAPTION: "text-caption",
    BlockKind.FURNITURE: "text-furniture",
}


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """Characters of the text; ``claims`` names those lit in them, ``anchors`` those that begin."""

    text: str
    at: int
    sentence: int | None
    claims: str = ""
    anchors: tuple[str, ...] = ()
    review: str = ""
    address: str = ""
    card_address: str = ""


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph; ``page`` is the number of the page of the original that begins with it."""

    css: str
    pieces: tuple[ShownPiece, ...]
    page: int | None


@dataclass(frozen=True)
class PartLinks:
    """Which part of how many is shown, and the way to the others."""

    number: int
    total: int
    before: str
    after: str
    numbers: tuple[tuple[int, bool], ...]


@dataclass(frozen=True)
class DocumentPage:
    """One part of a document with its claims."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    entry: Entry
    format: str
    standing: Standing
    notices: tuple[str, ...]
    parts: PartLinks
    paragraphs: tuple[ShownParagraph, ...]
    rows: tuple[ClaimRow, ...]
    card: ClaimCard | None
    first: ClaimRow | None
    choices: tuple[Choice, ...]
    kinds: tuple[tuple[str, str, bool], ...]
    words: str
    filtered: bool
    elsewhere: int
    open_here: int
    open_in_all: int
    may_review: bool
    path: str
    query: str
    accept_address: str
    add_address: str


def document_page(
    entry: Entry, reader: Reader, person: Person, chosen: StoredClaim | None
) -> DocumentPage:
    """The page of a document; ``chosen`` is the claim whose card is open."""
    title = entry.title or entry.name
    rows = tuple(claim_row(one, reader) for one in reader.shown)
    open_all = [one for one in reader.wanted if one.review is Review.OPEN]
    return DocumentPage(
        title=title,
        breadcrumbs=document_crumbs(Crumb(title)),
        entry=entry,
        format=format_word(entry.format),
        standing=reader.standing(),
        notices=tuple(notice.in_language(page_language()) for notice in entry.notices),
        parts=_part_links(reader),
        paragraphs=_paragraphs(reader),
        rows=rows,
        card=claim_card(chosen, reader, person) if chosen else None,
        first=rows[0] if rows else None,
        choices=reader.choices(),
        kinds=tuple((one.value, kind_word(one), one.value == reader.kind) for one in ClaimKind),
        words=reader.words,
        filtered=reader.filtered,
        elsewhere=len(reader.wanted) - len(rows),
        open_here=sum(one.review is Review.OPEN for one in reader.shown),
        open_in_all=len(open_all),
        may_review=person.role in FIRM_KEEPERS,
        path=reverse("documents:document", args=[entry.id]),
        query=reader.query(),
        accept_address=reader.address("accept-open"),
        add_address=reader.address("add-claim"),
    )


def accepted_words(number: int) -> str:
    """What is told of claims that were accepted together."""
    return ngettext("%(number)s claim accepted.", "%(number)s claims accepted.", number) % {
        "number": f"{number:,}"
    }


def _part_links(reader: Reader) -> PartLinks:
    parts, here = reader.reading.parts, reader.part

    def at(number: int) -> str:
        inside = 0 < number <= len(parts)
        return reader.address("document", part=parts[number - 1]) if inside else ""

    return PartLinks(
        number=here.number,
        total=len(parts),
        before=at(here.number - 1),
        after=at(here.number + 1),
        numbers=tuple((one.number, one == here) for one in parts) if len(parts) > 1 else (),
    )


def _paragraphs(reader: Reader) -> tuple[ShownParagraph, ...]:
    part: Part = reader.part
    marked = [one for one in reader.claims if part.start <= one.claim.end <= part.end]
    shown, page_before = [], None
    for paragraph in reader.reading.paragraphs(part, marked):
        page = _page_of(reader, paragraph)
        pieces = tuple(_shown_piece(piece, reader) for piece in paragraph.pieces)
        shown.append(
            ShownParagraph(CSS[paragraph.kind], pieces, page if page != page_before else None)
        )
        page_before = page
    return tuple(shown)


def _page_of(reader: Reader, paragraph: Paragraph) -> int | None:
    return reader.reading.document.page_of(paragraph.pieces[0].at) if paragraph.pieces else None


def _shown_piece(piece: Piece, reader: Reader) -> ShownPiece:
    claims: Sequence[StoredClaim] = piece.claims
    if not claims:
        return ShownPiece(piece.text, piece.at, piece.sentence)
    return ShownPiece(
        text=piece.text,
        at=piece.at,
        sentence=piece.sentence,
        claims=" ".join(one.id for one in claims),
        anchors=tuple(one.id for one in piece.begins),
        review=claims[0].review.value,
        address=reader.claim_address(claims[0].id),
        card_address=reader.address("claim", claims[0].id),
    )
