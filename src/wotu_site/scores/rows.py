"""Which places of a ranking a list asks for, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from wotu_site.scores import measured
from wotu_site.scores.measured import Ranked
from wotu_site.scores.places import province_of
from wotu_site.snapshots.queries import snapshot
from wotu_site.ui.tables import ListState

BEST_FIRST = "rank"
SORTS = ("rank", "name", "score", "sure", "width", "imputed")
#: Before the name of a dimension by whose points a list is ordered.
BY_DIMENSION = "by."


def sorts_of(board: str) -> tuple[str, ...]:
    """By what a ranking can be ordered: its columns, and the points of every dimension."""
    tree = measured.tree_of_board(snapshot(), board)
    return (*SORTS, *(f"{BY_DIMENSION}{node.id}" for node in measured.dimensions(tree)))


def wanted(board: str, year: str, state: ListState) -> list[Ranked]:
    """The places that the filters of a list leave, in its order; those without a score last."""
    found = [one for one in measured.ranked(snapshot(), board, year) if fits(one, state)]
    key = state.sort.removeprefix("-")
    value = _value(board, year, key)
    known = [one for one in found if value(one) is not None]
    rest = [one for one in found if value(one) is None]
    return [*sorted(known, key=value, reverse=state.sort.startswith("-")), *rest]


def fits(one: Ranked, state: ListState, but: str = "") -> bool:
    """Whether the filters of a list leave a place."""
    provinces = state.values("province")
    if provinces and but != "province" and province_of(one.place) not in provinces:
        return False
    words = state.value("q").casefold()
    return not words or words in one.name.casefold() or one.place.startswith(words)


def provinces(places: Iterable[Ranked], state: ListState) -> Sequence[tuple[str, int]]:
    """How many places of each province the other filters leave, the most first."""
    counts = Counter(province_of(one.place) for one in places if fits(one, state, "province"))
    return counts.most_common()


def _value(board: str, year: str, key: str) -> Callable[[Ranked], Any]:
    nodes = measured.nodes(snapshot(), board, year)
    if key.startswith(BY_DIMENSION):
        # The best first, as the rank itself.
        points = nodes.get(key.removeprefix(BY_DIMENSION), {})
        return lambda one: _less(points[one.place].score) if one.place in points else None
    index = nodes.get("index", {})
    values: dict[str, Callable[[Ranked], Any]] = {
        "rank": lambda one: one.rank,
        "name": lambda one: one.name,
        "score": lambda one: one.score,
        "sure": lambda one: one.share_at_rank,
        "width": lambda one: None if one.rank_high is None else one.rank_high - (one.rank_low or 0),
        "imputed": lambda one: index[one.place].imputed_share if one.place in index else None,
    }
    return values[key]


def _less(points: float | None) -> float | None:
    return None if points is None else -points
