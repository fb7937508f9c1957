"""What a report about a snapshot rests on."""

from __future__ import annotations

from typing import Final

from wotu.build.snapshot import Snapshot
from wotu.errors import WorkspaceError
from wotu.reports.document import Origin
from wotu.workspace import open_workspace

_NO_ZONE: Final = "—"


def origin_of(snapshot: Snapshot, language: str) -> Origin:
    """Zone, day and id of a snapshot, and whether its workspace is a demo.

    A snapshot that lies outside a workspace has no zone's name and is not taken for a demo.
    """
    try:
        config = open_workspace(snapshot.folder.parent.parent).config
    except WorkspaceError:
        return Origin(_NO_ZONE, snapshot.manifest.as_of, snapshot.id)
    zone = config.zone.name.in_language(language)
    return Origin(zone, snapshot.manifest.as_of, snapshot.id, config.demo)
