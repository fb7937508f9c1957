"""Where statements differ, and what was settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from wotu.reading.claim_rows import SpanError
from wotu.reading.document_store import TamperedTextError
from wotu.reading.facts.gathering import statements_of
from wotu.reading.reconciling.reconcile import Item, reconcile
from wotu.reading.reconciling.settlements import Settlements
from wotu_site.documents import library
from wotu_site.documents.library import Commits
from wotu_site.snapshots.queries import has_snapshot, last_commit, snapshot, workspace
from wotu_site.ui.tables import ListState

#: Claims up to which conflicts are counted for pages that only mention them.
MOST_IN_PASSING = 20_000

#: Where an item stands. Figures that differ and can all be true (``explained``) wait for nobody.
WAITING, REOPENED, EXPLAINED = "waiting", "reopened", "explained"
SETTLED, SAME = "settled", "same"
STATES = (WAITING, REOPENED, EXPLAINED, SETTLED, SAME)
#: What a list shows where nothing is chosen: all that differs and is not settled.
SHOWN = (WAITING, REOPENED, EXPLAINED)


def items() -> tuple[Item, ...]:
    """Everything that is stated more than once, what differs most first."""
    lake = workspace().lake
    settled = last_commit(lake.root / "settlements")
    known = snapshot().id if has_snapshot() else ""
    return _items(lake.root, (*library.lake_commits(), settled, known))


def item_or_none(key: str) -> Item | None:
    """One item by its key."""
    return next((one for one in items() if one.key == key), None)


def settlements() -> Settlements:
    """What people settled in the site's workspace."""
    return Settlements(workspace().lake)


def state_of(item: Item) -> str:
    """Where an item stands."""
    if item.settled:
        return SETTLED
    if item.reopened:
        return REOPENED
    if not item.differs:
        return SAME
    return EXPLAINED if item.difference.is_agreement else WAITING


def number_waiting() -> int | None:
    """How many items wait for somebody to settle them, reopened ones too.

    None where a kept text was changed, which the page of conflicts tells, and where the library is
    too large to hold everything against everything in passing: then that page alone does.
    """
    if sum(one.claims for one in library.entries()) > MOST_IN_PASSING:
        return None
    try:
        found = items()
    except (TamperedTextError, SpanError):
        return None
    return sum(state_of(one) in (WAITING, REOPENED) for one in found)


def wanted_items(state: ListState) -> list[Item]:
    """The items that the filters of a list leave, what differs most first."""
    return [one for one in items() if _fits(one, state)]


def counts_of(state: ListState, name: str) -> Counter[str]:
    """How many items each value of a filter would leave, the other filters in force."""
    return Counter(_value(one, name) for one in items() if _fits(one, state, but=name))


def states_chosen(state: ListState) -> list[str]:
    """The states that a list shows."""
    return state.values("state") or list(SHOWN)


def _fits(item: Item, state: ListState, but: str = "") -> bool:
    if but != "state" and state_of(item) not in states_chosen(state):
        return False
    for name in ("difference", "subject"):
        chosen = state.values(name)
        if chosen and name != but and _value(item, name) not in chosen:
            return False
    words = state.value("q").casefold()
    return not words or any(words in text.casefold() for text in _texts(item))


def _texts(item: Item) -> Iterable[str]:
    yield item.subject
    yield item.metric
    yield item.period or ""
    for one in item.statements:
        yield one.source_name


def _value(item: Item, name: str) -> str:
    values = {"state": state_of(item), "difference": item.difference.value, "subject": item.subject}
    return values[name]


@lru_cache(maxsize=1)
def _items(_root: Path, _commits: Commits) -> tuple[Item, ...]:
    held = workspace()
    current = snapshot() if has_snapshot() else None
    standing = settlements().standing()
    return tuple(reconcile(statements_of(held, current), standing, held.packs.indicators))
