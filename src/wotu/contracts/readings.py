"""What a column of raw cells was read as."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Reading:
    """Values of one type, and the fault code of each cell that could not be read.

    A cell with neither value nor fault held no value. A faulty cell has no value.
    """

    values: pl.Series
    faults: pl.Series

    @classmethod
    def of(cls, frame: pl.DataFrame) -> Reading:
        """The reading held by the columns ``value`` and ``fault``; a fault clears its value."""
        faults = frame["fault"].cast(pl.String)
        values = frame["value"]
        if faults.null_count() < faults.len():
            values = values.set(faults.is_not_null(), None)
        return cls(values, faults)

    def checked(self, wrong: pl.Series, code: str) -> Reading:
        """The same with a fault of ``code`` where ``wrong`` is true."""
        found = wrong.fill_null(False) & self.values.is_not_null()
        if not found.any():
            return self
        faults = self.faults.to_frame("fault").select(
            pl.when(found).then(pl.lit(code)).otherwise(pl.col("fault"))
        )
        return Reading(self.values.set(found, None), faults.to_series())

    def overwritten(self, places: pl.Series, other: Reading) -> Reading:
        """The same with the cells at ``places`` (indices) read as ``other`` says, in its order."""
        if not places.len():
            return self
        values = self.values.clone().scatter(places, other.values)
        return Reading(values, self.faults.clone().scatter(places, other.faults))
