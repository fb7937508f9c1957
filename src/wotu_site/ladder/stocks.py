"""What a snapshot says of the stock of a certificate, worked out once."""

from __future__ import annotations

from wotu.build.among import ATTRIBUTES, Among, Attribute, Clause, counts_by
from wotu.build.forecast import Backtest, Forecast, Target, backtest, forecast
from wotu.build.rungs import Rung, ready_pool, valid_years
from wotu.build.snapshot import Snapshot
from wotu.build.stock import Stock, certificates_of, stock_of
from wotu_site.ladder import work
from wotu_site.snapshots.remembering import remembered
from wotu_site.ui.tables import ListState


def chosen_rung(snapshot: Snapshot, state: ListState) -> Rung:
    """The rung that an address names, else the main one with a rule, else the first."""
    rungs = work.rungs(snapshot)
    named = next((rung for rung in rungs if rung.kind == state.value("kind")), None)
    ruled = work.ruled_rungs(snapshot)
    fullest = next((rung for rung in ruled if rung.kind == FIRST_SHOWN), None)
    return named or fullest or (ruled[0] if ruled else rungs[0])


ALL_GRANTED, VALID, ENDING = "granted", "valid", "ending"
"""In addresses: numbers of the stock that are not a single move."""

FIRST_SHOWN = "hnte"
"""The certificate that a zone is measured by."""


def among_of(state: ListState) -> Among:
    """The firms that an address narrows the stock to."""
    return Among(**{name: tuple(state.values(name)) for name in ATTRIBUTES})


@remembered
def history(snapshot: Snapshot, rung: Rung, among: Among) -> Stock:
    """The stock of a rung up to the day of the snapshot."""
    certificates = certificates_of(snapshot, rung.kind, among)
    return stock_of(certificates, snapshot.manifest.as_of, valid_years(snapshot, rung))


@remembered
def outlook(snapshot: Snapshot, rung: Rung, among: Among, target: Target | None) -> Forecast:
    """The quarters ahead."""
    known = history(snapshot, rung, among)
    return forecast(known.certificates, known.as_of, target)


@remembered
def tested(snapshot: Snapshot, rung: Rung, among: Among) -> Backtest:
    """How well the same forecast would have done in the past."""
    known = history(snapshot, rung, among)
    return backtest(known.certificates, known.as_of)


@remembered
def pool(snapshot: Snapshot, rung: Rung, among: Among) -> int | None:
    """Firms without the certificate that could be declared today."""
    return ready_pool(snapshot, rung, among)


def holders_by(
    snapshot: Snapshot, rung: Rung, among: Among, attribute: Attribute
) -> dict[str, int]:
    """How many holders have each value of an attribute."""
    day = snapshot.manifest.as_of
    holds = Clause(
        "f.firm_id IN (SELECT firm_id FROM fact_firm_certificate WHERE kind = ?"
        " AND granted_on <= ? AND (expires_on IS NULL OR expires_on >= ?))",
        (rung.kind, day, day),
    )
    return counts_by(snapshot, attribute, among, holds)
