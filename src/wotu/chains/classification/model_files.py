"""A trained classification in a folder: ``model.json`` and ``arrays.npz``, nothing that can run.

Both are read as hostile: no pickle, bounded size, shapes and numbers checked.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from scipy import sparse

from wotu.chains.classification.calibration import Evidence
from wotu.chains.classification.classifier import Classifier
from wotu.chains.classification.features import Embedder, FeatureMaker, Features
from wotu.chains.classification.grams import Grams
from wotu.chains.classification.tree import ClassTree, ClassTreeError
from wotu.chains.classification.vectors import GramVectors
from wotu.errors import WotuError

_FORM: Final = "wotu-classifier-1"
_JSON: Final = "model.json"
_ARRAYS: Final = "arrays.npz"
_MOST_BYTES: Final = 2 * 2**30
_GRAMS: Final = ("items", "names", "vectors")
_DAMAGE: Final = (OSError, ValueError, KeyError, TypeError, IndexError, ClassTreeError)


class ModelFileError(WotuError):
    """A folder that holds no trained classification, or a damaged one."""

    kind = "model_file"


def save_classifier(model: Classifier, folder: Path) -> None:
    """Write a classifier into a folder, made if absent; what it holds of the same name goes."""
    folder.mkdir(parents=True, exist_ok=True)
    tree, maker = model.tree, model.maker
    grams = dict(zip(_GRAMS, (maker.items, maker.names, maker.vectors.grams), strict=True))
    said = {
        "form": _FORM,
        "sentences": maker.centre is not None,
        "meanings": len(model.learned.meanings),
        "tree": {
            "codes": tree.codes,
            "names": tree.names,
            "parents": tree.parents,
        },
        "calibration": {kind.value: w.tolist() for kind, w in model.calibration.items()},
        "grams": {
            name: {
                "unknown_rarity": one.unknown_rarity,
                "first": one.first,
                "last": one.last,
                "edges": one.edges,
            }
            for name, one in grams.items()
        },
    }
    arrays = {
        "vector_table": maker.vectors.table.astype(np.float16),
        "weights": model.weights,
        "prior": model.prior,
        "centre": np.zeros(0) if maker.centre is None else maker.centre,
    }
    for name, one in grams.items():
        arrays |= {f"{name}_known": np.array(one.known), f"{name}_rarity": one.rarity}
    for name, table in (("items", model.learned.items), ("names", model.learned.names)):
        arrays |= {
            f"{name}_data": table.data,
            f"{name}_indices": table.indices,
            f"{name}_indptr": table.indptr,
        }
    for i, table in enumerate(model.learned.meanings):
        arrays[f"meaning_{i}"] = table
    (folder / _JSON).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    np.savez(folder / _ARRAYS, **arrays)  # type: ignore[arg-type]


def load_classifier(folder: Path, embedder: Embedder | None = None) -> Classifier:
    """The classifier that was saved. One learned with a sentence model needs the embedder.

    Raises:  ModelFileError.
    """
    try:
        said = json.loads((folder / _JSON).read_text(encoding="utf-8"))
        if said["form"] != _FORM:
            raise ValueError(f"form {said['form']}")
        model = _rebuilt(said, _arrays(folder / _ARRAYS), embedder)
    except (*_DAMAGE, zipfile.BadZipFile) as error:
        raise ModelFileError(
            f"{folder} 不是训练好的分类模型，或已损坏（{error}）。"
            f" {folder} holds no trained classification, or a damaged one.",
            folder=str(folder),
        ) from error
    if said["sentences"] and embedder is None:
        raise ModelFileError(
            "该模型用句向量训练，需安装 wotu[embedding]。"
            " This model was learned with the sentence model: install wotu[embedding].",
            folder=str(folder),
        )
    return model


def _arrays(file: Path) -> dict[str, np.ndarray]:
    with zipfile.ZipFile(file) as archive:
        if sum(member.file_size for member in archive.infolist()) > _MOST_BYTES:
            raise ValueError("too large")
    with np.load(file, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    for name, array in arrays.items():
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise ValueError(f"{name} is not finite")
    return arrays


def _rebuilt(
    said: dict[str, Any], arrays: dict[str, np.ndarray], embedder: Embedder | None
) -> Classifier:
    classes = {"code": "codes", "name": "names", "parent_code": "parents"}
    rows = {column: said["tree"][name] for column, name in classes.items()}
    tree = ClassTree.of(pl.DataFrame(rows, schema=dict.fromkeys(classes, pl.String)))
    _demand(list(tree.codes) == said["tree"]["codes"], "classes")
    grams = {name: _grams(name, said["grams"][name], arrays) for name in _GRAMS}
    meanings = tuple(arrays[f"meaning_{i}"] for i in range(int(said["meanings"])))
    weights, prior = arrays["weights"], arrays["prior"]
    documents = len(weights)
    learned = Features(
        _sparse("items", grams["items"], documents, arrays),
        _sparse("names", grams["names"], documents, arrays),
        meanings,
    )
    _demand(weights.shape == (documents, len(tree.codes)), "weights")
    _demand(prior.shape == tree.leaves.shape, "prior")
    _demand(all(len(table) == documents for table in meanings), "meanings")
    table = arrays["vector_table"].astype(np.float32)
    _demand(len(table) == len(grams["vectors"].known), "vectors")
    calibration = {Evidence(k): np.array(w, dtype=float) for k, w in said["calibration"].items()}
    for kind, fitted in calibration.items():
        views = 2 if kind is Evidence.BOTH else 1
        _demand(fitted.shape == (views * tree.depth + 1,), "calibration")
    maker = FeatureMaker(
        grams["items"],
        grams["names"],
        GramVectors(grams["vectors"], np.asarray(table, dtype=np.float32)),
        arrays["centre"] if said["sentences"] else None,
        embedder if said["sentences"] else None,
    )
    return Classifier(tree, maker, learned, weights, calibration, prior)


def _grams(name: str, said: dict[str, Any], arrays: dict[str, np.ndarray]) -> Grams:
    known, rarity = arrays[f"{name}_known"], arrays[f"{name}_rarity"]
    _demand(known.shape == rarity.shape and known.dtype.kind == "U", name)
    return Grams(
        tuple(known.tolist()),
        rarity,
        float(said["unknown_rarity"]),
        int(said["first"]),
        int(said["last"]),
        bool(said["edges"]),
    )


def _sparse(
    name: str, grams: Grams, documents: int, arrays: dict[str, np.ndarray]
) -> sparse.csr_array:
    parts = tuple(arrays[f"{name}_{part}"] for part in ("data", "indices", "indptr"))
    table = sparse.csr_array(parts, shape=(documents, len(grams.known)))
    table.check_format()
    return table


def _demand(holds: bool, name: str) -> None:
    if not holds:
        raise ValueError(f"{name} do not fit")
