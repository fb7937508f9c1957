"""What the library holds, read again only when somebody has changed it."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

from wotu.reading.document import Document
from wotu.reading.library import DocumentLibrary, Entry, Review, StoredClaim
from wotu_site.documents.text import PagedText
from wotu_site.snapshots.queries import last_commit, workspace

#: Documents whose characters a process keeps at hand.
MOST_TEXTS = 32

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
    """Its claims in order of appearance, each held against the text."""
    return _claims_of(workspace().lake.root, commits(), document_id)


def all_claims() -> tuple[StoredClaim, ...]:
    """The claims of all documents."""
    return _all_claims(workspace().lake.root, commits())


def claim_or_none(document_id: str, claim_id: str) -> StoredClaim | None:
    """One claim of a document."""
    return next((one for one in claims_of(document_id) if one.id == claim_id), None)


def review_counts() -> dict[str, Counter[Review]]:
    """How many claims of each document stand in each state."""
    return _review_counts(workspace().lake.root, commits())


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


@lru_cache(maxsize=4)
def _claims_of(_root: Path, _commits: Commits, document_id: str) -> tuple[StoredClaim, ...]:
    return tuple(library().claims(document_id))


@lru_cache(maxsize=1)
def _all_claims(_root: Path, _commits: Commits) -> tuple[StoredClaim, ...]:
    return tuple(library().claims())


@lru_cache(maxsize=1)
def _review_counts(_root: Path, _commits: Commits) -> dict[str, Counter[Review]]:
    counts: dict[str, Counter[Review]] = {one.id: Counter() for one in entries()}
    for claim in all_claims():
        counts[claim.document][claim.review] += 1
    return counts
