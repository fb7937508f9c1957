"""Where the measured work of the peers lies; benchmarks that need it say so when it is absent."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("WOTU_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def shared(*parts: str) -> Path | None:
    """A file or folder beside the checkout, None where it is absent."""
    path = SHARED.joinpath(*parts)
    return path if path.exists() else None
