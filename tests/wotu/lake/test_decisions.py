import datetime as dt

import polars as pl

from wotu.lake.decisions import decisions, record_decision

SCHEMA = {"at": pl.Datetime("us", "UTC"), "word": pl.String}


def test_decisions_come_in_order_and_as_they_were_known(tmp_path):
    assert decisions(tmp_path / "none", SCHEMA, None).is_empty()
    record_decision(tmp_path / "said", SCHEMA, word="first")
    between = dt.datetime.now(dt.UTC)
    record_decision(tmp_path / "said", SCHEMA, word="second")
    assert decisions(tmp_path / "said", SCHEMA, None)["word"].to_list() == ["first", "second"]
    assert decisions(tmp_path / "said", SCHEMA, between)["word"].to_list() == ["first"]
