"""How long stages take: what the law allows, and what the zone has seen."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.chains.pipeline_tables import LINE, LINES, Status
from wotu.chains.stages import ASIDE, LIMITS

FEWEST_STAYS: Final = 8
"""Finished stays in a stage from which the zone's own experience counts."""

LONG_STAY: Final = 0.75
"""A stay longer than this share of the finished ones is long."""


def stays(known: pl.DataFrame) -> pl.DataFrame:
    """``stage``, ``stays``, ``usual_days``, ``long_days``, of stays that a further stage ended."""
    moves = known.filter(~pl.col("halt") & ~pl.col("stage").is_in([one.value for one in ASIDE]))
    ordered = moves.sort(*LINE, "happened_on", "order")
    firsts = ordered.group_by(*LINE, "stage", maintain_order=True).first()
    nexts = firsts.sort(*LINE, "order").with_columns(
        left=pl.col("happened_on").shift(-1).over(*LINE)
    )
    days = nexts.with_columns(days=(pl.col("left") - pl.col("happened_on")).dt.total_days())
    return (
        days.filter(pl.col("days") >= 0)
        .group_by("stage")
        .agg(
            stays=pl.len(),
            usual_days=pl.col("days").median().round().cast(pl.Int64),
            long_days=pl.col("days").quantile(LONG_STAY, "higher").cast(pl.Int64),
        )
        .filter(pl.col("stays") >= FEWEST_STAYS)
        .sort("stage")
    )


def judged(lines: pl.DataFrame, experience: pl.DataFrame) -> pl.DataFrame:
    """With the limit of each stay: that of the law, else what the zone has seen."""
    law = pl.DataFrame(
        [(stage, of_class, limit.days) for (stage, of_class), limit in LIMITS.items()],
        schema={"stage": pl.String, "registration_class": pl.String, "law_days": pl.Int64},
        orient="row",
    )
    general = law.filter(pl.col("registration_class").is_null()).drop("registration_class")
    judged = (
        lines.join(law, on=["stage", "registration_class"], how="left", maintain_order="left")
        .join(general, on="stage", how="left", suffix="_any", maintain_order="left")
        .join(experience, on="stage", how="left", maintain_order="left")
        .with_columns(law_days=pl.coalesce("law_days", "law_days_any"))
    )
    active = pl.col("status") == Status.ACTIVE
    limit = pl.when(active).then(pl.coalesce("law_days", "long_days"))
    source = pl.when(pl.col("law_days").is_not_null()).then(pl.lit("law")).otherwise(pl.lit("zone"))
    return (
        judged.with_columns(limit_days=limit)
        .with_columns(
            limit_from=pl.when(pl.col("limit_days").is_not_null()).then(source),
            stalled=pl.when(active).then(pl.col("days") > pl.col("limit_days")).otherwise(False),
        )
        .select(pl.col(name).cast(kind) for name, kind in LINES.items())
    )
