"""How people write figures, dates and yes or no into their sheets.

Every function takes a column of clean values and gives its cells; the manner of each cell is
drawn from a stream, so that equal zones give equal files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

import numpy as np
import polars as pl

from wotu.demo.bureaus.sheet import Cell

_FULL_WIDTH: Final = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
_NOTHING: Final = ("", "", "", "—", "/", "-")

_DATE_MANNERS: Final[tuple[Callable[[dt.date], Cell], ...]] = (
    lambda day: day.isoformat(),
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day:%Y.%m.%d}",
    lambda day: f"{day:%Y%m%d}",
)


def texts(values: pl.Series, words: Mapping[str, str] | None = None) -> list[Cell]:
    """Texts as they are, or each by the bureau's own word."""
    if words is None:
        return values.to_list()
    return [None if value is None else words.get(value, value) for value in values]


def words_of_many(
    values: pl.Series, words: Mapping[str, Sequence[str]], rng: np.random.Generator
) -> list[Cell]:
    """Codes written in one of several ways each."""
    chances = rng.random(len(values))
    cells: list[Cell] = []
    for value, chance in zip(values, chances, strict=True):
        ways = words.get(value, (value,))
        cells.append(None if value is None else ways[int(chance * len(ways))])
    return cells


def money_cells(values: pl.Series, unit_yuan: int) -> list[Cell]:
    """Amounts as numbers in a unit; exact up to fifteen digits."""
    return [None if value is None else _number(value / unit_yuan) for value in values]


def money_texts(
    values: pl.Series, unit_yuan: int, rng: np.random.Generator, filed: pl.Series
) -> list[Cell]:
    """Amounts as text with separators of thousands; where there is none, a sign for nothing.

    Cells of rows that were not ``filed`` at all are empty.
    """
    marks = np.where(filed.to_numpy(), rng.integers(0, len(_NOTHING), len(values)), 0)
    return [
        _NOTHING[mark] if value is None else _separated(value / unit_yuan)
        for value, mark in zip(values, marks, strict=True)
    ]


def counts(values: pl.Series) -> list[Cell]:
    """Whole numbers."""
    return values.to_list()


def counts_of_typists(values: pl.Series, rng: np.random.Generator) -> list[Cell]:
    """Whole numbers as text, a few in full width, a few with the word for persons."""
    chances = rng.random(len(values))
    cells: list[Cell] = []
    for value, chance in zip(values, chances, strict=True):
        if value is None:
            cells.append("" if chance < 0.8 else "—")
        elif chance < 0.03:
            cells.append(str(value).translate(_FULL_WIDTH))
        else:
            cells.append(f"{value}人" if chance < 0.04 else str(value))
    return cells


def dates(values: pl.Series) -> list[Cell]:
    """Dates as dates."""
    return values.to_list()


def dates_of_many(values: pl.Series, rng: np.random.Generator) -> list[Cell]:
    """Dates in the manner of whoever typed them; half are dates of the spreadsheet."""
    manners = rng.integers(0, 2 * len(_DATE_MANNERS), len(values))
    return [
        day if day is None or manner >= len(_DATE_MANNERS) else _DATE_MANNERS[manner](day)
        for day, manner in zip(values, manners, strict=True)
    ]


def yes_or_no(values: pl.Series) -> list[Cell]:
    """是 and 否."""
    return [None if value is None else "是" if value else "否" for value in values]


def other_brackets(names: pl.Series, rng: np.random.Generator) -> list[Cell]:
    """Names, a few with brackets of half width or a space at the end."""
    chances = rng.random(len(names))
    cells: list[Cell] = []
    for name, chance in zip(names, chances, strict=True):
        half = name.replace("（", "(").replace("）", ")")
        cells.append(half if chance < 0.3 else f"{name} " if chance > 0.98 else name)
    return cells


def _number(value: Decimal) -> Cell:
    return int(value) if value == value.to_integral_value() else float(value)


def _separated(value: Decimal) -> str:
    plain = value.normalize()
    return f"{plain:,f}"
