"""Events of firms that a document tells: which firms may be meant, and what is a fact already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from wotu.reading.facts.events import EVENTS, EventCandidate, event_candidates
from wotu_site.documents import library
from wotu_site.documents.library import Commits
from wotu_site.documents.names import LONGEST_TEXT, firm_index
from wotu_site.firms import queries as firms
from wotu_site.snapshots.queries import has_snapshot, last_commit, snapshot, workspace


@dataclass(frozen=True, slots=True)
class PossibleFirm:
    """A firm of the register."""

    firm_id: str
    name: str


@dataclass(frozen=True, slots=True)
class DocumentEvent:
    """An event that a document tells.

    ``firm`` is the one that is linked, or of which it is a fact; ``possible`` are those to choose
    from where a person has to say, the likeliest first; none where the register lacks it.
    """

    told: EventCandidate
    firm: PossibleFirm | None
    possible: tuple[PossibleFirm, ...] = ()


def events_of(document_id: str) -> tuple[DocumentEvent, ...]:
    """The events that a document tells, in order of appearance.

    None before the first build, nor of a text too long to be read for names while somebody waits.
    """
    entry = library.entry_or_none(document_id)
    if not has_snapshot() or entry is None or entry.characters > LONGEST_TEXT:
        return ()
    held = workspace().lake
    commits = (library.commits()[0], last_commit(held.events_path))
    return _events_of(held.root, snapshot().id, commits, document_id)


def event_or_none(document_id: str, event_id: str) -> DocumentEvent | None:
    """One event of a document."""
    return next((one for one in events_of(document_id) if one.told.id == event_id), None)


@lru_cache(maxsize=32)
def _events_of(
    _root: Path, _snapshot: str, _commits: Commits, document_id: str
) -> tuple[DocumentEvent, ...]:
    told = event_candidates(workspace(), document_id, snapshot())
    facts = _facts(document_id) if any(one.batch for one in told) else {}
    return tuple(_event(one, facts) for one in told)


def _event(told: EventCandidate, facts: Mapping[tuple[int, int, str], str]) -> DocumentEvent:
    event = told.event
    meant = facts.get((event.start, event.end, event.kind)) if told.batch else None
    if meant:
        found = firms.firm_or_none(meant)
        return DocumentEvent(told, PossibleFirm(found["firm_id"], found["name"]) if found else None)
    if told.firm_id:
        return DocumentEvent(told, PossibleFirm(told.firm_id, told.firm_name))
    decision = firm_index(snapshot()).decide(event.firm)
    near = decision.candidates if decision.verdict != "none" else ()
    names = firms.names_of([one.firm_id for one in near])
    possible = (PossibleFirm(one.firm_id, names.get(one.firm_id, one.name)) for one in near)
    return DocumentEvent(told, None, tuple(possible))


def _facts(document_id: str) -> Mapping[tuple[int, int, str], str]:
    """Codes of the firms whose events those of a document are, by span and kind."""
    rows = workspace().lake.rows(EVENTS).filter(pl.col("document") == document_id)
    found = rows.select("span_start", "span_end", "kind", "uscc").collect()
    return {(start, end, kind): code for start, end, kind, code in found.iter_rows() if code}
