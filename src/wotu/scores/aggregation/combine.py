"""Siblings into their parent, for any number of draws at once: pure arithmetic, no log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from wotu.packs.score_method import AggregationKind
from wotu.scores.aggregation.imbalance import mazziotta_pareto
from wotu.scores.aggregation.means import (
    arithmetic_mean,
    geometric_mean,
    harmonic_mean,
    weighted_median,
)
from wotu.scores.aggregation.outranking import copeland
from wotu.scores.tree import Bools, Floats

_COMBINERS: Final[Mapping[AggregationKind, Callable[[Floats, Floats], Floats]]] = {
    AggregationKind.ARITHMETIC: arithmetic_mean,
    AggregationKind.GEOMETRIC: geometric_mean,
    AggregationKind.HARMONIC: harmonic_mean,
    AggregationKind.COPELAND: copeland,
    AggregationKind.MAZZIOTTA_PARETO: mazziotta_pareto,
    AggregationKind.MEDIAN: weighted_median,
}
_SLACK = 1e-12


def combine(
    kind: AggregationKind, scores: Floats, weights: Floats, least_share: float = 0.0
) -> Floats:
    """Scores of a parent, (..., places), from those of its children, (children, ..., places).

    ``weights`` have as many axes, broadcast against ``scores`` and may be on any scale. NaN is
    unknown: the weights are rescaled over the known children; where these carry less than
    ``least_share`` of the weight, or none, the parent is NaN. Geometric and harmonic means need
    values above zero, which the caller has checked.
    """
    shares, carried = known_shares(scores, weights)
    enough = _enough(carried, least_share)
    if enough.all():
        return _COMBINERS[kind](scores, shares)
    taking_part = np.where(enough, scores, np.nan), np.where(enough, shares, 0.0)
    return np.where(enough, _COMBINERS[kind](*taking_part), np.nan)


def known_shares(scores: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Shares over the known children, and the share of the whole weight that these carry.

    The shares sum to 1, or are all 0 where nothing known has a weight.
    """
    known = ~np.isnan(scores)
    total = weights.sum(axis=0)
    if known.all():
        return weights / np.where(total > 0, total, 1.0), (total > 0).astype(np.float64)
    counted = np.where(known, weights, 0.0)
    have = counted.sum(axis=0)
    carried: Floats = have / np.where(total > 0, total, 1.0)
    return counted / np.where(have > 0, have, 1.0), carried


def best_practice(scores: Floats, weights: Floats, least_share: float = 0.0) -> Floats:
    """Points of each place per 100 points of the best place under the same shares.

    ``scores`` and ``weights`` of shape (children, periods, places), each place with its own
    weights: the score under the benefit of the doubt. Every child counts the same for
    ``least_share``, since a place puts no weight on what is unknown.
    """
    shares, _ = known_shares(scores, weights)
    reached = np.einsum("ktj,kti->tij", np.nan_to_num(scores), shares)
    own = np.einsum("tii->ti", reached)
    best = reached.max(axis=-1, initial=0.0)
    points = 100.0 * own / np.where(best > 0, best, 1.0)
    carried = np.isfinite(scores).mean(axis=0)
    return np.where(_enough(carried, least_share), points, np.nan)


def _enough(carried: Floats, least_share: float) -> Bools:
    enough: Bools = (carried > 0) & (carried >= least_share - _SLACK)
    return enough
