"""The small chart of a row: path against actual, where it is heading, and the interval at the end.

Numbers become coordinates here; the template only writes them down as SVG.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wotu.targets.progress import Progress

WIDTH, HEIGHT, MARGIN = 96, 40, 4
#: Days before the path begins of which actuals are drawn.
BEFORE = 366

Dated = tuple[dt.date, float]


@dataclass(frozen=True, slots=True)
class SmallChart:
    """Polylines in the order in which they are drawn; ``ends`` is the interval at the due date."""

    path: tuple[str, ...]
    actual: tuple[str, ...]
    ahead: tuple[str, ...]
    ends: tuple[float, float, float] | None
    """Place along the axis, upper and lower end."""
    last: tuple[float, float] | None
    goal: tuple[float, float] | None
    label: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class _Frame:
    first: int
    days: int
    low: float
    reach: float

    def at(self, day: dt.date, value: float) -> tuple[float, float]:
        across = (day.toordinal() - self.first) / self.days
        up = (value - self.low) / self.reach
        return (
            round(MARGIN + across * (WIDTH - 2 * MARGIN), 1),
            round(HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN), 1),
        )

    def line(self, points: Iterable[Dated]) -> str:
        return " ".join("{},{}".format(*self.at(day, value)) for day, value in points)


def small_chart(one: Progress, label: str, *, is_flow: bool) -> SmallChart | None:
    """The small chart of a target; None where there is neither a path nor an actual."""
    path = [(point.on, point.value) for point in one.path]
    begins = path[0][0] if path else one.target.due - dt.timedelta(days=BEFORE)
    actual = [
        (seen.on, seen.value)
        for seen in one.observations
        if seen.on >= begins - dt.timedelta(days=BEFORE)
    ]
    if not path and not actual:
        return None
    ahead = [(point.on, point.median) for point in one.forecast.points] if one.forecast else []
    end = one.forecast.at_due if one.forecast else None
    bounds = [(end.on, end.low), (end.on, end.high)] if end else []
    frame = _frame([*path, *actual, *ahead, *bounds])
    past = [line for line in runs(actual, is_flow=is_flow) if len(line) > 1]
    return SmallChart(
        path=tuple(frame.line(line) for line in runs(path, is_flow=is_flow)),
        actual=tuple(frame.line(line) for line in past),
        ahead=tuple(
            frame.line(line) for line in runs([*actual[-1:], *ahead], is_flow=is_flow) if ahead
        ),
        ends=_ends(frame, bounds),
        last=frame.at(*actual[-1]) if actual else None,
        goal=frame.at(*path[-1]) if path else None,
        label=label,
    )


def runs(points: Sequence[Dated], *, is_flow: bool) -> list[list[Dated]]:
    """Points in lines that may be drawn through: within its year a flow starts anew from nought."""
    lines: list[list[Dated]] = []
    for day, value in points:
        before = lines[-1][-1][0] if lines else None
        within = (day.month, day.day) != (12, 31)
        if before is None or (is_flow and within and day.year != before.year):
            lines.append([])
        lines[-1].append((day, value))
    return lines


def _frame(points: Sequence[Dated]) -> _Frame:
    days = [day.toordinal() for day, _value in points]
    values = [value for _day, value in points]
    low = min(values)
    return _Frame(min(days), max(max(days) - min(days), 1), low, (max(values) - low) or 1.0)


def _ends(frame: _Frame, bounds: Sequence[Dated]) -> tuple[float, float, float] | None:
    if not bounds:
        return None
    (across, low), (_across, high) = (frame.at(*one) for one in bounds)
    return across, high, low
