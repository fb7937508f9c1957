"""What people decide: append-only tables of one row a decision, each with the time it was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from wotu.lake import tables


def record_decision(path: Path, schema: tables.Schema, **values: Any) -> None:
    """Write a decision, made now; ``values`` are the columns of ``schema`` but ``at``."""
    row = {"at": dt.datetime.now(dt.UTC), **values}
    tables.append(path, pl.DataFrame([row], schema=schema))


def decisions(path: Path, schema: tables.Schema, known_on: dt.datetime | None) -> pl.DataFrame:
    """All decisions, or those made by a time, in the order in which they were made."""
    rows = tables.scan(path, schema)
    if known_on is not None:
        rows = rows.filter(pl.col("at") <= known_on.astimezone(dt.UTC))
    return rows.collect().sort("at", maintain_order=True)


def standing(
    path: Path, schema: tables.Schema, key: Sequence[str], known_on: dt.datetime | None
) -> pl.DataFrame:
    """The last decision on each key, in the order in which they were made, but those withdrawn.

    ``schema`` has a column ``withdrawn``.
    """
    last = decisions(path, schema, known_on).unique(key, keep="last", maintain_order=True)
    return last.filter(~pl.col("withdrawn"))
