"""Reading a file in a process of its own with bounded memory and time.

A native parser that meets a hostile file may take all memory, all time, or fall over; there it
takes only its own process with it. The child leaves its result in a folder, or ``refusal.json``
with the facts of :func:`wotu.contracts.readers.refusals.refusal`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from wotu.contracts.limits import MIB
from wotu.contracts.readers.refusals import refusal
from wotu.progress import Progress

_POLL_SECONDS: Final = 0.1
_REFUSED: Final = 3


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What a child may take: address space, and seconds of its own and of the clock."""

    memory_bytes: int
    seconds: int


@contextmanager
def running_child(
    module: str,
    arguments: Sequence[str],
    folder: Path,
    name: str,
    limits: ChildLimits,
    progress: Progress,
) -> Iterator[Callable[[], None]]:
    """``python -m module arguments`` at work in ``folder``, and what waits for its end.

    The child never outlives the block; the share that it has done is read from ``progress`` in
    the folder.

    Raises:  UnreadableFileError about the file ``name``, from the waiting.
    """
    started = time.monotonic()
    with (folder / "errors").open("w+b") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )

        def finish() -> None:
            while process.poll() is None:
                if time.monotonic() - started > limits.seconds:
                    raise refusal("too_slow", name, limit=limits.seconds)
                progress(_done(folder), f"reading {name}")
                time.sleep(_POLL_SECONDS)
            if process.returncode:
                errors.seek(0)
                said = errors.read().decode("utf-8", "replace")
                raise _refusal_of(process.returncode, folder, name, said, limits)

        try:
            yield finish
        finally:
            process.kill()
            process.wait()


def limit_resources(limits: ChildLimits) -> None:
    """Called by the child before it opens the file."""
    try:
        import resource
    except ImportError:  # Windows: the time limit of the parent still holds
        return
    for kind, limit in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.seconds),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (allowed, hard))


def refuse(folder: Path, facts: dict[str, Any]) -> int:
    """Called by the child: say why, and return the exit code that tells so."""
    (folder / "refusal.json").write_text(json.dumps(facts), encoding="utf-8")
    return _REFUSED


def _done(folder: Path) -> float:
    try:
        return float((folder / "progress").read_text())
    except (OSError, ValueError):
        return 0.0


def _refusal_of(code: int, folder: Path, name: str, errors: str, limits: ChildLimits) -> Exception:
    if code == _REFUSED:
        facts = json.loads((folder / "refusal.json").read_text(encoding="utf-8"))
        kept = {key: value for key, value in facts.items() if key not in {"file", "zh", "en"}}
        return refusal(kept.pop("code"), name, sheet=kept.pop("sheet", None), **kept)
    if "memory allocation" in errors or "MemoryError" in errors:
        limit = f"{limits.memory_bytes // MIB} MB"
        return refusal("too_much_memory", name, limit=limit)
    last = errors.strip().rpartition("\n")[2][:80]
    return refusal("broken", name, found=f"parser stopped with {code} {last}".strip())
