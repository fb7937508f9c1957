"""Small drawings beside numbers: where a score may lie, how far a value is from its threshold.

Each function turns numbers into coordinates; the templates only write them down as SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 160


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """A score between its lowest and highest possible value, on a scale from 0 to ``maximum``."""

    low: float
    high: float
    pass_mark: float
    maximum: float
    width: int = WIDTH

    @property
    def low_x(self) -> float:
        """Where the interval begins."""
        return _x(self.low, self.maximum)

    @property
    def span(self) -> float:
        """How wide the interval is; a score that is certain is still drawn as a thin bar."""
        return max(_x(self.high, self.maximum) - self.low_x, 3.0)

    @property
    def pass_x(self) -> float:
        """Where the pass mark stands."""
        return _x(self.pass_mark, self.maximum)

    @property
    def verdict(self) -> str:
        """``met`` if every possible score passes, ``not_met`` if none does, else ``unknown``."""
        if self.low >= self.pass_mark:
            return "met"
        return "not_met" if self.high < self.pass_mark else "unknown"


@dataclass(frozen=True, slots=True)
class MarginBar:
    """A value against its threshold, which stands in the middle of the bar."""

    value: float | None
    threshold: float
    verdict: str
    width: int = WIDTH

    @property
    def value_x(self) -> float:
        """How far the bar reaches: to the middle at the threshold, full at twice the threshold."""
        if self.value is None or not self.threshold:
            return 0.0
        return _x(max(self.value, 0.0), 2 * self.threshold)

    @property
    def threshold_x(self) -> float:
        """Where the threshold stands."""
        return self.width / 2


@dataclass(frozen=True, slots=True)
class Sparkline:
    """The course of a few values; a missing value leaves a gap."""

    lines: tuple[str, ...]
    last: tuple[float, float] | None
    width: int
    height: int


def sparkline(
    values: Sequence[float | None], *, width: int = 96, height: int = 24, margin: float = 3.0
) -> Sparkline:
    """The polylines of a sparkline, scaled to its own lowest and highest value."""
    known = [value for value in values if value is not None]
    if not known:
        return Sparkline((), None, width, height)
    low, reach = min(known), (max(known) - min(known)) or 1.0
    step = (width - 2 * margin) / max(len(values) - 1, 1)
    points: list[tuple[float, float] | None] = [
        None
        if value is None
        else (
            round(margin + index * step, 1),
            round(height - margin - (value - low) / reach * (height - 2 * margin), 1),
        )
        for index, value in enumerate(values)
    ]
    last = next((point for point in reversed(points) if point), None)
    return Sparkline(tuple(_polylines(points)), last, width, height)


def _polylines(points: Sequence[tuple[float, float] | None]) -> list[str]:
    lines: list[list[str]] = [[]]
    for point in points:
        if point is None:
            lines.append([])
        else:
            lines[-1].append(f"{point[0]},{point[1]}")
    return [" ".join(line) for line in lines if len(line) > 1]


def _x(value: float, maximum: float) -> float:
    share = min(max(value / maximum, 0.0), 1.0) if maximum else 0.0
    return round(share * WIDTH, 1)
