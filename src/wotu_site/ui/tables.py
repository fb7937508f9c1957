"""Lists: their state is in the address, so that it can be sent to a colleague.

A page reads a ``ListState`` from the request, asks its query for one page of rows, and hands the
template a ``Pager``, ``Chip``s for the filters in force and ``Facet``s with counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise

PAGE_SIZE = 50
ROUND_THE_PAGE = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list; ``sort`` names what it sorts by, empty where it does not."""

    label: str | Promise
    sort: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class ListState:
    """Filters, order and page of a list, as its address says them."""

    path: str
    query: QueryDict
    sort: str
    page: int

    @classmethod
    def of(cls, request: HttpRequest, *, sorts: Iterable[str], default_sort: str) -> Self:
        """Read the state from a request; an order or page that does not exist is the first."""
        return cls.read(request.path, request.GET, sorts=sorts, default_sort=default_sort)

    @classmethod
    def read(cls, path: str, query: QueryDict, *, sorts: Iterable[str], default_sort: str) -> Self:
        """Read the state from an address that is kept, such as that of a list to be exported."""
        sort = query.get("sort", default_sort)
        if sort.removeprefix("-") not in set(sorts):
            sort = default_sort
        page = query.get("page", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1
        return cls(path, query, sort, max(number, 1))

    def value(self, name: str) -> str:
        """The filter of this name, or an empty text."""
        return self.query.get(name, "").strip()

    def values(self, name: str) -> list[str]:
        """All chosen values of a filter that can have several."""
        return [value for value in self.query.getlist(name) if value]

    def address(self, **changes: str | Sequence[str] | None) -> str:
        """The address of the same list with some parameters changed, None taking one away.

        Any change but one of the page goes back to the first page.
        """
        query = self.query.copy()
        if "page" not in changes:
            query.pop("page", None)
        for name, value in changes.items():
            if value is None or value in ("", []):
                query.pop(name, None)
            else:
                query.setlist(name, [value] if isinstance(value, str) else list(value))
        text = query.urlencode()
        return f"{self.path}?{text}" if text else self.path

    def toggled(self, name: str, value: str) -> str:
        """The address with one value of a filter added, or taken away if it is chosen."""
        chosen = self.values(name)
        if value in chosen:
            return self.address(**{name: [one for one in chosen if one != value]})
        return self.address(**{name: [*chosen, value]})

    def sorted_by(self, key: str) -> str:
        """The address in the order of a column; asked a second time, the other way round."""
        return self.address(sort=f"-{key}" if self.sort == key else key)

    def direction(self, key: str) -> str:
        """``ascending``, ``descending`` or ``none``, as ``aria-sort`` wants it."""
        return {key: "ascending", f"-{key}": "descending"}.get(self.sort, "none")


@dataclass(frozen=True, slots=True)
class Pager:
    """Which part of how many rows is shown."""

    total: int
    number: int
    size: int = PAGE_SIZE

    @classmethod
    def of(cls, total: int, wanted: int, size: int = PAGE_SIZE) -> Self:
        """The page that was wanted, or the last one there is."""
        last = max(-(-total // size), 1)
        return cls(total, min(max(wanted, 1), last), size)

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(-(-self.total // self.size), 1)

    @property
    def offset(self) -> int:
        """How many rows lie before this page."""
        return (self.number - 1) * self.size

    @property
    def first_row(self) -> int:
        """The number of the first row shown, from 1; 0 where there is none."""
        return self.offset + 1 if self.total else 0

    @property
    def last_row(self) -> int:
        """The number of the last row shown."""
        return min(self.offset + self.size, self.total)

    @property
    def numbers(self) -> list[int | None]:
        """The page numbers to offer; None stands for a gap."""
        near = range(self.number - ROUND_THE_PAGE, self.number + ROUND_THE_PAGE + 1)
        wanted = sorted({1, self.last, *(n for n in near if 1 <= n <= self.last)})
        numbers: list[int | None] = []
        for number in wanted:
            if numbers and number != (numbers[-1] or 0) + 1:
                numbers.append(None)
            numbers.append(number)
        return numbers


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str | Promise
    value: str | Promise
    address: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value that a list can be narrowed to, and how many rows have it."""

    label: str | Promise
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one filter, with counts; more than ``offered`` are shown on demand.

    One that ``folds`` shows its label alone until it is opened or one of its values is chosen.
    """

    label: str | Promise
    values: tuple[FacetValue, ...]
    offered: int = 8
    folds: bool = False

    @property
    def open(self) -> bool:
        """Whether the values are shown at once."""
        return not self.folds or any(value.chosen for value in self.values)

    @property
    def first(self) -> tuple[FacetValue, ...]:
        """The values shown at once: the first ones, and every one that is chosen."""
        return tuple(
            value for place, value in enumerate(self.values) if place < self._shown or value.chosen
        )

    @property
    def rest(self) -> tuple[FacetValue, ...]:
        """The values that are shown when somebody asks for more."""
        return tuple(value for value in self.values[self._shown :] if not value.chosen)

    @property
    def _shown(self) -> int:
        # One more value takes no more room than the words that would open it.
        return len(self.values) if len(self.values) <= self.offered + 1 else self.offered


def chips(
    state: ListState,
    filters: Mapping[str, str | Promise],
    words: Mapping[str, Mapping[str, str | Promise]] | None = None,
) -> tuple[Chip, ...]:
    """A chip for every chosen value of these filters.

    ``filters`` gives each parameter its label; ``words`` the words of values that have some.
    """
    known = words or {}
    return tuple(
        Chip(label, known.get(name, {}).get(value, value), state.toggled(name, value))
        for name, label in filters.items()
        for value in state.values(name)
    )


def facet(
    state: ListState,
    name: str,
    label: str | Promise,
    counts: Iterable[tuple[str, str | Promise, int]],
    *,
    folds: bool = False,
) -> Facet:
    """A facet from (value, label, count) rows, in the order given."""
    chosen = set(state.values(name))
    values = tuple(
        FacetValue(word, count, state.toggled(name, value), value in chosen)
        for value, word, count in counts
    )
    return Facet(label, values, folds=folds)
