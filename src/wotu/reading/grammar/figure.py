"""A figure as it is written: value, unit and bound, before anything is known of its meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Final

from wotu.reading.claim import Bound
from wotu.reading.grammar.bounds import BOUND_AFTER, BOUND_BEFORE


class Form(Enum):
    """How a figure is written, which narrows what it can state."""

    QUANTITY = auto()
    CLASS = auto()  # 千亿级: a magnitude given as a class
    SHARE = auto()  # 三分之一, 七成, 一半, parts of 2.4:48.0:49.6
    RATIO = auto()  # 3:1, 翻一番
    SET = auto()  # 四大
    RANK = auto()
    ORDINAL = auto()  # 首个, 第二家: a rank that counts what follows it
    ROW = auto()  # 八连冠


@dataclass(frozen=True, slots=True)
class Figure:
    """``text[start:end]`` read as a figure in base units."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None
    unit: str
    bound: Bound
    form: Form


def without_overlap(figures: list[Figure]) -> list[Figure]:
    """The figures in order; of overlapping ones the first to begin, unless one that stands earlier
    in the list is longer."""
    kept: list[tuple[int, Figure]] = []
    for place, figure in sorted(enumerate(figures), key=lambda pair: (pair[1].start, pair[0])):
        if not kept or figure.start >= kept[-1][1].end:
            kept.append((place, figure))
            continue
        rank, rival = kept[-1]
        if place < rank and figure.end - figure.start > rival.end - rival.start:
            kept[-1] = (place, figure)
    return [figure for _, figure in kept]


MORE: Final = ("k1", "j1", "k2", "plus")
"""Groups of the patterns that hold 余, 多 or +."""


def bound_of(match: re.Match[str]) -> Bound:
    """The bound that the groups ``pre``, ``post`` and those of :data:`MORE` state."""
    part = match.groupdict()
    if part.get("post"):
        return BOUND_AFTER[part["post"]]
    if any(part.get(name) for name in MORE):
        return Bound.OVER
    before = part.get("pre")
    return BOUND_BEFORE.get(before, Bound.OVER) if before else Bound.EXACT
