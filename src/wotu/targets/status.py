"""The status of a target: it follows from pace and forecast by these rules and is never typed.

The first rule that holds decides. *Behind* means that the latest actual lies on the wrong side of
the path on its own day, by at least one where whole things are counted; *slightly* behind means by
no more than :data:`SLIGHT_DAYS` of the path or :data:`SLIGHT_SHARE` of the expected value; the
forecast is *good* where the chance of reaching the target on its day is at least
:data:`EVEN_CHANCE`.

1. **achieved** 已达成: the due date has passed and its actual (the first from that day
   on, within a quarter) reaches the target; or, before it, the latest actual of a stock reaches a
   value that its baseline had not, or a flow that should be at least so much has come to it within
   the target's year.
2. **missed** 未达成: the due date has passed and its actual does not reach the target.
3. **not begun** 未开始: the path begins later than today.
4. **unknown** 待定: no actual since the path began, the actual of a past due date is not known, or
   there is neither a path nor a forecast to hold the latest one against.
5. **late** 滞后: behind, unless slightly and with a good forecast.
6. **at risk** 有风险: slightly behind with a good forecast, or on the path while the forecast is
   not good.
7. **on track** 正常: on the path with a good forecast, or without a forecast (which is said).

Raising the latest actual of an "at least" target never worsens its status.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wotu.packs.schema import Label

EVEN_CHANCE: Final = 0.5
"""Below it the target is more likely missed than reached."""

SLIGHT_DAYS: Final = 31
"""Days of the path: figures come by the month, so that a month of delay cannot be told from one."""

SLIGHT_SHARE: Final = 0.01
"""Of the expected value: first figures are revised by about as much."""


class Status(StrEnum):
    """How a target stands, the gravest first."""

    MISSED = "missed"
    LATE = "late"
    AT_RISK = "at_risk"
    UNKNOWN = "unknown"
    ON_TRACK = "on_track"
    NOT_BEGUN = "not_begun"
    ACHIEVED = "achieved"


STATUSES: Final = {
    Status.MISSED: Label(zh="未达成", en="Missed"),
    Status.LATE: Label(zh="滞后", en="Late"),
    Status.AT_RISK: Label(zh="有风险", en="At risk"),
    Status.UNKNOWN: Label(zh="待定", en="Unknown"),
    Status.ON_TRACK: Label(zh="正常", en="On track"),
    Status.NOT_BEGUN: Label(zh="未开始", en="Not begun"),
    Status.ACHIEVED: Label(zh="已达成", en="Achieved"),
}

GRAVITY: Final = {status: place for place, status in enumerate(Status)}
"""Place of each status, the gravest first."""


@dataclass(frozen=True)
class Evidence:
    """What the rules read; each None where it is not known or not asked."""

    begins: dt.date | None
    """First day of the path."""
    past_due: bool
    reached_at_due: bool | None
    """Whether the actual of a past due date reaches the target."""
    reached_early: bool
    observed: bool
    """Whether there is an actual since the path began."""
    behind: bool | None
    """None without a path."""
    slightly: bool
    chance: float | None


def status_of(found: Evidence, as_of: dt.date) -> Status:
    """The status by the rules at the head of this module."""
    if found.past_due:
        if found.reached_at_due is None:
            return Status.UNKNOWN
        return Status.ACHIEVED if found.reached_at_due else Status.MISSED
    if found.observed and found.reached_early:
        return Status.ACHIEVED
    if found.begins is not None and found.begins > as_of:
        return Status.NOT_BEGUN
    if not found.observed:
        return Status.UNKNOWN
    return _by_pace(found)


def _by_pace(found: Evidence) -> Status:
    if found.behind is None and found.chance is None:
        return Status.UNKNOWN
    good = found.chance is not None and found.chance >= EVEN_CHANCE
    if found.behind:
        return Status.AT_RISK if found.slightly and good else Status.LATE
    return Status.ON_TRACK if good or found.chance is None else Status.AT_RISK
