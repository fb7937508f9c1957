"""Texts cut where words stand in them, so that a page can light the words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; ``lit`` where it is one of the words."""

    text: str
    lit: bool


def pieces(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """The text in pieces that together are the text; letters match whatever their case.

    >>> [(one.text, one.lit) for one in pieces("研发光刻胶", ("光刻胶",))]
    [('研发', False), ('光刻胶', True)]
    """
    wanted = sorted({word for word in words if word}, key=len, reverse=True)
    if not text or not wanted:
        return (Piece(text, False),) if text else ()
    pattern = re.compile("|".join(re.escape(word) for word in wanted), re.IGNORECASE)
    found: list[Piece] = []
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            found.append(Piece(text[end : match.start()], False))
        found.append(Piece(match.group(), True))
        end = match.end()
    if end < len(text):
        found.append(Piece(text[end:], False))
    return tuple(found)
