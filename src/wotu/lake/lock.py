"""One writer at a time: a lock that a killed process leaves behind open."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wotu.errors import BatchError


@contextmanager
def writer_lock(path: Path, timeout_seconds: float = 60) -> Iterator[None]:
    """Hold the lock file at ``path`` for the duration of the block.

    The kernel releases it when the process ends, however it ends.

    Raises:  BatchError when another writer holds it longer than the timeout.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + timeout_seconds
    with path.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise BatchError(
                        "另一个导入或建库正在写入，等待超时；请待其完成后重试。"
                        f" Another writer has held {path.name} for {timeout_seconds:.0f} seconds;"
                        " wait for it to finish and try again."
                    ) from None
                time.sleep(0.05)
        yield
