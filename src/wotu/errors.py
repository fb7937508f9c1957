"""One root class, and the faults that callers handle differently.

The text of an error says where, what was found, what is accepted and what to do; the same facts
are kept as fields, so that the site and ``--json`` can show them without parsing sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any


class WotuError(Exception):
    """Root of every fault that Wotu explains to a person.

    ``kind`` is the stable name used in JSON; ``facts`` holds what the text was made from.
    """

    kind = "error"

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts

    def as_json(self) -> dict[str, Any]:
        """The error as ``{"error", "message", ...facts}``."""
        return {"error": self.kind, "message": self.message, **self.facts}


class WorkspaceError(WotuError):
    """The folder is not a Wotu workspace, or its ``wotu.yaml`` cannot be used."""

    kind = "workspace"


class UnreadableFileError(WotuError):
    """A file cannot be read at all: broken, encrypted, too large, or of an unknown kind."""

    kind = "unreadable_file"


class MappingError(WotuError):
    """The columns of a file cannot be mapped onto a contract without a person's help."""

    kind = "mapping"


class UnknownNameError(WotuError):
    """A contract, field, rule, source or batch that does not exist was named."""

    kind = "unknown_name"


class BatchError(WotuError):
    """A batch cannot be landed, undone or found."""

    kind = "batch"


class SnapshotError(WotuError):
    """There is no snapshot to read, or the named one is gone."""

    kind = "snapshot"


class SubjectNotFoundError(WotuError):
    """No firm has this code or name."""

    kind = "not_found"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a pack file: where it is and what to do about it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class PackError(WotuError):
    """All faults of the packs that were read, reported together."""

    kind = "pack"

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        text = "\n".join(str(fault) for fault in faults)
        super().__init__(
            text,
            faults=[{"file": f.file, "line": f.line, "message": f.message} for f in faults],
        )


def did_you_mean(name: str, known: list[str] | dict[str, Any]) -> str:
    """``" Did you mean 'x'?"`` with the nearest known name, or nothing when none is near."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f" Did you mean '{near[0]}'?" if near else ""
