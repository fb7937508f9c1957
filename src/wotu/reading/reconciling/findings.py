"""What a document's own figures contradict: findings, and the claims they are made from."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from wotu.contracts.notices import Notice
from wotu.reading.claim import Bound, Claim
from wotu.reading.reconciling.alike import Key, key_of
from wotu.reading.reconciling.differences import Stated, stated
from wotu.reading.reconciling.metrics import Metric, MetricReader
from wotu.reading.reconciling.statements import Statement

DOCUMENT: Final = "document"
"""Source of the statements that are made of one document's claims."""


class FindingKind(StrEnum):
    """Which arithmetic a document breaks."""

    SHARE = "share"  # shares of one whole over 100
    PART = "part"  # a part larger than its whole
    SUM = "sum"  # parts that do not add up
    GROWTH = "growth"  # a level that its growth cannot lead to
    WHOLE = "whole"  # a share of no whole number
    NET = "net"  # a net increase that the levels do not have
    RANK = "rank"  # ranks against levels
    PERIOD = "period"  # periods in the wrong order
    TWICE = "twice"  # one figure given twice, differently


class Severity(StrEnum):
    """How sure it is that something is wrong."""

    IMPOSSIBLE = "impossible"  # no figures within the written digits fit
    DOUBTFUL = "doubtful"  # wrong, unless the words mean something else


@dataclass(frozen=True)
class Finding:
    """Claims of one document that cannot all be right."""

    kind: FindingKind
    severity: Severity
    claims: tuple[Claim, ...]
    words: Notice
    """What does not fit, with the figures as written; its code is the kind."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A claim of the document with what it is compared by."""

    claim: Claim
    key: Key
    metric: Metric
    stated: Stated

    @property
    def is_plain(self) -> bool:
        """A single figure without a bound word."""
        return self.claim.bound is Bound.EXACT and self.claim.figure_max is None

    @property
    def is_counted(self) -> bool:
        """Plain, and a count written to the last whole one."""
        return self.is_plain and self.key.dimension == "count" and self.stated.step == 1

    @property
    def quote(self) -> str:
        """The figure as written, on one line."""
        return re.sub(r"\s+", "", self.claim.quote)


def figures_of(claims: list[Claim], text: str, read: MetricReader) -> list[Figure]:
    """The claims in order of appearance, ready for comparing."""
    figures: list[Figure] = []
    for claim in sorted(claims, key=lambda one: (one.start, one.end)):
        start, end = claim.sentence
        name = f"{claim.start}-{claim.end}-{len(figures)}"
        statement = Statement(name, DOCUMENT, DOCUMENT, None, claim, text[start:end])
        key, metric = key_of(statement, read)
        figures.append(Figure(claim, key, metric, stated(statement, metric)))
    return figures


def finding(
    kind: FindingKind, severity: Severity, figures: list[Figure], zh: str, en: str
) -> Finding:
    """A finding of a kind in both languages."""
    return Finding(kind, severity, tuple(one.claim for one in figures), Notice(kind.value, zh, en))


def has_whole_number(low: Fraction, high: Fraction) -> bool:
    """Whether a whole number lies between two values, ends included.

    >>> has_whole_number(Fraction("353.600"), Fraction("353.615"))
    False
    """
    return math.ceil(low) <= high


def between(one: Figure, other: Figure, text: str) -> str | None:
    """What stands between two figures of one sentence, without spaces; None across sentences."""
    if one.claim.sentence != other.claim.sentence:
        return None
    return re.sub(r"\s+", "", text[one.claim.end : other.claim.start])
