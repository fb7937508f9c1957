"""Firms elsewhere that would fill a gap, and which of them a list asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wotu.build.snapshot import Snapshot
from wotu.build.targets import link_reasons_of
from wotu_site.snapshots.remembering import remembered
from wotu_site.ui.tables import ListState

SORTS = ("fit", "link", "name", "place", "capital", "founded")
#: Lower ends of the bands of fit.
BANDS = ("0.8", "0.6", "0.4", "0")


@dataclass(frozen=True, slots=True)
class Target:
    """A firm elsewhere and a link that it would fill; parts of the fit are 0-1 or unknown."""

    chain: str
    node: str
    rank: int
    firm_id: str
    fit: float
    fit_supply: float | None
    fit_related: float | None
    fit_growth: float | None
    fit_expand: float | None
    confidence: float
    reasons: list[dict[str, str]] | None
    name: str
    place: str | None
    founded_on: date | None
    capital_cny: int | None
    listed: bool | None


def has_targets(snapshot: Snapshot) -> bool:
    """Whether the snapshot lists firms elsewhere."""
    return bool(snapshot.columns("chain_target"))


@remembered
def all_targets(snapshot: Snapshot) -> tuple[Target, ...]:
    """Every target of every link, the best of each first."""
    if not has_targets(snapshot):
        return ()
    rows = snapshot.rows(
        "SELECT t.chain, t.node, t.rank, t.firm_id, t.fit, t.fit_supply, t.fit_related,"
        " t.fit_growth, t.fit_expand, t.confidence, t.reasons, f.name, f.place, f.founded_on,"
        " f.capital_cny, f.listed FROM chain_target t JOIN chain_firm f USING (firm_id)"
        " ORDER BY t.chain, t.node, t.rank"
    )
    return tuple(Target(**row) for row in rows)


@remembered
def link_reasons(snapshot: Snapshot, chain: str) -> dict[str, list[dict[str, str]]]:
    """Why each gap of a chain could be filled: what its targets have in common."""
    return link_reasons_of(snapshot, chain)


def band_of(fit: float) -> str:
    """The band of a fit, by its lower end."""
    return next(band for band in BANDS if fit >= float(band))


FILTERS: Mapping[str, Callable[[Target], str]] = {
    "chain": lambda one: one.chain,
    "link": lambda one: one.node,
    "place": lambda one: one.place or "",
    "fit": lambda one: band_of(one.fit),
    "listed": lambda one: "yes" if one.listed else "no",
}


def wanted_targets(targets: Iterable[Target], state: ListState) -> list[Target]:
    """The targets that the filters of a list leave, in its order; unknown values come last."""
    found = [one for one in targets if _fits(one, state)]
    value_of = _ORDERS[state.sort.removeprefix("-")]
    known = [one for one in found if value_of(one) is not None]
    known.sort(key=value_of, reverse=state.sort.startswith("-"))
    return known + [one for one in found if value_of(one) is None]


def counts_of(targets: Iterable[Target], state: ListState, name: str) -> Counter[str]:
    """How many targets each value of a filter would leave, the other filters in force."""
    return Counter(FILTERS[name](one) for one in targets if _fits(one, state, but=name))


def _fits(one: Target, state: ListState, but: str = "") -> bool:
    for name, value_of in FILTERS.items():
        chosen = state.values(name)
        if chosen and name != but and value_of(one) not in chosen:
            return False
    return state.value("q").casefold() in one.name.casefold()


_ORDERS: Mapping[str, Callable[[Target], Any]] = {
    "fit": lambda one: (one.fit, one.confidence),
    "link": lambda one: (one.chain, one.node, one.rank),
    "name": lambda one: one.name,
    "place": lambda one: one.place,
    "capital": lambda one: one.capital_cny,
    "founded": lambda one: one.founded_on,
}
