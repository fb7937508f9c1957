"""How far a target is: pace, forecast, chance and the status that follows from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wotu.packs.indicators import IndicatorKind
from wotu.packs.schema import Label
from wotu.targets.actuals import Actuals, Observation
from wotu.targets.forecast import Forecast, Goal, forecast, goal_of
from wotu.targets.pace import Growth, growth
from wotu.targets.paths import PathPoint, TargetPath, baseline_of, path_of, path_points
from wotu.targets.reasons import missing_words, why
from wotu.targets.status import SLIGHT_DAYS, SLIGHT_SHARE, Evidence, Status, status_of
from wotu.targets.target import Aim, Target

_ROUNDING: Final = 1e-9
"""Of the expected value: less is no gap but a rounding of sums."""

MOST_WAIT: Final = dt.timedelta(days=92)
"""After the due date, a quarter: a later actual says nothing of the day itself."""


@dataclass(frozen=True)
class Progress:
    """Where a target stands on a day.

    Values are in the target's unit. ``gap`` is positive where the actual is on the right side of
    the path, whichever side the target aims at; ``gap_share`` is the gap over the expected value.
    """

    target: Target
    as_of: dt.date
    status: Status
    why: Label
    """The rule that gave the status, with its figures."""
    latest: Observation | None
    expected: PathPoint | None
    """By the path on the day of the latest actual."""
    gap: float | None
    gap_share: float | None
    late_since: dt.date | None
    """First day from which every actual lies behind the path: observed behind on that day."""
    forecast: Forecast | None
    """None with fewer than two values, and for a day that has passed."""
    growth: Growth | None
    """What is needed from the latest actual to the target, against what was."""
    warned_from: dt.date | None
    """Early warning: first day ahead on which the median of the forecast lies behind the path;
    None where it never does, or the target is late already."""
    missing: Label | None
    """Where the status is unknown: what is missing and who supplies it."""
    observations: tuple[Observation, ...]
    path: tuple[PathPoint, ...]
    """For drawing: the path at its beginning, month ends and the due date."""

    @property
    def chance(self) -> float | None:
        """Of reaching the target on its day, 0-1; None without a forecast."""
        return self.forecast.chance if self.forecast else None


def progress(target: Target, actuals: Actuals, as_of: dt.date) -> Progress:
    """Where a target stands on a day; only actuals whose period had ended by then count.

    The same on every day after the due date, once its actual is known.
    """
    known = actuals.until(as_of)
    observations = _until_decided(known.observations(), target.due)
    goal = goal_of(target)
    path = path_of(target, known)
    latest = observations[-1] if observations else None
    since = [one for one in observations if path is None or one.on >= path.begins]
    expected = path.at(latest.on) if path and latest else None
    gap = _gap(target, expected, latest)
    ahead = forecast(goal, known) if goal and as_of <= target.due else None
    final = _final(goal, observations, known) if goal and as_of >= target.due else None
    found = Evidence(
        begins=path.begins if path else None,
        past_due=as_of > target.due or final is not None,
        reached_at_due=final,
        reached_early=_reached_early(target, known, since),
        observed=bool(since),
        behind=None
        if gap is None or expected is None
        else _is_behind(gap, expected, whole=known.is_whole),
        slightly=path is not None
        and latest is not None
        and _slightly(target, path, latest, known.is_whole),
        chance=ahead.chance if ahead else None,
    )
    status = status_of(found, as_of)
    late_since = _late_since(target, path, since, known.is_whole) if path else None
    return Progress(
        target=target,
        as_of=as_of,
        status=status,
        why=why(target, status, found, latest, expected, gap),
        latest=latest,
        expected=expected,
        gap=gap,
        gap_share=_share(gap, expected),
        late_since=late_since,
        forecast=ahead,
        growth=growth(target, known, observations) if as_of <= target.due else None,
        warned_from=_warned_from(target, path, ahead, known.is_whole)
        if path and not found.behind
        else None,
        missing=missing_words(target, known, found, latest) if status is Status.UNKNOWN else None,
        observations=observations,
        path=path_points(path, target.due) if path else (),
    )


def _until_decided(seen: Sequence[Observation], due: dt.date) -> tuple[Observation, ...]:
    """The observations up to the first on or after the due date: what comes later is another
    promise's."""
    before = [one for one in seen if one.on < due]
    at_due = next((one for one in seen if due <= one.on <= due + MOST_WAIT), None)
    return (*before, at_due) if at_due is not None else tuple(before)


def _share(gap: float | None, expected: PathPoint | None) -> float | None:
    if gap is None or expected is None or expected.value == 0:
        return None
    return gap / abs(expected.value)


def _gap(target: Target, expected: PathPoint | None, one: Observation | None) -> float | None:
    """How far a value lies on the right side of the path; negative behind it."""
    if expected is None or one is None:
        return None
    return _margin(target.aim, expected, one.value)


def _margin(aim: Aim, expected: PathPoint, value: float) -> float:
    if aim is Aim.AT_LEAST:
        return value - expected.value
    if aim is Aim.AT_MOST:
        return expected.value - value
    upper = float("inf") if expected.upper is None else expected.upper
    return min(value - expected.value, upper - value)


def _is_behind(gap: float, expected: PathPoint, *, whole: bool) -> bool:
    """Whether a gap is one: things that are counted lack at least one whole."""
    rounding = _ROUNDING * max(abs(expected.value), 1.0)
    return gap <= -1 + rounding if whole else gap < -rounding


def _slightly(target: Target, path: TargetPath, latest: Observation, whole: bool) -> bool:
    """Whether the latest actual is no further behind than a month or a per cent of the path."""
    earlier = path.at(latest.on - dt.timedelta(days=SLIGHT_DAYS))
    if earlier is not None:
        margin = _margin(target.aim, earlier, latest.value)
        if not _is_behind(margin, earlier, whole=whole):
            return True
    now = path.at(latest.on)
    if now is None:
        return False
    return _margin(target.aim, now, latest.value) >= -SLIGHT_SHARE * abs(now.value)


def _late_since(
    target: Target, path: TargetPath, since: Sequence[Observation], whole: bool
) -> dt.date | None:
    first = None
    for one in reversed(since):
        expected = path.at(one.on)
        gap = _gap(target, expected, one)
        if expected is None or gap is None or not _is_behind(gap, expected, whole=whole):
            break
        first = one.on
    return first


def _warned_from(
    target: Target, path: TargetPath, ahead: Forecast | None, whole: bool
) -> dt.date | None:
    for point in ahead.points if ahead else ():
        expected = path.at(point.on)
        if expected is None:
            continue
        margin = _margin(target.aim, expected, point.median)
        if _is_behind(margin, expected, whole=whole):
            return point.on
    return None


def _final(goal: Goal, observations: Sequence[Observation], actuals: Actuals) -> bool | None:
    """Whether the actual of the due date reaches the goal; None while it is not known.

    Of a stock or a rate the first actual from the day on counts, of a flow the one on the day;
    a flow that has come to its least value by then has reached it.
    """
    if not actuals.is_flow:
        at_due = next((one for one in observations if one.on >= goal.due), None)
    else:
        of_year = [one for one in observations if one.on.year == goal.due.year]
        before = [one for one in of_year if one.on <= goal.due]
        if goal.aim is Aim.AT_LEAST and any(one.value >= goal.value for one in before):
            return True
        at_due = next((one for one in before if one.on == goal.due), None)
    return None if at_due is None else goal.is_reached(at_due.value)


def _reached_early(target: Target, actuals: Actuals, since: Sequence[Observation]) -> bool:
    goal = goal_of(target)
    if goal is None or not since or goal.aim is Aim.WITHIN:
        return False
    latest = since[-1]
    if actuals.is_flow:
        in_year = latest.on.year == goal.due.year
        return goal.aim is Aim.AT_LEAST and in_year and goal.is_reached(latest.value)
    if actuals.indicator is None or actuals.indicator.kind is not IndicatorKind.STOCK:
        return False
    baseline = baseline_of(target)
    held_before = baseline is not None and goal.is_reached(baseline.value)
    return goal.is_reached(latest.value) and not held_before
