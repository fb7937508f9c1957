"""What changed from one snapshot to another."""

from __future__ import annotations

import polars as pl

from wotu.build.snapshot import Snapshot


def standing_changes(before: Snapshot, after: Snapshot, rule_id: str) -> pl.DataFrame:
    """Firms whose standing in a rule differs between two snapshots.

    Columns: firm_id, name, before, after; null where the firm was not there, the rule does not
    apply to it or the snapshot lacks the rule. Sorted by firm_id.
    """
    old = _standings(before, rule_id).rename({"standing": "before", "name": "old_name"})
    new = _standings(after, rule_id).rename({"standing": "after"})
    return (
        new.join(old, on="firm_id", how="full", coalesce=True)
        .filter(pl.col("before").ne_missing(pl.col("after")))
        .select("firm_id", pl.coalesce("name", "old_name").alias("name"), "before", "after")
        .sort("firm_id")
    )


def _standings(snapshot: Snapshot, rule_id: str) -> pl.DataFrame:
    known = rule_id in snapshot.manifest.report["verdicts"]
    standing = f'"standing_{rule_id}"' if known else "NULL::VARCHAR"
    return snapshot.frame(f"SELECT firm_id, name, {standing} AS standing FROM firm")
