"""The whole 高新技术企业 rule of the national pack over a million firms, Parquet to Parquet.

``python -m bench.full_rule [--firms 1000000] [--rounds 5]``. Stored for every firm: verdict and
standing, verdict, value, threshold and margin of each condition, the interval of the score, and
the missing facts. The frame of inputs is an invented zone's, repeated with gaps of its own.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from wotu.demo.generate import generate_zone
from wotu.packs.loader import find_pack, load_packs
from wotu.rules.compile import FIRM_ID
from wotu.rules.frame import input_frame
from wotu.rules.rulebook import load_rulebook
from wotu.rules.screen import screen

AS_OF = dt.date(2026, 6, 30)
PART = 100_000
GAPS = 0.04


def make_frame(path: Path, firms: int) -> None:
    """Write a frame of inputs for the rule; every part has other figures missing."""
    packs = load_packs([find_pack("cn", Path())])
    rule = load_rulebook(packs).rule("cn.hnte", AS_OF)
    zone = generate_zone(PART, AS_OF, 2026)
    facts = {
        name: table.rename({"uscc": FIRM_ID}).lazy()
        for name, table in zone.tables.items()
        if name in {item.table for item in rule.inputs}
    }
    ids = zone.tables["firm_registration"].select(pl.col("uscc").alias(FIRM_ID)).drop_nulls()
    complete = {"firm_ip", "firm_conversion", "firm_incident"}
    frame = input_frame(ids.lazy(), facts, [rule], packs.contracts, AS_OF, complete).collect()
    frame = frame.sample(PART, with_replacement=True, seed=1)
    rng = np.random.default_rng(1)
    yearly = [name for name in frame.columns if name.startswith(("firm_finance", "firm_staff"))]
    parts = []
    for number in range(-(-firms // PART)):
        gaps = [
            pl.when(pl.Series(rng.random(PART) >= GAPS)).then(pl.col(name)).alias(name)
            for name in yearly
        ]
        ids = pl.Series(FIRM_ID, [f"{number:04d}{row:014d}" for row in range(PART)])
        parts.append(frame.with_columns(*gaps, ids))
    pl.concat(parts).head(firms).write_parquet(path, row_group_size=122_880)


def main(arguments: list[str] | None = None) -> None:
    """Measure and print the median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    packs = load_packs([find_pack("cn", Path())])
    rule = load_rulebook(packs).rule("cn.hnte", AS_OF)
    with tempfile.TemporaryDirectory(prefix="wotu-full-rule-") as name:
        source, target = Path(name) / "inputs.parquet", Path(name) / "results.parquet"
        make_frame(source, options.firms)
        times = []
        for _ in range(options.rounds + 1):
            began = time.perf_counter()
            rows = screen(rule, pl.scan_parquet(source), packs.contracts, AS_OF).rows
            rows.sink_parquet(target, compression="snappy", row_group_size=122_880)
            times.append(time.perf_counter() - began)
        results = pl.scan_parquet(target)
        counts = dict(results.group_by("verdict").len().collect().iter_rows())
        columns = len(results.collect_schema())
    print(
        f"cn.hnte whole: {options.firms:,} firms, {len(rule.inputs)} inputs, "
        f"{columns} columns stored: "
        f"median {statistics.median(times[1:]):.2f} s; "
        f"met {counts.get(True, 0):,}, not met {counts.get(False, 0):,}, "
        f"unknown {counts.get(None, 0):,}"
    )


if __name__ == "__main__":
    main()
