"""Indicators of places: which series there are, and what of the accepted claims is in none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from wotu.build.known import place_register
from wotu.identity.assignments import AssignmentKind
from wotu.packs.indicators import Indicator
from wotu.reading import facts
from wotu.reading import series as stored_series
from wotu.reading.fact_rows import Unresolved
from wotu.reading.facts import DOCUMENT
from wotu.reading.library import Review
from wotu.reading.series import Series
from wotu_site.documents import library
from wotu_site.snapshots.queries import last_commit, workspace
from wotu_site.ui.formats import page_language
from wotu_site.ui.tables import ListState

SORTS = ("place", "indicator", "values", "newest")
#: What changes whenever a series does.
Commits = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One indicator of one place: how many values are known, and the day of the newest."""

    place: str
    place_name: str
    indicator: Indicator
    values: int
    newest: dt.date | None

    @property
    def label(self) -> str:
        """What the indicator is called."""
        return self.indicator.label.in_language(page_language())

    @property
    def theme(self) -> str:
        """Under which theme the dictionary has it."""
        return self.indicator.theme


def known() -> tuple[SeriesRow, ...]:
    """Every series, by place and indicator."""
    return _known(workspace().lake.root, _commits())


def series(place: str, indicator: str) -> Series:
    """All values of one series. Raises: UnknownNameError."""
    return _series(workspace().lake.root, _commits(), place, indicator)


def unresolved() -> tuple[Unresolved, ...]:
    """Accepted claims that are no value of an indicator, with the reason."""
    return _unresolved(workspace().lake.root, _commits())


def number_pending() -> int:
    """How many claims were accepted, or taken back, since the lake was last brought up."""
    return _pending(workspace().lake.root, _commits())


def wanted_rows(rows: Iterable[SeriesRow], state: ListState) -> list[SeriesRow]:
    """The series that the filters of a list leave, in its order."""
    found = [row for row in rows if fits(row, state)]
    key = state.sort.removeprefix("-")
    return sorted(found, key=lambda row: _order(row, key), reverse=state.sort.startswith("-"))


def fits(row: SeriesRow, state: ListState, but: str = "") -> bool:
    """Whether the filters of a list leave a series."""
    for name, value in (("place", row.place), ("theme", row.theme)):
        chosen = state.values(name)
        if chosen and name != but and value not in chosen:
            return False
    words = state.value("q").casefold()
    texts = (row.place_name, *row.indicator.names)
    return not words or any(words in text.casefold() for text in texts)


def kinds_of_assignment() -> tuple[AssignmentKind, ...]:
    """What the words of a document can be assigned to by hand."""
    return (AssignmentKind.PLACE, AssignmentKind.INDICATOR)


def _order(row: SeriesRow, key: str) -> Any:
    orders = {
        "place": (row.place_name, row.label),
        "indicator": (row.label, row.place_name),
        "values": (row.values, row.label),
        "newest": (row.newest or dt.date.min, row.label),
    }
    return orders[key]


def _commits() -> Commits:
    lake = workspace().lake
    assigned = last_commit(lake.root / "assignments")
    return (*library.commits(), last_commit(lake.events_path), assigned)


@lru_cache(maxsize=1)
def _known(_root: Path, _commits: Commits) -> tuple[SeriesRow, ...]:
    held = workspace()
    places, dictionary = place_register(held.lake, held.packs), held.packs.indicators
    return tuple(
        SeriesRow(
            place=row["place_code"],
            place_name=places.name_of(row["place_code"]) or row["place_code"],
            indicator=dictionary[row["indicator"]],
            values=row["values"],
            newest=row["newest"],
        )
        for row in stored_series.series_known(held).to_dicts()
        if row["place_code"] and row["indicator"] in dictionary
    )


@lru_cache(maxsize=64)
def _series(_root: Path, _commits: Commits, place: str, indicator: str) -> Series:
    return stored_series.series(workspace(), place, indicator)


@lru_cache(maxsize=1)
def _unresolved(_root: Path, _commits: Commits) -> tuple[Unresolved, ...]:
    return tuple(facts.unresolved_claims(workspace()))


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
