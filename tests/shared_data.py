"""The folder of real data beside the checkout, for tests that may read it."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("WOTU_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def shared_path(*parts: str) -> Path:
    """A file of the shared folder; skips the test where the folder is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs {'/'.join(parts)} in the shared folder beside the checkout")
    return path
