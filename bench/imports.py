"""The whole main job at size: import of many firms and years, build, screening, explaining.

``python -m bench.imports [--firms 100000] [--root DIR]``: an invented zone of the demo's make,
written as the CSV files of five bureaus and more, then received, built and asked, each in a process
of its own so that peak memory is its own. With ``--root`` the workspace is kept there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from wotu.build.answers import explain_firm
from wotu.build.build import build
from wotu.build.snapshot import open_current
from wotu.demo.files import write_zone
from wotu.packs.schema import Label
from wotu.receive import Delivery, receive
from wotu.workspace import Zone, create_workspace, open_workspace

AS_OF = dt.date(2026, 6, 30)


def write(root: Path, firms: int) -> None:
    """Invent the zone and write its files."""
    zone = Zone(name=Label(zh="量测", en="measured"))
    create_workspace(root / "zone", zone)
    files = write_zone(firms, AS_OF, 2026, root / "files")
    listed = [
        {"path": str(f.path), "source": f.source, "contract": f.contract, "complete": f.complete}
        for f in files
    ]
    (root / "files.json").write_text(json.dumps(listed), encoding="utf-8")
    size = sum(f.path.stat().st_size for f in files)
    print(json.dumps({"files": len(files), "mb": round(size / 1e6)}))


def import_all(root: Path) -> None:
    """Receive every file."""
    workspace = open_workspace(root / "zone")
    rows = 0
    for file in json.loads((root / "files.json").read_text()):
        delivery = Delivery(
            source=file["source"],
            author="bench",
            contract=file["contract"],
            complete=file["complete"],
        )
        rows += sum(item.batch.rows for item in receive(workspace, file["path"], delivery))
    print(json.dumps({"rows": rows}))


def build_all(root: Path) -> None:
    """Build the snapshot."""
    report = build(open_workspace(root / "zone"), AS_OF)
    print(json.dumps({"firms": report.firms}))


def explain_some(root: Path) -> None:
    """Explain random firms on all rules, in a warm process."""
    snapshot = open_current(root / "zone" / "snapshots")
    firms = [row["firm_id"] for row in snapshot.rows("SELECT firm_id FROM firm ORDER BY firm_id")]
    chosen = random.Random(1).sample(firms, 300)
    explain_firm(snapshot, chosen[0])
    times = []
    for firm in chosen:
        began = time.perf_counter()
        explain_firm(snapshot, firm)
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    print(
        json.dumps({"median_ms": round(statistics.median(times), 1), "p99_ms": round(times[-3], 1)})
    )


STEPS = {"write": write, "import": import_all, "build": build_all, "explain": explain_some}


def main(arguments: list[str] | None = None) -> None:
    """Run the steps one after another and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=100_000)
    parser.add_argument("--step", choices=list(STEPS))
    parser.add_argument("--root", type=Path, help="folder to work in and to keep")
    options = parser.parse_args(arguments)
    if options.step:
        function = STEPS[options.step]
        began = time.perf_counter()
        function(options.root, options.firms) if options.step == "write" else function(options.root)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds = time.perf_counter() - began
        print(json.dumps({"seconds": round(seconds, 1), "peak_mb": round(memory)}))
        return
    with tempfile.TemporaryDirectory(prefix="wotu-imports-") as temporary:
        run_steps(options.root or Path(temporary), options.firms)


def run_steps(root: Path, firms: int) -> None:
    """Each step in a process of its own; a line each."""
    root.mkdir(parents=True, exist_ok=True)
    for step in STEPS:
        command = [sys.executable, "-m", "bench.imports", "--step", step, "--root", str(root)]
        command += ["--firms", str(firms)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr[-3000:])
        facts = {k: v for line in done.stdout.splitlines() for k, v in json.loads(line).items()}
        print(
            f"{step:8} " + "  ".join(f"{name} {value:,}" for name, value in facts.items()),
            flush=True,
        )


if __name__ == "__main__":
    main()
