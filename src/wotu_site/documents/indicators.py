"""Indicators of places: which series there are, and what of the accepted claims is in none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from wotu.reading.facts import landing
from wotu.reading.facts import series as stored_series
from wotu.reading.facts.fact_rows import Unresolved
from wotu.reading.facts.landing import DOCUMENT
from wotu.reading.facts.series import Series
from wotu.reading.library import Review
from wotu_site.documents import library
from wotu_site.documents.library import Commits
from wotu_site.snapshots.queries import has_snapshot, snapshot, workspace
from wotu_site.ui.formats import page_language
from wotu_site.ui.tables import ListState

SORTS = ("place", "indicator", "values", "newest")


def known() -> tuple[Series, ...]:
    """Every series that has a value."""
    return tuple(one for one in _every().values() if one.points)


def series_or_none(place: str, indicator: str) -> Series | None:
    """All values of one series."""
    return _every().get((place, indicator))


def unresolved() -> tuple[Unresolved, ...]:
    """Accepted claims that are no value of an indicator, with the reason."""
    return _unresolved(workspace().lake.root, library.lake_commits())


def number_pending() -> int:
    """How many claims were accepted, or taken back, since the lake was last brought up."""
    return _pending(workspace().lake.root, library.lake_commits())


def wanted_rows(rows: Iterable[Series], state: ListState) -> list[Series]:
    """The series that the filters of a list leave, in its order."""
    found = [row for row in rows if fits(row, state)]
    key = state.sort.removeprefix("-")
    return sorted(found, key=lambda row: _order(row, key), reverse=state.sort.startswith("-"))


def fits(row: Series, state: ListState, but: str = "") -> bool:
    """Whether the filters of a list leave a series."""
    for name, value in (("place", row.place), ("theme", row.indicator.theme)):
        chosen = state.values(name)
        if chosen and name != but and value not in chosen:
            return False
    words = state.value("q").casefold()
    texts = (row.place_name, *row.indicator.names)
    return not words or any(words in text.casefold() for text in texts)


def _every() -> dict[tuple[str, str], Series]:
    known_as = snapshot().id if has_snapshot() else ""
    return _all(workspace().lake.root, library.lake_commits(), known_as)


def _order(row: Series, key: str) -> Any:
    label = label_of(row)
    orders = {
        "place": (row.place_name, label),
        "indicator": (label, row.place_name),
        "values": (number_of_values(row), label),
        "newest": (row.points[-1].last, label),
    }
    return orders[key]


def label_of(row: Series) -> str:
    """What the indicator of a series is called."""
    return row.indicator.label.in_language(page_language())


def number_of_values(row: Series) -> int:
    """How many values a series has, of all periods and sources."""
    return sum(len(point.values) for point in row.points)


@lru_cache(maxsize=1)
def _all(_root: Path, _commits: Commits, _snapshot: str) -> dict[tuple[str, str], Series]:
    current = snapshot() if has_snapshot() else None
    found = stored_series.all_series(workspace(), current)
    return {(one.place, one.indicator.id): one for one in found}


@lru_cache(maxsize=1)
def _unresolved(_root: Path, _commits: Commits) -> tuple[Unresolved, ...]:
    return tuple(landing.unresolved_claims(workspace()))


@lru_cache(maxsize=1)
def _pending(_root: Path, _commits: Commits) -> int:
    accepted = {
        one.id for one in library.all_claims() if one.review in (Review.ACCEPTED, Review.CORRECTED)
    }
    nowhere = {one.stored.id for one in unresolved()}
    landed = {
        name
        for batch in workspace().lake.batches()
        if batch.source == DOCUMENT and batch.counts
        for name in batch.mapping.get("claims", ())
    }
    return len((accepted - nowhere) ^ landed)
