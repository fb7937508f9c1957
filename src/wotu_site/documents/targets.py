"""Targets that accepted claims set, and which of them a list asks for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from wotu.reading.claim import Bound
from wotu.reading.facts.targets import TargetCandidate, target_candidates
from wotu_site.documents import library
from wotu_site.documents.library import Commits
from wotu_site.documents.words import amount_text
from wotu_site.snapshots.queries import workspace
from wotu_site.ui.formats import page_language
from wotu_site.ui.tables import ListState

SORTS = ("place", "indicator", "due", "published")
NO_YEAR = "none"


def known() -> tuple[TargetCandidate, ...]:
    """Every target in the lake."""
    return _known(workspace().lake.root, library.lake_commits())


def wanted_rows(rows: Iterable[TargetCandidate], state: ListState) -> list[TargetCandidate]:
    """The targets that the filters of a list leave, in its order."""
    found = [row for row in rows if _fits(row, state)]
    key = state.sort.removeprefix("-")
    return sorted(found, key=_ORDERS[key], reverse=state.sort.startswith("-"))


def counts_of(
    rows: Iterable[TargetCandidate], state: ListState, name: str
) -> list[tuple[str, int]]:
    """Targets that each value of a filter would leave, the other filters in force."""
    value_of = FILTERS[name]
    return sorted(Counter(value_of(row) for row in rows if _fits(row, state, but=name)).items())


def label_of(row: TargetCandidate) -> str:
    """What the indicator of a target is called; its id where the packs no longer have it."""
    if row.indicator is None:
        return str(row.fact["indicator"])
    return row.indicator.label.in_language(page_language())


def value_of(row: TargetCandidate) -> str:
    """The target with its bound and unit."""
    fact = row.fact
    return amount_text(fact["value"], fact["value_max"], fact["unit"], bound_of(row))


def bound_of(row: TargetCandidate) -> Bound:
    """How the figure stands to what is wanted."""
    return Bound(row.fact["bound"]) if row.fact["bound"] else Bound.EXACT


def source_of(row: TargetCandidate) -> str:
    """The title of the document that sets a target; empty where none of the library does."""
    entry = library.entry_or_none(row.fact["document"] or "")
    return (entry.title or entry.name) if entry else ""


def _fits(row: TargetCandidate, state: ListState, but: str = "") -> bool:
    for name, value in FILTERS.items():
        chosen = state.values(name)
        if chosen and name != but and value(row) not in chosen:
            return False
    words = state.value("q").casefold()
    names = row.indicator.names if row.indicator else (label_of(row),)
    texts = (row.place_name, *names, source_of(row))
    return not words or any(words in text.casefold() for text in texts)


def _day(day: dt.date | None) -> int:
    return day.toordinal() if day else 0


FILTERS: Mapping[str, Callable[[TargetCandidate], str]] = {
    "place": lambda row: row.place_name,
    "due": lambda row: str(row.fact["target_on"].year) if row.fact["target_on"] else NO_YEAR,
}
_ORDERS: Mapping[str, Callable[[TargetCandidate], Any]] = {
    "place": lambda row: (row.place_name, label_of(row), _day(row.fact["target_on"])),
    "indicator": lambda row: (label_of(row), row.place_name, _day(row.fact["target_on"])),
    "due": lambda row: (_day(row.fact["target_on"]), row.place_name, label_of(row)),
    "published": lambda row: (_day(row.fact["published"]), row.place_name, label_of(row)),
}


@lru_cache(maxsize=1)
def _known(_root: Path, _commits: Commits) -> tuple[TargetCandidate, ...]:
    return tuple(target_candidates(workspace()))
