"""What changed with the targets between two days or two snapshots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from wotu.build.snapshot import Snapshot
from wotu.targets.book import TargetBook
from wotu.targets.plan import plan_progress, progress_of
from wotu.targets.progress import Progress
from wotu.targets.status import GRAVITY, Status
from wotu.workspace import Workspace


@dataclass(frozen=True)
class News:
    """A target whose status or warning is another than before.

    ``before`` is None of a target that is new, ``after`` of one that was withdrawn.
    """

    before: Progress | None
    after: Progress | None

    @property
    def is_worse(self) -> bool:
        """Whether the status is graver, or a warning has come up."""
        if self.before is None or self.after is None:
            return False
        if self.before.status is not self.after.status:
            return GRAVITY[self.after.status] < GRAVITY[self.before.status]
        return self.before.warned_from is None and self.after.warned_from is not None


def news_since_day(
    workspace: Workspace, snapshot: Snapshot | None, day: dt.date, as_of: dt.date | None = None
) -> tuple[News, ...]:
    """What changed since a day for the targets as they stand: what the actuals of each day say."""
    targets = TargetBook(workspace.lake.root).standing()
    before = progress_of(workspace, snapshot, targets, as_of=day)
    return news_between(before, progress_of(workspace, snapshot, targets, as_of=as_of))


def news_since_snapshot(
    workspace: Workspace, earlier: Snapshot, snapshot: Snapshot
) -> tuple[News, ...]:
    """What changed since an earlier snapshot: with its actuals, and the targets that stood then."""
    before = plan_progress(workspace, earlier, known_on=earlier.manifest.built_at)
    return news_between(before, plan_progress(workspace, snapshot))


def news_between(before: Sequence[Progress], after: Sequence[Progress]) -> tuple[News, ...]:
    """The targets that differ, the gravest present status first."""
    earlier = {one.target.id: one for one in before}
    now = {one.target.id: one for one in after}
    pairs = [News(earlier.get(name), now.get(name)) for name in {**now, **earlier}]
    return tuple(sorted((one for one in pairs if _differs(one)), key=_gravity))


def _differs(one: News) -> bool:
    if one.before is None or one.after is None:
        return True
    was = (one.before.status, one.before.warned_from is None)
    return was != (one.after.status, one.after.warned_from is None)


def _gravity(one: News) -> int:
    return len(Status) if one.after is None else GRAVITY[one.after.status]
