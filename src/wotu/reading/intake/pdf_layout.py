"""From runs of characters to lines in reading order: columns one after another, tables by rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median
from typing import Final, NamedTuple

from wotu.reading.intake.pdf_runs import Run
from wotu.reading.intake.taken import CELL_BREAK

_GUTTER: Final = 1.0
"""Least width of an empty stretch between columns, in heights of a character."""
_CORE: Final = 0.3
"""Share of a line's height left out above and below when lines are told apart."""
_APART: Final = 3.0
_MAX_DEPTH: Final = 5
_FIGURE: Final = re.compile(r"[-+−–—.,%‰()（）\d\s]*\d[-+−–—.,%‰()（）\d\s倍亿万元家个]*|[-—–/]+")
_SHORT_CELL: Final = 14
_MARKER: Final = re.compile(
    r"[•·●○■□◆◇▪➢✓*\-–]|[(（]?[\dA-Za-z一二三四五六七八九十]{1,3}(?:\.\d+)*[)）.、]?"
)
_WORD: Final = re.compile(r"[\x21-\x7e]")

Span = tuple[float, float]


class Line(NamedTuple):
    """One line, or with ``row`` one row of a table whose cells are told by a break."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    region: int
    """Lines of one region stand one below the other, without others beside them."""
    row: bool = False


@dataclass
class _Band:
    """Runs that share a height, and the stretches of the page's width that they cover."""

    runs: list[Run]
    top: float
    bottom: float
    spans: list[Span] = field(default_factory=list)

    @property
    def size(self) -> float:
        return median(run.size for run in self.runs)


def lines_in_order(runs: Sequence[Run]) -> list[Line]:
    """The lines of a page as a person reads them."""
    layout = _Layout()
    layout.read(list(runs), 0)
    return layout.lines


class _Layout:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._region = 0

    def read(self, runs: list[Run], depth: int) -> None:
        for bands, gutters in _groups(_bands(runs)):
            parts = _parts(bands, gutters)
            if len(parts) < 2 or depth >= _MAX_DEPTH or _has_markers(parts):
                self._text(bands)
            elif len(bands) == 1 or _is_table(bands, gutters):
                self._table(bands, gutters)
            else:
                for part in parts:
                    self.read(part, depth + 1)

    def _text(self, bands: list[_Band]) -> None:
        self._region += 1
        for band in bands:
            for line in _lines_of(band.runs):
                self._add(line, _joined(line))

    def _table(self, bands: list[_Band], gutters: list[Span]) -> None:
        self._region += 1
        rows: list[tuple[list[Run], list[str]]] = []
        for band in bands:
            cells = _cells(band, gutters)
            filled = [place for place, cell in enumerate(cells) if cell]
            above = rows[-1] if rows else None
            if (
                above
                and len(filled) == 1
                and above[1][filled[0]]
                and _lowest(above[0]) - band.top < 0.4 * band.size
            ):  # the second line of a cell
                above[1][filled[0]] += cells[filled[0]]
                above[0].extend(band.runs)
            else:
                rows.append((list(band.runs), cells))
        for members, cells in rows:
            row = len(rows) > 1 and sum(map(bool, cells)) > 1
            text = CELL_BREAK.join(cell or "–" for cell in cells)
            self._add(members, text if row else "  ".join(filter(None, cells)), row=row)

    def _add(self, runs: list[Run], text: str, *, row: bool = False) -> None:
        line = Line(
            text,
            min(run.left for run in runs),
            max(run.right for run in runs),
            max(run.top for run in runs),
            _lowest(runs),
            max(runs, key=lambda run: len(run.text)).size,
            self._region,
            row,
        )
        self.lines.append(line)


def _lowest(runs: list[Run]) -> float:
    return min(run.bottom for run in runs)


def _bands(runs: list[Run]) -> list[_Band]:
    """Runs by height, the highest first; bands do not overlap but for ascenders and descenders."""
    bands: list[_Band] = []
    for run in sorted(runs, key=lambda run: -run.top):
        inset = _CORE * (run.top - run.bottom if run.top - run.bottom < 2 * run.size else run.size)
        top, bottom = run.top - inset, run.bottom + inset
        if bands and top > bands[-1].bottom:
            bands[-1].runs.append(run)
            bands[-1].bottom = min(bands[-1].bottom, bottom)
        else:
            bands.append(_Band([run], top, bottom))
    for band in bands:
        band.spans = _spans(band)
    return bands


def _spans(band: _Band) -> list[Span]:
    """Stretches with ink; narrow gaps between them are none."""
    gap = _GUTTER * band.size
    spans: list[Span] = []
    for run in sorted(band.runs, key=lambda run: run.left):
        if spans and run.left - spans[-1][1] < gap:
            spans[-1] = (spans[-1][0], max(spans[-1][1], run.right))
        else:
            spans.append((run.left, run.right))
    return [(spans[0][0], spans[-1][1])] if _is_letter_spaced(band, spans) else spans


def _is_letter_spaced(band: _Band, spans: list[Span]) -> bool:
    """Whether a heading's characters stand far apart, as in 苏 州 工 业 园 区."""
    narrow = [right - left < 1.5 * band.size for left, right in spans]
    if len(spans) < 3 or not all(narrow) or any(ch.isdigit() for r in band.runs for ch in r.text):
        return False
    gaps = [after[0] - before[1] for before, after in pairwise(spans)]
    return max(gaps) < 1.3 * min(gaps) + 0.3 * band.size and max(gaps) < 4 * band.size


def _groups(bands: list[_Band]) -> Iterator[tuple[list[_Band], list[Span]]]:
    """Bands that follow each other and leave the same gutters free, or have none."""
    group: list[_Band] = []
    gutters: list[Span] = []
    for band in bands:
        own = _gaps(band.spans)
        if group:
            left = _free(gutters, band)
            near = group[-1].bottom - band.top < _APART * band.size
            between = None if gutters or own else _between(group[-1], band)
            if between:  # lines of two columns whose baselines differ
                if group[:-1]:
                    yield group[:-1], []
                group, gutters = [group[-1], band], [between]
                continue
            if near and (bool(left) if gutters else not own):
                group.append(band)
                gutters = left
                continue
            yield group, gutters
        group, gutters = [band], own
    if group:
        yield group, gutters


def _between(above: _Band, band: _Band) -> Span | None:
    """The gutter between two bands of one stretch each that stand beside each other."""
    one, other = sorted((above.spans[0], band.spans[0]))
    beside = len(above.spans) == 1 and other[0] - one[1] >= _GUTTER * band.size
    overlap = max(run.top for run in band.runs) - _lowest(above.runs)
    return (one[1], other[0]) if beside and overlap > 0.1 * band.size else None


def _gaps(spans: list[Span]) -> list[Span]:
    return [(before[1], after[0]) for before, after in pairwise(spans)]


def _free(gutters: list[Span], band: _Band) -> list[Span]:
    """What a band leaves free of gutters."""
    free: list[Span] = []
    for left, right in gutters:
        for start, end in band.spans:
            if end <= left or start >= right:
                continue
            if start <= left:
                left = max(left, end)
            else:
                right = min(right, start)
        if right - left >= 0.8 * _GUTTER * band.size:
            free.append((left, right))
    return free


def _place(run: Run, gutters: list[Span]) -> int:
    middle = (run.left + run.right) / 2
    return sum(middle > (left + right) / 2 for left, right in gutters)


def _parts(bands: list[_Band], gutters: list[Span]) -> list[list[Run]]:
    """Runs by the column in which they stand, empty columns left out."""
    parts: list[list[Run]] = [[] for _ in range(len(gutters) + 1)]
    for band in bands:
        for run in band.runs:
            parts[_place(run, gutters)].append(run)
    return [part for part in parts if part]


def _cells(band: _Band, gutters: list[Span]) -> list[str]:
    cells: list[list[Run]] = [[] for _ in range(len(gutters) + 1)]
    for run in band.runs:
        cells[_place(run, gutters)].append(run)
    return ["".join(_joined(line) for line in _lines_of(cell)) for cell in cells]


def _has_markers(parts: list[list[Run]]) -> bool:
    """Whether the first column holds the marks of a list: bullets, numbers of sections."""
    marks = [run.text.strip() for run in parts[0]]
    return all(_MARKER.fullmatch(mark) for mark in marks) and any(
        len(run.text) > _SHORT_CELL for run in parts[1]
    )


def _is_table(bands: list[_Band], gutters: list[Span]) -> bool:
    """Whether what stands side by side belongs together: short cells on common lines.

    Columns of prose fill their width line by line; cells of a table are figures or short.
    """
    rows = [_cells(band, gutters) for band in bands]
    common = [row for row in rows if sum(map(bool, row)) > 1]
    if len(common) < 0.5 * len(rows):
        return False
    low = sum(band.top - band.bottom < 1.6 * band.size for band in bands)
    if low < 0.6 * len(bands):
        return False
    others = [cell for row in common for cell in row[1:] if cell]
    figures = sum(bool(_FIGURE.fullmatch(cell)) for cell in others)
    if figures >= 0.4 * len(others):
        return True
    short = sum(len(cell) <= _SHORT_CELL for cell in others)
    return short >= 0.7 * len(others) and not _is_filled(bands, gutters)


def _is_filled(bands: list[_Band], gutters: list[Span]) -> bool:
    """Whether most lines reach from edge to edge of their column."""
    filled = lines = 0
    for place in range(len(gutters) + 1):
        spans = [
            (min(run.left for run in runs), max(run.right for run in runs))
            for band in bands
            if (runs := [run for run in band.runs if _place(run, gutters) == place])
        ]
        if not spans:
            continue
        width = max(right for _, right in spans) - min(left for left, _ in spans)
        filled += sum(right - left > 0.85 * width for left, right in spans)
        lines += len(spans)
    return filled > 0.6 * lines


def _lines_of(runs: list[Run]) -> Iterator[list[Run]]:
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


def _joined(runs: list[Run]) -> str:
    """The text of a line; a space where the page leaves one."""
    text = ""
    previous: Run | None = None
    for run in runs:
        if previous is not None:
            gap = (run.left - previous.right) / max(run.size, 0.1)
            words = _WORD.match(run.text) or _WORD.match(previous.text[-1:])
            if gap > (0.2 if words else 0.6):
                text += " "
        text += run.text
        previous = run
    return text.strip()
