"""Documents as rows of numbers: the characters of items and of names, and vectors of meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wotu.chains.classification.grams import Grams, item_table, texts_by_document, unit_rows
from wotu.chains.classification.texts import Documents
from wotu.chains.classification.tree import FloatArray
from wotu.chains.classification.vectors import GramVectors

NAME_SHARE: Final = 0.3
"""How much the characters of names count beside those of items, whose weight is 1."""
_NAME_MEANING: Final = 0.5
_SHARPNESS: Final = 2.0
"""Of the Gaussian kernel over vectors of meaning: exp(-sharpness (1 - cosine))."""
_ITEM_SIZES: Final = range(1, 5)
_NAME_SIZES: Final = range(1, 5)
_MOST_EMBEDDED: Final = 6
_SENTENCE_LENGTH: Final = 60


class Embedder(Protocol):
    """A model of sentences: unit vectors, one row a text, the same for the same text."""

    def __call__(self, texts: Sequence[str]) -> FloatArray:
        """Texts x dimensions."""
        ...


@dataclass(frozen=True)
class Features:
    """``items`` and ``names``: documents x grams, rows of length 1 or less; ``meanings``: tables
    documents x dimensions of unit rows (zeros where nothing is known)."""

    items: sparse.csr_array
    names: sparse.csr_array
    meanings: tuple[FloatArray, ...]

    def rows(self, places: NDArray[np.int64]) -> Features:
        """The documents at these places."""
        return Features(
            sparse.csr_array(self.items[places]),
            sparse.csr_array(self.names[places]),
            tuple(table[places] for table in self.meanings),
        )

    @property
    def known(self) -> NDArray[np.bool_]:
        """Documents that hold any gram learned from; a sentence model has a vector for anything."""
        held = np.diff(self.items.indptr) + np.diff(self.names.indptr)
        return np.asarray((held > 0) | self.meanings[0].any(axis=1))


@dataclass(frozen=True)
class FeatureMaker:
    """What was learned of texts; ``centre`` of the sentence model's vectors, null without one."""

    items: Grams
    names: Grams
    vectors: GramVectors
    centre: FloatArray | None = None
    embedder: Embedder | None = None

    def of(self, documents: Documents) -> Features:
        """The features of documents."""
        table, texts = item_table(documents.items, len(documents))
        meanings = [self._meaning(table, self.vectors.of(texts), self.vectors.of(documents.names))]
        if self.embedder is not None:
            meanings += self._sentences(documents, table, texts)
        name_table = sparse.eye_array(len(documents), format="csr")
        return Features(
            _rare_rows(table, texts, self.items),
            _rare_rows(name_table, documents.names, self.names),
            tuple(m.astype(np.float32) for m in meanings),
        )

    @staticmethod
    def _meaning(table: sparse.csr_array, texts: FloatArray, names: FloatArray) -> FloatArray:
        items = unit_rows(np.asarray(table @ texts, dtype=float))
        return unit_rows(items + _NAME_MEANING * names)

    def _sentences(
        self, documents: Documents, table: sparse.csr_array, texts: list[str]
    ) -> list[FloatArray]:
        """By the mean of the main items and by one sentence of the name and all that fits."""
        main = _largest(table, _MOST_EMBEDDED)
        used = np.unique(main.indices)
        items = np.zeros((len(texts), len(self.centre if self.centre is not None else ())))
        items[used] = self._centred([texts[i] for i in used])
        whole = self._centred(sentences(documents))
        return [self._meaning(main, items, self._centred(documents.names)), whole]

    def _centred(self, texts: Sequence[str]) -> FloatArray:
        assert self.embedder is not None
        assert self.centre is not None
        if not texts:
            return np.zeros((0, len(self.centre)))
        found = unit_rows(self.embedder(texts) - self.centre)
        found[[not text for text in texts]] = 0.0
        return found


def learn_features(
    parts: Sequence[Documents], vectors: GramVectors, embedder: Embedder | None
) -> FeatureMaker:
    """Grams of the documents to learn from; rarity counts over all of them."""
    items = Grams.learned(
        (texts for part in parts for texts in texts_by_document(part.items)),
        _ITEM_SIZES,
        least=2,
    )
    names = Grams.learned(
        ([name] for part in parts for name in part.names if name), _NAME_SIZES, edges=True
    )
    centre = None
    if embedder is not None:
        centre = embedder([text for part in parts for text in sentences(part)]).mean(axis=0)
    return FeatureMaker(items, names, vectors, centre, embedder)


def sentences(documents: Documents) -> list[str]:
    """One short text a document, for the model of sentences: the name and the heaviest items."""
    heaviest = (
        documents.items.sort("document", "weight", descending=[False, True], maintain_order=True)
        .group_by("document")
        .agg("text")
    )
    items = dict(heaviest.iter_rows())
    return [_sentence(name, items.get(i, [])) for i, name in enumerate(documents.names)]


def _sentence(name: str, items: list[str]) -> str:
    text = f"{name}：" if name and items else name
    for item in items:
        if len(text) + len(item) > _SENTENCE_LENGTH:
            break
        text += f"{item}、"
    return text.rstrip("、")


def _largest(table: sparse.csr_array, most: int) -> sparse.csr_array:
    """Of each row the largest entries."""
    rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    order = np.lexsort((table.indices, -table.data, rows))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - table.indptr[rows[order]]
    kept = rank < most
    return sparse.csr_array(
        (table.data[kept], (rows[kept], table.indices[kept])), shape=table.shape
    )


def _rare_rows(table: sparse.csr_array, texts: Sequence[str], known: Grams) -> sparse.csr_array:
    """Documents x grams: roots of summed weights times rarity, over the length of the row.

    Unknown grams count into the length: a text mostly unknown says less.
    """
    held, unknown = known.of(texts)
    rows = sparse.csr_array(table @ held)
    rows.data = np.sqrt(rows.data) * known.rarity[rows.indices]
    rows.sort_indices()
    strange = np.asarray(table @ unknown) * known.unknown_rarity**2
    length = np.sqrt(rows.multiply(rows).sum(axis=1) + strange)
    scale = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)
    return sparse.csr_array(sparse.diags_array(scale) @ rows)


def kernel(left: Features, right: Features) -> FloatArray:
    """How alike documents are, left x right: a sum of positive definite kernels."""
    alike = (left.items @ right.items.T).toarray().astype(np.float64)
    alike += NAME_SHARE * (left.names @ right.names.T).toarray()
    for mine, theirs in zip(left.meanings, right.meanings, strict=True):
        alike += nearness(mine, theirs)
    return np.asarray(alike)


def nearness(mine: FloatArray, theirs: FloatArray) -> FloatArray:
    """The Gaussian kernel of unit rows."""
    cosine = np.asarray(mine @ theirs.T)
    return np.asarray(np.exp(_SHARPNESS * (cosine - 1.0), out=cosine))


def stacked(parts: Sequence[Features]) -> Features:
    """Rows of several parts below each other."""
    meanings = zip(*(part.meanings for part in parts), strict=True)
    return Features(
        sparse.csr_array(sparse.vstack([part.items for part in parts])),
        sparse.csr_array(sparse.vstack([part.names for part in parts])),
        tuple(np.vstack(tables) for tables in meanings),
    )
