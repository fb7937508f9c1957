"""The one door to the book of targets: what stands, how far it has come, and its tasks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from wotu.packs.indicators import Indicator, IndicatorKind
from wotu.targets.book import TargetBook
from wotu.targets.plan import plan_progress
from wotu.targets.progress import Progress
from wotu.targets.status import Status
from wotu.targets.target import Target, Task
from wotu.targets.tree import Branch, target_tree
from wotu_site.snapshots.queries import last_commit, snapshot, workspace

#: The table of the lake that holds what people decided about targets and tasks.
DECISIONS = "target_decisions"


@dataclass(frozen=True, slots=True)
class Known:
    """A target with all that is known of it: how far it is, what it counts, and its tasks."""

    progress: Progress
    indicator: Indicator | None
    tasks: tuple[Task, ...]
    branch: Branch
    """Its place in the tree, with what is beneath it."""

    @property
    def target(self) -> Target:
        """What was promised."""
        return self.progress.target

    @property
    def gathers(self) -> bool:
        """Whether it only gathers the targets beneath it, and counts nothing itself."""
        return self.indicator is None and any(one.progress for one in self.branch.children)

    @property
    def status(self) -> Status:
        """Its own status; of one that gathers others the gravest beneath it."""
        return self.branch.status or self.progress.status

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are possible."""
        return self.indicator is not None and self.indicator.whole

    @property
    def is_flow(self) -> bool:
        """Whether its figure starts anew from nought every year."""
        return self.indicator is not None and self.indicator.kind is IndicatorKind.FLOW

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """Tasks that are not done, the next one first."""
        waiting = [task for task in self.tasks if task.done_on is None]
        return tuple(sorted(waiting, key=lambda task: (task.due or dt.date.max, task.id)))


def book() -> TargetBook:
    """The book of the zone's targets."""
    return TargetBook(workspace().lake.root)


def targets() -> tuple[Target, ...]:
    """The targets that stand; read again only when somebody has changed one."""
    return _targets(workspace().lake.root, decided())


def known() -> tuple[Known, ...]:
    """Every target that stands with how far it is by the current snapshot."""
    return _known(workspace().lake.root, decided(), snapshot().folder)


def counted() -> tuple[Known, ...]:
    """The targets that lists and counts are about: all but those that only gather others."""
    return tuple(one for one in known() if not one.gathers)


def tree() -> tuple[Branch, ...]:
    """One tree a plan."""
    found = known()
    return target_tree(
        [one.progress for one in found], [task for one in found for task in one.tasks]
    )


def known_or_none(target_id: str) -> Known | None:
    """One target that stands."""
    return next((one for one in known() if one.target.id == target_id), None)


def children_of(target_id: str) -> tuple[Known, ...]:
    """The targets beneath one."""
    return tuple(one for one in known() if one.target.parent == target_id)


def has_targets() -> bool:
    """Whether anything has been promised."""
    return bool(targets())


def decided() -> str:
    """A name for all that is decided so far: another one once somebody has decided more."""
    return last_commit(workspace().lake.root / DECISIONS)


@lru_cache(maxsize=2)
def _targets(root: Path, _commit: str) -> tuple[Target, ...]:
    return tuple(TargetBook(root).standing())


@lru_cache(maxsize=2)
def _known(_root: Path, _commit: str, _folder: Path) -> tuple[Known, ...]:
    progresses, tasks = plan_progress(workspace(), snapshot()), book().tasks()
    branches = dict(_branches(target_tree(progresses, tasks)))
    indicators, of_target = workspace().packs.indicators, _by_target(tasks)
    return tuple(
        Known(
            one,
            indicators.get(one.target.indicator or ""),
            tuple(of_target[one.target.id]),
            branches[one.target.id],
        )
        for one in progresses
    )


def _branches(tree: Sequence[Branch]) -> Iterator[tuple[str, Branch]]:
    """Every target of a tree with its branch."""
    for branch in tree:
        if branch.progress is not None:
            yield branch.progress.target.id, branch
        yield from _branches(branch.children)


def _by_target(tasks: Sequence[Task]) -> defaultdict[str, list[Task]]:
    found: defaultdict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        found[task.target].append(task)
    return found
