"""Arithmetic that a document's own figures have to keep."""

from __future__ import annotations

from collections.abc import Iterable

from wotu.packs.indicators import IndicatorDictionary
from wotu.reading.claim import Claim
from wotu.reading.indicators import shipped_indicators
from wotu.reading.reconciling.arithmetic_growth import (
    check_growth,
    check_net_increase,
    check_share_of_whole,
)
from wotu.reading.reconciling.arithmetic_order import (
    check_periods,
    check_ranks,
    check_running_totals,
    check_twice,
)
from wotu.reading.reconciling.arithmetic_parts import (
    check_definitions,
    check_parts,
    check_shares,
    check_totals,
)
from wotu.reading.reconciling.findings import Finding, FindingKind, Severity, figures_of
from wotu.reading.reconciling.metrics import metric_reader

__all__ = ["Finding", "FindingKind", "Severity", "check_arithmetic"]


def check_arithmetic(
    claims: Iterable[Claim], text: str, indicators: IndicatorDictionary | None = None
) -> list[Finding]:
    """What the claims of one document contradict among themselves, in order of appearance.

    ``text`` is the document's. Every comparison is exact and grants each figure all values that
    its written digits and its bound word allow.
    """
    known = shipped_indicators() if indicators is None else indicators
    figures = figures_of(list(claims), text, metric_reader(known))
    found = [
        *check_shares(figures, text),
        *check_parts(figures, text),
        *check_totals(figures, text),
        *check_definitions(figures),
        *check_growth(figures, text),
        *check_share_of_whole(figures, text),
        *check_net_increase(figures),
        *check_ranks(figures, known),
        *check_periods(figures),
        *check_running_totals(figures, known),
        *check_twice(figures),
    ]
    return sorted(found, key=lambda one: (one.claims[0].start, one.kind))
