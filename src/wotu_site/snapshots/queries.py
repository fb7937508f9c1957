"""The one door to what is known: the workspace, and the snapshot that is current now."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from wotu.build.snapshot import Snapshot, current_id, open_current
from wotu.workspace import Workspace, open_workspace

#: DuckDB threads a process: several people are served side by side, so none gets all cores.
THREADS_A_PROCESS = 1


@cache
def workspace() -> Workspace:
    """The workspace of the site.

    Raises:  WorkspaceError where the folder is none.
    """
    return open_workspace(settings.WORKSPACE_DIR)


@dataclass
class _Open:
    """The snapshot that this process holds open."""

    snapshot: Snapshot | None = None


_open = _Open()
_lock = threading.Lock()


def snapshot() -> Snapshot:
    """The current snapshot; a newly published one is opened at the next request.

    The one before is left to the requests that still read it, and closed with the last of them.

    Raises:  SnapshotError before the first build.
    """
    folder = workspace().snapshots_path
    held = _open.snapshot
    if held is not None and held.id == current_id(folder):
        return held
    with _lock:
        held = _open.snapshot
        if held is None or held.id != current_id(folder):
            _open.snapshot = open_current(folder, threads=THREADS_A_PROCESS)
        assert _open.snapshot is not None
        return _open.snapshot


def has_snapshot() -> bool:
    """Whether a build has been published."""
    return current_id(workspace().snapshots_path) is not None
