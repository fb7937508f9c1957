"""Placement on Spark: every partition is placed by the engine that places a chunk on one machine.

Spark is an extra (``pip install 'wotu[spark]'``); the caller brings the session. Each Python worker
runs the same code on its own firms, so the results are the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from wotu.chains.placement.place import CHUNK_FIRMS, Placer
from wotu.chains.tables import FIRM_TEXTS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_SCHEMA: Final = (
    "firm_id string, chain string, node string, confidence double, main boolean, judged boolean, "
    "words array<struct<field: string, term: string, text: string>>"
)
"""PLACEMENT as Spark writes types."""


def place_on_spark(texts: DataFrame, placer: Placer) -> DataFrame:
    """PLACEMENT of the firms of a Spark DataFrame with the columns of FIRM_TEXTS, in no order.

    ``placer``: :func:`wotu.chains.placement.place.prepare`, which reads the firms that people
    judged on the driver; everything else stays on the workers.
    """

    # Rows and not Arrow batches: Spark hands those out only where pandas is installed.
    def placed(rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
        left = iter(rows)
        while chunk := list(islice(left, CHUNK_FIRMS)):
            firms = pl.DataFrame([tuple(row) for row in chunk], schema=FIRM_TEXTS, orient="row")
            yield from placer.place(firms).iter_rows()

    session = texts.sparkSession
    rows = texts.select(*FIRM_TEXTS.names()).rdd.mapPartitions(placed)
    return session.createDataFrame(rows, _SCHEMA)
