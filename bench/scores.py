"""Precision, recall and F1."""

from __future__ import annotations

from typing import NamedTuple


class Score(NamedTuple):
    """How many were right, of how many told and how many asked for."""

    right: int
    told: int
    asked: int

    @property
    def precision(self) -> float:
        """Share of those told that are right."""
        return self.right / self.told if self.told else 0.0

    @property
    def recall(self) -> float:
        """Share of those asked for that were told."""
        return self.right / self.asked if self.asked else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if self.right else 0.0

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}  recall {self.recall:.3f}  F1 {self.f1:.3f}"
