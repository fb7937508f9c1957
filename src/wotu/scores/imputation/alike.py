"""From other indicators of the same period: ridge regression, and the places most alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from wotu.scores.imputation.filled import Filled, root_mean_square
from wotu.scores.scaling import moments
from wotu.scores.tree import Bools, Floats

LEAST: Final = 5
"""Fewest known values from which an indicator is predicted."""
PENALTIES: Final = np.geomspace(0.1, 1000, 9)


def by_regression(values: Floats, dimensions: Sequence[str | None]) -> Filled:
    """Ridge regression on the other indicators of the same dimension, period by period.

    Indicators are standardised, an unknown one counts as its mean; the penalty is the one with the
    smallest leave-one-out residuals. A place of which no other indicator of the dimension is known
    gets nothing, nor does an indicator known for fewer than five places.
    """
    proposed, error = np.full_like(values, np.nan), np.full_like(values, np.nan)
    gaps = np.isnan(values)
    for period, at in np.argwhere(gaps.any(axis=1) & ((~gaps).sum(axis=1) >= LEAST)):
        beside = [
            other
            for other, dimension in enumerate(dimensions)
            if dimension == dimensions[at] and other != at
        ]
        if not beside:
            continue
        predicted, spread = _ridge(values[period][:, beside], values[period, :, at])
        proposed[period, :, at], error[period, :, at] = predicted, spread
    return Filled(proposed, np.where(np.isnan(proposed), np.nan, error))


def _ridge(others: Floats, target: Floats) -> tuple[Floats, float]:
    known = ~np.isnan(target)
    x = _standardised(others, known)
    mean = float(target[known].mean())
    left, size, right = np.linalg.svd(x[known], full_matrices=False)
    shrunk = size**2 / (size**2 + PENALTIES[:, None])
    fitted = (shrunk * (left.T @ (target[known] - mean))) @ left.T
    leverage = shrunk @ (left**2).T + 1 / known.sum()
    residuals = (target[known] - mean - fitted) / np.maximum(1 - leverage, 1e-9)
    spreads = root_mean_square(residuals, axis=1)[:, 0]
    best = int(spreads.argmin())
    weights = size / (size**2 + PENALTIES[best]) * (left.T @ (target[known] - mean))
    predicted = mean + x @ (right.T @ weights)
    predicted[np.isnan(others).all(axis=1)] = np.nan
    return predicted, float(spreads[best])


def _standardised(others: Floats, known: Bools) -> Floats:
    """Columns with mean 0 over the rows that are learned from; unknown and level ones are 0."""
    mean, deviation = (one.T for one in moments(others[known].T))
    with np.errstate(invalid="ignore"):
        x = np.nan_to_num((others - mean) / deviation, nan=0.0)
    return np.asarray(x - x[known].mean(axis=0), dtype=float)


def by_neighbours(values: Floats, count: int) -> Filled:
    """The mean of the ``count`` places most alike among those that have the value; by period.

    How unlike two places are is the root mean square of the differences of all standardised
    indicators that both have; a place with none in common with any gets nothing. The error is the
    leave-one-out residual of the indicator in the period, likeness then measured without it.
    """
    proposed, error = np.full_like(values, np.nan), np.full_like(values, np.nan)
    gaps = np.isnan(values)
    for period in np.flatnonzero(gaps.any(axis=(1, 2))):
        mean, deviation = (one.T for one in moments(values[period].T))
        z = (values[period] - mean) / deviation
        filled, has = np.nan_to_num(z), (~np.isnan(z)).astype(float)
        apart = (filled**2) @ has.T + has @ (filled**2).T - 2 * filled @ filled.T
        common = has @ has.T
        for at in np.flatnonzero(gaps[period].any(axis=0)):
            both = np.outer(has[:, at], has[:, at])
            own = both * (filled[:, at][:, None] - filled[:, at][None, :]) ** 2
            with np.errstate(invalid="ignore", divide="ignore"):
                unlike = (apart - own) / (common - both)
            predicted = _nearest(unlike, values[period, :, at], count)
            proposed[period, :, at] = predicted
            error[period, :, at] = root_mean_square(values[period, :, at] - predicted, axis=0)
    return Filled(proposed, np.where(np.isnan(proposed), np.nan, error))


def _nearest(unlike: Floats, target: Floats, count: int) -> Floats:
    """Mean of a target over the nearest other places that have it, those as far as the last one
    included, so that the order of places does not matter; NaN where there is none."""
    donors = np.flatnonzero(~np.isnan(target))
    unlike = np.where(np.isfinite(unlike), unlike, np.inf)
    np.fill_diagonal(unlike, np.inf)
    distance = unlike[:, donors]
    last = min(count, donors.size) - 1
    if last < 0:
        return np.full_like(target, np.nan)
    reach = np.partition(distance, last, axis=1)[:, last, None]
    taken = ((distance <= reach) & np.isfinite(distance)).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(taken @ target[donors] / taken.sum(axis=1), dtype=float)
