"""The arithmetic of outliers, on arrays of (columns, places): no panel, no log.

A column is one indicator in one period. Skewness and kurtosis are the sample estimates G1 and G2
(excess over the normal distribution) that spreadsheets give.

Source:  D. N. Joanes, C. A. Gill: Comparing measures of sample skewness and kurtosis, The
Statistician 47 (1998) 183-189, type 2; OECD/JRC handbook 2008, step 5 (skewness, outliers).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wotu.packs.score_method import Treatment
from wotu.scores.scaling import differ, extremes
from wotu.scores.tree import Bools, Floats

STRETCH = 100.0
"""The log of a value is taken at one hundredth of the range above the smallest value."""


def shape_of(values: Floats) -> tuple[Floats, Floats]:
    """Sample skewness G1 and excess kurtosis G2 of each column; NaN for fewer than four values or
    for values that are all the same."""
    known = ~np.isnan(values)
    n = known.sum(axis=1).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, values, 0.0).sum(axis=1) / n
        apart = np.where(known, values - mean[:, None], 0.0)
        squared = apart * apart
        second = squared.sum(axis=1) / n
        g1 = (squared * apart).sum(axis=1) / n / second**1.5
        g2 = (squared * squared).sum(axis=1) / n / second**2 - 3
        skewness = g1 * np.sqrt(n * (n - 1)) / (n - 2)
        kurtosis = ((n + 1) * g2 + 6) * (n - 1) / ((n - 2) * (n - 3))
    low, high = extremes(values)
    usable = (n > 3) & differ(low, high)[:, 0]
    return np.where(usable, skewness, np.nan), np.where(usable, kurtosis, np.nan)


def has_outliers(values: Floats, how: Treatment) -> Bools:
    """Columns whose skewness and kurtosis both pass their limits."""
    skewness, kurtosis = shape_of(values)
    return np.asarray((np.abs(skewness) > how.skewness) & (kurtosis > how.kurtosis))


@dataclass(frozen=True)
class Winsorised:
    """Columns with outermost values drawn in, ``left``: those that still have outliers."""

    values: Floats
    points: npt.NDArray[np.int64]
    left: Bools


def winsorise(values: Floats, how: Treatment) -> Winsorised:
    """Draw in the outermost value of each column that has outliers, then the next, up to
    ``how.points``: all beyond a value get that value.

    At each step the end to which the column is skewed at that moment loses a value. A step that
    would leave a column without any spread is not taken.
    """
    ordered = np.sort(values, axis=1)
    n = (~np.isnan(values)).sum(axis=1)
    low, high = np.zeros_like(n), np.zeros_like(n)
    found, active = values.copy(), has_outliers(values, how)
    left = active.copy()
    for _ in range(how.points):
        at = np.flatnonzero(active)
        if not at.size:
            break
        up = shape_of(found[at])[0] > 0
        more_low, more_high = low[at] + ~up, high[at] + up
        bottom, top = ordered[at, more_low], ordered[at, n[at] - 1 - more_high]
        taken = differ(bottom, top)
        active[at[~taken]] = False
        at = at[taken]
        low[at], high[at] = more_low[taken], more_high[taken]
        found[at] = np.clip(values[at], bottom[taken, None], top[taken, None])
        active[at] = left[at] = has_outliers(found[at], how)
    return Winsorised(found, low + high, left)


@dataclass(frozen=True)
class Log:
    """A logarithm that keeps the smallest and the largest value: y = a + r ln(1 + 100 (x - a) / r)
    / ln 101, a the smallest value and r the range; from the other end where ``reflected``.

    Defined for zero and negative values too. Below a (values of periods that did not set it) the
    tangent goes on. Arrays of (columns, 1).
    """

    low: Floats
    high: Floats
    reflected: Bools

    @classmethod
    def of(cls, reference: Floats) -> Log:
        """From the columns of a reference, reflected where they are skewed to the left."""
        low, high = extremes(reference)
        return cls(low, high, shape_of(reference)[0][:, None] < 0)

    def __call__(self, values: Floats) -> Floats:
        """The values transformed; monotone, so that ranks stay."""
        share = self._share(values)
        with np.errstate(invalid="ignore"):
            bent = np.where(
                share < 0, share * STRETCH, np.log1p(STRETCH * np.maximum(share, 0))
            ) / np.log1p(STRETCH)
        breadth = self.high - self.low
        found: Floats = np.where(
            self.reflected, self.high - breadth * bent, self.low + breadth * bent
        )
        return found

    def slope(self, values: Floats) -> Floats:
        """Derivative at each value."""
        share = np.maximum(self._share(values), 0)
        slope: Floats = STRETCH / (1 + STRETCH * share) / np.log1p(STRETCH)
        return slope

    def _share(self, values: Floats) -> Floats:
        from_end = np.where(self.reflected, self.high - values, values - self.low)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(from_end / (self.high - self.low), dtype=float)
