"""Which firms of a link a list asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wotu.chains.tables import PLACED_FROM, POSSIBLE_FROM
from wotu_site.chains.placed import Placed
from wotu_site.ui.tables import ListState

PLACED, POSSIBLE, DOUBTFUL = "placed", "possible", "doubtful"
SORTS = ("confidence", "name", "capital", "sales", "employees", "founded")

#: What a list of firms can be narrowed to, and which value each firm has.
FILTERS: Mapping[str, Callable[[Placed], str]] = {
    "level": lambda one: level_of(one.confidence),
    "main": lambda one: "main" if one.main else "other",
    "judged": lambda one: {None: "nobody", True: "yes", False: "no"}[one.judged],
}


def level_of(confidence: float) -> str:
    """Whether a firm stands there, may, or is doubtful."""
    if confidence >= PLACED_FROM:
        return PLACED
    return POSSIBLE if confidence >= POSSIBLE_FROM else DOUBTFUL


def wanted_firms(firms: Iterable[Placed], state: ListState) -> list[Placed]:
    """The firms that the filters of a list leave, in its order; unknown values come last.

    Only firms that stand there are shown unless the list asks for others.
    """
    found = [one for one in firms if _fits(one, state)]
    value_of = _ORDERS[state.sort.removeprefix("-")]
    known = [one for one in found if value_of(one) is not None]
    known.sort(key=value_of, reverse=state.sort.startswith("-"))
    return known + [one for one in found if value_of(one) is None]


def counts_of(firms: Iterable[Placed], state: ListState, name: str) -> Counter[str]:
    """How many firms each value of a filter would leave, the other filters in force."""
    return Counter(FILTERS[name](one) for one in firms if _fits(one, state, but=name))


def _fits(one: Placed, state: ListState, but: str = "") -> bool:
    for name, value_of in FILTERS.items():
        chosen = state.values(name)
        if chosen and name != but and value_of(one) not in chosen:
            return False
    asked = {"level", "judged"} & {name for name in FILTERS if state.values(name)} or but == "level"
    words = state.value("q").casefold()
    return (one.stands or bool(asked)) and words in one.name.casefold()


_ORDERS: Mapping[str, Callable[[Placed], Any]] = {
    "confidence": lambda one: (one.confidence, one.name),
    "name": lambda one: one.name,
    "capital": lambda one: one.capital_cny,
    "sales": lambda one: one.sales_cny,
    "employees": lambda one: one.employees,
    "founded": lambda one: one.founded_on,
}
