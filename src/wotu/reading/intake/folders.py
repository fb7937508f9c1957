"""Many files at once: those named, and those in named folders that may be documents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wotu.reading.intake.faults import EmptyFolderError
from wotu.reading.intake.opening import ACCEPTED_SUFFIXES


def document_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, each once; of a folder all documents in it and its folders, by name.

    Hidden files and the locks of open Word files (``~$…``) are left out of folders. A file that
    does not exist stays in the list, to be told by its own error.

    Raises:  EmptyFolderError for a folder without any.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        within = [file for file in sorted(path.rglob("*")) if _is_document(file, path)]
        if not within:
            raise EmptyFolderError(str(path), accepted=" ".join(ACCEPTED_SUFFIXES))
        found |= dict.fromkeys(within)
    return list(found)


def _is_document(file: Path, folder: Path) -> bool:
    shown = not any(part.startswith((".", "~$")) for part in file.relative_to(folder).parts)
    return shown and file.suffix.lower() in ACCEPTED_SUFFIXES and file.is_file()
