"""The tree of targets: from a plan down to the tasks, with what is beneath each counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wotu.targets.tree import Branch, BranchKind
from wotu_site.access.roles import Person
from wotu_site.snapshots.queries import snapshot
from wotu_site.targets import book
from wotu_site.targets.book import Known
from wotu_site.targets.pages.frame import target_crumbs, target_tabs
from wotu_site.targets.pages.shown import Shown, ShownTask, shown, shown_task
from wotu_site.targets.words import StatusLook, status_look
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class ShownBranch:
    """A plan, a target or a task; ``counts`` are of the targets in and beneath it."""

    kind: str
    name: str
    address: str
    look: StatusLook | None
    own: bool
    row: Shown | None
    task: ShownTask | None
    counts: tuple[tuple[StatusLook, int], ...]
    tasks_open: int
    children: tuple[ShownBranch, ...]
    open: bool


@dataclass(frozen=True)
class TreePage:
    """One tree a plan."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    as_of: dt.date
    plans: tuple[ShownBranch, ...]


def tree_page(person: Person) -> TreePage:
    """The page of all plans."""
    known = {one.target.id: one for one in book.known()}
    title = _("Tree of targets")
    return TreePage(
        title=title,
        breadcrumbs=target_crumbs(Crumb(title)),
        tabs=target_tabs("tree", person),
        as_of=snapshot().manifest.as_of,
        plans=tuple(_branch(plan, known) for plan in book.tree()),
    )


def _branch(branch: Branch, known: dict[str, Known]) -> ShownBranch:
    one = known[branch.progress.target.id] if branch.progress else None
    row = shown(one) if one else None
    counts = branch.counts or {}
    query = urlencode({"plan": branch.name})
    address = f"{reverse('targets:home')}?{query}" if branch.kind is BranchKind.PLAN else ""
    # Of a target by itself the badge says all; a count of one would only repeat it.
    is_alone = branch.is_own and sum(counts.values()) == 1
    return ShownBranch(
        kind=branch.kind.value,
        name=f"{row.number} {row.name}".strip() if row else branch.name,
        address=row.address if row else address,
        look=status_look(branch.status) if branch.status else None,
        own=branch.is_own,
        row=row,
        task=shown_task(branch.task) if branch.task else None,
        counts=() if is_alone else tuple((status_look(s), n) for s, n in counts.items()),
        tasks_open=branch.tasks_open,
        children=tuple(_branch(child, known) for child in branch.children),
        open=branch.kind is BranchKind.PLAN or (one is not None and one.indicator is None),
    )
