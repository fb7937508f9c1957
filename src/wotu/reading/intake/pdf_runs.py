"""The characters of a PDF's page with their places, put together into runs on one line."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

from wotu.reading.intake.limits import PAGE_CHARACTERS

_SPACES: Final = " \u3000\xa0\t"
_SPACE: Final = 32
_LINE_ENDS: Final = (10, 13)
_HYPHEN: Final = 2
"""PDFium's sign for a hyphen at the end of a line."""
_MOST_GAP: Final = 0.45
_LEAST_GAP: Final = -0.6
_VERTICAL_STEP: Final = 1.6
_FARTHEST: Final = 1e6

Box = tuple[float, float, float, float]
"""Left, bottom, right and top."""


@dataclass(slots=True)
class Run:
    """Characters that stand side by side; points from the lower left corner of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    """Of its font: what tells a heading from the body."""

    @property
    def middle(self) -> float:
        """Height of its middle above the page's foot."""
        return (self.bottom + self.top) / 2

    @property
    def is_upright(self) -> bool:
        """Whether its characters stand one above the other."""
        return len(self.text) > 1 and self.top - self.bottom > 2 * self.size


@dataclass(slots=True)
class PageCharacters:
    """Runs of a page, and how many of its characters could not be told."""

    runs: list[Run]
    characters: int = 0
    unknown: int = 0
    cut: bool = False


def page_characters(page: Any) -> PageCharacters:
    """The runs of a page (``pypdfium2.PdfPage``) in the order in which it draws them."""
    textpage = page.get_textpage()
    try:
        count = pdfium.FPDFText_CountChars(textpage.raw)
        found = PageCharacters([], cut=count > PAGE_CHARACTERS)
        spaced = False
        for place, character, box in _characters(textpage.raw, page, count):
            if box is None:
                spaced = True
                continue
            if character not in _SPACES:
                found.characters += 1
                found.unknown += _is_unknown(character)
            if not _joins(found.runs, character, box, spaced=spaced):
                _begin(found.runs, character, box, _size(textpage.raw, place))
            spaced = False
    finally:
        textpage.close()
    for run in found.runs:
        run.text = run.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    found.runs = stacked([run for run in found.runs if run.text.strip(_SPACES)])
    return found


class _Turn:
    """Places on the page as it is shown, whatever its rotation and its origin are."""

    def __init__(self, page: Any) -> None:
        self._left, self._bottom, right, top = page.get_bbox()
        self._width, self._height = right - self._left, top - self._bottom
        self._rotation = page.get_rotation()

    def box(self, rect: Any) -> Box:
        """Where a rectangle of the page's own space is seen."""
        x0, x1 = rect.left - self._left, rect.right - self._left
        y0, y1 = rect.bottom - self._bottom, rect.top - self._bottom
        if self._rotation == 90:
            return y0, self._width - x1, y1, self._width - x0
        if self._rotation == 180:
            return self._width - x1, self._height - y1, self._width - x0, self._height - y0
        if self._rotation == 270:
            return self._height - y1, x0, self._height - y0, x1
        return x0, y0, x1, y1


def _characters(textpage: Any, page: Any, count: int) -> Iterator[tuple[int, str, Box | None]]:
    """Place, character and box of each character; no box for a space that the page only leaves."""
    rect, box_of = pdfium.FS_RECTF(), _Turn(page).box
    pointer = ctypes.byref(rect)
    for place in range(min(count, PAGE_CHARACTERS)):
        code = pdfium.FPDFText_GetUnicode(textpage, place)
        # Only blanks and ends of lines are ever added by PDFium: asking for each costs a third.
        if code <= _SPACE and pdfium.FPDFText_IsGenerated(textpage, place) == 1:
            if code == _SPACE:
                yield place, " ", None
            continue
        if code not in _LINE_ENDS and pdfium.FPDFText_GetLooseCharBox(textpage, place, pointer):
            yield place, "-" if code == _HYPHEN else chr(code), box_of(rect)


def _size(textpage: Any, place: int) -> float:
    """Height of the font as drawn; boxes differ from font to font."""
    matrix = pdfium.FS_MATRIX()
    size = pdfium.FPDFText_GetFontSize(textpage, place)
    if pdfium.FPDFText_GetMatrix(textpage, place, ctypes.byref(matrix)):
        size *= math.hypot(matrix.c, matrix.d)
    return float(size)


def _is_unknown(character: str) -> bool:
    return character < " " or character == "\ufffd" or "\ue000" <= character <= "\uf8ff"


def _joins(runs: list[Run], character: str, box: Box, *, spaced: bool) -> bool:
    """Add a character to the last run if it stands beside it."""
    if not runs:
        return False
    run, (left, bottom, right, top) = runs[-1], box
    blank = character in _SPACES
    height, run_height = top - bottom, run.top - run.bottom
    shared = min(run.top, top) - max(run.bottom, bottom)
    beside = _LEAST_GAP * run.size < left - run.right < _MOST_GAP * run.size
    alike = 0.7 * run_height <= height <= 1.4 * run_height
    if not (beside and (blank or (alike and shared > 0.5 * min(height, run_height)))):
        return False
    # Between Chinese characters a gap is spacing, between words it is a space.
    if spaced and not blank and (character.isascii() or run.text[-1].isascii()):
        run.text += " "
    run.text += character
    run.right = max(run.right, right)
    if not blank:
        run.bottom, run.top = min(run.bottom, bottom), max(run.top, top)
    return True


def _begin(runs: list[Run], character: str, box: Box, size: float) -> None:
    left, bottom, right, top = box
    sane = all(abs(edge) < _FARTHEST for edge in box)
    if character not in _SPACES and top > bottom and sane:
        height = size if 0.3 * (top - bottom) < size < 3 * (top - bottom) else top - bottom
        runs.append(Run(character, left, bottom, right, top, height))


def stacked(runs: list[Run]) -> list[Run]:
    """Characters one below the other, or of turned text one above, become one run as drawn."""
    kept: list[Run] = []
    for run in runs:
        last = kept[-1] if kept else None
        if last and len(run.text) == 1 and _is_in_column(last, run):
            last.text += run.text
            last.bottom, last.top = min(last.bottom, run.bottom), max(last.top, run.top)
            last.left, last.right = min(last.left, run.left), max(last.right, run.right)
        else:
            kept.append(run)
    return kept


def _is_in_column(last: Run, run: Run) -> bool:
    if not (run.text.isalpha() and last.text.isalpha()):  # a column of figures is no word
        return False
    if len(last.text) > 1 and not (last.is_upright or last.top - last.bottom > 1.5 * last.size):
        return False
    centred = abs((last.left + last.right) - (run.left + run.right)) < 0.3 * run.size
    below, above = last.bottom - run.bottom, run.top - last.top
    return centred and any(
        0.8 * run.size <= step <= _VERTICAL_STEP * run.size for step in (below, above)
    )
