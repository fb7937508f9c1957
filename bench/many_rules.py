"""Fifty rules of the size of 高新技术企业 over a million firms, Parquet to Parquet.

``python -m bench.many_rules [--rules 50] [--firms 1000000]``. The rules are cn.hnte with other
parameters, as a city would ask "what if" of; every one is screened whole; stored are
verdict, standing, the counts behind it and the missing facts, for every firm and rule.
Printed: seconds for all, and the peak memory of the process that screened.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import polars as pl

from bench.full_rule import AS_OF, make_frame
from wotu.packs.loader import find_pack, load_packs
from wotu.rules.checked import CheckedParameter, CheckedRule
from wotu.rules.many import screen_many
from wotu.rules.rulebook import load_rulebook


def variants(rule: CheckedRule, count: int) -> list[CheckedRule]:
    """The rule with its figures moved, each time a little further; the first one as it stands."""
    found = []
    for number in range(count):
        factor = 1 + Fraction(number, 200)
        moved = {
            name: CheckedParameter(
                parameter.kind,
                tuple(
                    (day, value * factor if isinstance(value, Fraction) else value)
                    for day, value in parameter.values
                ),
            )
            for name, parameter in rule.parameters.items()
        }
        spec = rule.spec.model_copy(update={"rule": f"cn.hnte_{number:02d}"})
        found.append(replace(rule, spec=spec, parameters=moved))
    return found


def run(source: Path, target: Path, count: int) -> None:
    """Screen all variants, and say how long it took and how much memory."""
    packs = load_packs([find_pack("cn", Path())])
    rules = variants(load_rulebook(packs).rule("cn.hnte", AS_OF), count)
    began = time.perf_counter()
    rows = screen_many(rules, pl.scan_parquet(source), packs.contracts, AS_OF)
    rows.sink_parquet(target, compression="lz4", row_group_size=122_880)
    taken = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(rules)} rules: {taken:.1f} s, peak {peak:,.0f} MB")


def main(arguments: list[str] | None = None) -> None:
    """Make the inputs, then measure in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=1_000_000)
    parser.add_argument("--rules", type=int, default=50)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="wotu-many-rules-") as name:
        source, target = Path(name) / "inputs.parquet", Path(name) / "results.parquet"
        make_frame(source, options.firms)
        code = (
            "from pathlib import Path; from bench.many_rules import run; "
            f"run(Path({str(source)!r}), Path({str(target)!r}), {options.rules})"
        )
        subprocess.run([sys.executable, "-c", code], check=True)
        results = pl.scan_parquet(target)
        verdicts = [n for n in results.collect_schema().names() if n.endswith(":verdict")]
        met = results.select(pl.col(verdicts).sum()).collect().row(0)
    print(f"{options.firms:,} firms; met by the first {met[0]:,}, by the last {met[-1]:,}")


if __name__ == "__main__":
    main()
