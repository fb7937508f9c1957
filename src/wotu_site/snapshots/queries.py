"""The one door to what is known: the workspace, and the snapshot that is current now."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.conf import settings

from wotu.build.snapshot import Manifest, Snapshot, current_id, list_snapshots, open_current
from wotu.errors import SnapshotError
from wotu.lake import corrections
from wotu.lake.batches import Batch
from wotu.workspace import CONFIG_NAME, Workspace, open_workspace
from wotu_site.snapshots.remembering import remembered

#: DuckDB threads a process: several people are served side by side, so none gets all cores.
THREADS_A_PROCESS = 1


def workspace() -> Workspace:
    """The workspace of the site.

    Raises:  WorkspaceError where the folder is none.
    """
    return _workspace(Path(settings.WORKSPACE_DIR))


@lru_cache(maxsize=2)
def _workspace(folder: Path) -> Workspace:
    return open_workspace(folder)


#: The snapshot that this process holds open, by the folder of its zone's snapshots.
_open: dict[Path, Snapshot] = {}
_lock = threading.Lock()


def snapshot() -> Snapshot:
    """The current snapshot; a newly published one is opened at the next request.

    The one before is left to the requests that still read it, and closed with the last of them.

    Raises:  SnapshotError before the first build.
    """
    folder = workspace().snapshots_path
    held = _open.get(folder)
    if held is not None and held.id == current_id(folder):
        return held
    with _lock:
        held = _open.get(folder)
        if held is None or held.id != current_id(folder):
            held = _open[folder] = open_current(folder, threads=THREADS_A_PROCESS)
        return held


def has_snapshot() -> bool:
    """Whether a build has been published."""
    return has_workspace() and current_id(workspace().snapshots_path) is not None


def has_workspace() -> bool:
    """Whether the folder of the site is a workspace."""
    return (Path(settings.WORKSPACE_DIR) / CONFIG_NAME).is_file()


def published() -> list[Manifest]:
    """What every snapshot says of itself, the oldest first."""
    return list_snapshots(workspace().snapshots_path)


def opened(snapshot_id: str) -> Snapshot:
    """A snapshot that is not the current one, to compare with.

    Raises:  SnapshotError where it is gone.
    """
    return _opened(workspace().snapshots_path / snapshot_id)


@lru_cache(maxsize=2)
def _opened(folder: Path) -> Snapshot:
    if not folder.is_dir():
        name = folder.name
        raise SnapshotError(f"没有快照 {name}。 There is no snapshot '{name}'.")
    return Snapshot(folder, THREADS_A_PROCESS)


def batches() -> list[Batch]:
    """All batches of the lake, in order; read again only when one has landed or been undone."""
    lake = workspace().lake
    return _batches(lake.root, last_commit(lake.events_path))


def pending_batches() -> list[Batch]:
    """The batches that landed or were undone since the current snapshot was built."""
    counted = _counted_batches(snapshot())
    return [batch for batch in batches() if batch.counts != (batch.id in counted)]


def contests() -> pl.DataFrame:
    """All contests with their state; read again only when one was opened or settled."""
    root = workspace().lake.root
    return _contests(root, last_commit(root / "contests"))


@remembered
def _counted_batches(current: Snapshot) -> frozenset[str]:
    rows = current.rows("SELECT batch FROM batch WHERE counts")
    return frozenset(row["batch"] for row in rows)


@lru_cache(maxsize=1)
def _batches(_root: Path, _commit: str) -> list[Batch]:
    return workspace().lake.batches()


@lru_cache(maxsize=1)
def _contests(_root: Path, _commit: str) -> pl.DataFrame:
    return corrections.contests(workspace().lake)


def last_commit(table: Path) -> str:
    """The name of the newest commit of a Delta table; empty before the first."""
    log = table / "_delta_log"
    return max((path.name for path in log.glob("*.json")), default="") if log.is_dir() else ""


def forget() -> None:
    """Let go of what is held of the site's folder, for when it is another zone's from now on."""
    if has_workspace():
        _open.pop(workspace().snapshots_path, None)
    for held in (_workspace, _opened, _batches, _contests):
        held.cache_clear()
