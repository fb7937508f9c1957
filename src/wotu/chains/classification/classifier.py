"""A trained classification: the classes of firms with probabilities and the words that spoke."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from wotu.chains.classification.calibration import Evidence, leaf_probabilities
from wotu.chains.classification.features import (
    NAME_SHARE,
    FeatureMaker,
    Features,
    nearness,
)
from wotu.chains.classification.grams import item_table
from wotu.chains.classification.texts import Documents, product_documents, scope_documents
from wotu.chains.classification.tree import ClassTree, FloatArray
from wotu.progress import Progress, silent

PREDICTION: Final = pl.Schema(
    {
        "firm_id": pl.String(),
        "rank": pl.Int64(),  # 1 the most probable
        "code": pl.String(),
        "probability": pl.Float64(),  # 0-1; those of a level add up to 1 over all its classes
        "words": pl.List(pl.String()),  # items that spoke for the class, the strongest first
        "evidence": pl.String(),  # Evidence; nothing: no known text, the shares of the classes
    }
)
_CHUNK: Final = 4000
_MOST_WORDS: Final = 3


@dataclass(frozen=True)
class Classifier:
    """``learned``: features of the documents learned from; ``weights``: documents x classes;
    ``calibration``: weights of scores for each kind of evidence; ``prior``: shares of leaves."""

    tree: ClassTree
    maker: FeatureMaker
    learned: Features
    weights: FloatArray
    calibration: dict[Evidence, FloatArray]
    prior: FloatArray

    @cached_property
    def of_items(self) -> FloatArray:
        """Grams of items x classes."""
        return np.asarray(self.learned.items.T @ self.weights, dtype=np.float32)

    @cached_property
    def of_names(self) -> FloatArray:
        """Grams of names x classes."""
        return np.asarray(NAME_SHARE * (self.learned.names.T @ self.weights), dtype=np.float32)

    def scores(self, features: Features) -> FloatArray:
        """Documents x classes, about 1 for the class of a firm and 0 for others."""
        found = features.items @ self.of_items + features.names @ self.of_names
        for mine, theirs in zip(features.meanings, self.learned.meanings, strict=True):
            found += nearness(mine, theirs) @ self.weights
        return np.asarray(found, dtype=float)

    def predict(
        self,
        texts: pl.DataFrame,
        *,
        top: int = 3,
        level: int | None = None,
        progress: Progress = silent,
    ) -> pl.DataFrame:
        """The most probable classes of a level (the deepest without one) of each firm.

        ``texts``: FIRM_TEXTS, perhaps with ``product_weights``. Gives PREDICTION in the order of
        the firms. A firm of whose texts nothing is known gets the shares of the classes among the
        firms learned from, with evidence ``nothing`` and no words.
        """
        columns = self.tree.at_level(level or self.tree.depth)
        parts = [PREDICTION.to_frame()]
        for start in range(0, texts.height, _CHUNK):
            chunk = texts.slice(start, _CHUNK)
            read = self._read(chunk)
            share = self._probabilities(read) @ self.tree.contains[:, columns]
            order = np.argsort(-share, axis=1, kind="stable")[:, :top]
            parts.append(self._rows(chunk["firm_id"], read, share, columns, order))
            progress(min(start + _CHUNK, texts.height) / texts.height, "classes")
        return pl.concat(parts)

    def probabilities(self, texts: pl.DataFrame, level: int) -> FloatArray:
        """Firms x classes of a level (``tree.at_level``), each row adding up to 1."""
        columns = self.tree.at_level(level)
        chunks = [texts.slice(start, _CHUNK) for start in range(0, texts.height, _CHUNK)]
        leaves = [self._probabilities(self._read(chunk)) for chunk in chunks]
        return np.vstack([np.zeros((0, len(self.prior))), *leaves]) @ self.tree.contains[:, columns]

    def _read(self, texts: pl.DataFrame) -> _Read:
        products = product_documents(texts)
        scopes = scope_documents(texts, named=True)
        return _Read(
            products,
            scopes,
            self.maker.of(products),
            self.maker.of(scopes),
            _kinds(products, scopes),
        )

    def _probabilities(self, read: _Read) -> FloatArray:
        views = read.product_features, read.scope_features
        found = np.tile(self.prior, (len(read.products), 1))
        for kind, used in read.views():
            rows = read.rows(kind)
            if len(rows):
                chosen = [self.scores(views[view].rows(rows)) for view in used]
                weights = self.calibration[kind]
                found[rows] = leaf_probabilities(chosen, self.tree, self.prior, weights)
        return found

    def _rows(
        self,
        firms: pl.Series,
        read: _Read,
        share: FloatArray,
        columns: NDArray[np.int64],
        order: NDArray[np.int64],
    ) -> pl.DataFrame:
        words = self._words(read, columns[order])
        rank = np.tile(np.arange(order.shape[1]), len(order))
        return pl.DataFrame(
            {
                "firm_id": firms.gather(np.repeat(np.arange(len(order)), order.shape[1])),
                "rank": rank + 1,
                "code": np.array(self.tree.codes)[columns[order]].ravel(),
                "probability": np.take_along_axis(share, order, axis=1).ravel(),
                "words": words,
                "evidence": np.repeat(read.evidence(), order.shape[1]),
            },
            schema=PREDICTION,
        )

    def _words(self, read: _Read, classes: NDArray[np.int64]) -> list[list[str]]:
        """The items and the name of each firm that speak most for each of its classes."""
        parts = [
            _spoken(read.products, self.maker, self.of_items, classes),
            _spoken(read.scopes, self.maker, self.of_items, classes),
            _spoken_names(read.products.names, self.maker, self.of_names, classes),
        ]
        spoken = (
            pl.concat(parts)
            .filter(pl.col("says") > 0)
            .sort("pair", "says", "text", descending=[False, True, False])
            .unique(["pair", "text"], keep="first", maintain_order=True)
            .group_by("pair", maintain_order=True)
            .agg(pl.col("text").head(_MOST_WORDS))
        )
        known = dict(spoken.iter_rows())
        return [known.get(pair, []) for pair in range(classes.size)]


@dataclass(frozen=True)
class _Read:
    products: Documents
    scopes: Documents
    product_features: Features
    scope_features: Features
    kinds: NDArray[np.int64]

    def views(self) -> Iterator[tuple[Evidence, tuple[int, ...]]]:
        yield Evidence.NAME, (0,)
        yield Evidence.PRODUCTS, (0,)
        yield Evidence.SCOPE, (1,)
        yield Evidence.BOTH, (0, 1)

    def evidence(self) -> list[str]:
        known = self.product_features.known | self.scope_features.known
        kinds = [kind.value for kind in list(Evidence)]
        return [
            kinds[kind] if there else Evidence.NOTHING.value
            for kind, there in zip(self.kinds, known, strict=True)
        ]

    def rows(self, kind: Evidence) -> NDArray[np.int64]:
        return np.flatnonzero(np.array(self.evidence()) == kind.value)


def _kinds(products: Documents, scopes: Documents) -> NDArray[np.int64]:
    """Places in Evidence, by which documents have items."""
    has = np.zeros((2, len(products)), dtype=np.int64)
    has[0, products.items["document"].unique().to_numpy()] = 1
    has[1, scopes.items["document"].unique().to_numpy()] = 1
    return np.asarray(has[0] + 2 * has[1])


def _spoken(
    documents: Documents, maker: FeatureMaker, table: FloatArray, classes: NDArray[np.int64]
) -> pl.DataFrame:
    by_text, texts = item_table(documents.items, len(documents))
    held, _ = maker.items.of(texts)
    rows = np.repeat(np.arange(len(documents)), np.diff(by_text.indptr))
    return _says(
        held, maker.items.rarity, by_text.indices, rows, by_text.data, texts, table, classes
    )


def _spoken_names(
    names: list[str], maker: FeatureMaker, table: FloatArray, classes: NDArray[np.int64]
) -> pl.DataFrame:
    held, _ = maker.names.of(names)
    all_rows = np.arange(len(names))
    ones = np.ones(len(names))
    return _says(held, maker.names.rarity, all_rows, all_rows, ones, names, table, classes)


def _says(
    held: sparse.csr_array,
    rarity: FloatArray,
    items: NDArray[np.int64],
    documents: NDArray[np.int64],
    shares: FloatArray,
    texts: list[str],
    table: FloatArray,
    classes: NDArray[np.int64],
) -> pl.DataFrame:
    """What each item of each document adds to each of the document's classes."""
    picked = sparse.csr_array(held[items]) if len(items) else held[:0]
    lengths = np.diff(picked.indptr)
    owner = np.repeat(np.arange(len(items)), lengths)
    rare = rarity[picked.indices]
    parts = []
    for rank in range(classes.shape[1]):
        column = np.repeat(classes[documents, rank], lengths)
        says = np.bincount(owner, rare * table[picked.indices, column], minlength=len(items))
        parts.append(
            pl.DataFrame(
                {
                    "pair": documents * classes.shape[1] + rank,
                    "text": pl.Series(texts, dtype=pl.String).gather(items),
                    "says": says * shares,
                }
            )
        )
    return pl.concat(parts)
