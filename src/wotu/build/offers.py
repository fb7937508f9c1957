"""What each measure offers: verdict and amount of a firm, and what was paid before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import polars as pl

from wotu.build.payments import PAYMENTS
from wotu.build.snapshot import Snapshot
from wotu.build.stacking import LOANS
from wotu.rules.checked import CheckedRule
from wotu.rules.compile import FIRM_ID
from wotu.rules.screen import Standing
from wotu.rules.spec import Measure
from wotu.units import FEN_PER_YUAN

OPEN: Final = (Standing.READY, Standing.ONE_FACT, Standing.FACTS_MISSING, Standing.ONE_CONDITION)
"""Where a measure is neither certain nor out of reach."""


@dataclass(frozen=True)
class Offer:
    """A measure before one firm.

    ``low_fen`` and ``high_fen`` bound the amount, or for a loan its limit; None where no bound is
    known. ``rate`` is a loan's yearly interest (0-1). ``barred_by`` is the year of a payment that
    stands in the way.
    """

    rule: CheckedRule
    verdict: bool | None
    standing: Standing
    low_fen: int | None
    high_fen: int | None
    rate: float | None = None
    barred_by: int | None = None

    @property
    def measure(self) -> Measure:
        """What the rule says of the money."""
        assert self.rule.spec.measure is not None
        return self.rule.spec.measure

    @property
    def is_loan(self) -> bool:
        """Whether the amount is a limit rather than money."""
        return self.measure.kind in LOANS

    @property
    def is_certain(self) -> bool:
        """Whether the firm meets the rule and no payment stands in the way."""
        return self.verdict is True and self.barred_by is None

    @property
    def is_open(self) -> bool:
        """Whether facts, people's judgement or one condition decide it."""
        return self.standing in OPEN and self.barred_by is None


def measured_rules(snapshot: Snapshot) -> list[CheckedRule]:
    """Rules on firms that bring a measure, in force on the snapshot's day and screened in it."""
    return [
        rule
        for rule in snapshot.rulebook.in_force(snapshot.manifest.as_of)
        if rule.spec.measure and snapshot.columns(f"verdict_{rule.id}")
    ]


def offers_of_firm(snapshot: Snapshot, firm_id: str) -> list[Offer]:
    """Every measure that applies to a firm, in the order of the packs."""
    year = snapshot.manifest.as_of.year
    paid = paid_years(snapshot, firm_id)
    offers = []
    for rule in measured_rules(snapshot):
        row = snapshot.row(f'SELECT * FROM "verdict_{rule.id}" WHERE firm_id = ?', [firm_id])
        if row is None:
            continue
        assert rule.spec.measure is not None
        offers.append(
            Offer(
                rule=rule,
                verdict=row["verdict"],
                standing=Standing(row["standing"]),
                low_fen=fen_of(row["amount.low"]),
                high_fen=fen_of(row["amount.high"]),
                rate=row.get("rate"),
                barred_by=barring_year(rule.spec.measure, paid.get(rule.id, ()), year),
            )
        )
    return offers


def fen_of(yuan: Decimal | None) -> int | None:
    """Whole fen of an amount in yuan; amounts below nothing bring nothing."""
    return None if yuan is None else max(int(yuan * FEN_PER_YUAN), 0)


def barring_year(measure: Measure, paid: Sequence[int], year: int) -> int | None:
    """The year of the payment that keeps a firm from the measure in ``year``; None without one."""
    if not paid:
        return None
    last = max(paid)
    if measure.once:
        return last
    return last if year - last < (measure.once_in_years or 1) else None


def paid_years(snapshot: Snapshot, firm_id: str) -> dict[str, list[int]]:
    """For each measure the years for which the firm was paid under it, as far as known."""
    if not snapshot.columns(f"fact_{PAYMENTS}"):
        return {}
    rows = snapshot.rows(
        f"SELECT DISTINCT measure, year FROM fact_{PAYMENTS} WHERE firm_id = ? ORDER BY ALL",
        [firm_id],
    )
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row["measure"], []).append(row["year"])
    return found


def paid_this_year(snapshot: Snapshot, firm_id: str | None = None) -> pl.DataFrame:
    """What was paid in the year of the snapshot: firm_id, measure, fen."""
    schema = {FIRM_ID: pl.String, "measure": pl.String, "fen": pl.Int64}
    if not snapshot.columns(f"fact_{PAYMENTS}"):
        return pl.DataFrame(schema=schema)
    where, who = ("AND firm_id = ?", [firm_id]) if firm_id else ("", [])
    return snapshot.frame(
        "SELECT firm_id, measure, CAST(sum(amount_cny) * 100 AS BIGINT) AS fen"
        f" FROM fact_{PAYMENTS} WHERE year = ? {where} GROUP BY ALL ORDER BY ALL",
        [snapshot.manifest.as_of.year, *who],
    ).cast(schema)  # type: ignore[arg-type]


def payments_are_complete(snapshot: Snapshot) -> bool:
    """Whether a firm without a payment on record certainly had none."""
    complete: Mapping[str, Any] | Sequence[str] = snapshot.manifest.report["complete_lists"]
    return PAYMENTS in complete
