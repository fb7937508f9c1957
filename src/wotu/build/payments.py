"""Which firms a measure bars in a year because they were paid under it not long ago."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID

PAYMENTS: Final = "firm_payment"


def barred_by_payments(
    snapshot: Snapshot, rule: CheckedRule, firms: pl.Series, year: int
) -> pl.Series:
    """For each of ``firms`` whether a known payment of an earlier year bars it in ``year``.

    Without known payments nobody is barred.
    """
    measure = rule.spec.measure
    nobody = pl.repeat(False, firms.len(), eager=True)
    if measure is None or not snapshot.columns(f"fact_{PAYMENTS}"):
        return nobody
    if not measure.once and measure.once_in_years is None:
        return nobody
    since = 0 if measure.once else year - (measure.once_in_years or 1) + 1
    paid = snapshot.frame(
        f"SELECT DISTINCT {FIRM_ID} FROM fact_{PAYMENTS}"
        " WHERE measure = ? AND year >= ? AND year < ?",
        [rule.id, since, year],
    )
    return firms.is_in(paid[FIRM_ID].implode())
