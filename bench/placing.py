"""Real registrations placed on all chain maps: seconds, memory, and what labels say of it.

``python -m bench.placing --data DIR [--firms 100000 1000000]``, with DIR shaped like the folder
``data`` beside the checkout. Runs each number of firms in a process of its own (registrations are
used again under other codes beyond 144,000) and, on the first, two ways to find the words that
others use: a regular expression of all words, and asking of every word whether a text holds it.
Then precision and coverage on the labelled placements, beside "a word stands somewhere".
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import polars as pl

from bench.shared_folder import shared
from wotu.chains.placement.place import place
from wotu.chains.placement.words import Vocabulary
from wotu.chains.tables import FIRM_TEXTS, PLACED_FROM
from wotu.packs.loader import load_packs, shipped_packs

LABELS = Path(__file__).resolve().parents[1] / "tests/wotu/chains/placement/labels"
REGISTERS = ("suzhou_firms", "jiangsu_other_firms", "hightech_zone_firms")
PEER_FIRMS = 2_000
"""Firms on which the slow ways are timed."""


def registrations(data: Path, firms: int) -> pl.DataFrame:
    """FIRM_TEXTS of so many real registrations."""
    parts = [
        pl.read_csv(data / f"register/{name}.csv.gz", infer_schema_length=0) for name in REGISTERS
    ]
    rows = pl.concat(parts).unique("uscc", maintain_order=True)
    absent = {name: pl.lit(None, pl.String) for name in ("products", "patents", "industry_code")}
    texts = rows.select(firm_id="uscc", name="name", scope="scope", **absent)
    times = -(-firms // texts.height)
    return pl.concat(
        [texts.with_columns(pl.col("firm_id") + f"-{n}" if n else "firm_id") for n in range(times)]
    ).head(firms)


def alone(data: Path, firms: int) -> dict[str, float]:
    """Seconds, peak memory in MB and placements of one run in this process."""
    import resource

    chains = load_packs([shipped_packs() / "cn"]).chains
    texts = registrations(data, firms).select(FIRM_TEXTS.names())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    placed = place(texts, chains)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sure = placed.filter(pl.col("confidence") >= PLACED_FROM)
    return {
        "seconds": seconds,
        "peak_mb": peak / 1024,
        "texts_mb": before / 1024,
        "placements": sure.height,
        "placed": sure["firm_id"].n_unique(),
    }


def print_speed(data: Path, numbers: list[int]) -> None:
    """A line for each number of firms."""
    for firms in numbers:
        command = [
            sys.executable,
            "-m",
            "bench.placing",
            "--data",
            str(data),
            "--alone",
            str(firms),
        ]
        found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        print(
            f"{firms:,} firms: {found['seconds']:.1f} s, "
            f"{firms / found['seconds']:,.0f} firms/s, peak {found['peak_mb']:,.0f} MB "
            f"({found['texts_mb']:,.0f} MB before); {found['placements']:,} placements "
            f"of {found['placed']:,} firms"
        )


def print_peers(data: Path) -> None:
    """The finding of words alone, in ways that read firm by firm."""
    vocabulary = Vocabulary(load_packs([shipped_packs() / "cn"]).chains)
    texts = registrations(data, PEER_FIRMS)
    began = time.perf_counter()
    place(texts.select(FIRM_TEXTS.names()), vocabulary.chains)
    ours = time.perf_counter() - began
    lines = texts.select(pl.concat_str("name", pl.lit("；"), "scope", ignore_nulls=True))
    written = [line.lower() for line in lines.to_series()]
    longest = sorted(vocabulary.terms, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest)))
    for name, work in {
        "a regular expression of all words": lambda: [pattern.findall(line) for line in written],
        "every word asked of every firm": lambda: [
            [word for word in longest if word in line] for line in written
        ],
    }.items():
        began = time.perf_counter()
        work()
        theirs = time.perf_counter() - began
        print(
            f"{PEER_FIRMS:,} firms, {len(longest):,} words: {name} {theirs:.1f} s without any "
            f"placing; placed here {ours:.2f} s, {theirs / ours:.0f} times faster"
        )


def print_quality(data: Path) -> None:
    """Precision and coverage on the labels that nothing was fitted on."""
    labels = pl.read_csv(LABELS / "test.csv").with_columns(right=pl.col("right") == "yes")
    fit = pl.read_csv(LABELS / "fit.csv").with_columns(right=pl.col("right") == "yes")
    chains = load_packs([shipped_packs() / "cn"]).chains
    firms = registrations(data, 20_241).select(FIRM_TEXTS.names())
    placed = place(firms, chains, floor=0.0).rename({"firm_id": "uscc"})
    for name, rows in (("test labels", labels), ("fit labels", fit)):
        joined = rows.join(placed, on=["uscc", "chain", "node"])
        sure = joined.filter(pl.col("confidence") >= PLACED_FROM)
        found = sure["right"].sum() / joined["right"].sum()
        print(
            f"{name}: {joined.height} placements; a word stands somewhere: precision "
            f"{joined['right'].mean():.3f}; confidence >= {PLACED_FROM}: {sure.height} placements, "
            f"precision {sure['right'].mean():.3f}, mean confidence "
            f"{sure['confidence'].mean():.3f}, {found:.3f} of the right ones kept"
        )


def main(arguments: list[str] | None = None) -> None:
    """Time and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=shared("data"))
    parser.add_argument("--firms", type=int, nargs="+", default=[50_000, 100_000, 200_000])
    parser.add_argument("--alone", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.data is None:
        print("bench.placing: skipped, the folder data beside the checkout is absent")
        return
    if options.alone:
        print(json.dumps(alone(options.data, options.alone)))
        return
    print_speed(options.data, options.firms)
    print_peers(options.data)
    print_quality(options.data)


if __name__ == "__main__":
    main()
