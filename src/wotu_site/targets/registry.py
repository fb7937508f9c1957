"""Values of the registry of indicators with their evidence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from wotu.build.snapshot import Snapshot
from wotu.packs.indicators import Indicator
from wotu_site.snapshots.queries import snapshot
from wotu_site.snapshots.remembering import remembered

TABLE = "indicator_value"
_COLUMNS = (
    "place_code, indicator, period, period_last, value, value_max, unit, bound, error, origin,"
    " source, batch, row, document, claim, expression, inputs"
)


@dataclass(frozen=True, slots=True)
class RegistryValue:
    """One believed value; the columns of ``INDICATOR_VALUES``."""

    place_code: str
    indicator: str
    period: str
    period_last: dt.date | None
    value: float | None
    value_max: float | None
    unit: str
    bound: str | None
    error: float | None
    origin: str
    source: str | None
    batch: str | None
    row: int | None
    document: str | None
    claim: str | None
    expression: str | None
    inputs: list[str] | None


def values_of(indicator: str, place: str, period: str) -> tuple[RegistryValue, ...]:
    """The values of an indicator in a place and period, one a unit."""
    return _values(snapshot(), indicator, place, period)


def indicator_or_none(name: str) -> Indicator | None:
    """The indicator of an id; None where the packs of the snapshot have none."""
    return snapshot().packs.indicators.get(name)


@remembered
def _values(
    current: Snapshot, indicator: str, place: str, period: str
) -> tuple[RegistryValue, ...]:
    if not current.columns(TABLE):
        return ()
    rows = current.rows(
        f"SELECT {_COLUMNS} FROM {TABLE}"
        " WHERE indicator = ? AND place_code = ? AND period = ? ORDER BY unit",
        [indicator, place, period],
    )
    return tuple(RegistryValue(**row) for row in rows)
