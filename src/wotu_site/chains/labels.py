"""Labels of a drawing, broken and shortened by about how wide they are drawn."""

from __future__ import annotations

import unicodedata

#: How wide a Chinese character is, in the units of the drawing.
LETTER = 12
#: How wide another letter is on the average, as a share of that.
NARROW = 0.56


def broken(text: str, width: float) -> list[str]:
    """A text in at most two lines of this width, the rest left out."""
    if _wide(text) <= width:
        return [text]
    end = _break_at(text, width)
    first, rest = text[:end].rstrip(), text[end:].lstrip()
    return [first, shortened(rest, width)]


def shortened(text: str, width: float) -> str:
    """The text, or as much of it as fits, with an ellipsis."""
    if _wide(text) <= width:
        return text
    end = len(text)
    while end and _wide(text[:end]) + LETTER > width:
        end -= 1
    return f"{text[:end].rstrip()}…"


def _break_at(text: str, width: float) -> int:
    """Where the first line ends: behind a word, or between Chinese characters."""
    end = 1
    while end < len(text) and _wide(text[: end + 1]) <= width:
        end += 1
    if text[end - 1].isascii() and text[end : end + 1].isascii():
        space = max(text.rfind(mark, 0, end + 1) for mark in " -/")
        if space > 0:
            return space + 1
    return end


def _wide(text: str) -> float:
    """About how wide a text is drawn."""
    return sum(LETTER * (1.0 if _is_wide(letter) else NARROW) for letter in text)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"
