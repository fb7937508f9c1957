"""The tree from plan to task, with the status of every branch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wotu.targets.progress import Progress
from wotu.targets.status import GRAVITY, Status
from wotu.targets.target import Task


class BranchKind(StrEnum):
    """What a branch is."""

    PLAN = "plan"
    TARGET = "target"
    TASK = "task"


@dataclass(frozen=True)
class Branch:
    """A plan, target or task with what is below it.

    A target with an indicator has the status of its own actuals; a plan, and a target without one,
    the gravest of what is below it. Tasks have none: doing them is no result.
    """

    kind: BranchKind
    name: str
    children: tuple[Branch, ...]
    progress: Progress | None = None
    task: Task | None = None
    status: Status | None = None
    """None of a task."""
    counts: Mapping[Status, int] | None = None
    """Of the targets with an indicator in and below the branch; None of a task."""
    tasks_open: int = 0
    """Tasks below that are not done."""

    @property
    def is_own(self) -> bool:
        """Whether the status is that of the branch's own actuals."""
        return self.progress is not None and self.progress.target.indicator is not None


def target_tree(progresses: Sequence[Progress], tasks: Sequence[Task]) -> tuple[Branch, ...]:
    """One branch a plan, in the order in which plans, targets and tasks were added.

    A target whose parent is in another plan, or stands no more, is on top of its own.
    """
    of_target: dict[str, list[Task]] = {}
    for task in tasks:
        of_target.setdefault(task.target, []).append(task)
    by_id = {one.target.id: one for one in progresses}
    below: dict[str, list[Progress]] = {}
    plans: dict[str, list[Progress]] = {}
    for one in progresses:
        above = by_id.get(one.target.parent or "")
        if above is not None and above.target.plan == one.target.plan:
            below.setdefault(above.target.id, []).append(one)
        else:
            plans.setdefault(one.target.plan, []).append(one)
    return tuple(
        _gathered(BranchKind.PLAN, name, [_branch(one, below, of_target) for one in tops])
        for name, tops in plans.items()
    )


def _branch(
    one: Progress, below: Mapping[str, Sequence[Progress]], tasks: Mapping[str, Sequence[Task]]
) -> Branch:
    target = one.target
    children = [_branch(child, below, tasks) for child in below.get(target.id, ())]
    children += [
        Branch(BranchKind.TASK, task.what, (), task=task) for task in tasks.get(target.id, ())
    ]
    return _gathered(BranchKind.TARGET, target.name, children, one)


def _gathered(
    kind: BranchKind, name: str, children: Sequence[Branch], own: Progress | None = None
) -> Branch:
    counts: Counter[Status] = Counter()
    for child in children:
        counts.update(child.counts or {})
    has_own = own is not None and own.target.indicator is not None
    if own is not None and has_own:
        counts[own.status] += 1
        status = own.status
    else:
        below = [child.status for child in children if child.status is not None]
        status = min(below, key=GRAVITY.__getitem__, default=Status.UNKNOWN)
    still_open = sum(
        child.tasks_open + (child.task is not None and child.task.done_on is None)
        for child in children
    )
    return Branch(
        kind,
        name,
        tuple(children),
        progress=own,
        status=status,
        counts=dict(sorted(counts.items(), key=lambda item: GRAVITY[item[0]])),
        tasks_open=still_open,
    )
