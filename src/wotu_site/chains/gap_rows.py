"""Which missing, weak and fragile links a list asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wotu.build.snapshot import Snapshot
from wotu.chains.links import Gap
from wotu_site.chains import measured
from wotu_site.chains.measured import Link
from wotu_site.ui.tables import ListState

SORTS = ("urgency", "link", "chain", "firms", "score", "dependents", "density")

#: A gap and the link it is about.
GapRow = tuple[Gap, Link]

FILTERS: Mapping[str, Callable[[GapRow], str]] = {
    "state": lambda row: row[0].state,
    "chain": lambda row: row[0].chain,
    "stage": lambda row: row[1].node.stage,
}


def all_rows(snapshot: Snapshot) -> list[GapRow]:
    """Every gap with its link."""
    links = {link.key: link for link in measured.all_links(snapshot)}
    return [(gap, links[gap.chain, gap.node]) for gap in measured.all_gaps(snapshot)]


def wanted_rows(rows: Iterable[GapRow], state: ListState) -> list[GapRow]:
    """The gaps that the filters of a list leave, in its order; unknown values come last."""
    found = [row for row in rows if _fits(row, state)]
    value_of = _ORDERS[state.sort.removeprefix("-")]
    known = [row for row in found if value_of(row) is not None]
    known.sort(key=value_of, reverse=state.sort.startswith("-"))
    return known + [row for row in found if value_of(row) is None]


def counts_of(rows: Iterable[GapRow], state: ListState, name: str) -> Counter[str]:
    """How many gaps each value of a filter would leave, the other filters in force."""
    return Counter(FILTERS[name](row) for row in rows if _fits(row, state, but=name))


def _fits(row: GapRow, state: ListState, but: str = "") -> bool:
    for name, value_of in FILTERS.items():
        chosen = state.values(name)
        if chosen and name != but and value_of(row) not in chosen:
            return False
    words = state.value("q").casefold()
    label = row[0].label
    return words in label.zh.casefold() or words in label.en.casefold()


_ORDERS: Mapping[str, Callable[[GapRow], Any]] = {
    # The library ranks the gaps of a chain; chains are told apart by how much hangs on them.
    "urgency": lambda row: (-len(row[0].dependents), -row[0].essential, row[0].rank, row[0].chain),
    "link": lambda row: (row[0].label.zh, row[0].chain),
    "chain": lambda row: (row[0].chain, row[0].rank),
    "firms": lambda row: (row[0].firms, row[0].rank),
    "score": lambda row: row[0].score,
    "dependents": lambda row: (len(row[0].dependents), row[0].essential),
    "density": lambda row: row[0].density,
}
