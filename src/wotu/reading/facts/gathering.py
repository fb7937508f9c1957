"""Statements from where claims are kept: the library, documents just read, files of claims."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from wotu.build.snapshot import Snapshot
from wotu.errors import UnreadableFileError
from wotu.reading.claim import Bound, Claim, ClaimKind
from wotu.reading.document import Document
from wotu.reading.facts.lake_figures import statements_of_lake
from wotu.reading.library import DocumentLibrary
from wotu.reading.reconciling.statements import Statement
from wotu.reading.reviews import Review
from wotu.workspace import Workspace

_SENTENCE_END: Final = re.compile("[。！？]")


def statements_of_document(document: Document, claims: Iterable[Claim]) -> list[Statement]:
    """What a document states that is not in the library; ids as ``wotu read`` gives them."""
    return [
        Statement(
            id=f"{document.name}-{place:03d}",
            source=document.sha256[:16] or document.name,
            source_name=document.title or document.name,
            published=document.published,
            claim=claim,
            sentence=document.text[slice(*claim.sentence)],
        )
        for place, claim in enumerate(claims, 1)
    ]


def statements_of_library(library: DocumentLibrary) -> list[Statement]:
    """What the documents of a library state, rejected claims left out."""
    kept = defaultdict(list)
    for stored in library.claims():
        if stored.review is not Review.REJECTED:
            kept[stored.document].append(stored)
    return [
        Statement(
            id=stored.id,
            source=entry.id,
            source_name=entry.title or entry.name,
            published=entry.published,
            claim=stored.claim,
            sentence=text[slice(*stored.claim.sentence)],
        )
        for entry in library.entries()
        if entry.id in kept
        for text in (library.document(entry.id).text,)
        for stored in kept[entry.id]
    ]


def statements_of(workspace: Workspace, snapshot: Snapshot | None = None) -> list[Statement]:
    """What the library and the lake of a workspace state; the one gathering of site and command.

    With ``snapshot`` the zone's own certificates count as the lake's.
    """
    library = DocumentLibrary(workspace.lake)
    return [*statements_of_library(library), *statements_of_lake(workspace, snapshot)]


def read_claim_file(path: Path, documents: dict[str, Document]) -> Iterator[tuple[str, Claim]]:
    """Claims of a file that ``wotu read`` wrote, each with the name of its document.

    ``documents`` are the documents by name; a sentence is found between its marks.

    Raises:  UnreadableFileError where a line is no claim, its document is missing, or its span
        does not hold the quote.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            document = documents[row["doc"]]
            claim = _claim(row, document.text)
        except KeyError as error:
            raise _faulty(path, number, f"缺少{error} · {error} is missing") from error
        except (ValueError, TypeError, InvalidOperation) as error:
            raise _faulty(path, number, f"不是一条数据 · not a claim: {error}") from error
        if not claim.holds(document.text):
            raise _faulty(path, number, "原文此处不是所引文字 · the span does not hold the quote")
        yield document.name, claim


def _faulty(path: Path, number: int, what: str) -> UnreadableFileError:
    return UnreadableFileError(f"{path}:{number}: {what}", file=str(path), line=number)


def _claim(row: dict[str, Any], text: str) -> Claim:
    most = row["figure_max"]
    return Claim(
        start=row["start"],
        end=row["end"],
        quote=row["quote"],
        figure=Decimal(row["figure"]),
        figure_max=None if most is None else Decimal(most),
        unit=row["unit"],
        kind=ClaimKind(row["kind"]),
        bound=Bound(row["bound"]),
        subject=row["subject"],
        metric=row["metric"],
        period=row["period"],
        compare=row["compare"],
        sentence=_sentence(text, row["start"], row["end"]),
    )


def _sentence(text: str, start: int, end: int, reach: int = 200) -> tuple[int, int]:
    """From the mark before a span to the mark after it, at most ``reach`` characters each way."""
    low, high = max(0, start - reach), min(len(text), end + reach)
    before = [mark.end() for mark in _SENTENCE_END.finditer(text, low, start)]
    after = _SENTENCE_END.search(text, end, high)
    return (before[-1] if before else low), (after.end() if after else high)
