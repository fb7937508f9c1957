"""A claim: one figure that a document states about something, and the characters that say so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any


class ClaimKind(StrEnum):
    """What sort of statement a figure makes."""

    LEVEL = "level"  # a stock or a flow: GDP, a count, an amount
    CHANGE_PCT = "change_pct"
    CHANGE_ABS = "change_abs"
    SHARE = "share"
    RANK = "rank"
    RATIO = "ratio"
    DURATION = "duration"
    TARGET = "target"  # promised or planned, whatever its form


class Bound(StrEnum):
    """How the figure stands to the true value."""

    EXACT = "exact"
    ABOUT = "about"  # 约 左右
    NEARLY = "nearly"  # 近: a little below
    OVER = "over"  # 超 逾 多 突破 以上
    UP_TO = "up_to"  # 最高 不超过 前N
    FIRST = "first"  # 首个


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure of a document.

    ``figure`` is in base units: 万, 亿 and 万亿 multiplied out, percentages as per cent, fractions
    as per cent, declines negative; of a range the lower end.
    """

    start: int
    end: int
    """Characters of the document's text that hold figure, unit and a bound word touching it."""
    quote: str
    """``text[start:end]``, line breaks included."""
    figure: Decimal
    figure_max: Decimal | None
    unit: str
    kind: ClaimKind
    bound: Bound
    subject: str | None
    """Whom or what the figure is about, resolved where the text has a pronoun or nothing."""
    metric: str
    """The measured thing in the document's own words, without the subject."""
    period: str | None
    """``2022``, ``2023-Q1``, ``2024-08``, ``2024-01/2024-05``, ``2021-12-24``, ``by:2026``,
    ``asof:2023``; None where the document gives none."""
    compare: str | None
    """Of changes ``yoy``, ``since:YYYY``, ``last_edition``; of ranks the field."""
    sentence: tuple[int, int]
    """Start and end of the sentence in the document's text."""

    def holds(self, text: str) -> bool:
        """Whether the span still says what is quoted; checked at each storing and reading."""
        return 0 <= self.start < self.end and text[self.start : self.end] == self.quote

    def as_json(self, doc: str, place: int) -> dict[str, Any]:
        """The line of ``wotu read --out``; ``place`` counts from 1 in order of appearance."""
        return {
            "id": f"{doc}-{place:03d}",
            "doc": doc,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "figure": plain_decimal(self.figure),
            "figure_max": None if self.figure_max is None else plain_decimal(self.figure_max),
            "unit": self.unit,
            "kind": self.kind.value,
            "bound": self.bound.value,
            "subject": self.subject,
            "metric": self.metric,
            "period": self.period,
            "compare": self.compare,
        }


def plain_decimal(number: Decimal) -> str:
    """The number without exponent or zeros at the end.

    >>> plain_decimal(Decimal("2.40E+12")), plain_decimal(Decimal("5.160"))
    ('2400000000000', '5.16')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
