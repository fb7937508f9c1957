"""What the library holds, read again only when somebody has changed it."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from wotu.errors import WotuError
from wotu.reading.claim_rows import SpanError
from wotu.reading.document import Document
from wotu.reading.document_store import TamperedTextError
from wotu.reading.library import DocumentLibrary, Entry, Review, StoredClaim
from wotu_site.documents.text import PagedText
from wotu_site.snapshots.queries import last_commit, workspace

#: Documents whose characters a process keeps at hand.
MOST_TEXTS = 32

#: Reviews of this long before the last reading are read again: clocks of processes may differ.
OVERLAP = dt.timedelta(minutes=1)

#: Names of the newest commits of the tables of the library.
Commits = tuple[str, ...]


def library() -> DocumentLibrary:
    """The library of the site's workspace."""
    return DocumentLibrary(workspace().lake)


def commits() -> Commits:
    """What changes whenever a document or a claim does."""
    root = workspace().lake.root / "documents"
    return tuple(last_commit(root / table) for table in ("entries", "claims", "reviews"))


def lake_commits() -> Commits:
    """What changes whenever the library, a batch of the lake or an assignment does."""
    lake = workspace().lake
    assigned = last_commit(lake.root / "assignments")
    return (*commits(), last_commit(lake.events_path), assigned)


def entries() -> tuple[Entry, ...]:
    """Every document that counts, the last added first."""
    return _entries(workspace().lake.root, commits()[0])


def removed() -> tuple[Entry, ...]:
    """Documents that were taken out and can be restored."""
    return _removed(workspace().lake.root, commits()[0])


def entry_or_none(document_id: str) -> Entry | None:
    """One document that counts."""
    return next((one for one in entries() if one.id == document_id), None)


def document(document_id: str) -> Document:
    """Its characters. Raises: UnknownDocumentError, TamperedTextError."""
    return _document(workspace().lake.root, commits()[0], document_id)


def reading(document_id: str) -> PagedText:
    """It in parts and paragraphs, for reading."""
    return _reading(workspace().lake.root, commits()[0], document_id)


def claims_of(document_id: str) -> tuple[StoredClaim, ...]:
    """Its claims in order of appearance, each held against the text.

    Raises:  TamperedTextError, SpanError where its kept text is not what was read.
    """
    claims = _held.claims()
    if document_id in _held.faults:
        raise _held.faults[document_id]
    return claims.get(document_id, ())


def all_claims() -> Iterator[StoredClaim]:
    """The claims of all documents."""
    for claims in _held.claims().values():
        yield from claims


def claim_or_none(document_id: str, claim_id: str) -> StoredClaim | None:
    """One claim of a document."""
    return next((one for one in claims_of(document_id) if one.id == claim_id), None)


def review_counts() -> dict[str, Counter[Review]]:
    """How many claims of each document stand in each state."""
    return _review_counts(workspace().lake.root, commits())


class _HeldClaims:
    """The claims of all documents; after a review only what it changed is read anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._root: Path | None = None
        self._commits: Commits = ()
        self._read_at = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._claims: dict[str, tuple[StoredClaim, ...]] = {}
        self.faults: dict[str, WotuError] = {}
        """Why the claims of a document cannot be shown, by document."""

    def claims(self) -> dict[str, tuple[StoredClaim, ...]]:
        """Claims by document; a document without any is left out."""
        with self._lock:
            root, now = workspace().lake.root, commits()
            if (root, now) != (self._root, self._commits):
                # Taken before reading: what is written meanwhile is read once more the next time.
                read_at = dt.datetime.now(dt.UTC) - OVERLAP
                if root == self._root and now[:2] == self._commits[:2]:
                    self._refresh()
                else:
                    self._read_all()
                self._root, self._commits, self._read_at = root, now, read_at
            return self._claims

    def _read_all(self) -> None:
        """One document whose text was changed keeps its claims to itself, not all the others."""
        self.faults = {}
        try:
            self._claims = _by_document(library().claims())
        except (TamperedTextError, SpanError):
            self._claims = {}
            for entry in entries():
                try:
                    self._claims |= _by_document(library().claims(entry.id))
                except (TamperedTextError, SpanError) as error:
                    self.faults[entry.id] = error

    def _refresh(self) -> None:
        changed = library().reviewed_since(self._read_at)
        documents = {name.partition("-")[0] for name in changed} & self._claims.keys()
        fresh = {one.id: one for name in documents for one in library().claims(name, only=changed)}
        self._claims = self._claims | {
            name: tuple(fresh.get(one.id, one) for one in self._claims[name]) for name in documents
        }


def _by_document(claims: Iterable[StoredClaim]) -> dict[str, tuple[StoredClaim, ...]]:
    found: dict[str, list[StoredClaim]] = {}
    for one in claims:
        found.setdefault(one.document, []).append(one)
    return {name: tuple(members) for name, members in found.items()}


_held = _HeldClaims()


@lru_cache(maxsize=2)
def _entries(_root: Path, _commit: str) -> tuple[Entry, ...]:
    return tuple(library().entries())


@lru_cache(maxsize=2)
def _removed(_root: Path, _commit: str) -> tuple[Entry, ...]:
    return tuple(library().removed())


@lru_cache(maxsize=MOST_TEXTS)
def _document(_root: Path, _commit: str, document_id: str) -> Document:
    return library().document(document_id)


@lru_cache(maxsize=MOST_TEXTS)
def _reading(_root: Path, _commit: str, document_id: str) -> PagedText:
    return PagedText.of(document(document_id))


@lru_cache(maxsize=1)
def _review_counts(_root: Path, _commits: Commits) -> dict[str, Counter[Review]]:
    counts: dict[str, Counter[Review]] = {one.id: Counter() for one in entries()}
    for name, claims in _held.claims().items():
        counts[name] = Counter(claim.review for claim in claims)
    return counts
