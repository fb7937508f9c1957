"""What the statistics bureau of the demo's zone reports within the year: months and quarters.

Figures of whole years are those of the zone's documents where they overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import numpy as np
import polars as pl
import yaml

from wotu.demo.draws import Draws, Floats

FIRST_YEAR: Final = 2021
_FIRST_QUARTER: Final = np.array([0.31, 0.29, 0.40])
_REST: Final = np.array([0.101, 0.107, 0.121, 0.104, 0.106, 0.115, 0.109, 0.112, 0.125])
"""Shares of the months in the first quarter, and of April to December in the rest."""
_WOBBLE: Final = 0.025
"""Relative spread of a month's share from year to year."""
ACTUALS: Final = pl.Schema(
    {
        "indicator": pl.String(),
        "year": pl.Int64(),
        "month": pl.Int64(),  # the last one of the period
        "of_period": pl.Boolean(),  # from January on; else as it stands at the end of the month
        "value": pl.Float64(),
        "unit": pl.String(),
    }
)


@dataclass(frozen=True)
class Series:
    """One series; the head of ``own_series.yaml`` says what the fields mean."""

    unit: str
    years: tuple[float, ...]
    every: Literal["year", "quarter", "month"] = "year"
    digits: int = 1
    q1: float = 0.25
    stock: bool = False
    rate: bool = False
    now: Mapping[int, float] = field(default_factory=dict)
    stated: Mapping[int, float] = field(default_factory=dict)

    @property
    def cumulates(self) -> bool:
        """Whether it adds up over the year."""
        return not (self.stock or self.rate)


@cache
def own_series() -> dict[str, Series]:
    """All series by the id of their indicator."""
    text = files("wotu.demo").joinpath("own_series.yaml").read_text(encoding="utf-8")
    specs = yaml.safe_load(text).items()
    return {name: Series(**{**spec, "years": tuple(spec["years"])}) for name, spec in specs}


def actuals(seed: int) -> pl.DataFrame:
    """Every report with the columns of :data:`ACTUALS`, by indicator and time."""
    draws = Draws(seed)
    rows = [row for name, one in own_series().items() for row in _reports(name, one, draws)]
    return pl.DataFrame(rows, schema=ACTUALS, orient="row")


def _reports(
    name: str, series: Series, draws: Draws
) -> Iterator[tuple[str, int, int, bool, float, str]]:
    rng = draws.stream(f"own series {name}")
    ways: Floats = np.zeros(12)
    for turn, whole in enumerate(series.years):
        before = series.years[turn - 1] if turn else whole / (1 + _pace(series))
        ways = _ways(series, whole, before, rng)
        for month in _months(series):
            value = whole if month == 12 else round(float(ways[month - 1]), series.digits)
            yield name, FIRST_YEAR + turn, month, not series.stock, value, series.unit
    year = FIRST_YEAR + len(series.years)
    for month, told in series.now.items():
        grown = ways[month - 1] * (1 + told / 100) if series.cumulates else told
        value = series.stated.get(month, round(float(grown), series.digits))
        yield name, year, month, not series.stock, value, series.unit


def _ways(series: Series, whole: float, before: float, rng: np.random.Generator) -> Floats:
    """Values at the ends of the twelve months of a year."""
    wobble = np.exp(rng.normal(0, _WOBBLE, 12))
    if not series.cumulates:
        steps = np.cumsum(wobble / wobble.sum())
        return before + (whole - before) * steps
    first, rest = _FIRST_QUARTER * wobble[:3], _REST * wobble[3:]
    shares = [series.q1 * first / first.sum(), (1 - series.q1) * rest / rest.sum()]
    return whole * np.cumsum(np.concatenate(shares))


def _pace(series: Series) -> float:
    return float(series.years[1] / series.years[0] - 1)


def _months(series: Series) -> range | tuple[int, ...]:
    """Months at whose end is reported: never January alone."""
    if series.every == "month":
        return range(2, 13)
    return (3, 6, 9, 12) if series.every == "quarter" else (12,)
