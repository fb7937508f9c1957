"""Which targets a list asks for, in which order, and how many each filter would leave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from wotu.targets.status import GRAVITY, Status
from wotu_site.targets.book import Known
from wotu_site.ui.tables import ListState

SORTS: Final = ("number", "status", "gap", "chance", "owner")
GRAVEST_FIRST: Final = "status"
#: In addresses: targets that no department answers for, or that count no indicator.
NONE: Final = "none"
LATE: Final = (Status.MISSED, Status.LATE)
"""What answers "what is late"."""

_DIGITS: Final = re.compile(r"(\d+)")


FILTERS: Mapping[str, Callable[[Known], str]] = {
    "status": lambda one: one.status.value,
    "owner": lambda one: one.target.owner or NONE,
    "plan": lambda one: one.target.plan,
    "theme": lambda one: one.indicator.theme if one.indicator else NONE,
    "place": lambda one: one.target.place_code,
    "due": lambda one: str(one.target.due.year),
}


def wanted(known: Iterable[Known], state: ListState) -> list[Known]:
    """The targets that the filters of a list leave, in its order; unknown values come last."""
    found = sorted((one for one in known if _fits(one, state)), key=_number)
    value_of = _ORDERS[state.sort.removeprefix("-")]
    ordered = [one for one in found if value_of(one) is not None]
    ordered.sort(key=value_of, reverse=state.sort.startswith("-"))
    return ordered + [one for one in found if value_of(one) is None]


def counts_of(known: Iterable[Known], state: ListState, name: str) -> Counter[str]:
    """How many targets each value of a filter would leave, the other filters in force."""
    return Counter(FILTERS[name](one) for one in known if _fits(one, state, but=name))


def by_gravity(known: Iterable[Known]) -> list[Known]:
    """The gravest first; among equals what has been behind for longest."""
    return sorted(sorted(known, key=_number), key=_gravity)


def late(known: Iterable[Known]) -> list[Known]:
    """What is behind its path or was missed, the gravest first."""
    return by_gravity(one for one in known if one.status in LATE)


def _fits(one: Known, state: ListState, but: str = "") -> bool:
    for name, value_of in FILTERS.items():
        chosen = state.values(name)
        if chosen and name != but and value_of(one) not in chosen:
            return False
    words = state.value("q").casefold()
    target = one.target
    names = one.indicator.names if one.indicator else ()
    texts = (target.number, target.name, target.owner, target.person, *names)
    return not words or any(words in text.casefold() for text in texts)


def _gravity(one: Known) -> tuple[Any, ...]:
    progress = one.progress
    since = progress.late_since.toordinal() if progress.late_since else 0
    return (GRAVITY[one.status], since or 10**7, progress.chance or 0.0)


def _number(one: Known) -> list[tuple[int, str]]:
    """A number in the order in which people count: 2 before 10."""
    text = one.target.number or one.target.id
    return [(int(part) if part.isdigit() else 0, part) for part in _DIGITS.split(text)]


_ORDERS: Mapping[str, Callable[[Known], Any]] = {
    "number": _number,
    "status": _gravity,
    "gap": lambda one: one.progress.gap_share,
    "chance": lambda one: one.progress.chance,
    "owner": lambda one: one.target.owner or None,
}
