"""The document that every report is before it becomes Word, PDF or Excel."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

Cell: TypeAlias = str | float | int | dt.date | None
"""One cell of a table; None is unknown, which is never shown as nothing or zero."""

UNKNOWN: Final = "—"


class CellKind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"  # always with all its decimals
    AMOUNT = "amount"  # rows in units of their own: no decimals where there are none
    SHARE = "share"  # 0-1, shown in per cent


@dataclass(frozen=True)
class Column:
    """A column of a table; ``digits`` are decimals of numbers (of shares: of the per cent),
    ``width`` its width relative to the others."""

    header: str
    kind: CellKind = CellKind.TEXT
    digits: int = 0
    width: float = 1.0

    def text_of(self, cell: Cell) -> str:
        """A cell as it is read.

        >>> score = Column("得分", CellKind.NUMBER, 2)
        >>> score.text_of(1234.5), score.text_of(None)
        ('1,234.50', '—')
        """
        if cell is None or cell == "":
            return UNKNOWN
        if isinstance(cell, str | dt.date) or self.kind is CellKind.TEXT:
            return str(cell)
        # The sign z leaves the minus away where nothing but zeros is left.
        if self.kind is CellKind.SHARE:
            return f"{cell:z.{self.digits}%}"
        return f"{cell:z,.{self.decimals_of(cell)}f}"

    def decimals_of(self, cell: float) -> int:
        """Decimals with which a number of the column is written."""
        if self.kind is not CellKind.AMOUNT:
            return self.digits
        if round(cell, self.digits + 1) == round(cell):
            return 0
        return self.digits + 1 if abs(cell) < 1 else self.digits


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a chapter of the report."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text; ``strong`` for the sentence that says the result."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table; ``name`` is its sheet in Excel, ``most`` the rows that Word and PDF show of it."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: str = ""
    most: int | None = None

    @property
    def shown(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows that a page shows."""
        return self.rows if self.most is None else self.rows[: self.most]

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The rows that a page shows, as they are read."""
        return tuple(
            tuple(column.text_of(cell) for column, cell in zip(self.columns, row, strict=True))
            for row in self.shown
        )


class ChartKind(StrEnum):
    """How values are drawn."""

    BARS = "bars"  # lying, from zero
    INTERVALS = "intervals"  # a point with its interval for each label, the first on top
    LINES = "lines"  # over labels, which are days or names of periods


class Role(StrEnum):
    """What a series is to the message of a chart."""

    MAIN = "main"
    REFERENCE = "reference"
    FORECAST = "forecast"
    OTHER = "other"


@dataclass(frozen=True)
class Series:
    """Values by label, None where unknown; with the ends of their intervals where known."""

    name: str
    values: tuple[float | None, ...]
    role: Role = Role.MAIN
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A chart; its title says the message, ``axis`` what is drawn and in which unit."""

    kind: ChartKind
    title: str
    labels: tuple[str, ...] | tuple[dt.date, ...]
    series: tuple[Series, ...]
    axis: str
    source: str
    reverse: bool = False
    """Small values on top: ranks."""
    overlaid: bool = False
    """Bars of all series on one line, where each label has a value of one series alone."""

    def __post_init__(self) -> None:
        for series in self.series:
            for part in (series.values, series.low, series.high):
                if part and len(part) != len(self.labels):
                    raise ValueError(f"{self.title}: {len(self.labels)} labels, {len(part)} values")


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Chart


@dataclass(frozen=True)
class Origin:
    """What a report rests on: the zone, the day and the snapshot; whether its data is invented."""

    zone: str
    as_of: dt.date
    snapshot: str
    invented: bool = False


@dataclass(frozen=True)
class Report:
    """A report in one language (``zh`` or ``en``)."""

    title: str
    subtitle: str
    origin: Origin
    language: str
    blocks: tuple[Block, ...]

    @property
    def is_chinese(self) -> bool:
        """Whether its language is Chinese."""
        return self.language.startswith("zh")

    @property
    def mark(self) -> str:
        """What stands on every page of invented data; empty for real data."""
        if not self.origin.invented:
            return ""
        return "演示：数据均为虚构" if self.is_chinese else "Demo: all data is invented"

    @property
    def stamp(self) -> str:
        """Zone, day and snapshot."""
        zone, day, snapshot = self.origin.zone, self.origin.as_of, self.origin.snapshot
        if self.is_chinese:
            return f"{zone} · 截至 {day} · 快照 {snapshot}"
        return f"{zone} · as of {day} · snapshot {snapshot}"

    def more_text(self, table: Table) -> str:
        """What a page says of the rows that it does not show; empty where it shows all."""
        rest = len(table.rows) - len(table.shown)
        if not rest:
            return ""
        if self.is_chinese:
            return f"另有 {rest} 行，见 Excel 报告。"
        return f"{rest} more rows are in the Excel report."
