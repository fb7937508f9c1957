"""Names of columns in SQL: the layout's own where they are plain words, else words made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 60
"""PostgreSQL cuts longer names off at 63 bytes."""

_SUFFIXES = {
    ":n/": "__divisor",
    ":n": "__n",
    ":l/": "__low_divisor",
    ":h/": "__high_divisor",
    ":l": "__low",
    ":h": "__high",
    ":v": "__v",
    ":first/": "__first_divisor",
    ":last/": "__last_divisor",
    ":first": "__first",
    ":last": "__last",
    ":needed": "__needed",
    ": complete": "__complete",
}
_YEAR = re.compile(r"\[(\d+)\]")
_ROW = re.compile(r":t(\d+)$")
_COUNTED = re.compile(r"^(?P<table>\w+): .* @\d{4}-\d{2}-\d{2}(?P<doubtful>\??)$", re.DOTALL)


class SqlNames:
    """Gives every column its name in SQL, and no name twice; ``kept`` are left as they are."""

    def __init__(self, kept: Iterable[str] = ()) -> None:
        self._names: dict[str, str] = {name: name for name in kept}
        self._taken: set[str] = set(self._names)

    def of(self, column: str) -> str:
        """The name in SQL."""
        if column not in self._names:
            wanted = _sql_name(column)
            name, number = wanted, 1
            while name in self._taken:
                number += 1
                name = f"{wanted}_{number}"
            self._taken.add(name)
            self._names[column] = name
        return self._names[column]


def _sql_name(column: str) -> str:
    if counted := _COUNTED.match(column):
        tail = "__doubtful_rows" if counted["doubtful"] else "__rows"
        return counted["table"] + tail
    stem, tail = column, ""
    for suffix, word in _SUFFIXES.items():
        if column.endswith(suffix):
            stem, tail = column[: -len(suffix)], word
            break
    stem = _ROW.sub(r"__row\1", _YEAR.sub(r"__\1", stem)).replace(".", "__")
    return stem[: LONGEST - len(tail)] + tail
