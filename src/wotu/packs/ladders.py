"""Cultivation ladders: the rungs that firms climb, each a certificate and perhaps its rule."""

from __future__ import annotations

from wotu.packs.schema import Label, PackModel


class Rung(PackModel):
    """One rung: the certificate that a firm on it holds, and the rule that grants it."""

    certificate: str
    rule: str | None = None
    main: bool = False
    """What the chart of the ladder speaks of, and work lists open with: the recognition that most
    of the zone's work is about."""


class Ladder(PackModel):
    """Rungs from the lowest to the highest."""

    ladder: str
    label: Label
    description: Label
    rungs: tuple[Rung, ...]
