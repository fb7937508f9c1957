"""A target of a plan and the tasks by which it is to be reached."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wotu.packs.schema import Label


class Aim(StrEnum):
    """On which side of the target value a place should be."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    WITHIN = "within"  # from ``value`` to ``value_max``


AIMS: Final = {
    Aim.AT_LEAST: Label(zh="不低于", en="At least"),
    Aim.AT_MOST: Label(zh="不高于", en="At most"),
    Aim.WITHIN: Label(zh="区间内", en="Within a range"),
}


class PathKind(StrEnum):
    """How the way from the baseline to the target value runs."""

    LINEAR = "linear"  # the same step every day
    SEASONAL = "seasonal"  # within a year by the shares that past years show
    MILESTONES = "milestones"  # through dated values


PATHS: Final = {
    PathKind.LINEAR: Label(zh="线性", en="Linear"),
    PathKind.SEASONAL: Label(zh="季节", en="Seasonal"),
    PathKind.MILESTONES: Label(zh="节点", en="Milestones"),
}


@dataclass(frozen=True, order=True)
class Milestone:
    """A value to be reached on a day; of a flow what the year has come to by that day."""

    on: dt.date
    value: float


@dataclass(frozen=True)
class Origin:
    """Where a target comes from: a row of an imported plan, or a claim of a document.

    All None where a person typed it in.
    """

    batch: str | None = None
    row: int | None = None
    document: str | None = None
    claim: str | None = None


@dataclass(frozen=True)
class Target:
    """A promised figure of a plan.

    Values are in ``unit``, the base unit of the indicator (yuan, never 亿元). Of a flow the value
    is what the year of ``due`` comes to from 1 January to ``due``. ``indicator`` is None of a
    target that only gathers others; ``value`` and ``unit`` are then None too.
    """

    id: str
    plan: str
    name: str
    place_code: str
    due: dt.date
    number: str = ""
    indicator: str | None = None
    unit: str | None = None
    aim: Aim = Aim.AT_LEAST
    value: float | None = None
    value_max: float | None = None
    """Upper end, where ``aim`` is within a range."""
    baseline: float | None = None
    baseline_period: str | None = None
    """In our notation of periods (:mod:`wotu.periods`), such as 2025 or asof:2025-12-31."""
    path: PathKind = PathKind.LINEAR
    milestones: tuple[Milestone, ...] = ()
    owner: str = ""
    """责任部门: the bureau that answers for it."""
    person: str = ""
    parent: str | None = None
    """Id of the target above it in the tree."""
    origin: Origin = Origin()
    note: str = ""


@dataclass(frozen=True)
class Task:
    """A task (任务书) of a target: what somebody does by a day. Open while ``done_on`` is None."""

    id: str
    target: str
    what: str
    owner: str = ""
    due: dt.date | None = None
    done_on: dt.date | None = None
    note: str = ""

    def is_overdue(self, as_of: dt.date) -> bool:
        """Whether it should have been done before a day and was not done by then."""
        open_then = self.done_on is None or self.done_on > as_of
        return self.due is not None and self.due < as_of and open_then
