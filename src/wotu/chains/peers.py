"""Places of a similar profile, and how much of a link they have."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

FEWEST_PLACES: Final = 5
"""Places from which likeness between them says anything."""


def peer_shares(place_node: pl.DataFrame) -> pl.DataFrame:
    """What share of their placed firms the places most like a place have on each link, 0-1.

    ``place_node`` is PLACE_NODE with a row for every place and link. Two places are alike as far
    as the square roots of their shares of links, each less its mean over all places, point the same
    way (cosine; none below 0 counts); places with more firms say more, by the square root. The
    place itself never counts.
    Columns: place, chain, node, peers (null with fewer than :data:`FEWEST_PLACES` places, or for a
    place that is like no other).
    """
    rows = place_node.sort("place", "chain", "node")
    places = rows["place"].n_unique()
    peers = np.full(rows.height, np.nan)
    if places >= FEWEST_PLACES:
        expected = rows["expected_firms"].to_numpy().reshape(places, -1)
        peers = _weighted_shares(expected).ravel()
    return rows.select("place", "chain", "node", peers=pl.Series(peers, nan_to_null=True))


def _weighted_shares(expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places x links; NaN for places like no other."""
    totals = expected.sum(axis=1)
    shares = expected / np.where(totals > 0, totals, 1)[:, None]
    profile = np.sqrt(shares) - np.sqrt(shares).mean(axis=0)
    length = np.linalg.norm(profile, axis=1)
    profile /= np.where(length > 0, length, 1)[:, None]
    alike = np.maximum(profile @ profile.T, 0) * np.sqrt(totals)
    np.fill_diagonal(alike, 0)
    weight = alike.sum(axis=1, keepdims=True)
    mean: NDArray[np.float64] = alike @ shares / np.where(weight > 0, weight, np.nan)
    return mean
