"""Rank intervals by Monte Carlo, beside a plain NumPy loop over the same draws.

``python -m bench.ranks [--places 178] [--indicators 46] [--draws 5000] [--rounds 3]``. Invented
values. Each draw has its own normalisation, aggregation of the index, weights and data error, and
ends in ranks. The loop computes draw by draw from the same parameters with plain NumPy and SciPy,
written without any of Wotu's code for draws; its ranks are compared with ours. Then Sobol indices
and flips of the same board, a panel of 300 places, 100 indicators and 10 years, and peak memory
for 5,000 and for 20,000 draws. Every figure in a process of its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np
from scipy.stats import rankdata

from bench.panels import invented
from wotu.packs.score_method import AggregationKind, Method, NormalisationKind, Uncertainty
from wotu.scores.flips import flips
from wotu.scores.run import score
from wotu.scores.scored import Scored
from wotu.scores.sensitivity import sensitivity
from wotu.scores.simulation import score_draws
from wotu.scores.tree import Floats
from wotu.scores.uncertainty import Intervals, rank_intervals, ranks_of_draws


def board(years: int, places: int, indicators: int, unknown: float = 0.0) -> Scored:
    """A scored board of invented values."""
    return score(*invented(years, places, indicators, unknown), Method())


def plain_loop(found: Intervals) -> Floats:
    """Ranks of every draw, (draws, places), one draw after another."""
    start, draws = found.start, found.chosen
    scored, base = start.scored, start.values[0, 1]
    tree = scored.tree
    signs = np.array([leaf.sign for leaf in tree.leaves])[:, None]
    leaf_at = {leaf.id: at for at, leaf in enumerate(tree.leaves)}
    node_at = {node.id: at for at, node in enumerate(tree)}
    shares = {node.id: float(scored.weights[node.id][start.period][0]) for node in tree}
    ranks = np.empty((len(draws), len(start.order)))
    for number in range(len(draws)):
        noise = np.random.Generator(np.random.SFC64(int(draws.seeds[number])))
        drawn = base.value + base.error * noise.standard_normal(base.value.shape)
        drawn = np.clip(drawn, base.low, base.high)
        method = start.options.methods[draws.normalisation[number]][draws.aggregation[number]]
        points = plain_points(method, signs * drawn)
        scores = {}
        for parent in tree.groups:
            children = [child.id for child in tree.children(parent.id)]
            weights = np.array(
                [shares[name] * draws.factors[number, node_at[name]] for name in children]
            )
            weights /= weights.sum()
            values = np.stack(
                [points[leaf_at[name]] if name in leaf_at else scores[name] for name in children]
            )
            geometric = (
                parent is tree.root and method.aggregation.kinds[0] is AggregationKind.GEOMETRIC
            )
            scores[parent.id] = np.exp(weights @ np.log(values)) if geometric else weights @ values
        ranks[number] = rankdata(-np.round(scores[tree.root.id], 8), method="min")
    return ranks


def plain_points(method: Method, values: Floats) -> Floats:
    """Points of (indicators, places), more is better already."""
    how = method.normalisation
    if how.kind is NormalisationKind.Z_SCORE:
        middle = values.mean(axis=1, keepdims=True)
        apart = values.std(axis=1, ddof=1, keepdims=True)
        return how.mean + how.deviation * (values - middle) / apart
    if how.kind is NormalisationKind.RANK:
        share = (rankdata(values, axis=1) - 1) / (values.shape[1] - 1)
        return how.low + (how.high - how.low) * share
    low, high = values.min(axis=1, keepdims=True), values.max(axis=1, keepdims=True)
    return how.low + (how.high - how.low) * (values - low) / (high - low)


def memory_mb() -> float:
    """Peak memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compare(options: argparse.Namespace) -> None:
    scored = board(1, options.places, options.indicators)
    how = Uncertainty(draws=options.draws)
    taken, worked = [], []
    for _ in range(options.rounds):
        began, working = time.perf_counter(), time.process_time()
        found = rank_intervals(scored, how)
        taken.append(time.perf_counter() - began)
        worked.append(time.process_time() - working)
    ours = median(taken)
    print(
        f"Wotu: {ours:.2f} s (best {min(taken):.2f}, {median(worked):.2f} s of processor time on"
        f" two threads), peak memory {memory_mb():.0f} MB"
    )
    began, working = time.perf_counter(), time.process_time()
    theirs = plain_loop(found)
    loop = time.perf_counter() - began
    print(f"plain loop: {time.process_time() - working:.2f} s of processor time on one")
    own = ranks_of_draws(score_draws(found.start, found.chosen))
    same = (own == theirs).all(axis=1).mean()
    print(f"plain loop: {loop:.2f} s, {loop / ours:.1f} times as long; {same:.2%} of draws alike")


def memory(options: argparse.Namespace) -> None:
    scored = board(1, options.places, options.indicators)
    before = memory_mb()
    rank_intervals(scored, Uncertainty(draws=options.draws))
    print(f"{options.draws:,} draws: {memory_mb() - before:.0f} MB above the scored board")


def others(options: argparse.Namespace) -> None:
    scored = board(1, options.places, options.indicators, unknown=0.05)
    works: tuple[tuple[str, Callable[[Scored, Uncertainty], object]], ...] = (
        ("intervals, one value in twenty unknown", rank_intervals),
        ("Sobol indices", sensitivity),
        ("flips", flips),
    )
    for name, work in works:
        began = time.perf_counter()
        work(scored, Uncertainty(draws=options.draws))
        print(f"{name}: {time.perf_counter() - began:.2f} s")


def large(options: argparse.Namespace) -> None:
    began = time.perf_counter()
    scored = board(10, 300, 100, unknown=0.05)
    scoring = time.perf_counter() - began
    began = time.perf_counter()
    rank_intervals(scored, Uncertainty(draws=options.draws))
    taken = time.perf_counter() - began
    print(
        f"300 places x 100 indicators x 10 years: scored in {scoring:.2f} s, intervals of one year"
        f" in {taken:.1f} s, peak memory {memory_mb():.0f} MB"
    )


def alone(work: Callable[[argparse.Namespace], None], options: argparse.Namespace) -> None:
    """In a new process, so that its memory is its own."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=(options,))
    process.start()
    process.join()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=178)
    parser.add_argument("--indicators", type=int, default=46)
    parser.add_argument("--draws", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    print(f"{options.places} places x {options.indicators} indicators x {options.draws:,} draws")
    alone(compare, options)
    alone(others, options)
    for draws in (options.draws, 4 * options.draws):
        alone(memory, argparse.Namespace(**{**vars(options), "draws": draws}))
    alone(large, options)


if __name__ == "__main__":
    main()
