"""Listed firms put into the classes of Shenwan 2021: top-1, top-3, macro-F1, calibration.

``python -m bench.placement --data DIR [--test DIR] [--json]``. DIR holds ``companies.csv.gz``,
``company_industry.csv``, ``company_products.csv.gz`` and perhaps ``company_gbt_division.csv``.
Learns from the labelled firms of DIR and asks for those of ``--test`` that are not in DIR; without
it, each fifth of DIR's firms, stratified by class, is asked for in turn by what was learned from
the other four. No figure of a test firm enters the learning, the weights of the calibration
included. Classes are those that firms of DIR have; firms of other classes count as missed. Beside
the classifier, with and without the sentence model where it is installed: class names as keywords,
TF-IDF with a linear model, and the industry code (GB/T 4754) where it is known.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import polars as pl

from bench.placement_baselines import keyword_scores, linear_scores, lookup_scores
from wotu.chains.classification.classifier import Classifier
from wotu.chains.classification.features import Embedder
from wotu.chains.classification.sentences import has_embedder, stored_embedder
from wotu.chains.classification.training import train
from wotu.chains.classification.tree import ClassTree

FOLDS = 5
LEVELS = (1, 2, 3)
INPUTS = ("names and products", "of them with products", "scope alone", "everything")
Scores = np.ndarray


@dataclass(frozen=True)
class Measured:
    """One method, input and level; ``calibration_error`` only where there are probabilities."""

    method: str
    input: str
    level: int
    firms: int
    top1: float
    top3: float
    macro_f1: float
    calibration_error: float | None
    given_09: int
    """Firms whose first class was given 0.9 or more."""
    right_09: float | None
    """Of them the share that was right."""


@dataclass
class Asked:
    """Answers gathered over folds: scores, places of the true classes (-1: not among them)."""

    scores: list[Scores]
    truth: list[np.ndarray]


def read_folder(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Firms (FIRM_TEXTS, product_weights, class_code) and classes (code, name, parent_code)."""
    firms = _read(folder / "companies.csv.gz").unique("stock_code", keep="first")
    label = _read(folder / "company_industry.csv").unique("stock_code", keep="first")
    weight = pl.col("weight").cast(pl.Float64, strict=False)
    products = (
        _read(folder / "company_products.csv.gz")
        .group_by("stock_code", maintain_order=True)
        .agg(
            products=pl.col("product").str.replace_all("；", "、").str.join("；"),
            product_weights=weight,
        )
    )
    division = folder / "company_gbt_division.csv"
    codes = (
        _read(division).select("stock_code", industry_code="csrc_code")
        if division.exists()
        else pl.DataFrame(schema={"stock_code": pl.String, "industry_code": pl.String})
    )
    known = (
        label.select("stock_code", "short_name", class_code="l3_code")
        .join(firms, on="stock_code", how="full", coalesce=True)
        .join(products, on="stock_code", how="left")
        .join(codes.unique("stock_code"), on="stock_code", how="left")
        .select(
            firm_id="stock_code",
            name=pl.coalesce("full_name", "short_name_right", "short_name").fill_null(""),
            products="products",
            scope="scope",
            patents=pl.lit(None, pl.String),
            industry_code="industry_code",
            product_weights="product_weights",
            class_code="class_code",
        )
    )
    levels = [
        label.select(
            code=f"l{level}_code",
            name=f"l{level}_name",
            parent_code=f"l{level - 1}_code" if level > 1 else pl.lit(None, pl.String),
        )
        for level in LEVELS
    ]
    return known, pl.concat(levels).unique("code", keep="first", maintain_order=True)


def _read(file: Path) -> pl.DataFrame:
    table = pl.read_csv(file, infer_schema=False)
    return table.with_columns(pl.all().replace("", None))


def folds(firms: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Each fifth with the rest; firms of a class are dealt out in the order of their hash."""
    keys = [blake2b(firm.encode(), digest_size=8).hexdigest() for firm in firms["firm_id"]]
    dealt = (
        firms.with_columns(key=pl.Series(keys))
        .sort("key")
        .with_columns(fold=pl.int_range(pl.len()).over("class_code") % FOLDS)
        .drop("key")
    )
    labelled = pl.col("class_code").is_not_null()
    for fold in range(FOLDS):
        held = labelled & (pl.col("fold") == fold)
        yield dealt.filter(~held).drop("fold"), dealt.filter(held).drop("fold")


def inputs(test: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The test firms as each kind of input shows them; industry codes are shown to the lookup."""
    empty = pl.lit(None, pl.String)
    named = test.with_columns(scope=empty)
    yield INPUTS[0], named
    yield INPUTS[1], named.filter(pl.col("products").is_not_null())
    scoped = test.filter(pl.col("scope").is_not_null())
    yield INPUTS[2], scoped.with_columns(name=pl.lit(""), products=empty)
    yield INPUTS[3], test


def run(
    pairs: Sequence[tuple[pl.DataFrame, pl.DataFrame]], tree: ClassTree, embedder: Embedder | None
) -> list[Measured]:
    """Every method over every pair of firms to learn from and firms to ask for."""
    asked: dict[tuple[str, str, int], Asked] = {}

    def note(method: str, kind: str, level: int, scores: Scores, truth: np.ndarray) -> None:
        answers = asked.setdefault((method, kind, level), Asked([], []))
        answers.scores.append(scores.reshape(len(truth), len(tree.at_level(level))))
        answers.truth.append(truth)

    for learned, test in pairs:
        methods = dict(_methods(learned, tree, embedder))
        for kind, firms in inputs(test):
            for level in LEVELS:
                columns = tree.at_level(level)
                truth = truth_of(firms, tree, columns)
                for method, answer in methods.items():
                    note(method, kind, level, answer(firms, level, columns), truth)
        coded = test.filter(pl.col("industry_code").is_not_null())
        for level in LEVELS:
            columns = tree.at_level(level)
            scores = lookup_scores(learned, coded, tree, columns)
            note("industry code", "industry code", level, scores, truth_of(coded, tree, columns))
        print(f"asked for {test.height} firms, learned from {learned.height}", file=sys.stderr)
    return [
        measure(*key, np.vstack(answers.scores), np.concatenate(answers.truth))
        for key, answers in asked.items()
    ]


def _methods(
    learned: pl.DataFrame, tree: ClassTree, embedder: Embedder | None
) -> Iterator[tuple[str, Callable[[pl.DataFrame, int, np.ndarray], Scores]]]:
    yield "keywords", lambda test, level, columns: keyword_scores(learned, test, tree, columns)
    yield "tf-idf linear", lambda test, level, columns: linear_scores(learned, test, tree, columns)
    plain = train(learned, tree)
    yield "wotu", _asked(plain)
    if embedder is not None:
        yield "wotu + sentences", _asked(train(learned, tree, embedder=embedder))


def _asked(model: Classifier) -> Callable[[pl.DataFrame, int, np.ndarray], Scores]:
    return lambda test, level, columns: model.probabilities(test, level)


def truth_of(firms: pl.DataFrame, tree: ClassTree, columns: np.ndarray) -> np.ndarray:
    """The place of each firm's class among the columns, -1 where the class is not known."""
    place = {column: i for i, column in enumerate(columns.tolist())}
    return np.array(
        [
            next((place[up] for up in tree.path(code) if up in place), -1)
            if code in tree.place
            else -1
            for code in firms["class_code"]
        ],
        dtype=np.int64,
    )


def measure(method: str, kind: str, level: int, scores: Scores, truth: np.ndarray) -> Measured:
    """The figures of scores; calibration of those that are probabilities, in ten equal bins."""
    best = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    right = best == truth[:, None]
    first, sure = right[:, 0], scores.max(axis=1, initial=0.0)
    likely = sure >= 0.9
    probable = method.startswith("wotu")
    return Measured(
        method=method,
        input=kind,
        level=level,
        firms=len(truth),
        top1=_mean(first),
        top3=_mean(right.any(axis=1)),
        macro_f1=_macro_f1(best[:, 0], truth),
        calibration_error=_calibration_error(sure, first) if probable else None,
        given_09=int(likely.sum()) if probable else 0,
        right_09=_mean(first[likely]) if probable and likely.any() else None,
    )


def _mean(right: np.ndarray) -> float:
    return float(right.mean()) if len(right) else 0.0


def _macro_f1(said: np.ndarray, truth: np.ndarray) -> float:
    """Mean over the classes that test firms have."""
    found = []
    for place in np.unique(truth):
        hits = np.sum((said == place) & (truth == place))
        found.append(2 * hits / (np.sum(said == place) + np.sum(truth == place)))
    return float(np.mean(found)) if found else 0.0


def _calibration_error(sure: np.ndarray, right: np.ndarray) -> float:
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [
        np.mean(bins == one) * abs(sure[bins == one].mean() - right[bins == one].mean())
        for one in np.unique(bins)
    ]
    return float(np.sum(gaps))


def show(results: Sequence[Measured]) -> None:
    """One line a method, input and level."""
    print(f"{'input':<24}{'level':>5}{'firms':>7}  {'method':<18}", end="")
    print(f"{'top-1':>7}{'top-3':>7}{'F1':>7}{'ECE':>7}  given 0.9 or more: right")
    for one in sorted(results, key=lambda one: (*INPUTS, "industry code").index(one.input)):
        error = "" if one.calibration_error is None else f"{one.calibration_error:.3f}"
        sure = "" if one.right_09 is None else f"  {one.given_09}: {one.right_09:.3f}"
        print(f"{one.input:<24}{one.level:>5}{one.firms:>7}  {one.method:<18}", end="")
        print(f"{one.top1:>7.3f}{one.top3:>7.3f}{one.macro_f1:>7.3f}{error:>7}{sure}")


def default_store() -> Path:
    """Where vectors of sentences are kept between runs."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "wotu" / "sentences.sqlite"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.placement", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--test", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--store", type=Path, default=default_store(), help="vectors of sentences")
    parser.add_argument("--no-sentences", action="store_true", help="leave the sentence model out")
    chosen = parser.parse_args(arguments)
    firms, classes = read_folder(chosen.data)
    tree = ClassTree.of(classes)
    if chosen.test is None:
        pairs = list(folds(firms))
    else:
        asked, _ = read_folder(chosen.test)
        asked = asked.filter(pl.col("class_code").is_not_null())
        labelled = firms.filter(pl.col("class_code").is_not_null())
        test = asked.join(labelled, on="firm_id", how="anti")
        pairs = [(firms.join(test, on="firm_id", how="anti"), test)]
    use = has_embedder() and not chosen.no_sentences
    results = run(pairs, tree, stored_embedder(chosen.store) if use else None)
    if chosen.json:
        json.dump([asdict(one) for one in results], sys.stdout)
    else:
        show(results)


if __name__ == "__main__":
    main()
