"""kill -9 at any moment of import or build: nothing acknowledged is lost, nothing half is seen."""

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from wotu.build.snapshot import current_id, open_current
from wotu.packs.schema import Label
from wotu.workspace import Zone, create_workspace, open_workspace

pytestmark = pytest.mark.slow

KILLS = 50


def test_fifty_kills_leave_lake_and_snapshot_whole(tmp_path):
    root = tmp_path / "zone"
    create_workspace(root, Zone(name=Label(zh="试", en="test")))
    chance = random.Random(7)
    acknowledged: dict[str, int] = {}
    built: list[str] = []
    for _ in range(KILLS):
        events, moment = chance.choice([0, 0, 1, 2, 3]), chance.uniform(0.0, 0.5)
        run_and_kill(root, events, moment, acknowledged, built)
        check(root, acknowledged, built)
    assert len(acknowledged) > 20
    assert len(built) > 5


def run_and_kill(root: Path, events: int, moment: float, acknowledged, built):
    """Let a worker get so far, and kill it a moment later: in the midst of what comes next."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.worker", str(root)],
        stdout=subprocess.PIPE,
        text=True,
    )
    heard = [worker.stdout.readline() for _ in range(events + 1)]
    assert heard[0].strip() == "ready"
    time.sleep(moment)
    worker.kill()
    for line in [*heard[1:], *worker.stdout.read().splitlines()]:
        match line.split():
            case ["landed", batch, rows]:
                acknowledged[batch] = int(rows)
            case ["built", snapshot]:
                built.append(snapshot)
    worker.wait()


def check(root: Path, acknowledged, built):
    workspace = open_workspace(root)
    batches = workspace.lake.batches()
    names = Counter(batch.id for batch in batches)
    assert max(names.values(), default=1) == 1
    assert set(acknowledged) <= set(names)
    rows = dict(workspace.lake.rows("firm_finance").group_by("_batch").len().collect().iter_rows())
    assert rows == {batch.id: batch.rows for batch in batches}
    assert all(rows[batch] == count for batch, count in acknowledged.items())
    if not built:
        return
    # The last build that was announced is current, or a later one that was killed in announcing.
    snapshot = open_current(workspace.snapshots_path)
    firms = snapshot.value("SELECT count(*) FROM firm")
    assert firms == snapshot.manifest.report["firms"]
    assert current_id(workspace.snapshots_path) == snapshot.id
    snapshot.close()


def test_two_imports_at_once_both_land(tmp_path):
    root = tmp_path / "zone"
    create_workspace(root, Zone(name=Label(zh="试", en="test")))
    files = []
    for number in range(2):
        path = tmp_path / f"{number}.csv"
        lines = [f"企业名称,年度,营业收入\n甲{number}第{row}公司,2025,{row}" for row in range(1)]
        lines += [f"甲{number}第{row}公司,2025,{row}" for row in range(1, 3000)]
        path.write_text("\n".join(lines), encoding="utf-8")
        files.append(path)
    wotu = str(Path(sys.executable).with_name("wotu"))
    running = [
        subprocess.Popen(
            [wotu, "import", str(path), "--source", "tax", "--dir", str(root), "--json"]
        )
        for path in files
    ]
    assert [process.wait() for process in running] == [0, 0]
    rows = open_workspace(root).lake.rows("firm_finance").select(pl.len()).collect().item()
    assert rows == 6000


def test_the_same_file_imported_twice_at_once_lands_once(tmp_path):
    root = tmp_path / "zone"
    create_workspace(root, Zone(name=Label(zh="试", en="test")))
    path = tmp_path / "same.csv"
    path.write_text("企业名称,年度,营业收入\n甲公司,2025,1\n乙公司,2025,2", encoding="utf-8")
    wotu = str(Path(sys.executable).with_name("wotu"))
    command = [wotu, "import", str(path), "--source", "tax", "--dir", str(root), "--json"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = [process.communicate()[0] for process in running]
    lake = open_workspace(root).lake
    assert len(lake.batches()) == 1
    (batch,) = lake.batches()
    # Each one either landed it or says that, and where, it has landed.
    assert all(batch.id in output for output in outputs)
