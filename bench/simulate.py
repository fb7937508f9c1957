"""A moved threshold of the 高新技术企业 rule: whom it reaches, over 100,000 and a million firms.

``python -m bench.simulate [--firms 100000 1000000] [--rounds 5]``. Inputs and present verdicts are
held in memory, as a site holds them between two moves of a slider. Measured is what one move asks
for: the drafted rule checked and run, the matrix of verdicts, the effects, and the counts by size,
section of industry and division.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from bench.full_rule import AS_OF, make_frame
from wotu.build.held import HeldInputs, input_columns
from wotu.build.judging import judge
from wotu.build.simulate import Effect, Simulation, simulate
from wotu.packs.loader import PackSet, find_pack, load_packs
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID
from wotu.rules.draft import Draft, draft_rule
from wotu.rules.rulebook import load_rulebook

MOVES = {
    "rd_floor_small": ["4.5%", "4%", "3.5%", "5.5%", "6%", "3%"],
    "score_floor": ["69 points", "65 points", "60 points", "71 points", "75 points", "55 points"],
}
KINDS = {"size": 4, "section": 20, "division": 40}


def hold(path: Path, rule: CheckedRule, packs: PackSet) -> HeldInputs:
    """The inputs of the rule in memory, with firms of invented attributes."""
    frame = pl.read_parquet(path, columns=[FIRM_ID, *input_columns(rule, AS_OF)]).rechunk()
    rng = np.random.default_rng(2)
    attributes = {
        name: pl.Series(rng.integers(0, kinds, frame.height)).cast(pl.String).cast(pl.Categorical)
        for name, kinds in KINDS.items()
    }
    firms = frame.select(FIRM_ID).with_columns(**attributes)
    return HeldInputs(frame, firms, tuple(KINDS), packs.contracts, AS_OF)


def move(packs: PackSet, rule: CheckedRule, parameter: str, value: str) -> CheckedRule:
    """The rule with one parameter moved, through the checker as from the page."""
    draft = Draft(
        draft="moved",
        label=rule.spec.label,
        rule=rule.id,
        edition=rule.spec.edition,
        parameters={parameter: value},
    )
    return draft_rule(packs, draft)


def answered(simulation: Simulation) -> Simulation:
    """A simulation of which all is worked out that a page shows of it."""
    _ = simulation.matrix, simulation.counts
    for attribute in KINDS:
        simulation.by(attribute)
    return simulation


def main(arguments: list[str] | None = None) -> None:
    """Measure and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    packs = load_packs([find_pack("cn", Path())])
    rule = load_rulebook(packs).rule("cn.hnte", AS_OF)
    for firms in options.firms:
        with tempfile.TemporaryDirectory(prefix="wotu-simulate-") as name:
            make_frame(Path(name) / "inputs.parquet", firms)
            held = hold(Path(name) / "inputs.parquet", rule, packs)
        began = time.perf_counter()
        before = judge(held, rule)
        print(
            f"cn.hnte, {firms:,} firms, {held.frame.estimated_size('mb'):.0f} MB of inputs; "
            f"present verdicts {time.perf_counter() - began:.2f} s"
        )
        for parameter, values in MOVES.items():
            times = []
            for turn in range(options.rounds + 1):
                began = time.perf_counter()
                drafted = move(packs, rule, parameter, values[turn % len(values)])
                found = answered(simulate(held, before, drafted))
                times.append(time.perf_counter() - began)
            counts = found.counts
            print(
                f"  {parameter}: median {statistics.median(times[1:]):.2f} s, "
                f"slowest {max(times[1:]):.2f} s; at {values[options.rounds % len(values)]}: "
                f"gained {counts[Effect.GAINED]:,}, certain {counts[Effect.CERTAIN]:,}, "
                f"lost {counts[Effect.LOST]:,}, opened {counts[Effect.OPENED]:,}"
            )


if __name__ == "__main__":
    main()
