"""Which code made a result: its version, and a digest of the parts that decide."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from wotu import __version__

DECIDING = ("build", "chains", "contracts", "identity", "lake", "packs", "rules")
"""Packages whose code can change a result."""


@cache
def code_version() -> str:
    """``0.1.0+3f2a…``: equal for equal code, wherever it is installed."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for package in DECIDING:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in {".py", ".lark", ".csv", ".txt", ".yaml"}:
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"
