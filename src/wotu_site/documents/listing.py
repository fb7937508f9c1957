"""Which documents there are, and which of them a list asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from wotu.reading.library import Entry, Review
from wotu_site.documents import library
from wotu_site.documents.words import format_word
from wotu_site.ui.tables import ListState

SORTS = ("added", "published", "title", "format", "characters", "claims", "open", "accepted")
NEWEST_FIRST = "-added"
REMOVED = "removed"
NO_YEAR = "none"
#: Characters shown on either side of words that were found in a text.
ROUND_FOUND = 28


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document as a list shows it, with how many of its claims stand in each state.

    ``found`` is where the words of a search stand in its text: what is before, the words, what is
    behind, and the offset; None where they stand in the title, or nothing is searched for.
    """

    entry: Entry
    claims: int
    open: int
    accepted: int
    rejected: int
    removed: bool = False
    found: tuple[str, str, str, int] | None = None

    @property
    def title(self) -> str:
        """The title, or the name of the file."""
        return self.entry.title or self.entry.name

    @property
    def format(self) -> str:
        """What its format is called."""
        return format_word(self.entry.format)

    @property
    def progress(self) -> str:
        """How far its review has come: ``open``, ``done``, or ``none`` without claims."""
        if self.removed:
            return REMOVED
        if not self.claims:
            return "none"
        return "open" if self.open else "done"


def all_rows(state: ListState) -> list[DocumentRow]:
    """Every document; removed ones only where the list asks for them."""
    if REMOVED in state.values("review"):
        return [DocumentRow(one, one.claims, 0, 0, 0, removed=True) for one in library.removed()]
    counts = library.review_counts()
    return [_row(one, counts[one.id]) for one in library.entries()]


def removed_number() -> int:
    """How many documents were taken out and can be restored."""
    return len(library.removed())


def wanted_rows(rows: Iterable[DocumentRow], state: ListState) -> list[DocumentRow]:
    """The rows that the filters of a list leave, in its order."""
    found = [row for row in rows if _fits(row, state)]
    if words := state.value("q").casefold():
        found = [hit for row in found if (hit := _found(row, words)) is not None]
    key = state.sort.removeprefix("-")
    return sorted(found, key=_ORDERS[key], reverse=state.sort.startswith("-"))


def counts_of(rows: Iterable[DocumentRow], state: ListState, name: str) -> Counter[str]:
    """How many rows each value of a filter would leave, the other filters in force."""
    return Counter(_FILTERS[name](row) for row in rows if _fits(row, state, but=name))


def _row(entry: Entry, counts: Counter[Review]) -> DocumentRow:
    return DocumentRow(
        entry=entry,
        claims=counts.total(),
        open=counts[Review.OPEN],
        accepted=counts[Review.ACCEPTED] + counts[Review.CORRECTED],
        rejected=counts[Review.REJECTED],
    )


def _fits(row: DocumentRow, state: ListState, but: str = "") -> bool:
    for name, value_of in _FILTERS.items():
        chosen = state.values(name)
        if chosen and name != but and value_of(row) not in chosen:
            return False
    return True


def _found(row: DocumentRow, words: str) -> DocumentRow | None:
    """The row with the place at which words stand; None where they are nowhere."""
    if any(words in text.casefold() for text in (row.title, row.entry.name, row.entry.id)):
        return row
    if row.removed:
        return None
    text = library.document(row.entry.id).text
    at = text.casefold().find(words)
    # A character may fold into several: the place is shown only where it is the same in both.
    if at < 0 or text[at : at + len(words)].casefold() != words:
        return row if at >= 0 else None
    end = at + len(words)
    before = " ".join(text[max(at - ROUND_FOUND, 0) : at].split())
    behind = " ".join(text[end : end + ROUND_FOUND].split())
    return DocumentRow(
        row.entry,
        row.claims,
        row.open,
        row.accepted,
        row.rejected,
        found=(before, text[at:end], behind, at),
    )


_FILTERS: dict[str, Callable[[DocumentRow], str]] = {
    "year": lambda row: str(row.entry.published.year) if row.entry.published else NO_YEAR,
    "format": lambda row: row.entry.format.value,
    "review": lambda row: row.progress,
}

_ORDERS: dict[str, Callable[[DocumentRow], Any]] = {
    "added": lambda row: (row.entry.added_at, row.entry.id),
    "published": lambda row: (
        row.entry.published.toordinal() if row.entry.published else 0,
        row.entry.id,
    ),
    "title": lambda row: row.title,
    "format": lambda row: row.entry.format.value,
    "characters": lambda row: row.entry.characters,
    "claims": lambda row: row.claims,
    "open": lambda row: row.open,
    "accepted": lambda row: row.accepted,
}
