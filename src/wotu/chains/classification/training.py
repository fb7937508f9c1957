"""Learning a classification from firms whose class is known: kernel ridge regression.

Every class of the tree has a score that is 1 for the firms under it and 0 for others. The solution
is closed (Saunders, Gammerman and Vovk 1998), and so are the scores that a firm would get had it
been left out with all its documents, to which the probabilities are fitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.linalg.lapack import dpotri

from wotu.chains.classification.calibration import Evidence, Scored, fit_all
from wotu.chains.classification.class_texts import class_documents
from wotu.chains.classification.classifier import Classifier
from wotu.chains.classification.features import Embedder, kernel, learn_features, stacked
from wotu.chains.classification.texts import (
    Documents,
    product_documents,
    scope_documents,
)
from wotu.chains.classification.tree import ClassTree, FloatArray
from wotu.chains.classification.vectors import learn_vectors
from wotu.errors import WotuError
from wotu.progress import Progress, silent

_RIDGE: Final = 1.0
_MOST_FIRMS: Final = 4000
"""Firms learned from at most, drawn by the hash of their id: the cost of solving is bounded."""
_MOST_TEXTS: Final = 60_000
"""Firms from whose texts the company of words is learned at most."""


class TooFewLabelsError(WotuError):
    """There are not enough firms with a known class to learn from."""

    kind = "too_few_labels"


@dataclass(frozen=True)
class _Examples:
    """Documents of firms: the firm of each, its class, and whether it is a scope."""

    owner: NDArray[np.int64]
    is_scope: NDArray[np.bool_]
    label: NDArray[np.int64]


def train(
    firms: pl.DataFrame,
    tree: ClassTree,
    *,
    embedder: Embedder | None = None,
    progress: Progress = silent,
) -> Classifier:
    """A classifier learned from the firms that have a ``class_code``.

    ``firms``: FIRM_TEXTS, ``class_code`` (of any level) and perhaps ``product_weights``. Firms
    without a class tell which words keep company with which, and nothing else.
    The order of rows changes nothing. With an embedder, predicting needs the same one.
    Raises:  TooFewLabelsError, UnknownNameError for a code that the tree has not.
    """
    firms = firms.sort("firm_id")
    labelled = firms.filter(pl.col("class_code").is_not_null())
    tree.require(labelled["class_code"])
    if labelled["class_code"].n_unique() < 2:
        raise TooFewLabelsError(
            "至少要有两个类别的企业才能学习。"
            " Firms of at least two classes are needed to learn from."
        )
    about = class_documents(tree)
    vectors = learn_vectors(_all_items(_drawn(firms, _MOST_TEXTS), about.documents))
    progress(0.5, "texts")
    learned = _drawn(labelled, _MOST_FIRMS)
    label = np.array([tree.place[code] for code in learned["class_code"]])
    scopes = scope_documents(learned, named=False)
    has_scope = scopes.items["document"].unique().sort().to_numpy()
    products = product_documents(learned)
    only = _selected(scopes, has_scope)
    maker = learn_features([products, only, about.documents], vectors, embedder)
    features = stacked([maker.of(products), maker.of(only), maker.of(about.documents)])
    progress(0.7, "features")
    owner = np.concatenate([np.arange(len(learned)), has_scope])
    examples = _Examples(owner, np.arange(len(owner)) >= len(learned), label[owner])
    classes = np.concatenate([examples.label, about.classes])
    weights = np.concatenate([np.ones(len(owner)), about.weights])
    solution, left_out = _solve(kernel(features, features), _targets(classes, tree), weights, owner)
    progress(0.9, "scores")
    prior = _shares(label, tree)
    scored = _by_evidence(examples, left_out, products)
    calibration = fit_all(scored, tree, prior)
    progress(1.0, "probabilities")
    return Classifier(tree, maker, features, solution.astype(np.float32), calibration, prior)


def _drawn(firms: pl.DataFrame, most: int) -> pl.DataFrame:
    """At most so many firms, the same ones whatever their order, in the order of their ids."""
    if firms.height > most:
        keys = [blake2b(firm.encode(), digest_size=8).hexdigest() for firm in firms["firm_id"]]
        firms = firms.with_columns(pl.Series("_key", keys)).sort("_key").head(most).drop("_key")
    return firms.sort("firm_id")


def _all_items(firms: pl.DataFrame, about: Documents) -> pl.DataFrame:
    """Items of every text there is, names among them, each kind a document of its own."""
    parts, start = [], 0
    for documents in (
        product_documents(firms),
        scope_documents(firms, named=True),
        about,
    ):
        names = pl.DataFrame(
            {"document": range(len(documents)), "text": documents.names, "weight": 1.0},
            schema=documents.items.schema,
        ).filter(pl.col("text") != "")
        for part in (names, documents.items):
            parts.append(part.with_columns(pl.col("document") + start))
        start += len(documents)
    return pl.concat(parts).sort("document", maintain_order=True)


def _selected(documents: Documents, rows: NDArray[np.int64]) -> Documents:
    items = documents.items.with_columns(
        document=pl.col("document").replace_strict(
            rows, np.arange(len(rows)), return_dtype=pl.Int64
        )
    )
    return Documents([documents.names[row] for row in rows], items)


def _targets(classes: NDArray[np.int64], tree: ClassTree) -> FloatArray:
    table = np.zeros((len(classes), len(tree.codes)))
    for row, place in enumerate(classes):
        table[row, tree.path(tree.codes[place])] = 1.0
    return table


def _solve(
    alike: FloatArray, targets: FloatArray, weights: FloatArray, owner: NDArray[np.int64]
) -> tuple[FloatArray, FloatArray]:
    """Weights of documents, and scores of firms' documents with their firm left out."""
    alike[np.diag_indices_from(alike)] += _RIDGE / weights
    factor = cho_factor(alike, lower=True, overwrite_a=True, check_finite=False)
    solution = cho_solve(factor, targets, check_finite=False)
    inverse, _ = dpotri(factor[0], lower=1, overwrite_c=1)
    left_out = np.zeros((len(owner), targets.shape[1]))
    order = np.argsort(owner, kind="stable")
    starts = np.flatnonzero(np.diff(owner[order], prepend=-1))
    for rows in np.split(order, starts[1:]):
        block = np.tril(inverse[np.ix_(rows, rows)])
        block = block + np.tril(block, -1).T
        left_out[rows] = targets[rows] - np.linalg.solve(block, solution[rows])
    return solution, left_out


def _shares(label: NDArray[np.int64], tree: ClassTree) -> FloatArray:
    """Shares of leaves among the firms, those of a wider class spread over its leaves."""
    under = tree.contains[:, label].astype(float)
    counts = (under / under.sum(axis=0)).sum(axis=1) + 0.5
    return np.asarray(counts / counts.sum())


def _by_evidence(
    examples: _Examples, scores: FloatArray, products: Documents
) -> dict[Evidence, Scored]:
    has_products = np.zeros(len(products), dtype=bool)
    has_products[products.items["document"].unique().to_numpy()] = True
    scope, first = examples.is_scope, scores[~examples.is_scope]
    label = examples.label[~scope]
    found = {
        Evidence.NAME: Scored((first[~has_products],), label[~has_products]),
        Evidence.PRODUCTS: Scored((first[has_products],), label[has_products]),
        Evidence.SCOPE: Scored((scores[scope],), examples.label[scope]),
    }
    both = scope & has_products[examples.owner]
    views = first[examples.owner[both]], scores[both]
    found[Evidence.BOTH] = Scored(views, examples.label[both])
    return {kind: one for kind, one in found.items() if len(one.labels)}
