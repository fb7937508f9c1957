"""Paragraphs of plain text, inferred from its lines.

Two ways of setting occur: a paragraph to a line, now and then broken by a page; and narrow
columns, where every line is broken and blank lines mean nothing. Which one it is shows in how many
lines end with a full stop. In columns, a line well short of its neighbours ends its paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import Final

_LINE: Final = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
_CLOSED: Final = re.compile(r"[。！？；!?;…：:][”’」』）)]*\s*$")
_HEADING_MARK: Final = re.compile(r"\s*(?:#+\s|[■●◆▲◎★]|【[^】]{1,20}】\s*$)")
_OPENS: Final = re.compile(
    r"\s*(?:#+\s|[■●◆▲◎★]|——|第[一二三四五六七八九十百]+[章节条]"
    r"|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、]\D)"
)
_DOUBLED: Final = re.compile(r"(.{1,12}?)\1")
_NUMBERED: Final = re.compile(
    r"\s*(?:第[一二三四五六七八九十百]+[章节]|[一二三四五六七八九十]{1,3}、"
    r"|[（(][一二三四五六七八九十]{1,3}[）)])[^。，；！？]{2,30}$"
)
_GOES_ON: Final = re.compile(
    r"[，、,—·“（(\d和与及或的在对为是将以向把被从由等于]\s*$|[A-Za-z]-?\s*$"
)
_CONTINUES: Final = re.compile(r"\s*[，。、；：！？”’）)》%]")

WIDEST_COLUMN: Final = 90
"""Columns of Latin width: a column of newspaper text is no wider; longer lines are paragraphs."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that are one paragraph: ``text[start:end]``."""

    start: int
    end: int
    heading: bool


def paragraphs_of(text: str) -> list[Group]:
    """Paragraphs and headings of a plain text, in order."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if not m.group().isspace()]
    if not lines:
        return []
    written = [text[start:end] for start, end in lines]
    widths = [_width(line) for line in written]
    closed = [bool(_CLOSED.search(line)) for line in written]
    in_columns = sum(closed) < 0.4 * len(lines) and median(widths) <= WIDEST_COLUMN
    groups: list[Group] = []
    first = 0
    for at in range(len(lines)):
        last = at + 1 == len(lines)
        if not last and not closed[at]:
            ends = _is_heading(written[at]) or _OPENS.match(written[at + 1])
            joins = not ends and _goes_on(written, widths, at, in_columns)
            if joins:
                continue
        elif not last and in_columns and _runs_on(written, widths, closed, at):
            continue
        alone = first == at
        heading = not closed[at] and (alone or not in_columns or at - first < 2)
        heading = heading and not _is_long(text[lines[first][0] : lines[at][1]])
        groups.append(Group(lines[first][0], lines[at][1], heading or _is_numbered(written[at])))
        first = at + 1
    return groups


def printed_once(piece: str) -> list[tuple[int, int]]:
    """Parts of a heading that is printed twice, each part once; of other text, the whole.

    苏州工业园区苏州工业园区：：创新之城 is drawn twice by a page's shadow effect, chunk by chunk.
    """
    whole = [(0, len(piece))]
    if not 6 <= len(piece) <= 200 or piece.count(piece[0]) < 2 or piece.count(piece[-1]) < 2:
        return whole
    if len(set(piece)) > 0.65 * len(piece):
        return whole
    kept, place, doubled = [], 0, 0
    for pair in _DOUBLED.finditer(piece):
        if pair.start() > place:
            kept.append((place, pair.start()))
        kept.append((pair.start(), pair.start() + len(pair.group(1))))
        doubled += pair.end() - pair.start()
        place = pair.end()
    if doubled < 0.7 * len(piece):
        return whole
    if place < len(piece):
        kept.append((place, len(piece)))
    return kept


def _is_heading(line: str) -> bool:
    """Whether a line is marked as a heading, or printed twice as only headings are."""
    bare = line.strip()
    doubled = sum(end - start for start, end in printed_once(bare)) < len(bare)
    return doubled or _HEADING_MARK.match(line) is not None


def _goes_on(written: list[str], widths: list[int], at: int, in_columns: bool) -> bool:
    """Whether an open line runs on in the next one."""
    if _GOES_ON.search(written[at]) or _CONTINUES.match(written[at + 1]):
        return True
    if written[at].count("“") > written[at].count("”") and not _NUMBERED.match(written[at]):
        return True
    if in_columns:
        return _full(widths, at)
    return widths[at] > WIDEST_COLUMN or "。" in written[at]


def _runs_on(written: list[str], widths: list[int], closed: list[bool], at: int) -> bool:
    """Whether a closed line of a column may stand within its paragraph: as wide as the column,
    and no heading after it."""
    heads = not closed[at + 1] and not _full(widths, at + 1)
    return _full(widths, at) and not heads and not _OPENS.match(written[at + 1])


def _full(widths: list[int], at: int) -> bool:
    """Whether a line is about as wide as those before it or those after it: columns change."""
    before, after = widths[max(0, at - 3) : at], widths[at + 1 : at + 4]
    return widths[at] >= 0.8 * min(max(before, default=999), max(after, default=999))


def _is_long(text: str) -> bool:
    return len(text) > 60 or text.count("，") > 2


def _is_numbered(line: str) -> bool:
    return bool(_NUMBERED.match(line))


def _width(line: str) -> int:
    """Display width: a Chinese character is two wide, a blank between spaced letters none."""
    bare = line.replace(" ", "").replace("\u3000", "")
    return (len(bare) + len(bare.encode("utf-8", "surrogatepass"))) // 2
