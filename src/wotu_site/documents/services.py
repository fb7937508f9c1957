"""What people do with documents and their claims; each act goes to the lake and the audit log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from wotu.errors import UnknownNameError
from wotu.identity.assignments import AssignmentKind
from wotu.lake.batches import Batch
from wotu.reading.claim import Claim
from wotu.reading.facts.events import accept_events
from wotu.reading.facts.landing import Landed, assign, land_accepted
from wotu.reading.library import Entry, Review, StoredClaim
from wotu.reading.reconciling.statements import Item
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.documents import conflicts, library
from wotu_site.documents.adding import date_document as date_document
from wotu_site.documents.adding import receive_files as receive_files
from wotu_site.firms.services import author_of
from wotu_site.snapshots.queries import snapshot, workspace

#: Claims that the entry of the log names; it says how many there were in all.
MOST_NAMED = 20
#: Reasons of acts for which the site asks for none: one click does them, one click takes them back.
NO_REASON = "未说明 · not stated"
TAKEN_BACK = "在网站上撤回 · taken back on the site"


def remove(entry: Entry, *, reason: str, acting_user: Person) -> None:
    """Take a document out, with its claims; :func:`restore` takes it back.

    Raises:  UnknownDocumentError where it is out already.
    """
    author = author_of(acting_user)
    library.library().remove(entry.id, author=author, reason=reason or NO_REASON)
    _record("document.removed", entry, acting_user, {"reason": reason})


def restore(document_id: str, *, acting_user: Person) -> Entry:
    """Let a removed document count again.

    Raises:  UnknownDocumentError where none of this name is removed.
    """
    library.library().restore(document_id, author=author_of(acting_user))
    entry = library.library().entry(document_id)
    _record("document.restored", entry, acting_user, {})
    return entry


def original(entry: Entry, *, acting_user: Person) -> Path:
    """The file as it was received; taking it out is written down."""
    path = library.library().original(entry.id)
    _record("document.downloaded", entry, acting_user, {})
    return path


def accept(entry: Entry, claim_ids: Sequence[str], *, acting_user: Person) -> str:
    """Vouch for claims as they stand; gives the mark under which the act can be undone.

    Raises:  UnknownClaimError.
    """
    library.library().accept(claim_ids, author=author_of(acting_user))
    _record_claims("claim.accepted", entry, claim_ids, acting_user, {})
    return _mark(entry, claim_ids)


def reject(entry: Entry, claim_ids: Sequence[str], *, reason: str, acting_user: Person) -> str:
    """Say that claims are wrong; gives the mark under which the act can be undone.

    Raises:  UnknownClaimError; ReviewError without a reason.
    """
    library.library().reject(claim_ids, author=author_of(acting_user), reason=reason)
    _record_claims("claim.rejected", entry, claim_ids, acting_user, {"reason": reason})
    return _mark(entry, claim_ids)


def correct(
    entry: Entry, claim_id: str, changed: Mapping[str, Any], *, reason: str, acting_user: Person
) -> str:
    """State what a claim should say; gives the mark under which the act can be undone.

    Raises:  UnknownClaimError, ClaimFieldError; ReviewError without a reason.
    """
    author = author_of(acting_user)
    library.library().correct(claim_id, changed, author=author, reason=reason)
    detail = {"reason": reason, "changed": {name: str(value) for name, value in changed.items()}}
    _record_claims("claim.corrected", entry, [claim_id], acting_user, detail)
    return _mark(entry, [claim_id])


def add_claim(entry: Entry, claim: Claim, *, acting_user: Person) -> tuple[str, str]:
    """Add a claim that the grammar did not find, and vouch for it; its id and the undo mark.

    Raises:  SpanError where the text does not say what it quotes.
    """
    author = author_of(acting_user)
    name = library.library().propose(entry.id, claim, author=author)
    library.library().accept([name], author=author)
    _record_claims("claim.added", entry, [name], acting_user, {"quote": claim.quote})
    return name, _mark(entry, [name])


def withdraw(entry: Entry, claim_ids: Sequence[str], *, acting_user: Person) -> None:
    """Take reviews back: the claims are open again.

    Raises:  UnknownClaimError; ReviewError where one is open already.
    """
    library.library().withdraw(claim_ids, author=author_of(acting_user))
    _record_claims("claim.withdrawn", entry, claim_ids, acting_user, {})


def undo_review(entry: Entry, mark: str, *, acting_user: Person) -> list[StoredClaim]:
    """Take one act of reviewing back; claims that were reviewed again since stay as they are."""
    made = [one for one in library.claims_of(entry.id) if _mark_of(one) == mark]
    if made:
        withdraw(entry, [one.id for one in made], acting_user=acting_user)
    return made


def settle(item: Item, statement_id: str, *, reason: str, acting_user: Person) -> None:
    """Take one statement of an item; it stays until somebody new says otherwise.

    Raises:  SettlementError without a reason; UnknownNameError.
    """
    author = author_of(acting_user)
    conflicts.settlements().settle(item, statement_id, author=author, reason=reason)
    detail = {"statement": statement_id, "reason": reason}
    about = audit.Subject("conflict", item.key, f"{item.subject} {item.metric}".strip())
    audit.record("conflict.settled", acting_user=acting_user, about=about, detail=detail)


def withdraw_settlement(key: str, *, acting_user: Person) -> None:
    """Take a settlement back; the item is open again.

    Raises:  SettlementError where nothing is settled.
    """
    author = author_of(acting_user)
    conflicts.settlements().withdraw(key, author=author, reason=TAKEN_BACK)
    about = audit.Subject("conflict", key)
    audit.record("conflict.withdrawn", acting_user=acting_user, about=about)


def land(*, acting_user: Person) -> Landed:
    """Bring the lake up to what is accepted: new claims land, those taken back are undone."""
    done = land_accepted(workspace(), author=author_of(acting_user))
    detail = {
        "landed": [batch.id for batch in done.landed],
        "undone": [batch.id for batch in done.undone],
        "facts": done.facts,
    }
    audit.record("indicator.landed", acting_user=acting_user, detail=detail)
    return done


def assign_words(kind: str, words: str, code: str, *, acting_user: Person) -> None:
    """Say which place or indicator the words of documents mean.

    Raises:  UnknownNameError where there is no such kind or code; AssignmentError.
    """
    if kind not in set(AssignmentKind):
        raise UnknownNameError(_("Words can mean a place or an indicator."), kind=kind)
    author = author_of(acting_user)
    assign(workspace(), AssignmentKind(kind), words, code, author=author)
    detail = {"kind": kind, "words": words, "code": code}
    audit.record("indicator.assigned", acting_user=acting_user, detail=detail)


def accept_event(
    entry: Entry, event_id: str, *, firm: str = "", acting_user: Person
) -> list[Batch]:
    """Let an event be a fact of its firm, or of ``firm``; the batch, none where it is one already.

    Raises:  UnknownEventError, UnlinkedFirmError; SubjectNotFoundError for an unknown ``firm``.
    """
    author = author_of(acting_user)
    batches = accept_events(
        workspace(), [event_id], snapshot=snapshot(), author=author, firm=firm or None
    )
    detail = {"event": event_id, "firm": firm, "batches": [batch.id for batch in batches]}
    _record("event.accepted", entry, acting_user, detail)
    return batches


def withdraw_events(entry: Entry, batch_id: str, *, acting_user: Person) -> None:
    """Take events back: with the next build they are no facts any more.

    Raises:  BatchError where the batch is undone already, or there is none.
    """
    workspace().lake.undo(batch_id, author_of(acting_user), TAKEN_BACK)
    _record("event.withdrawn", entry, acting_user, {"batch": batch_id})


def _mark(entry: Entry, claim_ids: Sequence[str]) -> str:
    """The time of an act: all claims reviewed together carry the same."""
    return _mark_of(library.claim_or_none(entry.id, claim_ids[0]))


def _mark_of(claim: StoredClaim | None) -> str:
    reviewed = claim is not None and claim.review is not Review.OPEN and claim.reviewed_at
    return reviewed.astimezone(dt.UTC).isoformat() if reviewed else ""


def _record(action: str, entry: Entry, person: Person, detail: Mapping[str, Any]) -> None:
    about = audit.Subject("document", entry.id, entry.title or entry.name)
    audit.record(action, acting_user=person, about=about, detail=detail)


def _record_claims(
    action: str,
    entry: Entry,
    claim_ids: Sequence[str],
    person: Person,
    detail: Mapping[str, Any],
) -> None:
    named = {"claims": len(claim_ids), "first": list(claim_ids[:MOST_NAMED])}
    _record(action, entry, person, {**named, **detail})
