"""Who answers for what is late: one row a department."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wotu.targets.status import STATUSES
from wotu_site.access.roles import Person
from wotu_site.snapshots.queries import snapshot
from wotu_site.targets import book
from wotu_site.targets.book import Known
from wotu_site.targets.pages.frame import owner_name, target_crumbs, target_tabs
from wotu_site.targets.pages.shown import Shown, shown
from wotu_site.targets.rows import NONE, late
from wotu_site.targets.words import status_look
from wotu_site.ui.pages import Crumb
from wotu_site.ui.shares import Part, SharesBar
from wotu_site.ui.tables import Column, ListState
from wotu_site.ui.tabs import Tab

SORTS = ("owner", "targets", "late", "tasks")
COLUMNS = (
    Column(pgettext_lazy("plan", "Owner"), "owner"),
    Column(pgettext_lazy("plan", "Targets"), "targets", numeric=True),
    Column(pgettext_lazy("plan", "Status")),
    Column(gettext_lazy("Late"), "late"),
    Column(gettext_lazy("Overdue tasks"), "tasks", numeric=True),
)


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """What one department answers for."""

    name: str
    address: str
    people: tuple[str, ...]
    targets: int
    bar: SharesBar
    late: tuple[Shown, ...]
    overdue_tasks: int


@dataclass(frozen=True)
class OwnersPage:
    """Every department with its targets."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    as_of: dt.date
    state: ListState
    columns: tuple[Column, ...]
    rows: tuple[OwnerRow, ...]


def owners_page(state: ListState, person: Person) -> OwnersPage:
    """The page of departments, in the order that the address gives."""
    grouped: dict[str, list[Known]] = {}
    for one in book.counted():
        grouped.setdefault(one.target.owner, []).append(one)
    rows = [_row(owner, known) for owner, known in grouped.items()]
    title = _("By department")
    return OwnersPage(
        title=title,
        breadcrumbs=target_crumbs(Crumb(title)),
        tabs=target_tabs("owners", person),
        as_of=snapshot().manifest.as_of,
        state=state,
        columns=COLUMNS,
        rows=tuple(_ordered(rows, state)),
    )


def _row(owner: str, known: Sequence[Known]) -> OwnerRow:
    address = f"{reverse('targets:home')}?{urlencode({'owner': owner or NONE})}"
    counts = Counter(one.status for one in known)
    parts = [
        Part(look.word, counts[status], f"target-{status}", f"{address}&status={status}")
        for status in STATUSES
        if counts[status]
        for look in (status_look(status),)
    ]
    behind = [shown(one) for one in late(known)]
    return OwnerRow(
        name=owner_name(owner),
        address=address,
        people=tuple(dict.fromkeys(one.target.person for one in known if one.target.person)),
        targets=len(known),
        bar=SharesBar(tuple(parts), owner_name(owner)),
        late=tuple(behind),
        overdue_tasks=sum(shown(one).overdue_tasks for one in known),
    )


def _ordered(rows: Sequence[OwnerRow], state: ListState) -> list[OwnerRow]:
    orders = {
        "owner": lambda row: row.name,
        "targets": lambda row: row.targets,
        "late": lambda row: len(row.late),
        "tasks": lambda row: row.overdue_tasks,
    }
    found = sorted(rows, key=lambda row: row.name)
    key = orders[state.sort.removeprefix("-")]
    return sorted(found, key=key, reverse=state.sort.startswith("-"))
