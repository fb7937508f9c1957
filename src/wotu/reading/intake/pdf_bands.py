"""Bands of a page: runs of characters that share a height, and what of its width they cover."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from wotu.reading.intake.pdf_runs import Run

GUTTER: Final = 1.0
"""Least width of an empty stretch between columns, in heights of a character."""
_CORE: Final = 0.3
"""Share of a line's height left out above and below when lines are told apart."""
_WORD: Final = re.compile(r"[\x21-\x7e]")

Span = tuple[float, float]


@dataclass
class Band:
    """Runs that share a height, and the stretches of the page's width that they cover."""

    runs: list[Run]
    top: float
    bottom: float
    spans: list[Span] = field(default_factory=list)

    @property
    def size(self) -> float:
        """Height of its characters."""
        return median(run.size for run in self.runs)


def lowest(runs: list[Run]) -> float:
    """Height of the foot of the lowest run."""
    return min(run.bottom for run in runs)


def bands_of(runs: list[Run]) -> list[Band]:
    """Runs by height, the highest first; bands do not overlap but for ascenders and descenders."""
    bands: list[Band] = []
    for run in sorted(runs, key=lambda run: -run.top):
        inset = _CORE * (run.top - run.bottom if run.top - run.bottom < 2 * run.size else run.size)
        top, bottom = run.top - inset, run.bottom + inset
        if bands and top > bands[-1].bottom:
            bands[-1].runs.append(run)
            bands[-1].bottom = min(bands[-1].bottom, bottom)
        else:
            bands.append(Band([run], top, bottom))
    for band in bands:
        band.spans = _spans(band)
    return bands


def _spans(band: Band) -> list[Span]:
    """Stretches with ink; narrow gaps between them are none."""
    gap = GUTTER * band.size
    spans: list[Span] = []
    for run in sorted(band.runs, key=lambda run: run.left):
        if spans and run.left - spans[-1][1] < gap:
            spans[-1] = (spans[-1][0], max(spans[-1][1], run.right))
        else:
            spans.append((run.left, run.right))
    return [(spans[0][0], spans[-1][1])] if _is_letter_spaced(band, spans) else spans


def _is_letter_spaced(band: Band, spans: list[Span]) -> bool:
    """Whether a heading's characters stand far apart, as in 苏 州 工 业 园 区."""
    narrow = [right - left < 1.5 * band.size for left, right in spans]
    if len(spans) < 3 or not all(narrow) or any(ch.isdigit() for r in band.runs for ch in r.text):
        return False
    gaps = [after[0] - before[1] for before, after in pairwise(spans)]
    return max(gaps) < 1.3 * min(gaps) + 0.3 * band.size and max(gaps) < 4 * band.size


def gaps_of(spans: list[Span]) -> list[Span]:
    """Stretches between those given."""
    return [(before[1], after[0]) for before, after in pairwise(spans)]


def lines_of(runs: list[Run]) -> Iterator[list[Run]]:
    """Runs by lines, from top to bottom and left to right."""
    ordered = sorted(runs, key=lambda run: -run.middle)
    places, line = [0] * len(ordered), 0
    for place in range(1, len(ordered)):
        above, run = ordered[place - 1], ordered[place]
        line += above.middle - run.middle > 0.5 * min(above.size, run.size)
        places[place] = line
    numbered = zip(places, ordered, strict=True)
    for _, members in groupby(numbered, key=lambda pair: pair[0]):
        yield sorted((run for _, run in members), key=lambda run: run.left)


def joined(runs: list[Run], wide: str = " ") -> str:
    """The text of a line; a space where the page leaves one, ``wide`` where it leaves a gutter."""
    text = ""
    previous: Run | None = None
    for run in runs:
        if previous is not None:
            gap = (run.left - previous.right) / max(run.size, 0.1)
            words = _WORD.match(run.text) or _WORD.match(previous.text[-1:])
            if gap > (0.2 if words else 0.6):
                text += wide if gap >= GUTTER else " "
        text += run.text
        previous = run
    return text.strip()
