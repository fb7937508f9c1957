"""Runs of characters of texts, counted into sparse tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from scipy import sparse

from wotu.chains.classification.tree import FloatArray


def grams(text: str, sizes: range, *, edges: bool) -> set[str]:
    """All runs of ``sizes`` characters; with edges, begin and end of the text count as one each."""
    if edges and text:
        text = f"^{text}$"
    found = {text[i : i + size] for size in sizes for i in range(len(text) - size + 1)}
    return found - {"^", "$"} if edges else found


@dataclass(frozen=True)
class Grams:
    """Known grams, sorted, with their rarity (natural log of documents over those that hold it)."""

    known: tuple[str, ...]
    rarity: FloatArray
    unknown_rarity: float
    first: int
    last: int
    edges: bool

    @cached_property
    def place(self) -> dict[str, int]:
        """The column of each gram."""
        return {gram: place for place, gram in enumerate(self.known)}

    @staticmethod
    def learned(
        documents: Iterable[Sequence[str]],
        sizes: range,
        *,
        edges: bool = False,
        least: int = 1,
        most: int | None = None,
    ) -> Grams:
        """Grams that ``least`` or more documents (lists of texts) hold, the ``most`` common."""
        held: Counter[str] = Counter()
        number = 0
        cache: dict[str, set[str]] = {}
        for texts in documents:
            number += 1
            found: set[str] = set()
            for text in texts:
                if text not in cache:
                    cache[text] = grams(text, sizes, edges=edges)
                found |= cache[text]
            held.update(found)
        often = sorted((-n, gram) for gram, n in held.items() if n >= least)[:most]
        known = sorted(gram for _, gram in often)
        rarity = np.log((number + 1) / (np.array([held[gram] for gram in known]) + 1))
        return Grams(
            tuple(known), rarity, float(np.log(number + 1)), sizes.start, sizes.stop, edges
        )

    def of(self, texts: Sequence[str]) -> tuple[sparse.csr_array, FloatArray]:
        """Texts x known grams (1 where held), and how many unknown grams each text has."""
        sizes, place = range(self.first, self.last), self.place
        ends, columns, unknown = [0], [], []
        for text in texts:
            found = grams(text, sizes, edges=self.edges)
            known = [place[gram] for gram in found if gram in place]
            known.sort()
            columns.extend(known)
            unknown.append(len(found) - len(known))
            ends.append(len(columns))
        shape = (len(texts), len(self.known))
        table = sparse.csr_array(
            (np.ones(len(columns), dtype=np.float32), np.array(columns, dtype=np.int32), ends),
            shape=shape,
        )
        return table, np.array(unknown, dtype=float)


def item_table(items: pl.DataFrame, documents: int) -> tuple[sparse.csr_array, list[str]]:
    """ITEMS as a table documents x different texts, the roots of weights in it, and the texts."""
    texts = items["text"].unique(maintain_order=True)
    column = items["text"].replace_strict(texts, range(len(texts)), return_dtype=pl.Int64)
    table = sparse.csr_array(
        (np.sqrt(items["weight"].to_numpy()), (items["document"].to_numpy(), column.to_numpy())),
        shape=(documents, len(texts)),
    )
    return table, texts.to_list()


def texts_by_document(items: pl.DataFrame) -> Iterator[list[str]]:
    """The texts of each document that has items."""
    yield from items.group_by("document", maintain_order=True).agg("text")["text"].to_list()


def unit_rows(table: FloatArray) -> FloatArray:
    """Rows scaled to length 1; rows of zeros stay."""
    length = np.linalg.norm(table, axis=1, keepdims=True)
    return np.asarray(np.divide(table, length, out=np.zeros_like(table), where=length > 0))
