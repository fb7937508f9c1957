"""Copeland's rule: places compared two by two, each indicator a weighted vote."""

from __future__ import annotations

import numpy as np

from wotu.scores.tree import Floats

_TIE = 1e-12


def net_votes(values: Floats, shares: Floats) -> Floats:
    """Weight of the indicators on which a place is ahead, less of those on which it is behind.

    ``values`` and ``shares`` of shape (children, ..., places); the result (..., places, places):
    row against column, between -1 and 1. An indicator that is unknown for one of the two does not
    vote; where places have different shares, a pair is judged by the mean of theirs, so that what
    one wins the other loses.
    """
    weights = np.broadcast_to(shares, values.shape)
    votes = np.zeros((*values.shape[1:], values.shape[-1]))
    for value, weight in zip(values, weights, strict=True):
        ahead = np.sign(value[..., :, None] - value[..., None, :])
        votes += np.nan_to_num(ahead) * (weight[..., :, None] + weight[..., None, :]) / 2
    return votes


def copeland(values: Floats, shares: Floats) -> Floats:
    """Pairs won less pairs lost, as points from 0 (loses all) to 100 (wins all).

    A place without any known value takes no part. A place alone gets 50: it neither wins nor
    loses. The values themselves are not used, only their order.
    Source:  A. H. Copeland, 1951; OECD/JRC Handbook 2008, section 6.12 (the outranking matrix).
    """
    votes = net_votes(values, shares)
    won = (votes > _TIE).sum(axis=-1) - (votes < -_TIE).sum(axis=-1)
    taking_part = (np.broadcast_to(shares, values.shape).sum(axis=0) > 0).sum(axis=-1)
    rivals = np.maximum(taking_part - 1, 1)[..., None]
    points: Floats = 50.0 * (1.0 + won / rivals)
    return points


def borda(values: Floats) -> Floats:
    """Share of the other places that are behind on each indicator, ties by half, in points 0-100.

    Of shape (children, ..., places); NaN where the value is unknown. Copeland's score is read
    off by these where it is divided among indicators.
    """
    known = ~np.isnan(values)
    ahead = np.sign(values[..., :, None] - values[..., None, :])
    rivals = np.maximum(known.sum(axis=-1) - 1, 1)[..., None]
    points = 50.0 * (1.0 + np.nan_to_num(ahead).sum(axis=-1) / rivals)
    return np.where(known, points, np.nan)
