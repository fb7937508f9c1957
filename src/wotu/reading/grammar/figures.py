"""All figures of a text.

What only looks like a figure is left out: parts of names (1类新药, A轮, 12530), numbers of
articles, 一 as an article, enumerations of the speaker's own points, years and days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from wotu.reading.grammar.figure import Figure, without_overlap
from wotu.reading.grammar.quantities import classes, quantities
from wotu.reading.grammar.ranks import ranks_of
from wotu.reading.grammar.shares import doublings, fractions, proportions
from wotu.reading.grammar.spoken_numbers import rows, sets, spoken_numbers

_READERS: Final[tuple[Callable[[str], Iterable[Figure]], ...]] = (
    ranks_of,
    classes,
    fractions,
    proportions,
    sets,
    doublings,
    rows,
    quantities,
    spoken_numbers,
)
"""Where two overlap, the earlier reader is right."""


def figures_of(text: str) -> list[Figure]:
    """All figures in order, without overlap."""
    return without_overlap([figure for read in _READERS for figure in read(text)])
