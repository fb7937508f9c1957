"""How long work tells a person how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[float, str], None]
"""Called with the share done (0 to 1, never falling) and what is being done now."""


def silent(done: float, message: str) -> None:
    """The progress of whoever does not watch."""


def part_of(progress: Progress, start: float, end: float) -> Progress:
    """Progress of one step that fills the stretch from ``start`` to ``end`` of the whole.

    >>> part_of(lambda done, message: print(f"{done:.2f} {message}"), 0.5, 1.0)(0.5, "cleaning")
    0.75 cleaning
    """

    def report(done: float, message: str) -> None:
        progress(start + (end - start) * min(max(done, 0.0), 1.0), message)

    return report
