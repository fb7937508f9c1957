"""Placement on Spark gives the rows that it gives on one machine."""

import polars as pl
import pytest
from tests.wotu.chains.placement.test_place import CHAINS, firms

from wotu.chains.placement.place import ORDER, place, prepare
from wotu.chains.placement.spark import place_on_spark
from wotu.rules.spark import SparkMissingError, spark_session

pytestmark = [pytest.mark.spark, pytest.mark.slow]


def test_spark_places_as_one_machine_does():
    try:
        session = spark_session(memory="2g")
    except SparkMissingError as error:
        pytest.skip(error.message)
    scopes = ["光刻胶的生产", "机器人的制造", "药品零售", "电子化学品的生产", "五金销售", "玩具"]
    texts = firms(*[{"scope": f"{scope}；第{n}项"} for n in range(50) for scope in scopes])
    said = pl.DataFrame(
        {
            "firm_id": ["f0", "f3", "f5"],
            "chain": "tried",
            "node": ["resist", "resist", "robot"],
            "right": [True, False, True],
        }
    )
    rows = session.createDataFrame(texts.to_arrow()).repartition(3)
    placer = prepare(texts, CHAINS, corrections=said)
    found = pl.from_arrow(place_on_spark(rows, placer).toArrow())
    assert isinstance(found, pl.DataFrame)
    expected = place(texts, CHAINS, corrections=said)
    assert found.sort(ORDER, descending=[False, False, True, False]).equals(expected)
    assert expected["judged"].drop_nulls().len() == 3
