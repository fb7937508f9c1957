"""What every step did: nothing is treated, filled in or left out without a line here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wotu.packs.schema import Label


class Step(StrEnum):
    """The steps of the method, in their order."""

    DENOMINATE = "denominate"
    SCREEN = "screen"
    IMPUTE = "impute"
    TREAT = "treat"
    NORMALISE = "normalise"
    WEIGH = "weigh"
    AGGREGATE = "aggregate"


@dataclass(frozen=True)
class LogLine:
    """One thing that a step did, or that it had nothing to do.

    ``node``: id of the indicator or dimension; ``place`` and ``period``: whose value; ``before``
    and ``after`` in the indicator's unit where a value was changed. Every step writes at least one
    line.
    """

    step: Step
    message: Label
    node: str | None = None
    place: str | None = None
    period: str | None = None
    before: float | None = None
    after: float | None = None


Log = tuple[LogLine, ...]
