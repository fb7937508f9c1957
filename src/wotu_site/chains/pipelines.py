"""Product pipelines of the snapshot, and which lines a list asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.utils import timezone

from wotu.build.pipelines import Pipelines
from wotu.build.snapshot import Snapshot
from wotu.chains.stages import ORDER
from wotu_site.access.roles import Person
from wotu_site.audit import queries as audit
from wotu_site.snapshots.remembering import remembered
from wotu_site.ui.tables import ListState

SORTS = ("product", "firm", "class", "stage", "since", "days")
FURTHEST_FIRST = "-stage"
#: Days back from the day of the snapshot whose changes are shown where no last visit says more.
USUAL_DAYS = 90
NONE = "none"


@dataclass(frozen=True, slots=True)
class Line:
    """A product for one indication as it stands, with the columns of ``LINES``."""

    firm_id: str
    firm_name: str | None
    product: str
    indication: str | None
    kind: str | None
    track: str | None
    registration_class: str | None
    stage: str | None
    since: date | None
    days: int | None
    status: str
    halted_on: date | None
    moved_on: date | None
    furthest: str | None
    stepped_back: bool | None
    off_track: bool | None
    innovative: bool | None
    number: str | None
    partner: str | None
    note: str | None
    usual_days: int | None
    limit_days: int | None
    limit_from: str | None
    stalled: bool | None

    @property
    def alert(self) -> str:
        """What about it needs a look: ``stalled``, ``stepped_back``, ``off_track`` or nothing."""
        marks = ("stalled", "stepped_back", "off_track")
        return next((mark for mark in marks if getattr(self, mark)), "")


@dataclass(frozen=True, slots=True)
class Since:
    """The day after which changes are shown; ``visit`` where it is that of the last visit."""

    day: date
    visit: bool


@remembered
def all_lines(snapshot: Snapshot) -> tuple[Line, ...]:
    """Every line, the furthest first."""
    return tuple(Line(**row) for row in Pipelines(snapshot).lines.iter_rows(named=True))


@remembered
def by_year(snapshot: Snapshot) -> pl.DataFrame:
    """Products that first reached a stage, by year and class, as ``YEAR_COUNTS``."""
    return Pipelines(snapshot).by_year


@remembered
def only_told(snapshot: Snapshot) -> tuple[dict[str, Any], ...]:
    """Approvals that documents alone tell, as rows of ``TOLD``."""
    return tuple(Pipelines(snapshot).only_told.to_dicts())


@remembered
def changes_after(snapshot: Snapshot, day: date) -> tuple[dict[str, Any], ...]:
    """What became of lines after a day, newest first, as rows of ``CHANGES``."""
    return tuple(Pipelines(snapshot).changes_since(day).to_dicts())


def records_of(snapshot: Snapshot, firm_id: str) -> list[dict[str, Any]]:
    """The records of one firm, in order."""
    return Pipelines(snapshot).records_of(firm_id).to_dicts()


def since_of(snapshot: Snapshot, state: ListState, person: Person) -> Since:
    """After which day changes are shown: as asked, else the last visit, else three months."""
    as_of = snapshot.manifest.as_of
    try:
        return Since(min(date.fromisoformat(state.value("since")), as_of), visit=False)
    except ValueError:
        pass
    visit = audit.previous_sign_in(person)
    if visit and (day := timezone.localtime(visit.at).date()) < as_of:
        return Since(day, visit=True)
    return Since(as_of - timedelta(days=USUAL_DAYS), visit=False)


def wanted_lines(lines: Iterable[Line], state: ListState) -> list[Line]:
    """The lines that the filters of a list leave, in its order; unknown values come last."""
    found = [line for line in lines if _fits(line, state)]
    value_of = _ORDERS[state.sort.removeprefix("-")]
    known = [line for line in found if value_of(line) is not None]
    known.sort(key=value_of, reverse=state.sort.startswith("-"))
    return known + [line for line in found if value_of(line) is None]


def counts_of(lines: Iterable[Line], state: ListState, name: str) -> Counter[str]:
    """How many lines each value of a filter would leave, the other filters in force."""
    return Counter(
        value
        for line in lines
        if _fits(line, state, but=name)
        for value in FILTERS[name](line)
        if value
    )


def _fits(line: Line, state: ListState, but: str = "") -> bool:
    for name, values_of in FILTERS.items():
        chosen = state.values(name)
        if chosen and name != but and not set(chosen) & set(values_of(line)):
            return False
    words = state.value("q").casefold()
    texts = (line.product, line.firm_name or "", line.indication or "", line.number or "")
    return any(words in text.casefold() for text in texts)


def _alerts(line: Line) -> Sequence[str]:
    marks = ("stalled", "stepped_back", "off_track", "innovative")
    return [mark for mark in marks if getattr(line, mark)]


FILTERS: Mapping[str, Callable[[Line], Sequence[str]]] = {
    "stage": lambda line: [line.stage or NONE],
    "class": lambda line: [line.registration_class or NONE],
    "kind": lambda line: [line.kind or NONE],
    "status": lambda line: [line.status],
    "mark": _alerts,
    "firm": lambda line: [line.firm_id],
}

_ORDERS: Mapping[str, Callable[[Line], Any]] = {
    "product": lambda line: (line.product, line.firm_id),
    "firm": lambda line: (line.firm_name or "", line.product),
    "class": lambda line: line.registration_class,
    "stage": lambda line: None if line.stage is None else (ORDER[line.stage], line.since),
    "since": lambda line: line.since,
    "days": lambda line: line.days,
}
