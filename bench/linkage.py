"""Short names of listed firms among all names of a register: precision, recall, time of a look-up.

``python -m bench.linkage --data DIR [--distractors FILE ...] [--json] [--fit]``. DIR holds
``company_aliases.csv`` (stock_code, name, kind, ambiguous) and perhaps ``company_questions.csv``
(mention, stock_code). The index holds the full names of DIR and the column ``name`` of every
distractor file; each short name that stands for one code only has to find its firm. Names are
equal where they are after normalisation, brackets apart. Nothing of the alias table but its full
names is known to the index.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl
import psutil
from rapidfuzz import fuzz, process

from wotu.identity.match_examples import SlipMaker, examples_of, local_short_name
from wotu.identity.match_fit import fit_model
from wotu.identity.match_model import FULL, SHORT, Model
from wotu.identity.matching import Candidate, Decision, NameIndex, bare_name
from wotu.identity.mentions import read_mention
from wotu.identity.names import normalised_name

PRECISION_GOAL = 0.99
CURVE = (0.995, 0.99, 0.985, 0.98, 0.97)


@dataclass(frozen=True)
class Task:
    """``names``: firm_id, name, bare. ``short_names`` and ``questions``: mention and firm_id."""

    names: pl.DataFrame
    short_names: list[tuple[str, str]]
    questions: list[tuple[str, str]]


@dataclass
class Measured:
    """One way of linking over the short names; times in milliseconds."""

    method: str
    asked: int
    answered: int
    right: int
    precision: float
    recall: float
    best_right: float
    """Share whose first candidate is right, answered or not."""
    curve: dict[str, float]
    """Greatest recall at each precision, by the method's own score."""
    median_ms: float
    p99_ms: float
    build_s: float
    memory_mb: float


def read_task(folder: Path, distractors: Iterable[Path]) -> Task:
    """The names to search and the mentions to find; codes that share a full name are one firm."""
    aliases = _with_bare(pl.read_csv(folder / "company_aliases.csv", infer_schema=False))
    full = aliases.filter(pl.col("kind") == "full_name")
    firm_of = _firms(full.select("stock_code", "bare").iter_rows())
    listed = full.with_columns(firm_id=pl.col("stock_code").replace_strict(firm_of))
    parts = [listed.select("firm_id", "name", "bare")]
    for file in distractors:
        read = _with_bare(pl.read_csv(file, infer_schema=False, columns=["name"]))
        parts.append(read.select("name", "bare", firm_id="bare").select("firm_id", "name", "bare"))
    names = pl.concat(parts).unique("bare", keep="first", maintain_order=True)
    short = aliases.filter((pl.col("kind") == "short_name") & (pl.col("ambiguous") == "0"))
    return Task(names, _pairs(short, "name", firm_of), _questions(folder, firm_of))


def _with_bare(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(bare=bare_name(normalised_name(pl.col("name"))))


def _firms(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The firm of each code: the first code with which it shares a name, directly or not."""
    parent: dict[str, str] = {}

    def root(code: str) -> str:
        while parent.setdefault(code, code) != code:
            code = parent[code]
        return code

    bearer: dict[str, str] = {}
    for code, name in pairs:
        first, second = sorted((root(code), root(bearer.setdefault(name, code))))
        parent[second] = first
    return {code: root(code) for code in parent}


def _pairs(table: pl.DataFrame, column: str, firm_of: dict[str, str]) -> list[tuple[str, str]]:
    rows = table.select(column, "stock_code").unique(maintain_order=True).iter_rows()
    return [(mention, firm_of.get(code, code)) for mention, code in rows]


def _questions(folder: Path, firm_of: dict[str, str]) -> list[tuple[str, str]]:
    file = folder / "company_questions.csv"
    if not file.exists():
        return []
    return _pairs(pl.read_csv(file, infer_schema=False), "mention", firm_of)


def measure(
    method: str,
    answers: Sequence[tuple[bool, bool, float]],
    times: Sequence[float],
    build: tuple[float, float],
) -> Measured:
    """Figures of answers (answered, first candidate right, score), look-up times and build."""
    answered = [right for given, right, _ in answers if given]
    asked, right = len(answers), sum(answered)
    seconds, megabytes = build
    return Measured(
        method=method,
        asked=asked,
        answered=len(answered),
        right=right,
        precision=right / max(len(answered), 1),
        recall=right / asked,
        best_right=sum(right for _, right, _ in answers) / asked,
        curve={str(goal): _recall_at(goal, answers) for goal in CURVE},
        median_ms=float(np.median(times)) * 1000,
        p99_ms=float(np.percentile(times, 99)) * 1000,
        build_s=seconds,
        memory_mb=megabytes,
    )


def _recall_at(goal: float, answers: Sequence[tuple[bool, bool, float]]) -> float:
    ranked = sorted(answers, key=lambda answer: -answer[2])
    right = np.cumsum([right for _, right, _ in ranked])
    reached = np.flatnonzero(right / np.arange(1, len(ranked) + 1) >= goal)
    return float(right[reached[-1]] / len(ranked)) if len(reached) else 0.0


def run_wotu(task: Task) -> tuple[Measured, NameIndex, list[Decision]]:
    """Every short name looked up by itself; the score of the curve is the share among firms."""
    before, started = psutil.Process().memory_info().rss, time.perf_counter()
    index = NameIndex.build(task.names)
    build = time.perf_counter() - started, (psutil.Process().memory_info().rss - before) / 2**20
    decisions, times = [], []
    for mention, _ in task.short_names:
        started = time.perf_counter()
        decisions.append(index.decide(mention))
        times.append(time.perf_counter() - started)
    answers = [
        (decision.verdict == "matched", _is_first(decision, firm), decision.share)
        for decision, (_, firm) in zip(decisions, task.short_names, strict=True)
    ]
    return measure("wotu", answers, times, build), index, decisions


def _is_first(decision: Decision, firm_id: str) -> bool:
    return bool(decision.candidates) and decision.candidates[0].firm_id == firm_id


def run_rapidfuzz(task: Task) -> Measured:
    """``process.extractOne`` by ``fuzz.partial_ratio`` over the same normalised names.

    In its favour: markers of the exchanges are stripped for it, and its cut-off is the one by
    which it reaches the precision goal, or the best it gets, on these very answers.
    """
    bare, firms = task.names["bare"].to_list(), task.names["firm_id"].to_list()
    found, times = [], []
    for mention, firm in task.short_names:
        started = time.perf_counter()
        best = process.extractOne(read_mention(mention).text, bare, scorer=fuzz.partial_ratio)
        times.append(time.perf_counter() - started)
        found.append((firms[best[2]] == firm, best[1]))
    cut_off = _best_cut_off(found)
    answers = [(score >= cut_off, right, score) for right, score in found]
    return measure(f"rapidfuzz >= {cut_off:.0f}", answers, times, (0.0, 0.0))


def _best_cut_off(found: Sequence[tuple[bool, float]]) -> float:
    def precision(cut_off: float) -> float:
        answered = [right for right, score in found if score >= cut_off]
        return sum(answered) / len(answered)

    cut_offs = sorted({score for _, score in found})
    good = [cut_off for cut_off in cut_offs if precision(cut_off) >= PRECISION_GOAL]
    return good[0] if good else max(cut_offs, key=precision)


def explain_misses(task: Task, decisions: Sequence[Decision]) -> dict[str, int]:
    """Why short names were not matched with their firm, in counts.

    ``no_relation``: half of the characters or more are in no full name of the firm. ``rivals``:
    several firms have all of them in order. ``other``: the rest.
    """
    written: dict[str, str] = {}
    for firm, bare in task.names.select("firm_id", "bare").iter_rows():
        written[firm] = written.get(firm, "") + bare
    counts = {"misses": 0, "no_relation": 0, "rivals": 0, "other": 0}
    for decision, (mention, firm) in zip(decisions, task.short_names, strict=True):
        if decision.firm_id == firm:
            continue
        text = read_mention(mention).text
        strange = sum(char not in written[firm] for char in text) * 2 >= len(text)
        rivals = sum(_has_all_in_order(candidate) for candidate in decision.candidates) > 1
        counts["misses"] += 1
        counts["no_relation" if strange else "rivals" if rivals else "other"] += 1
    return counts


def _has_all_in_order(candidate: Candidate) -> bool:
    return not any(fact.startswith(("missing", "out_of_order")) for fact in candidate.reasons)


def ask_questions(task: Task, index: NameIndex) -> dict[str, float]:
    """How often the names in the questions find their firm, matched or as first candidate."""
    decisions = [(index.decide(mention), firm) for mention, firm in task.questions]
    return {
        "asked": len(decisions),
        "matched": sum(decision.verdict == "matched" for decision, _ in decisions),
        "right": sum(decision.firm_id == firm for decision, firm in decisions),
        "best_right": sum(_is_first(decision, firm) for decision, firm in decisions),
    }


def fit(task: Task, *, local_names: int = 200, slips: int = 6000) -> dict[str, Model]:
    """Both models, fitted to the task's short names and to names of its index with slips."""
    index = NameIndex.build(task.names)
    sampled = task.names.sample(min(slips, task.names.height), seed=3)
    local = (
        (mention, firm)
        for seed, (firm, name) in enumerate(sampled.select("firm_id", "name").iter_rows())
        if (mention := local_short_name(name, seed))
    )
    maker = SlipMaker("".join(sampled["bare"]), seed=5)
    slipped = [
        (slip.text, firm)
        for firm, name in sampled.select("firm_id", "name").iter_rows()
        if (slip := maker.slip(name))
    ]
    short = examples_of(index, [*task.short_names, *islice(local, local_names)])["short"]
    full = examples_of(index, slipped)["full"]
    return {
        "short": fit_model(SHORT.facts, short, absent_weight=0.05),
        "full": fit_model(FULL.facts, full, absent_weight=1.0),
    }


def show(results: Sequence[Measured]) -> None:
    """The measured ways side by side."""
    for name in asdict(results[0]):
        values = [getattr(result, name) for result in results]
        if name == "curve":
            for goal in values[0]:
                row = "".join(f"{value[goal]:>18.4f}" for value in values)
                print(f"{'recall at ' + goal:<20}{row}")
        else:
            cells = (f"{v:.4f}" if isinstance(v, float) else str(v) for v in values)
            print(f"{name:<20}" + "".join(f"{cell:>18}" for cell in cells))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, or fit and print the weights."""
    parser = argparse.ArgumentParser(prog="python -m bench.linkage", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--distractors", type=Path, nargs="*", default=[])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--fit", action="store_true", help="fit the models and print their weights")
    chosen = parser.parse_args(arguments)
    task = read_task(chosen.data, chosen.distractors)
    if chosen.fit:
        for kind, model in fit(task).items():
            weights = zip(model.facts, model.weights.tolist(), strict=True)
            print(kind, f"nobody={model.nobody:.3f} per_rarity={model.nobody_per_rarity:.4f}")
            print("".join(f"    {fact}={weight:.2f},\n" for fact, weight in weights))
        return
    measured, index, decisions = run_wotu(task)
    results = [measured, run_rapidfuzz(task)]
    more = {
        "names": task.names.height,
        "why_missed": explain_misses(task, decisions),
        "questions": ask_questions(task, index),
    }
    if chosen.json:
        json.dump({"methods": [asdict(result) for result in results], **more}, sys.stdout)
        return
    show(results)
    for name, figures in more.items():
        print(f"{name:<20}{figures}")


if __name__ == "__main__":
    main()
