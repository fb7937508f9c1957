"""Scores of many draws at once: the same arithmetic as one score, on stacks of draws.

A draw takes treated values, adds data error, holds them within the limits of the treatment,
normalises, multiplies weights and aggregates. Draws that made the same choices are computed
together, a few at a time so that they stay in the processor's cache, on two threads: NumPy works
outside Python's lock. No draw sees another, so the number of threads changes nothing.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import numpy.typing as npt

from wotu.packs.score_method import (
    AggregationKind,
    Method,
    Normalisation,
    NormalisationKind,
    Reference,
    WeightingKind,
)
from wotu.scores.aggregation.combine import best_practice, combine
from wotu.scores.draws import Draws
from wotu.scores.scaling import scale
from wotu.scores.scaling_fast import scale_complete
from wotu.scores.start import Start
from wotu.scores.tree import Floats

Numbers = npt.NDArray[np.intp]

THREADS: Final = 2
CELLS: Final = 200_000
"""Values that a thread works on at a time: 1.6 MB, about what a core's cache holds."""


def score_draws(start: Start, draws: Draws) -> Floats:
    """Scores of the index, (draws, places of ``start``); NaN where a place has none."""
    found = np.full((len(draws), len(start.order)), np.nan)
    size = max(1, CELLS // max(1, len(start.order) * len(start.scored.tree.leaves)))

    def work(numbers: Numbers) -> None:
        found[numbers] = _score_some(start, draws, numbers)

    batches = [
        stratum[at : at + size] for stratum in draws.strata() for at in range(0, len(stratum), size)
    ]
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in pool.map(work, batches):
            pass
    return found


def drawn_values(start: Start, draws: Draws, numbers: Numbers) -> Floats:
    """Treated values with their errors, (draws, indicators, places), of draws alike in choices."""
    first = numbers[0]
    base = start.values[int(draws.imputation[first]), int(draws.treated[first])]
    if not base.error.any() or not draws.seeds[numbers].any():
        return np.repeat(base.value[None], len(numbers), axis=0)
    noise = np.zeros((len(numbers), *base.value.shape))
    for row, seed in zip(noise, draws.seeds[numbers], strict=True):
        if seed:
            np.random.Generator(np.random.SFC64(int(seed))).standard_normal(out=row)
    noise *= base.error
    noise += base.value
    for at in np.flatnonzero(np.isfinite(base.low[:, 0]) | np.isfinite(base.high[:, 0])):
        row = noise[:, at]
        np.clip(row, base.low[at], base.high[at], out=row)
    return noise


def drawn_method(start: Start, draws: Draws, number: int) -> Method:
    """The method of one draw."""
    row = start.options.methods[int(draws.normalisation[number])]
    return row[int(draws.aggregation[number])]


def aggregate_draws(start: Start, points: Floats, factors: Floats, method: Method) -> Floats:
    """Scores of the index from points of (draws or 1, indicators, places); (draws, places).

    ``factors``, (draws, nodes): what the nominal shares are multiplied by.
    """
    tree, how = start.scored.tree, method.aggregation
    column = {node.id: at for at, node in enumerate(tree)}
    scores = {leaf.id: points[:, at] for at, leaf in enumerate(tree.leaves)}
    position = {leaf.id: at for at, leaf in enumerate(tree.leaves)}
    for parent in tree.groups:
        names = [child.id for child in tree.children(parent.id)]
        if all(name in position for name in names):
            values = _columns(points, [position[name] for name in names])
        else:
            values = np.stack(np.broadcast_arrays(*(scores[name] for name in names)), axis=1)
        scores[parent.id] = _parent(
            how.at(tree.depth(parent.id)),
            values,
            factors[:, [column[name] for name in names]],
            np.stack([start.shares[name] for name in names]),
            method,
            start,
        )
    return np.broadcast_to(scores[tree.root.id], (len(factors), points.shape[-1]))


def _columns(points: Floats, at: list[int]) -> Floats:
    """Some indicators, without a copy where they stand together."""
    if at == list(range(at[0], at[0] + len(at))):
        return points[:, at[0] : at[0] + len(at)]
    return points[:, at]


def _score_some(start: Start, draws: Draws, numbers: Numbers) -> Floats:
    method = drawn_method(start, draws, int(numbers[0]))
    values = drawn_values(start, draws, numbers)
    points = normalise_draws(start, values, method.normalisation)
    with np.errstate(divide="ignore", invalid="ignore"):
        return aggregate_draws(start, points, draws.factors[numbers], method)


def normalise_draws(start: Start, values: Floats, how: Normalisation) -> Floats:
    """Points of treated values of (draws, indicators, places), which are overwritten."""
    if how.reference is Reference.PERIOD and start.complete:
        points = scale_complete(how, values, start.marks)
        if points is not None:
            return points
    return scale(how, values, _reference(start, values, how), start.marks)


def _reference(start: Start, values: Floats, how: Normalisation) -> Floats:
    if how.reference is Reference.PERIOD or how.kind is NormalisationKind.GOALPOSTS:
        return values
    if how.reference is Reference.POOLED:
        others = np.broadcast_to(start.others, (len(values), *start.others.shape))
        return np.concatenate([values, others], axis=-1)
    return np.where(start.is_first, values, start.first)


def _parent(
    kind: AggregationKind,
    values: Floats,
    factor: Floats,
    shares: Floats,
    method: Method,
    start: Start,
) -> Floats:
    """Of values (draws, children, places), factors (draws, children), shares (children, places)."""
    least = method.aggregation.least_share
    if method.weighting.kind is WeightingKind.BENEFIT_OF_DOUBT:
        weights = factor.T[:, :, None] * shares[:, None, :]
        stacked = np.broadcast_to(np.moveaxis(values, 1, 0), weights.shape)
        return best_practice(stacked, weights, least)
    same = shares.shape[1] == 1 or bool((shares == shares[:, :1]).all())
    if same and kind is AggregationKind.ARITHMETIC and not np.isnan(values).any():
        weights = factor * shares[:, 0]
        weights /= weights.sum(axis=1, keepdims=True)
        mean: Floats = (weights[:, None, :] @ values)[:, 0, :]
        return mean
    weights = factor.T[:, :, None] * (shares[:, None, :1] if same else shares[:, None, :])
    stacked = np.moveaxis(values, 1, 0)
    if kind is not AggregationKind.ARITHMETIC:
        stacked = np.broadcast_to(stacked, (*weights.shape[:2], values.shape[-1]))
    return combine(kind, stacked, weights, least)
