"""Vectors of short texts by the company their characters keep.

Grams that stand in the same documents get similar vectors (truncated singular value decomposition
of the weighted table documents x grams), so that 光模块 comes near 光通信 without any label. The
method is latent semantic analysis (Deerwester et al. 1990) by randomised range finding (Halko,
Martinsson and Tropp 2011).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from scipy import sparse

from wotu.chains.classification.grams import Grams, item_table, texts_by_document, unit_rows
from wotu.chains.classification.tree import FloatArray

DIMENSIONS: Final = 300
_SIZES: Final = range(1, 4)
_MOST_GRAMS: Final = 60_000
_ROUNDS: Final = 3
_SPARE: Final = 20
_SEED: Final = 20


@dataclass(frozen=True)
class GramVectors:
    """``table``: grams x dimensions, scaled by the grams' rarity."""

    grams: Grams
    table: FloatArray

    def of(self, texts: Sequence[str]) -> FloatArray:
        """One row a text, of length 1; zeros where no gram is known."""
        held, _ = self.grams.of(texts)
        return unit_rows(np.asarray(held @ self.table, dtype=float))


def learn_vectors(items: pl.DataFrame) -> GramVectors:
    """Vectors from ITEMS of any number of documents; the same items give the same vectors."""
    grams = Grams.learned(texts_by_document(items), _SIZES, least=3, most=_MOST_GRAMS)
    documents = items["document"].to_numpy().max(initial=-1) + 1
    by_text, texts = item_table(items, documents)
    by_text.data[:] = 1.0
    held, _ = grams.of(texts)
    counts = sparse.csr_array(by_text @ held)
    counts.data = (1 + np.log(counts.data)) * grams.rarity[counts.indices]
    length = np.sqrt(counts.multiply(counts).sum(axis=1))
    scale = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)
    counts = sparse.csr_array(sparse.diags_array(scale) @ counts).astype(np.float32)
    basis = _leading(counts, min(DIMENSIONS, *counts.shape) if counts.nnz else 0)
    # Half precision is what is saved; rounded here, a saved model equals the one in memory.
    table = (basis * grams.rarity[:, None]).astype(np.float16)
    return GramVectors(grams, table.astype(np.float32))


def _leading(table: sparse.csr_array, dimensions: int) -> FloatArray:
    """The leading right singular vectors of a sparse table, columns x dimensions."""
    if dimensions == 0:
        return np.zeros((table.shape[1], 1))
    wide = min(dimensions + _SPARE, *table.shape)
    guess = np.random.default_rng(_SEED).standard_normal((table.shape[1], wide), dtype=np.float32)
    for _ in range(_ROUNDS):
        guess, _ = np.linalg.qr(table.T @ (table @ guess))
    small = table @ guess
    _, turn = np.linalg.eigh(small.T @ small)
    return np.asarray(guess @ turn[:, ::-1][:, :dimensions], dtype=float)
