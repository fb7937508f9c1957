"""Scores of classes turned into probabilities that hold: of those given 0.9, nine of ten are right.

Each leaf gets the weighted sum of the scores of the classes on its path, in every view of the firm
there is, and of the logarithm of its share of the labelled firms; softmax over the leaves. The few
weights are fitted to scores of firms that were left out when their own score was computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from wotu.chains.classification.tree import ClassTree, FloatArray

_FEWEST: Final = 30
"""Firms needed to fit the weights of a kind of evidence of its own."""
_FIRST_GUESS: Final = 6.0


class Evidence(StrEnum):
    """What is known of a firm."""

    NAME = "name"  # its name alone
    PRODUCTS = "products"  # name and main products
    SCOPE = "scope"  # its business scope, without products
    BOTH = "both"  # products and scope
    NOTHING = "nothing"  # no text in which anything is known


@dataclass(frozen=True)
class Scored:
    """Firms of one kind of evidence: scores of each view (firms x classes) and their class."""

    views: tuple[FloatArray, ...]
    labels: NDArray[np.int64]


def path_scores(views: Sequence[FloatArray], tree: ClassTree) -> FloatArray:
    """Scores of the classes above each leaf: (views x levels) x firms x leaves; 0 where none."""
    paths = [tree.path(tree.codes[leaf]) for leaf in tree.leaves]
    found = []
    for view in views:
        for level in range(tree.depth):
            table = np.zeros((len(view), len(paths)), dtype=view.dtype)
            there = [i for i, path in enumerate(paths) if len(path) > level]
            table[:, there] = view[:, [paths[i][level] for i in there]]
            found.append(table)
    return np.stack(found)


def leaf_probabilities(
    views: Sequence[FloatArray], tree: ClassTree, prior: FloatArray, weights: FloatArray
) -> FloatArray:
    """Firms x leaves, each row adding up to 1. ``prior``: shares of the leaves."""
    logits = np.tensordot(weights[:-1], path_scores(views, tree), axes=1)
    return _softmax(logits + weights[-1] * np.log(prior))


def fit_weights(scored: Scored, tree: ClassTree, prior: FloatArray) -> FloatArray:
    """Weights of views x levels and of the prior, by likelihood of the classes of all levels."""
    table = path_scores(scored.views, tree)
    log_prior = np.log(prior)
    masks = _masks(scored.labels, tree)

    def loss(weights: FloatArray) -> tuple[float, FloatArray]:
        share = _softmax(np.tensordot(weights[:-1], table, axes=1) + weights[-1] * log_prior)
        value, slope = 0.0, np.zeros_like(share)
        for mask in masks:
            inside = np.maximum((share * mask).sum(axis=1, keepdims=True), 1e-12)
            value -= float(np.log(inside).mean())
            slope += share - share * mask / inside
        slope /= len(share)
        along = np.tensordot(table, slope, axes=([1, 2], [0, 1]))
        return value, np.append(along, float((slope @ log_prior).sum()))

    start = np.append(np.full(len(table), _FIRST_GUESS / len(scored.views)), 0.5)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x, dtype=float)


def _masks(labels: NDArray[np.int64], tree: ClassTree) -> list[NDArray[np.bool_]]:
    """For each level, firms x leaves: which leaves lie under the firm's class of that level."""
    paths = [tree.path(tree.codes[label]) for label in labels]
    return [
        tree.contains[:, [path[min(level, len(path) - 1)] for path in paths]].T
        for level in range(tree.depth)
    ]


def _softmax(logits: FloatArray) -> FloatArray:
    return np.asarray(np.exp(logits - logsumexp(logits, axis=1, keepdims=True)))


def fit_all(
    scored: dict[Evidence, Scored], tree: ClassTree, prior: FloatArray
) -> dict[Evidence, FloatArray]:
    """Weights of every kind of evidence; kinds with few firms share those of all together."""
    single = [scored[kind] for kind in scored if len(scored[kind].views) == 1]
    pooled = fit_weights(
        Scored(
            (np.vstack([one.views[0] for one in single]),),
            np.concatenate([one.labels for one in single]),
        ),
        tree,
        prior,
    )
    weights = {}
    for kind in (Evidence.NAME, Evidence.PRODUCTS, Evidence.SCOPE):
        own = scored.get(kind)
        enough = own is not None and len(own.labels) >= _FEWEST
        weights[kind] = fit_weights(own, tree, prior) if own and enough else pooled
    both = scored.get(Evidence.BOTH)
    if both is not None and len(both.labels) >= _FEWEST:
        weights[Evidence.BOTH] = fit_weights(both, tree, prior)
    else:
        half = pooled[:-1] / 2
        weights[Evidence.BOTH] = np.concatenate([half, half, pooled[-1:]])
    return weights
