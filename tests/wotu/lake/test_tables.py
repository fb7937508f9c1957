import polars as pl

from wotu.lake import tables

SCHEMA = {"n": pl.Int64}


def test_compacting_keeps_every_row_and_joins_the_files(tmp_path):
    path = tmp_path / "table"
    tables.compact(path, beyond=1)
    for n in range(5):
        tables.append(path, pl.DataFrame({"n": [n]}, schema=SCHEMA))
    tables.compact(path, beyond=5)
    assert len(list(path.glob("*.parquet"))) == 5, "not beyond the limit"
    before = tables.scan(path, SCHEMA)
    tables.compact(path, beyond=4)
    assert sorted(tables.scan(path, SCHEMA).collect()["n"]) == list(range(5))
    assert sorted(before.collect()["n"]) == list(range(5)), "who was reading reads on"
