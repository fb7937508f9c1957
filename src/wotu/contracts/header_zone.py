"""Where the header of a sheet is: below titles and notes, of one to several rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from wotu.contracts.header_text import HeaderText, parse_header, unit_of_note, year_of_title
from wotu.contracts.limits import HEADER_DEPTH, HEADER_SEARCH_ROWS
from wotu.contracts.readers.sheet import MergedRange, RawRow
from wotu.contracts.vocabulary import Vocabulary

SEPARATOR: Final = " > "
"""Between the rows of a header when it is written on one line."""

_ROW_COST: Final = 0.6
"""What a further row of header must bring, in recognised columns."""

_GOOD_ENOUGH: Final = 0.6
"""Of the best score: so much of a header higher up is the header, and what follows repeats it."""

_YEAR_GAIN: Final = 0.5
_TITLE: Final = re.compile(r"表$|表[(（]|名单|汇总|统计表|一览|台账|目录|清单|报表")
_TITLE_SPAN: Final = 0.8
_DATA: Final = re.compile(r"^[0-9A-Z]{15,18}$|公司$|^-?[0-9][0-9,]*\.[0-9]+$|^-?[0-9,]{5,}$")
_ORDINAL: Final = re.compile(r"^[(（]?[0-9]{1,3}[)）]?$|^[甲乙丙丁戊己庚辛]$|^[A-Z]$")


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """One column of a header."""

    position: int
    title: str
    """All rows of the header on one line; made unique by a number where a title comes twice."""
    parts: tuple[HeaderText, ...]

    @property
    def unit(self) -> str | None:
        """The unit stated nearest to the column."""
        return next((part.unit for part in reversed(self.parts) if part.unit), None)

    @property
    def year(self) -> int | None:
        """The year stated nearest to the column."""
        return next((part.year for part in reversed(self.parts) if part.year), None)

    @property
    def signature(self) -> str:
        """The names alone, the same in next year's file."""
        return SEPARATOR.join(part.key for part in self.parts if part.key)


@dataclass(frozen=True)
class HeaderZone:
    """The header of a sheet and what stands above it; rows from 1."""

    first_row: int
    last_row: int
    columns: tuple[HeaderColumn, ...]
    titles: tuple[str, ...]
    """Cells above the header."""
    numbered: bool = False
    """Whether a row of column numbers follows."""

    @property
    def data_row(self) -> int:
        """The first row below the header; a row of column numbers is left to the row checks."""
        return self.last_row + 1

    @property
    def noted_unit(self) -> str | None:
        """The unit that a note above the header gives for the money columns."""
        return next((unit for text in self.titles if (unit := unit_of_note(text))), None)

    @property
    def title_year(self) -> int | None:
        """The year that the titles speak of, where it is one."""
        years = {year for text in self.titles if (year := year_of_title(text))}
        return years.pop() if len(years) == 1 else None


def find_header(
    rows: Sequence[RawRow], merged: Sequence[MergedRange], vocabulary: Vocabulary
) -> HeaderZone | None:
    """The rows in which most columns carry a known name; null where there are none."""
    rows = [[_clean(cell) for cell in row] for row in rows]
    windows = _windows(rows, merged, vocabulary)
    good = max((score for score, _, _ in windows), default=0.0) * _GOOD_ENOUGH
    first = next((top for score, top, _ in windows if score >= good), 0)
    below = range(first + 1, min(first + HEADER_DEPTH, len(rows)))
    end = next((row for row in below if _is_data(rows[row])), below.stop)
    near = [window for window in windows if first <= window[1] < max(end, first + 1)]
    score, top, depth = max(near, key=lambda window: (window[0], -window[1]), default=(0.0, 0, 0))
    if score < 1 or (score < 2 and len([cell for cell in rows[top] if cell]) > 3):
        return None
    depth = _depth_of_blocks(rows, merged, top, depth)
    while top + depth < len(rows) and _is_row_of_units(rows[top + depth]):
        depth += 1
    return _zone(rows, merged, top, depth)


def _windows(
    rows: Sequence[RawRow], merged: Sequence[MergedRange], vocabulary: Vocabulary
) -> list[tuple[float, int, int]]:
    """For each row the best score of a header that begins there, the row and the depth."""
    windows = []
    for top in range(min(len(rows), HEADER_SEARCH_ROWS)):
        if _is_title(rows[top], merged, top + 1):
            continue
        scores = []
        for depth in range(1, min(HEADER_DEPTH, len(rows) - top) + 1):
            if depth > 1 and _is_data(rows[top + depth - 1]):
                break
            scores.append((_score(rows, merged, top, depth, vocabulary), -depth))
        score, depth = max(scores)
        windows.append((score, top, -depth))
    return windows


def header_at(
    rows: Sequence[RawRow], merged: Sequence[MergedRange], first_row: int, last_row: int
) -> HeaderZone:
    """The header in rows that a person named."""
    cleaned = [[_clean(cell) for cell in row] for row in rows]
    return _zone(cleaned, merged, first_row - 1, last_row - first_row + 1)


def is_row_of_numbers(cells: Sequence[str | None]) -> bool:
    """Whether a row numbers the columns: 甲 乙 1 2 3, or 1 2 3."""
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    if len(filled) < 3 or not all(_ORDINAL.match(cell) for cell in filled):
        return False
    numbers = [int(found) for cell in filled if (found := re.sub(r"[^0-9]", "", cell))]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False


def _clean(cell: str | None) -> str | None:
    text = " ".join(cell.replace("\u3000", " ").split()) if cell else ""
    return text or None


def _is_title(row: RawRow, merged: Sequence[MergedRange], number: int) -> bool:
    """A row with one text over the whole table, notes on units aside."""
    filled = [(i, cell) for i, cell in enumerate(row) if cell and not _is_note(cell)]
    if len(filled) != 1 or len(row) < 3:
        return not filled
    position, text = filled[0]
    if _TITLE.search(text) or position == 0:
        return not parse_header(text).is_year
    spans = [b.last_column - b.first_column + 1 for b in merged if b.first_row == number]
    return max(spans, default=1) > _TITLE_SPAN * len(row)


def _score(
    rows: Sequence[RawRow],
    merged: Sequence[MergedRange],
    top: int,
    depth: int,
    vocabulary: Vocabulary,
) -> float:
    columns = _columns(rows, merged, top, depth)
    known = sum(vocabulary.knows(column.parts) for column in columns)
    years = [column for column in columns if column.year and vocabulary.knows(column.parts)]
    gain = _YEAR_GAIN * len(years) if len(years) > 1 else 0.0
    return known + gain - _ROW_COST * (depth - 1)


def _depth_of_blocks(
    rows: Sequence[RawRow], merged: Sequence[MergedRange], top: int, depth: int
) -> int:
    """The depth that merged blocks demand: their own rows, and one below a block over columns."""
    bottom = top + depth
    blocks = [block for block in merged if top < block.first_row <= bottom]
    deepest = max((block.last_row for block in blocks), default=bottom)
    wide = [b for b in blocks if b.last_column > b.first_column and b.last_row == deepest]
    if wide and deepest < len(rows) and not _is_data(rows[deepest]):
        deepest += 1
    return max(depth, min(deepest - top, HEADER_DEPTH, len(rows) - top))


def _is_data(row: RawRow) -> bool:
    filled = [cell for cell in row if cell]
    return sum(bool(_DATA.search(cell)) for cell in filled) >= 1 and len(filled) > 1


def _is_row_of_units(row: RawRow) -> bool:
    filled = [cell for cell in row if cell and cell not in {"-", "—", "/"}]
    return bool(filled) and all(parse_header(cell).is_unit for cell in filled)


def _zone(
    rows: Sequence[RawRow], merged: Sequence[MergedRange], top: int, depth: int
) -> HeaderZone:
    above = [cell for row in rows[:top] for cell in row if cell]
    within = [cell for row in rows[top : top + depth] for cell in row if cell and _is_note(cell)]
    after = rows[top + depth] if top + depth < len(rows) else []
    return HeaderZone(
        first_row=top + 1,
        last_row=top + depth,
        columns=tuple(_columns(rows, merged, top, depth)),
        titles=tuple(dict.fromkeys([*above, *within])),
        numbered=is_row_of_numbers(after),
    )


def _is_note(cell: str) -> bool:
    return unit_of_note(cell) is not None and not parse_header(cell).key


def _columns(
    rows: Sequence[RawRow], merged: Sequence[MergedRange], top: int, depth: int
) -> list[HeaderColumn]:
    filled = _filled(rows, merged, top, depth)
    columns: list[HeaderColumn] = []
    seen: dict[str, int] = {}
    for position, path in enumerate(zip(*filled, strict=True)):
        texts = list(dict.fromkeys(cell for cell in path if cell))
        if not texts:
            continue
        title = SEPARATOR.join(texts)
        seen[title] = seen.get(title, 0) + 1
        if seen[title] > 1:
            title = f"{title} #{seen[title]}"
        columns.append(HeaderColumn(position, title, tuple(map(parse_header, texts))))
    return columns


def _filled(
    rows: Sequence[RawRow], merged: Sequence[MergedRange], top: int, depth: int
) -> list[RawRow]:
    """The rows of a header with the text of merged blocks in each of their cells."""
    filled = [list(row) for row in rows[top : top + depth]]
    blocks = [block for block in merged if top < block.first_row <= top + depth]
    for block in blocks:
        text = filled[block.first_row - 1 - top][block.first_column : block.first_column + 1]
        for row in range(block.first_row - 1 - top, min(block.last_row - top, depth)):
            width = len(filled[row])
            for column in range(block.first_column, min(block.last_column + 1, width)):
                filled[row][column] = text[0] if text else None
    if not blocks:
        _fill_groups(filled)
    return filled


def _fill_groups(filled: list[RawRow]) -> None:
    """Without merged blocks (CSV), a group's name stands over its first column only."""
    for upper, lower in pairwise(filled):
        group: str | None = None
        for column, text in enumerate(upper):
            if text:
                group = text if lower[column] else None
            elif group and lower[column]:
                upper[column] = group
            else:
                group = None
