"""Random draws that repeat: one independent stream for each subject of each chunk of firms.

A stream is named, so that a new draw in one table leaves all other tables as they were.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
"""Days as ``datetime64[D]``; NaT where there is none."""


@dataclass(frozen=True, slots=True)
class Draws:
    """The source of all chance in one chunk of a zone."""

    seed: int
    chunk: int = 0

    def stream(self, subject: str) -> np.random.Generator:
        """The stream of a subject, the same whenever it is asked for."""
        return np.random.default_rng([self.seed, self.chunk, zlib.crc32(subject.encode())])


def pick(rng: np.random.Generator, shares: Sequence[float], count: int) -> Ints:
    """``count`` positions, each as often as its share (any scale) says."""
    edges = np.cumsum(shares) / np.sum(shares)
    return np.searchsorted(edges, rng.random(count), side="right").clip(max=len(shares) - 1)


def beta_around(rng: np.random.Generator, mean: Floats, weight: float) -> Floats:
    """Shares between 0 and 1 around a mean for each; a larger weight keeps them nearer."""
    safe = np.clip(mean, 0.01, 0.99)
    return rng.beta(safe * weight, (1 - safe) * weight)


def thousands(yuan: Floats) -> Ints:
    """Fen of amounts rounded to whole thousands of yuan, as the statistics bureau keeps them."""
    return np.rint(yuan / 1_000).astype(np.int64) * 100_000


def money(name: str, fen: Ints, known: Flags | None = None) -> pl.Series:
    """A money column (yuan, two decimals) from whole fen, null where not known; exact."""
    series = pl.Series(name, fen, dtype=pl.Int64)
    if known is not None:
        series = masked(series, known)
    exact = pl.col(name).cast(pl.Int128).reinterpret(dtype=pl.Decimal(18, 2))
    return series.to_frame().select(exact).to_series()


def masked(series: pl.Series, known: Flags) -> pl.Series:
    """The series with null where ``known`` is false."""
    frame = pl.DataFrame({"value": series, "known": known})
    return frame.select(pl.when("known").then("value").alias(series.name)).to_series()


def days(name: str, values: Days) -> pl.Series:
    """A date column, null for NaT."""
    return pl.Series(name, values.astype("datetime64[D]"), dtype=pl.Date)


def codes(name: str, table: Sequence[str | None], positions: Ints) -> pl.Series:
    """A text column by position in a table of texts; a table may hold null."""
    known: Any = pl.Series(name, list(table), dtype=pl.String)
    return pl.Series(known.gather(positions)).alias(name)
