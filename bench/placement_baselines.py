"""Plain ways of telling a firm's class, to hold the classifier against.

Each gives scores, test firms x classes of a level, higher the likelier.
"""

from __future__ import annotations

import re

import numpy as np
import polars as pl
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve

from wotu.chains.classification.grams import Grams
from wotu.chains.classification.tree import ClassTree

_MARKS = re.compile(r"[ⅠⅡⅢⅣ]+$")
_RIDGE = 1.0


def whole_texts(firms: pl.DataFrame) -> list[str]:
    """Everything a firm's texts say, in one string."""
    return (
        firms.select(pl.concat_str("name", "products", "scope", ignore_nulls=True))
        .to_series(0)
        .to_list()
    )


def keyword_scores(
    train: pl.DataFrame, test: pl.DataFrame, tree: ClassTree, columns: np.ndarray
) -> np.ndarray:
    """How much of the names of a class and of those below it stand in the text, by characters;
    ties go to the class with more firms."""
    share = class_shares(train, tree, columns)
    names = [
        {
            _MARKS.sub("", name)
            for name, place in zip(tree.names, range(len(tree.codes)), strict=True)
            if column in tree.path(tree.codes[place])
        }
        for column in columns
    ]
    return np.array(
        [
            [sum(len(name) for name in some if name in text) for some in names] + share
            for text in whole_texts(test)
        ]
    )


def class_shares(train: pl.DataFrame, tree: ClassTree, columns: np.ndarray) -> np.ndarray:
    """Share of each class of the level among the firms of ``train``."""
    place = {column: i for i, column in enumerate(columns.tolist())}
    counts = np.zeros(len(columns))
    for code in train["class_code"].drop_nulls():
        for above in tree.path(code):
            if above in place:
                counts[place[above]] += 1
    return counts / counts.sum()


def linear_scores(
    train: pl.DataFrame, test: pl.DataFrame, tree: ClassTree, columns: np.ndarray
) -> np.ndarray:
    """TF-IDF of runs of one and two characters, one linear ridge regression a class."""
    known = train.filter(pl.col("class_code").is_not_null())
    learned, asked = whole_texts(known), whole_texts(test)
    grams = Grams.learned(([text] for text in learned), range(1, 3))
    left, right = _weighted(learned, grams), _weighted(asked, grams)
    place = {column: i for i, column in enumerate(columns.tolist())}
    target = np.zeros((len(learned), len(columns)))
    for row, code in enumerate(known["class_code"]):
        for above in tree.path(code):
            if above in place:
                target[row, place[above]] = 1
    alike = (left @ left.T).toarray() + _RIDGE * np.eye(len(learned))
    return (right @ left.T).toarray() @ cho_solve(cho_factor(alike), target)


def _weighted(texts: list[str], grams: Grams) -> sparse.csr_array:
    counted = []
    for row, text in enumerate(texts):
        for size in range(grams.first, grams.last):
            for i in range(len(text) - size + 1):
                if (column := grams.place.get(text[i : i + size])) is not None:
                    counted.append((row, column))
    rows, columns = np.array(counted, dtype=np.int64).reshape(-1, 2).T
    table = sparse.csr_array(
        (np.ones(len(rows)), (rows, columns)), shape=(len(texts), len(grams.known))
    )
    table.data = (1 + np.log(table.data)) * grams.rarity[table.indices]
    length = np.sqrt(table.multiply(table).sum(axis=1))
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(length, 1e-12)) @ table)


def lookup_scores(
    train: pl.DataFrame, test: pl.DataFrame, tree: ClassTree, columns: np.ndarray
) -> np.ndarray:
    """Classes of the firms of ``train`` under the same industry code, then those of all."""
    share = class_shares(train, tree, columns)
    by_code = {
        code: class_shares(firms, tree, columns)
        for (code,), firms in train.filter(
            pl.col("industry_code").is_not_null() & pl.col("class_code").is_not_null()
        ).group_by("industry_code")
    }
    return np.array([by_code.get(code, 0 * share) + 1e-3 * share for code in test["industry_code"]])
