"""A series of an indicator: its points, and at each what every source says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from wotu.packs.indicators import Indicator
from wotu.packs.schema import Label
from wotu.reading.claim import Bound
from wotu.reading.reconciling.statements import Difference


@dataclass(frozen=True)
class SourcedValue:
    """What one source says of one period."""

    value: Decimal
    value_max: Decimal | None
    unit: str
    bound: Bound
    source: str
    source_label: Label
    name: str
    """Of the file or document."""
    batch: str | None
    """None for a computed value."""
    row: int | None
    document: str | None
    claim: str | None
    quote: str | None
    """The figure as a document writes it."""
    sentence: str | None
    published: dt.date | None
    expression: str | None = None
    """Of a computed value: the formula, or the query of the register."""
    inputs: tuple[str, ...] = ()
    """Of a formula: what it read, "indicator@period"."""
    difference: Difference | None = None
    """How it stands to the value taken by default; None for that one."""

    @property
    def agrees(self) -> bool:
        """Whether it can be true together with the value taken by default."""
        return self.difference is None or self.difference.is_agreement


@dataclass(frozen=True)
class SeriesPoint:
    """One period: the value taken by default first, then the others by precedence."""

    period: str
    first: dt.date
    last: dt.date
    values: tuple[SourcedValue, ...]

    @property
    def default(self) -> SourcedValue:
        """The value of the source that is believed most."""
        return self.values[0]

    @property
    def disagrees(self) -> bool:
        """Whether a source says what cannot be true beside the default."""
        return not all(value.agrees for value in self.values)


@dataclass(frozen=True)
class Series:
    """The values of one indicator of one place, by their last day."""

    place: str
    place_name: str
    indicator: Indicator
    points: tuple[SeriesPoint, ...]
