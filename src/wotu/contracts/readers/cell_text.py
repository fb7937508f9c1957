"""Typed cells as the text a person would read: exact decimals, ISO dates, no float noise."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

_FORMAT: Final[Callable[[float], str]] = "%.15g".__mod__
"""Excel shows and keeps 15 significant digits; a double's 16th and 17th are noise."""


def number_text(value: float) -> str:
    """A floating-point number in plain decimals at 15 significant digits.

    >>> number_text(0.1 + 0.2), number_text(1234.0), number_text(1.5e-7), number_text(1e20)
    ('0.3', '1234', '0.00000015', '100000000000000000000')
    """
    return _plain(_FORMAT(value))


def cell_text(value: Any) -> str | None:
    """Text of one cell of any type; null for an empty one."""
    write = _WRITERS.get(type(value))
    return write(value) if write else str(value)


def column_texts(cells: Sequence[Any]) -> Sequence[str | None]:
    """Texts of a column; the usual kinds, all text and all numbers, take the short way."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return cells
    if kinds == {float}:
        return [_plain(text) for text in map(_FORMAT, cells)]
    return [cell_text(cell) for cell in cells]


def _plain(text: str) -> str:
    return f"{Decimal(text):f}" if "e" in text else text


def _moment(value: datetime.datetime) -> str:
    return value.replace(tzinfo=None).isoformat(" ", "seconds")


_WRITERS: Final[dict[type, Callable[[Any], str | None]]] = {
    type(None): lambda value: None,
    str: lambda value: value or None,
    bool: lambda value: "TRUE" if value else "FALSE",
    int: str,
    float: number_text,
    Decimal: lambda value: f"{value:f}",
    datetime.date: datetime.date.isoformat,
    datetime.datetime: _moment,
    datetime.time: datetime.time.isoformat,
    bytes: lambda value: value.decode("utf-8", "replace"),
}
