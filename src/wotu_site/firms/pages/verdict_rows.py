"""Verdicts of rules as rows: a card for a rule, a row for each condition, and their drawings."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from wotu.rules.explain import ConditionReason

#: The scale on which points are drawn.
POINTS_SCALE = 100


@dataclass(frozen=True, slots=True)
class ScoreDrawing:
    """Points between two bounds, and the pass mark."""

    low: float
    high: float
    mark: float
    maximum: float


@dataclass(frozen=True, slots=True)
class MarginDrawing:
    """A value against its threshold, and both in words."""

    value: float
    threshold: float
    words: str


@dataclass(frozen=True, slots=True)
class ClauseMark:
    """Where a condition stands in an official text, and how sure we are of it."""

    text: str
    title: str
    status: str
    url: str


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition as it is shown; those beneath it in ``children``."""

    id: str
    label: str
    verdict: str
    mode: str
    value: str
    threshold: str
    short: str
    missing: tuple[str, ...]
    judged: str
    hidden: bool
    not_computable: bool
    score: ScoreDrawing | None
    margin: MarginDrawing | None
    clause: ClauseMark | None
    note: str
    evidence: str
    steps: str
    children: tuple[ConditionRow, ...]


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A rule's verdict on a firm; its conditions only where they are shown at once.

    ``failing`` is how many conditions fail. ``gaps`` say in a few words what is short and what is
    missing; ``record`` is where the record of the verdict is sent from, empty where the person may
    not see all of it; ``advice`` is the page of what would do, empty where the rule is met.
    """

    id: str
    label: str
    verdict: str
    applies: bool
    outcome: str
    sentence: str
    gaps: tuple[str, ...]
    failing: int
    address: str
    conditions: tuple[ConditionRow, ...] = ()
    uncoded: tuple[tuple[str, str], ...] = ()
    record: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class StepRow:
    """A quantity with what it was made of."""

    label: str
    value: str
    clause: ClauseMark | None
    note: str
    parts: tuple[StepRow, ...]


def score_drawing(reason: ConditionReason) -> ScoreDrawing | None:
    """Points as a bar; None where the condition has none, or has no bounds."""
    if reason.unit != "points" or reason.low is None or reason.high is None:
        return None
    mark = reason.threshold or Fraction(0)
    highest = max(reason.high, mark)
    maximum = POINTS_SCALE if highest > POINTS_SCALE / 4 else POINTS_SCALE / 4
    return ScoreDrawing(float(reason.low), float(reason.high), float(mark), float(maximum))


def margin_drawing(reason: ConditionReason, words: str) -> MarginDrawing | None:
    """A value as a bar against its threshold; None where there is none of either."""
    drawn = reason.unit not in (None, "points", "class") and reason.threshold
    if not drawn or reason.value is None:
        return None
    assert reason.threshold is not None
    return MarginDrawing(float(reason.value), float(reason.threshold), words)
