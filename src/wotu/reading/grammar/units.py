"""Units and classifiers as documents write them."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from typing import Final


def _rows() -> list[list[str]]:
    text = files("wotu.reading.grammar").joinpath("units.csv").read_text(encoding="utf-8")
    return list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))[1:]


_ROWS: Final = _rows()

BASE_UNIT: Final = {written: base for written, base, _ in _ROWS}
"""Base unit of each written unit; 万 and 亿 are no part of it."""

UNIT_KIND: Final = {base: kind for _, base, kind in _ROWS}
"""Of each base unit: ``count``, ``money``, ``duration``, ``measure`` or ``rate``."""

UNIT: Final = (
    "(?:"
    + "|".join(re.escape(unit) for unit in sorted(BASE_UNIT, key=lambda u: (-len(u), u)))
    + ")"
)
"""Pattern of any written unit, the longest first."""
