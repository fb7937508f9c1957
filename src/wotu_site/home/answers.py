"""Answers of snapshots that the first page gives, each asked once and remembered."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from wotu.build.among import ALL_FIRMS, Among, firms_among
from wotu.build.changes import standing_changes
from wotu.build.rungs import READY, Outlook, Rung, all_rungs, outlook, rungs_with_rules
from wotu.build.snapshot import Manifest, Snapshot
from wotu_site.snapshots import queries as snapshots
from wotu_site.snapshots.remembering import remembered


@dataclass(frozen=True, slots=True)
class StandingChanges:
    """How many firms stand elsewhere before a rule than in an earlier snapshot."""

    changed: int
    ready: int
    """Those that can be declared now and could not before."""
    no_longer: int
    """Those that could be declared before and cannot now."""


@remembered
def ruled_rungs(snapshot: Snapshot) -> tuple[Rung, ...]:
    """The rungs that a rule decides: the main one, then the highest first."""
    return rungs_with_rules(all_rungs(snapshot))


@remembered
def outlook_of(snapshot: Snapshot, kind: str, among: Among = ALL_FIRMS) -> Outlook | None:
    """The outlook of the rung of a certificate; None where the snapshot has no rule for it."""
    rung = next((one for one in ruled_rungs(snapshot) if one.kind == kind), None)
    return outlook(snapshot, rung, among) if rung else None


@remembered
def firm_count(snapshot: Snapshot, among: Among = ALL_FIRMS) -> int:
    """How many firms there are."""
    clause = firms_among(snapshot, among)
    sql = f"SELECT count(*) FROM firm f WHERE {clause.sql}"
    return int(snapshot.value(sql, clause.parameters))


@remembered
def doubtful_names(snapshot: Snapshot) -> int:
    """How many names wait for somebody to say which firm they mean."""
    return int(snapshot.value("SELECT count(*) FROM doubtful"))


@remembered
def changes_since(after: Snapshot, before_id: str, rule_id: str) -> StandingChanges:
    """How the standings in a rule differ from those of an earlier snapshot."""
    found = standing_changes(snapshots.opened(before_id), after, rule_id)
    ready = [one.value for one in READY]
    was, now = (pl.col(name).is_in(ready).fill_null(False) for name in ("before", "after"))
    counts = found.select(ready=(now & ~was).sum(), no_longer=(was & ~now).sum()).row(0)
    return StandingChanges(found.height, *counts)


def snapshot_before(snapshot: Snapshot) -> Manifest | None:
    """The snapshot that was built last before this one; None where it was the first."""
    earlier = [one for one in snapshots.published() if one.built_at < snapshot.manifest.built_at]
    return earlier[-1] if earlier else None
