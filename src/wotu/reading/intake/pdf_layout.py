"""From runs of characters to lines in reading order: columns one after another, tables by rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from wotu.reading.intake.pdf_bands import (
    GUTTER,
    Band,
    Span,
    bands_of,
    gaps_of,
    joined,
    lines_of,
    lowest,
)
from wotu.reading.intake.pdf_runs import Run
from wotu.reading.intake.taken import CELL_BREAK

_APART: Final = 3.0
_MAX_DEPTH: Final = 5
_FIGURE: Final = re.compile(r"[-+−–—.,%‰()（）\d\s]*\d[-+−–—.,%‰()（）\d\s倍亿万元家个]*|[-—–/]+")
_SHORT_CELL: Final = 14
_MARKER: Final = re.compile(
    r"[•·●○■□◆◇▪➢✓*\-–]|[(（]?[\dA-Za-z一二三四五六七八九十]{1,3}(?:\.\d+)*[)）.、]?"
)


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


def lines_in_order(runs: Sequence[Run]) -> list[Line]:
    """The lines of a page as a person reads them; upright columns of characters at the end.

    These stand beside many lines, which they would tie together.
    """
    layout = _Layout()
    layout.read([run for run in runs if not run.is_upright], 0)
    for run in runs:
        if run.is_upright:
            layout.read([run], 0)
    return layout.lines


class _Layout:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._region = 0

    def read(self, runs: list[Run], depth: int) -> None:
        for bands, gutters in _groups(bands_of(runs)):
            parts = _parts(bands, gutters)
            if len(parts) < 2 or depth >= _MAX_DEPTH or _has_markers(parts):
                self._text(bands)
            elif _is_one_line(bands) or _is_table(bands, gutters):
                self._table(bands, gutters)
            else:
                for part in parts:
                    self.read(part, depth + 1)

    def _text(self, bands: list[Band]) -> None:
        self._region += 1
        for band in bands:
            for line in lines_of(band.runs):
                self._add(line, joined(line))

    def _table(self, bands: list[Band], gutters: list[Span]) -> None:
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
                and lowest(above[0]) - band.top < 0.4 * band.size
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
            lowest(runs),
            max(runs, key=lambda run: len(run.text)).size,
            self._region,
            row,
        )
        self.lines.append(line)


def _groups(bands: list[Band]) -> Iterator[tuple[list[Band], list[Span]]]:
    """Bands that follow each other and leave the same gutters free, or have none."""
    group: list[Band] = []
    gutters: list[Span] = []
    for band in bands:
        own = gaps_of(band.spans)
        if group:
            left = _free(gutters, band)
            near = group[-1].bottom - band.top < _APART * max(band.size, group[-1].size)
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


def _between(above: Band, band: Band) -> Span | None:
    """The gutter between two bands of one stretch each that stand beside each other."""
    one, other = sorted((above.spans[0], band.spans[0]))
    beside = len(above.spans) == 1 and other[0] - one[1] >= GUTTER * band.size
    overlap = max(run.top for run in band.runs) - lowest(above.runs)
    return (one[1], other[0]) if beside and overlap > 0.1 * band.size else None


def _free(gutters: list[Span], band: Band) -> list[Span]:
    """What a band leaves free of the gutters; nothing where it closes one of them."""
    free: list[Span] = []
    for left, right in gutters:
        within = [span for span in band.spans if span[1] > left and span[0] < right]
        edges = [(left, left), *within, (right, right)]
        pieces = [
            (left, right)
            for left, right in gaps_of(edges)
            if right - left >= 0.8 * GUTTER * band.size
        ]
        if not pieces:
            return []
        free += pieces
    return free


def _place(run: Run, gutters: list[Span]) -> int:
    middle = (run.left + run.right) / 2
    return sum(middle > (left + right) / 2 for left, right in gutters)


def _parts(bands: list[Band], gutters: list[Span]) -> list[list[Run]]:
    """Runs by the column in which they stand, empty columns left out."""
    parts: list[list[Run]] = [[] for _ in range(len(gutters) + 1)]
    for band in bands:
        for run in band.runs:
            parts[_place(run, gutters)].append(run)
    return [part for part in parts if part]


def _cells(band: Band, gutters: list[Span]) -> list[str]:
    cells: list[list[Run]] = [[] for _ in range(len(gutters) + 1)]
    for run in band.runs:
        cells[_place(run, gutters)].append(run)
    return ["".join(joined(line, wide=CELL_BREAK) for line in lines_of(cell)) for cell in cells]


def _is_one_line(bands: list[Band]) -> bool:
    return len(bands) == 1 and len(list(lines_of(bands[0].runs))) == 1


def _has_markers(parts: list[list[Run]]) -> bool:
    """Whether the first column holds the marks of a list: bullets, numbers of sections."""
    marks = [run.text.strip() for run in parts[0]]
    return all(_MARKER.fullmatch(mark) for mark in marks) and any(
        len(run.text) > _SHORT_CELL for run in parts[1]
    )


def _is_table(bands: list[Band], gutters: list[Span]) -> bool:
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


def _is_filled(bands: list[Band], gutters: list[Span]) -> bool:
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
