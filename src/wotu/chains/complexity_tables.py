"""Complexity of values in rows: one row a place and industry in, tables out."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from wotu.chains.complexity import ATLAS, Complexity, Convention, complexity
from wotu.packs.schema import Label


@dataclass(frozen=True)
class ComplexityTables:
    """Results by place, by industry, by pair of both and by pair of industries.

    places: place, diversity, eci, outlook. industries: industry, ubiquity, pci. pairs: place,
    industry, value, location_quotient, present, density, outlook_gain; one row for each
    combination. proximity: industry, other, proximity; each pair of industries once. Each table
    begins with ``time`` where the rows have it. Undefined is null. ``cautions`` by time.
    """

    places: pl.DataFrame
    industries: pl.DataFrame
    pairs: pl.DataFrame
    proximity: pl.DataFrame
    cautions: dict[str | None, tuple[Label, ...]]

    def as_tables(self) -> dict[str, pl.DataFrame]:
        """The four tables by name."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "cautions"}


def complexity_tables(
    rows: pl.DataFrame, *, threshold: float = 1.0, convention: Convention = ATLAS
) -> ComplexityTables:
    """All indices of rows with place, industry, value and perhaps time, each time by itself.

    Rows of the same place and industry are summed; a combination without a row counts as 0.
    Raises:  ComplexityValueError for a negative value or none at all.
    """
    timed = "time" in rows.columns
    parts = rows.partition_by("time", as_dict=True) if timed else {(None,): rows}
    done = [
        (time, _tables(part, threshold, convention, time))
        for (time,), part in sorted(parts.items())
    ]
    return ComplexityTables(
        **{
            name: pl.concat([tables[name] for _, (tables, _) in done])
            for name in ("places", "industries", "pairs", "proximity")
        },
        cautions={time: cautions for time, (_, cautions) in done if cautions},
    )


def _tables(
    rows: pl.DataFrame, threshold: float, convention: Convention, time: str | None
) -> tuple[dict[str, pl.DataFrame], tuple[Label, ...]]:
    places, industries = (rows[name].unique().sort() for name in ("place", "industry"))
    values = _matrix(rows, places, industries)
    found = complexity(values, threshold=threshold, convention=convention)
    tables = {
        "places": pl.DataFrame(
            {
                "place": places,
                "diversity": found.diversity,
                "eci": found.eci,
                "outlook": found.outlook,
            },
            nan_to_null=True,
        ),
        "industries": pl.DataFrame(
            {"industry": industries, "ubiquity": found.ubiquity, "pci": found.pci},
            nan_to_null=True,
        ),
        "pairs": _pairs(places, industries, values, found),
        "proximity": _proximity(industries, found),
    }
    if time is not None:
        named = pl.lit(time).alias("time")
        tables = {name: table.select(named, pl.all()) for name, table in tables.items()}
    return tables, found.cautions


def _matrix(rows: pl.DataFrame, places: pl.Series, industries: pl.Series) -> np.ndarray:
    at = [
        rows[name].cast(pl.Enum(known)).to_physical().to_numpy()
        for name, known in (("place", places), ("industry", industries))
    ]
    shape = len(places), len(industries)
    flat = np.ravel_multi_index((at[0].astype(np.int64), at[1].astype(np.int64)), shape)
    weights = rows["value"].cast(pl.Float64).to_numpy()
    return np.bincount(flat, weights, shape[0] * shape[1]).reshape(shape)


def _pairs(
    places: pl.Series, industries: pl.Series, values: np.ndarray, found: Complexity
) -> pl.DataFrame:
    grid = pl.DataFrame({"place": places}).join(pl.DataFrame({"industry": industries}), how="cross")
    return grid.with_columns(
        value=pl.Series(values.ravel()),
        location_quotient=pl.Series(found.rca.ravel(), nan_to_null=True),
        present=pl.Series(found.present.ravel()),
        density=pl.Series(found.density.ravel(), nan_to_null=True),
        outlook_gain=pl.Series(found.outlook_gain.ravel(), nan_to_null=True),
    )


def _proximity(industries: pl.Series, found: Complexity) -> pl.DataFrame:
    first, second = np.triu_indices(len(industries), k=1)
    return pl.DataFrame(
        {
            "industry": industries.gather(first),
            "other": industries.gather(second),
            "proximity": found.proximity[first, second],
        },
        nan_to_null=True,
    )
