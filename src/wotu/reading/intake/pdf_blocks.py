"""Lines of all pages become blocks: furniture by repetition, headings by size, paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from wotu.reading.document import BlockKind
from wotu.reading.intake.pdf_layout import Line
from wotu.reading.intake.taken import BlockWriter

_MARGIN: Final = 0.1
"""Share of the page's height at its head and foot where running heads stand."""
_REPEATED: Final = 3
_EDGE_LINES: Final = 2
_LONGEST_HEAD: Final = 60
_NUMBERS: Final = re.compile(r"\d+|[〇零一二三四五六七八九十百]+")
_PAGE_NUMBER: Final = re.compile(
    r"[\s\-—–−·•.|/~]*(?:第\s*)?(?:\d{1,4}|[ivxlIVXL]{1,6})\s*(?:页)?"
    r"(?:[\s/,，—–-]*(?:共|of)?\s*\d{1,4}\s*页?)?[\s\-—–−·•.|/~]*"
)
_CAPTION: Final = re.compile(r"(?:图|表|专栏|Figure|Table|Fig\.)\s*\d[\d.\-—]{0,6}[\s:：.、]")
_LARGER: Final = 1.15
_LONGEST_HEADING: Final = 80
_INDENT: Final = 1.2
_LOOSE: Final = 1.7
_ENDS: Final = ("。", "！", "？", "；", "：", "”", "）", ".", "!", "?", ";", ":")
_RAGGED: Final = 0.3
"""Share of a line that may stay empty before a long word."""
_MAX_LEVEL: Final = 6


@dataclass
class Page:
    """Lines of one page and its size in points."""

    width: float
    height: float
    lines: list[Line] = field(default_factory=list)


def write_pages(pages: list[Page], writer: BlockWriter) -> tuple[list[int], str | None]:
    """Write the blocks of all pages; return where each page begins and the title.

    Raises:  DocumentTooLargeError.
    """
    furniture = _furniture(pages)
    body = _body_size(pages)
    levels = _levels(pages, body)
    starts = []
    for number, page in enumerate(pages):
        starts.append(writer.position)
        for kind, level, text in _page_blocks(page, number, furniture, levels, body):
            writer.add(kind, text, level)
    first = starts[1] if len(starts) > 1 else writer.position
    text = writer.text
    titles = (
        text[block.start : block.end].replace("\n", "")
        for block in writer.blocks
        if block.kind is BlockKind.HEADING and block.level == 1 and block.start < first
    )
    return starts, next(titles, None)


def _furniture(pages: list[Page]) -> set[tuple[int, int]]:
    """Page and place of the lines that are running heads or page numbers."""
    found: set[tuple[int, int]] = set()
    repeated: Counter[str] = Counter()
    edges: list[tuple[int, int, str]] = []
    for number, page in enumerate(pages):
        seen = set()
        for place, side in _edge_lines(page):
            line = page.lines[place]
            if _PAGE_NUMBER.fullmatch(line.text) and not line.row:
                found.add((number, place))
            if len(line.text) > _LONGEST_HEAD:
                continue
            key = side + _NUMBERS.sub("#", "".join(line.text.split()))
            edges.append((number, place, key))
            seen.add(key)
        repeated.update(seen)
    found |= {(number, place) for number, place, key in edges if repeated[key] >= _REPEATED}
    return found


def _edge_lines(page: Page) -> Iterator[tuple[int, str]]:
    """The lines nearest to head and foot that stand in the margins."""
    order = sorted(range(len(page.lines)), key=lambda place: -page.lines[place].top)
    for place in order[:_EDGE_LINES]:
        if page.lines[place].bottom > (1 - _MARGIN) * page.height:
            yield place, "head "
    for place in order[-_EDGE_LINES:]:
        if page.lines[place].top < _MARGIN * page.height:
            yield place, "foot "


def _body_size(pages: list[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[_rounded(line.size)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _levels(pages: list[Page], body: float) -> dict[float, int]:
    """Level of each size of heading, the largest the first."""
    sizes = {_rounded(line.size) for page in pages for line in page.lines if _is_large(line, body)}
    ordered = sorted(sizes, reverse=True)
    return {size: min(place + 1, _MAX_LEVEL) for place, size in enumerate(ordered)}


def _is_large(line: Line, body: float) -> bool:
    large = _rounded(line.size) >= _LARGER * body
    return large and not line.row and len(line.text) <= _LONGEST_HEADING


def _page_blocks(
    page: Page,
    number: int,
    furniture: set[tuple[int, int]],
    levels: dict[float, int],
    body: float,
) -> Iterator[tuple[BlockKind, int, str]]:
    edges = _region_edges(page)
    block: list[Line] = []
    kind, level = BlockKind.PARAGRAPH, 0
    for place, line in enumerate(page.lines):
        new_kind, new_level = _kind(line, (number, place) in furniture, levels, body)
        same = (new_kind, new_level) == (kind, level) and new_kind in _JOINED
        if block and not (same and _continues(block[-1], line, edges)):
            yield kind, level, "\n".join(one.text for one in block)
            block = []
        block.append(line)
        kind, level = new_kind, new_level
    if block:
        yield kind, level, "\n".join(one.text for one in block)


_JOINED: Final = {BlockKind.PARAGRAPH, BlockKind.HEADING}


def _kind(
    line: Line, furniture: bool, levels: dict[float, int], body: float
) -> tuple[BlockKind, int]:
    if furniture:
        return BlockKind.FURNITURE, 0
    if line.row:
        return BlockKind.TABLE_ROW, 0
    if _is_large(line, body):
        return BlockKind.HEADING, levels[_rounded(line.size)]
    if len(line.text) <= _LONGEST_HEADING and _CAPTION.match(line.text):
        return BlockKind.CAPTION, 0
    return BlockKind.PARAGRAPH, 0


def _region_edges(page: Page) -> dict[int, tuple[float, float]]:
    edges: dict[int, tuple[float, float]] = {}
    for line in page.lines:
        left, right = edges.get(line.region, (line.left, line.right))
        edges[line.region] = (min(left, line.left), max(right, line.right))
    return edges


def _continues(above: Line, line: Line, edges: dict[int, tuple[float, float]]) -> bool:
    """Whether a line goes on with the paragraph of the line above it, or of the last column."""
    alike = 0.85 < line.size / above.size < 1.18
    left, right = edges[above.region]
    rest = right - above.right
    ends = above.text.endswith(_ENDS)
    short = rest > 2.5 * line.size and (ends or rest > _RAGGED * (right - left))
    first = edges[line.region][0]
    if above.region != line.region:
        below = line.top < above.bottom + line.size
        indented = line.left - first > 0.5 * line.size
        return alike and not (below or ends or indented) and rest < line.size
    apart = above.bottom - line.top > _LOOSE * line.size
    indented = line.left - first > _INDENT * line.size and line.left - above.left > 0.5 * line.size
    return alike and not (apart or indented or short)
