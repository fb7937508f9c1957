"""The library of documents: originals, the claims read from them, and what people said of these.

Nothing is overwritten: documents are removed and restored, reviews withdrawn, and every span is
held against the kept text whenever claims are written or read.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from wotu.lake.lock import writer_lock
from wotu.lake.store import Lake
from wotu.progress import Progress, part_of, silent
from wotu.reading.claim import Claim
from wotu.reading.claim_rows import changed_claim, require_span
from wotu.reading.document import Document
from wotu.reading.document_store import (
    READ,
    REMOVED,
    RESTORED,
    DocumentStore,
    Entry,
    Kept,
    UnknownDocumentError,
)
from wotu.reading.intake import document_digest, open_document
from wotu.reading.read import READER, read_claims
from wotu.reading.reviews import (
    GRAMMAR,
    ClaimStore,
    Review,
    ReviewError,
    StoredClaim,
    UnknownClaimError,
)

__all__ = ["DocumentLibrary", "Entry", "Review", "StoredClaim"]

_ID_DIGITS: Final = 16


class DocumentLibrary:
    """The documents of a lake."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._documents = DocumentStore(lake.root / "documents")
        self._claims = ClaimStore(lake.root / "documents")

    # -- documents -------------------------------------------------------------------------

    def add(
        self,
        path: Path,
        *,
        published: dt.date | None,
        author: str,
        name: str | None = None,
        progress: Progress = silent,
    ) -> Entry:
        """Keep a file and read its claims; ``published`` None takes the day that the file states.

        The same file again gives the same entry. Its claims are read anew where the reader has
        changed since, or another day of publication is given; a removed one is restored. The
        characters stay the ones of the first time, so that every review keeps its span.

        Raises:  UnreadableFileError; BatchError while another writer holds the lake.
        """
        progress(0.0, name or path.name)
        document_id = document_digest(path, name=name)[:_ID_DIGITS]
        known = self._documents.kept().get(document_id)
        if known and known.removed:
            self.restore(document_id, author=author)
        if known and _is_current(known, published):
            return known.entry
        if known:
            first = self._documents.document(known)
            document = replace(first, published=published or first.published)
        else:
            document = open_document(
                path, published=published, name=name, progress=part_of(progress, 0.0, 0.6)
            )
        progress(0.6, document.name)
        claims = read_claims(document)
        self._lake.keep_original(path, document.sha256)
        with writer_lock(self._lake.lock_path):
            self._keep_reading(document, claims, author)
            self._documents.compact()
            self._claims.compact()
        progress(1.0, document.name)
        return self.entry(document_id)

    def _keep_reading(self, document: Document, claims: Sequence[Claim], author: str) -> None:
        """Claims first: rows of a reading that no event names are not counted."""
        for claim in claims:
            require_span(claim, document.text, document.name)
        name, now = document.sha256[:_ID_DIGITS], self._lake.clock()
        reading = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
        named = _named(name, claims)
        self._claims.keep(name, named, reading=reading, proposed_by=GRAMMAR, at=now)
        self._documents.append(
            document=name,
            at=now,
            author=author,
            event=READ,
            name=document.name,
            title=document.title,
            format=document.format.value,
            published=document.published,
            sha256=document.sha256,
            pages=len(document.pages) or None,
            characters=len(document.text),
            claims=len(claims),
            notices=json.dumps([notice.as_json() for notice in document.notices]),
            text_sha256=self._documents.keep_text(document),
            reading=reading,
            reader=READER,
        )

    def remove(self, document_id: str, *, author: str, reason: str) -> None:
        """Take a document out; its claims no longer count. :meth:`restore` takes it back.

        Raises:  UnknownDocumentError; ReviewError without a reason.
        """
        _require_reason(reason)
        with writer_lock(self._lake.lock_path):
            entry = self.entry(document_id)
            self._note(entry, REMOVED, author, reason)

    def restore(self, document_id: str, *, author: str, reason: str | None = None) -> None:
        """Let a removed document count again, with its claims and reviews as they were.

        Raises:  UnknownDocumentError.
        """
        with writer_lock(self._lake.lock_path):
            self._note(self._find(document_id, removed=True).entry, RESTORED, author, reason)

    def _note(self, entry: Entry, event: str, author: str, reason: str | None) -> None:
        now = self._lake.clock()
        self._documents.append(document=entry.id, at=now, author=author, event=event, reason=reason)

    def entries(self) -> list[Entry]:
        """Every document that counts, the last added first."""
        return [
            kept.entry for kept in reversed(self._documents.kept().values()) if not kept.removed
        ]

    def removed(self) -> list[Entry]:
        """Documents that were taken out and can be restored."""
        return [kept.entry for kept in reversed(self._documents.kept().values()) if kept.removed]

    def entry(self, document_id: str) -> Entry:
        """One document by its id or the beginning of it. Raises: UnknownDocumentError."""
        return self._find(document_id).entry

    def document(self, document_id: str) -> Document:
        """Its characters, as every span counts them.

        Raises:  UnknownDocumentError; TamperedTextError where they are not as they were read.
        """
        return self._documents.document(self._find(document_id))

    def original(self, document_id: str) -> Path:
        """The file as it was received. Raises: UnknownDocumentError."""
        return self._lake.original_path(self._find(document_id).entry.sha256)

    def _find(self, document_id: str, *, removed: bool = False) -> Kept:
        kept = {name: one for name, one in self._documents.kept().items() if one.removed == removed}
        found = [kept[document_id]] if document_id in kept else []
        found = found or [one for name, one in kept.items() if name.startswith(document_id)]
        if len(found) != 1 or not document_id:
            problem = "没有这份文献" if not found else "有多份文献以此开头"
            raise UnknownDocumentError(
                f"{problem}：{document_id}。`wotu documents` 列出全部文献。"
                f" {'No document is' if not found else 'Several documents are'} named"
                f" '{document_id}'; `wotu documents` lists them.",
                document=document_id,
            )
        return found[0]

    # -- claims ----------------------------------------------------------------------------

    def claims(
        self, document_id: str | None = None, *, only: Collection[str] | None = None
    ) -> list[StoredClaim]:
        """Claims of one document or of all, in order of appearance, each span held anew.

        ``only`` names the claims that are wanted; those that do not exist are left out.

        Raises:  UnknownDocumentError; TamperedTextError, SpanError where a span no longer holds.
        """
        if document_id is None:
            chosen = [one for one in self._documents.kept().values() if not one.removed]
        else:
            chosen = [self._find(document_id)]
        texts = {one.entry.id: self._documents.text(one) for one in chosen}
        stored = self._claims.stored({one.entry.id: one.reading for one in chosen}, only)
        for one in stored:
            for claim in filter(None, (one.claim, one.as_read)):
                require_span(claim, texts[one.document], one.document)
        return stored

    def reviewed_since(self, moment: dt.datetime) -> list[str]:
        """Ids of the claims whose review has changed since a time."""
        return self._claims.reviewed_since(moment)

    def accept(self, claim_ids: Iterable[str], *, author: str) -> None:
        """Vouch for claims as they stand. Raises: UnknownClaimError."""
        self._review(claim_ids, Review.ACCEPTED, author=author)

    def reject(self, claim_ids: Iterable[str], *, author: str, reason: str) -> None:
        """Say that claims are wrong. Raises: UnknownClaimError; ReviewError without a reason."""
        _require_reason(reason)
        self._review(claim_ids, Review.REJECTED, author=author, reason=reason)

    def withdraw(self, claim_ids: Iterable[str], *, author: str) -> None:
        """Take reviews back: the claims are open again, as they were read or proposed.

        Raises:  UnknownClaimError; ReviewError where one is open already.
        """
        chosen = self._named_claims(claim_ids)
        if still_open := [one.id for one in chosen if one.review is Review.OPEN]:
            raise ReviewError(
                f"尚未审核，无可撤回：{'、'.join(still_open)}。"
                f" Not reviewed yet, nothing to take back: {', '.join(still_open)}.",
                claims=still_open,
            )
        now = self._lake.clock()
        self._claims.review(chosen, Review.OPEN, author=author, reason=None, at=now)

    def correct(
        self, claim_id: str, changed: Mapping[str, Any], *, author: str, reason: str
    ) -> None:
        """State what a claim should say; ``changed`` are fields with their new values.

        Raises:  UnknownClaimError, ClaimFieldError; ReviewError without a reason.
        """
        _require_reason(reason)
        (one,) = self._named_claims([claim_id])
        text = self._documents.text(self._find(one.document))
        corrected = replace(one, claim=changed_claim(one.claim, changed, text))
        now = self._lake.clock()
        self._claims.review([corrected], Review.CORRECTED, author=author, reason=reason, at=now)

    def propose(self, document_id: str, claim: Claim, *, author: str) -> str:
        """Keep a claim of a person, or of a model as ``model:<name>``; open until reviewed.

        Returns its id; one that says the same as a claim that is there already gives that one's.

        Raises:  UnknownDocumentError; SpanError unless the text says what it quotes.
        """
        with writer_lock(self._lake.lock_path):
            kept = self._find(document_id)
            require_span(claim, self._documents.text(kept), kept.entry.id)
            there = self.claims(kept.entry.id)
            if same := next((one.id for one in there if one.claim == claim), None):
                return same
            span = f"{kept.entry.id}-{claim.start}-{claim.end}-p"
            taken = sum(one.id.startswith(span) for one in there)
            now, name = self._lake.clock(), f"{span}{taken}"
            self._claims.keep(
                kept.entry.id, [(name, claim)], reading=None, proposed_by=author, at=now
            )
            return name

    def _review(
        self, claim_ids: Iterable[str], review: Review, *, author: str, reason: str | None = None
    ) -> None:
        chosen = self._named_claims(claim_ids)
        now = self._lake.clock()
        self._claims.review(chosen, review, author=author, reason=reason, at=now)

    def _named_claims(self, claim_ids: Iterable[str]) -> list[StoredClaim]:
        wanted = list(dict.fromkeys(claim_ids))
        documents = dict.fromkeys(name.partition("-")[0] for name in wanted)
        known = {one.id: one for name in documents for one in self._claims_of(name, wanted)}
        if missing := [name for name in wanted if name not in known]:
            raise UnknownClaimError(
                f"没有这些数据：{'、'.join(missing)}。`wotu documents show 文献编号` 列出编号。"
                f" No claims are named {', '.join(missing)}; `wotu documents show` lists them.",
                claims=missing,
            )
        return [known[name] for name in wanted]

    def _claims_of(self, document_id: str, only: Collection[str]) -> list[StoredClaim]:
        try:
            return self.claims(document_id, only=only)
        except UnknownDocumentError:
            return []


def _is_current(known: Kept, published: dt.date | None) -> bool:
    return known.reader == READER and published in {None, known.entry.published}


def _named(document: str, claims: Sequence[Claim]) -> list[tuple[str, Claim]]:
    """Claims with their ids."""
    seen: Counter[tuple[int, int]] = Counter()
    named = []
    for claim in claims:
        span = (claim.start, claim.end)
        named.append((f"{document}-{claim.start}-{claim.end}-{seen[span]}", claim))
        seen[span] += 1
    return named


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReviewError("须写明理由。 State the reason.")
