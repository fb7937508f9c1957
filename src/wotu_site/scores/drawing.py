"""Small drawings of ranks and points; numbers become coordinates, templates write them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RANK_WIDTH, RANK_MARGIN = 110, 5
PART_WIDTH = 150
STRIP_WIDTH, STRIP_MARGIN = 110, 6
#: Colours that tell dimensions apart; a seventh dimension takes the first again.
COLOURS = 6


@dataclass(frozen=True, slots=True)
class RankBar:
    """A bar from the best to the worst rank of an interval, with a dot at the rank itself."""

    low_x: float
    span: float
    rank_x: float
    label: str
    width: int = RANK_WIDTH


def rank_bar(
    rank: int, low: int | None, high: int | None, places: int, label: str
) -> RankBar | None:
    """The bar of a place among so many; None where its interval is unknown."""
    if low is None or high is None:
        return None
    first, last = _rank_x(low, places), _rank_x(high, places)
    return RankBar(first, round(max(last - first, 1.0), 1), _rank_x(rank, places), label)


def _rank_x(rank: float, places: int) -> float:
    share = (rank - 1) / (places - 1) if places > 1 else 0.5
    return round(RANK_MARGIN + share * (RANK_WIDTH - 2 * RANK_MARGIN), 1)


@dataclass(frozen=True, slots=True)
class Part:
    """One dimension's points in a stacked bar."""

    colour: int
    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class PartsBar:
    """Points by dimension, stacked from zero; ``width`` is that of the best place's score."""

    parts: tuple[Part, ...]
    label: str
    width: int = PART_WIDTH


def parts_bar(points: Sequence[tuple[str, float | None]], most: float, label: str) -> PartsBar:
    """A bar of named points; ``most`` is the score that fills it. Unknown points leave no part."""
    parts, at = [], 0.0
    for number, (name, value) in enumerate(points):
        if value is None or value <= 0 or most <= 0:
            continue
        width = value / most * PART_WIDTH
        parts.append(
            Part(number % COLOURS + 1, round(at, 1), round(width, 1), f"{name} {value:.2f}")
        )
        at += width
    return PartsBar(tuple(parts), label)


@dataclass(frozen=True, slots=True)
class Dot:
    """One place in a strip."""

    x: float
    label: str
    kind: str
    """``base``, ``best`` or ``other``."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Places as dots on a line from the least to the most favourable value among them."""

    dots: tuple[Dot, ...]
    label: str
    width: int = STRIP_WIDTH


def strip(dots: Sequence[tuple[float, str, str]], label: str, *, down: bool) -> Strip | None:
    """The strip of (value, label, kind); ``down``: less is better, and stands at the right.

    None where fewer than two values are known.
    """
    if len(dots) < 2:
        return None
    values = [-value if down else value for value, _label, _kind in dots]
    low, reach = min(values), (max(values) - min(values)) or 1.0
    room = STRIP_WIDTH - 2 * STRIP_MARGIN
    drawn = [
        Dot(round(STRIP_MARGIN + (value - low) / reach * room, 1), name, kind)
        for value, (_given, name, kind) in zip(values, dots, strict=True)
    ]
    # The base is drawn last, so that nothing covers it.
    return Strip(tuple(sorted(drawn, key=lambda dot: dot.kind == "base")), label)
