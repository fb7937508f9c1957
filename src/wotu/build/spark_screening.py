"""Screening a snapshot's firms on Spark, beside the default engine."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import polars as pl

from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu.rules.spark import screen_on_spark, spark_session
from wotu.rules.sql.query import rule_query


def screened_on_spark(snapshot: Snapshot, rule: CheckedRule, as_of: dt.date) -> pl.DataFrame:
    """The results of a rule as Spark computes them from the snapshot's settled facts.

    Raises:  SparkMissingError where Spark or Java is not installed.
    """
    session = spark_session()
    contracts = snapshot.packs.contracts
    complete = set(snapshot.manifest.report["complete_lists"])
    tables = rule_query(rule, contracts, as_of, "spark", complete).tables
    with tempfile.TemporaryDirectory(prefix="wotu-spark-") as folder:
        files = {table: _written(snapshot, table, Path(folder)) for table in tables}
        rows = screen_on_spark(session, rule, contracts, as_of, complete, files)
        results = pl.from_arrow(rows.toArrow())
    assert isinstance(results, pl.DataFrame)
    return results


def _written(snapshot: Snapshot, table: str, folder: Path) -> Path:
    path = folder / f"{table}.parquet"
    snapshot.frame(f'SELECT * FROM "{table}"').write_parquet(path)
    return path
