"""Is everything in order: the machine, the workspace, its packs, lake and snapshot."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from wotu.build.snapshot import current_id, open_current
from wotu.errors import WotuError
from wotu.program import program
from wotu.workspace import Workspace, open_workspace

LEAST_DISK_GB = 2


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    level: Literal["ok", "warning", "fault"]
    subject: str
    message: str

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"level": self.level, "subject": self.subject, "message": self.message}


def examine(root: Path) -> list[Finding]:
    """Look at everything; a fault in one thing does not hide the others."""
    findings = [_python(), _disk(root)]
    try:
        workspace = open_workspace(root)
    except WotuError as error:
        return [*findings, Finding("fault", "workspace", error.message)]
    findings.append(Finding("ok", "workspace", f"{workspace.config.zone.name.zh} {root}"))
    for check in (_packs, _lake, _snapshot):
        findings += _safely(check, workspace)
    return findings


def _safely(check: Callable[[Workspace], Iterator[Finding]], workspace: Workspace) -> list[Finding]:
    try:
        return list(check(workspace))
    except (WotuError, OSError) as error:
        return [Finding("fault", check.__name__.strip("_"), str(error))]


def _python() -> Finding:
    good = sys.version_info >= (3, 11)
    return Finding("ok" if good else "fault", "python", platform.python_version())


def _disk(root: Path) -> Finding:
    existing = next(p for p in (root, *root.parents) if p.exists())
    free = shutil.disk_usage(existing).free / 1e9
    level: Literal["ok", "warning"] = "ok" if free > LEAST_DISK_GB else "warning"
    return Finding(level, "disk", f"{free:.1f} GB free")


def _packs(workspace: Workspace) -> Iterator[Finding]:
    packs = workspace.packs
    names = ", ".join(f"{h.pack} {h.version}" for h in packs.headers)
    rules = workspace.rulebook.rules
    message = f"{names}: {len(packs.every_contract)} contracts, {len(rules)} rules"
    yield Finding("ok", "packs", message)


def _lake(workspace: Workspace) -> Iterator[Finding]:
    batches = workspace.lake.batches()
    counting = sum(1 for batch in batches if batch.counts)
    if not batches:
        yield Finding("warning", "lake", f"no batch yet: {program()} import FILE --source SOURCE")
        return
    rejected = sum(batch.rejected for batch in batches if batch.counts)
    yield Finding("ok", "lake", f"{counting} of {len(batches)} batches count")
    if rejected:
        yield Finding("warning", "quarantine", f"{rejected:,} rows wait: {program()} rejected")


def _snapshot(workspace: Workspace) -> Iterator[Finding]:
    if current_id(workspace.snapshots_path) is None:
        yield Finding("warning", "snapshot", f"none yet: {program()} build")
        return
    snapshot = open_current(workspace.snapshots_path)
    manifest = snapshot.manifest
    snapshot.close()
    firms = manifest.report["firms"]
    yield Finding("ok", "snapshot", f"{manifest.id}, as of {manifest.as_of}, {firms:,} firms")
    newer = [b for b in workspace.lake.batches() if b.state_at > manifest.built_at]
    if newer:
        message = f"{len(newer)} batches changed since it was built: {program()} build"
        yield Finding("warning", "snapshot", message)
