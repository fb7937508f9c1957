"""What kind of declaration it would be for a firm: its first, a renewal, or one after a lapse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from wotu.build.among import Clause


class Declaration(StrEnum):
    """The declarations, told apart by the newest certificate of the kind that a rule grants."""

    FIRST = "first"  # no certificate of the kind is known
    RENEWAL = "renewal"  # one is valid, and ends before the year does
    LAPSED = "lapsed"  # one was valid, and is no longer


HELD: Final = (
    "(SELECT firm_id, max(expires_on) AS expires_on, bool_or(expires_on IS NULL) AS open"
    " FROM fact_firm_certificate WHERE kind = ? GROUP BY firm_id) held"
)
"""Firms with the last day of their certificates of a kind; ``open`` where one has no last day."""


def declaration_of(expires_on: dt.date | None, as_of: dt.date) -> Declaration:
    """The declaration of a firm whose newest certificate ends on a day, None where it has none.

    >>> declaration_of(dt.date(2026, 10, 7), dt.date(2026, 6, 30)).value
    'renewal'
    """
    if expires_on is None:
        return Declaration.FIRST
    return Declaration.RENEWAL if expires_on >= as_of else Declaration.LAPSED


def still_due(as_of: dt.date, wanted: Sequence[Declaration]) -> Clause:
    """That a firm has no certificate beyond the end of the year, and declares in a wanted way."""
    year_end = dt.date(as_of.year, 12, 31)
    due = Clause("(held.open IS NULL OR NOT held.open AND held.expires_on <= ?)", (year_end,))
    if not wanted:
        return due
    tests = {
        Declaration.FIRST: Clause("held.expires_on IS NULL"),
        Declaration.RENEWAL: Clause("held.expires_on >= ?", (as_of,)),
        Declaration.LAPSED: Clause("held.expires_on < ?", (as_of,)),
    }
    chosen = [tests[one] for one in wanted]
    either = Clause(
        f"({' OR '.join(one.sql for one in chosen)})",
        tuple(value for one in chosen for value in one.parameters),
    )
    return due & either
