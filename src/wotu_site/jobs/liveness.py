"""Whether a process is still alive, told by a file that it keeps locked as long as it lives.

The lock goes with the process, however it ends; a process number could be given to another.
"""

from __future__ import annotations

import fcntl
import os
import platform
import uuid
from pathlib import Path
from typing import IO

from django.conf import settings

_marks: dict[int, tuple[str, IO[str]]] = {}


def mark_of_this_process() -> str:
    """The mark of the present process, ``machine:name``; made and locked at the first call."""
    known = _marks.get(os.getpid())
    if known is None:
        name = uuid.uuid4().hex
        file = _path(name, create=True).open("w")
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        known = _marks[os.getpid()] = (f"{platform.node()}:{name}", file)
    return known[0]


def is_gone(mark: str) -> bool:
    """Whether the process of this mark has ended; of other machines we cannot tell."""
    machine, _, name = mark.partition(":")
    if machine != platform.node():
        return False
    path = _path(name)
    try:
        with path.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    path.unlink(missing_ok=True)
    return True


def _path(name: str, *, create: bool = False) -> Path:
    folder = Path(settings.PROCESS_MARKS_DIR)
    if create:
        folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.lock"
