"""HNTE-8: nine conditions over a register with gaps, beside hand-written queries and engines.

``python -m bench.rules [--firms 1M] [--rounds 5] [PEER ...]``. The work, the peers and the referees
are in the folder ``bench`` beside the checkout; Wotu joins them as one more implementation.
Verdicts are compared with the referees first: a difference must be a firm that stands exactly on
a threshold, where arithmetic in doubles errs.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.shared_folder import shared

HERE = Path(__file__).resolve().parent
OWN_ENVIRONMENT = HERE.parent / ".venv-peers" / "bin" / "python"
PYTHON = str(OWN_ENVIRONMENT) if OWN_ENVIRONMENT.is_file() else sys.executable
DEFAULT_PEERS = ["wotu", "polars_lazy", "polars_exact", "duckdb_sql"]
if OWN_ENVIRONMENT.is_file():
    DEFAULT_PEERS += ["pandas_nullable", "openfisca_nan", "openfisca_default"]
VERDICTS = {"unk": "unknown", "yes": "met", "no": "not met"}


def measured_work(folder: Path) -> Path | None:
    """A folder with the peers' work and Wotu's implementation beside them."""
    source = shared("bench")
    if source is None:
        return None
    for path in [*source.glob("*.py"), *source.glob("peers/*.py")]:
        target = folder / path.relative_to(source)
        target.parent.mkdir(exist_ok=True)
        target.symlink_to(path)
    (folder / "peers" / "wotu.py").symlink_to(HERE / "peers" / "wotu.py")
    return folder


def run(folder: Path, *command: str) -> str:
    """Run one of the scripts of the work and give what it printed."""
    environment = os.environ | {
        "PEERS_DATA": str(folder / "data"),
        "PEERS_OUT": str(folder / "out"),
        "WOTU_BENCH_PACK": str(HERE / "hnte8"),
    }
    done = subprocess.run(
        [PYTHON, *command], cwd=folder, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stderr[-2000:]}")
    return done.stdout


def medians(folder: Path) -> dict[str, tuple[float, float, float]]:
    """Median wall seconds, CPU seconds and peak memory (MB) of each peer."""
    rows = [json.loads(line) for line in (folder / "raw.jsonl").read_text().splitlines()]
    found = {}
    for peer in dict.fromkeys(row["peer"] for row in rows):
        good = [row for row in rows if row["peer"] == peer and "times" in row]
        if not good:
            print(f"{peer}: {next(r['error'] for r in rows if r['peer'] == peer)[-120:]}")
            continue
        found[peer] = (
            statistics.median(time for row in good for time in row["times"]),
            statistics.median(time for row in good for time in row["cpu"]),
            max(row["rss_mb"] for row in good),
        )
    return found


def treatment_of_gaps(folder: Path, peer: str) -> str:
    """How a peer's verdicts on 10,000 firms differ from the referee's, unknown ones foremost."""
    said = run(folder, "verify.py", "10k", peer).splitlines()[-1].partition(": ")[2]
    differs = {} if said.startswith("AGREES") else ast.literal_eval(said)
    wrong, pairs = differs.get("overall", (0, {}))
    if not wrong:
        return "every verdict as the referee's, unknown stays unknown"
    words = [pair.split("->") for pair in pairs]
    told = [f"{VERDICTS[a]} read as {VERDICTS[b]}: {pairs[f'{a}->{b}']:,}" for a, b in words]
    return "; ".join(told)


def main(arguments: list[str] | None = None) -> None:
    """Verify, measure in interleaved rounds, print ratios to the fastest hand-written query."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peers", nargs="*", default=DEFAULT_PEERS)
    parser.add_argument("--firms", default="1M")
    parser.add_argument("--rounds", default="5")
    options = parser.parse_args(arguments)
    peers = list(dict.fromkeys(["wotu", *options.peers]))
    with tempfile.TemporaryDirectory(prefix="wotu-bench-") as name:
        folder = measured_work(Path(name))
        if folder is None:
            print("bench.rules: skipped, the folder bench beside the checkout is absent")
            return
        run(folder, "gen.py", "10k", options.firms)
        print(run(folder, "verify.py", "10k", "wotu").splitlines()[-1])
        result = folder / "out" / "wotu.parquet"
        script = (
            "import importlib, sys; from gen import parse, path; "
            f"importlib.import_module('peers.wotu').e2e(path(parse('{options.firms}')), '{result}')"
        )
        run(folder, "-c", script)
        print(run(folder, "exact.py", options.firms, f"wotu={result}").strip())
        run(
            folder, "run.py", "--n", options.firms, "--rounds", options.rounds, "--modes", "e2e",
            "--out", str(folder / "raw.jsonl"), *peers,
        )  # fmt: skip
        found = medians(folder)
        gaps = {peer: treatment_of_gaps(folder, peer) for peer in found}
    base = min(found[peer][0] for peer in found if peer.startswith("polars"))
    print(
        f"\n{'end to end, ' + options.firms + ' firms':28} "
        f"{'wall s':>8} {'cpu s':>8} {'MB':>6} {'ratio':>6}"
    )
    for peer, (wall, cpu, memory) in sorted(found.items(), key=lambda item: item[1]):
        print(f"{peer:28} {wall:8.3f} {cpu:8.3f} {memory:6.0f} {wall / base:6.2f}")
    print("\nwhere facts are missing, of 10,000 firms (8% of every field missing)")
    for peer, told in gaps.items():
        print(f"{peer:28} {told}")
    print(
        "The referee divides doubles: exact engines differ from it where a firm is on a threshold."
    )


if __name__ == "__main__":
    main()
