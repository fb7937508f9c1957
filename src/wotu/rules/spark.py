"""A rule on Spark: the same layout as SQL, over settled facts in Parquet files or Delta tables.

Spark is an extra (``pip install 'wotu[spark]'``) and needs a Java runtime, 17 or 21; it is
imported when a session is asked for.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from deltalake import DeltaTable

from wotu.contracts.schema import TableContract
from wotu.errors import WotuError
from wotu.rules.checked import CheckedRule
from wotu.rules.sql.query import RuleQuery, rule_query

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
}
"""Of a session of our own: one machine, no open port, days without a zone."""

KEPT_APART = "org.apache.spark.sql.catalyst.optimizer.CollapseProject"
"""The optimizer's rule that would write the steps of a query into one another: the expressions of
a large rule then grow beyond what the JVM compiles (64 KB of code a method) and its just-in-time
compiler looks at (8,000 bytes)."""


class SparkMissingError(WotuError):
    """Spark or Java is not installed."""

    kind = "spark_missing"


def spark_session(threads: int = 2, memory: str = "4g") -> SparkSession:
    """A session on this machine; the running one where there is one.

    Raises:  SparkMissingError, saying what to install.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise SparkMissingError(
            "没有安装 Spark：pip install 'wotu[spark]'。"
            " Spark is not installed: pip install 'wotu[spark]'."
        ) from error
    if "JAVA_HOME" not in os.environ and shutil.which("java") is None:
        raise SparkMissingError(
            "没有找到 Java：请安装 Java 17 或 21，或设置 JAVA_HOME。"
            " Java was not found: install Java 17 or 21, or set JAVA_HOME."
        )
    # Workers run Python steps with the packages that this process has.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(f"local[{threads}]").appName("wotu")
    for name, value in {**SETTINGS, "spark.driver.memory": memory}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def screen_on_spark(
    session: SparkSession,
    rule: CheckedRule,
    contracts: Mapping[str, TableContract],
    as_of: dt.date,
    complete: Collection[str],
    files: Mapping[str, Path],
) -> DataFrame:
    """The columns of :func:`wotu.rules.screen.screen`, as a Spark DataFrame.

    ``files`` gives the table ``firm`` (``firm_id``) and ``fact_CONTRACT`` for the contracts that
    the rule reads, each a Parquet file, a folder of them, or a Delta table. A table that is not
    given has no rows.
    """
    query = rule_query(rule, contracts, as_of, "spark", complete)
    for table in query.tables:
        rows = _rows_of(session, table, files.get(table), contracts)
        rows.createOrReplaceTempView(table)
    return run_on_spark(session, query)


def run_on_spark(session: SparkSession, query: RuleQuery) -> DataFrame:
    """Run a query over views that exist, its steps kept apart."""
    setting = "spark.sql.optimizer.excludedRules"
    excluded = session.conf.get(setting, "") or ""
    if KEPT_APART not in excluded:
        session.conf.set(setting, ",".join(filter(None, (excluded, KEPT_APART))))
    return session.sql(query.text())


def _rows_of(
    session: SparkSession, table: str, path: Path | None, contracts: Mapping[str, TableContract]
) -> DataFrame:
    if path is None:
        contract = contracts[table.removeprefix("fact_")]
        empty = pl.DataFrame(schema={"firm_id": pl.String, **contract.stored_types})
        return session.createDataFrame(empty.to_arrow())
    if (path / "_delta_log").is_dir():
        return session.read.parquet(*DeltaTable(str(path)).file_uris())
    return session.read.parquet(str(path))
