"""Weights from how much indicators tell places apart: Shannon's entropy and CRITIC.

Both take values of shape (children, places) of one period, NaN where unknown, and give shares;
all zeros where nothing tells the places apart.
"""

from __future__ import annotations

import numpy as np

from wotu.scores.tree import Floats
from wotu.scores.weighting.correlation import correlation_matrix


def entropy_shares(values: Floats) -> Floats:
    """The more unevenly an indicator is spread over the places, the more weight.

    p = value / sum over the places; e = -sum(p ln p) / ln(places), where a zero contributes zero
    (the limit of p ln p); weight 1 - e, rescaled. Values are not negative.
    Source:  C. E. Shannon, A Mathematical Theory of Communication, 1948; as weights M. Zeleny,
    Multiple Criteria Decision Making, 1982.
    """
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    total = filled.sum(axis=1, keepdims=True)
    parts = filled / np.where(total > 0, total, 1.0)
    logs = np.log(np.where(parts > 0, parts, 1.0))
    entropy = -(parts * logs).sum(axis=1) / np.log(np.maximum(known.sum(axis=1), 2))
    divergence = np.where(total[:, 0] > 0, np.maximum(1.0 - entropy, 0.0), 0.0)
    return _rescaled(np.where(divergence > 1e-12, divergence, 0.0))


def critic_shares(values: Floats) -> Floats:
    """The more an indicator varies and the less it goes along with its siblings, the more weight.

    Values are first scaled from worst 0 to best 1; then C = standard deviation times the sum over
    the siblings of 1 - correlation, rescaled. An indicator that does not vary gets nothing, and
    conflicts with none.
    Source:  D. Diakoulaki, G. Mavrotas, L. Papayannakis: Determining objective weights in multiple
    criteria problems: the CRITIC method, Computers & Operations Research 22 (1995), 763-770.
    """
    deviations = np.zeros(len(values))
    for at, row in enumerate(values):
        known = row[~np.isnan(row)]
        if len(known) > 1 and np.ptp(known) > 0:
            deviations[at] = known.std() / np.ptp(known)
    conflict = np.nan_to_num(1.0 - correlation_matrix(values)).sum(axis=1)
    information = deviations * conflict
    return _rescaled(np.where(information > 1e-12, information, 0.0))


def _rescaled(weights: Floats) -> Floats:
    total = weights.sum()
    return weights / total if total > 0 else weights
