import datetime as dt

import polars as pl
import pytest

from wotu.lake.batches import BatchDraft
from wotu.lake.store import Lake

HUAWEI, TENCENT, HIKVISION = "914403001922038216", "9144030071526726XG", "91330000733796106P"


@pytest.fixture
def lake(tmp_path, packs):
    return Lake(tmp_path / "lake", packs.every_contract)


@pytest.fixture
def land(lake):
    """Land rows given as dictionaries; returns the batch."""

    def land_rows(contract, rows, source="tax", **draft):
        types = lake.contract(contract).stored_types
        table = pl.DataFrame(
            [{name: row.get(name) for name in types} for row in rows], schema=types, strict=False
        ).with_columns(_row=pl.int_range(1, len(rows) + 1, dtype=pl.Int64))
        details = {
            "file_name": "test.csv",
            "file_sha256": repr((rows, dt.datetime.now())),
            "author": "tester",
            **draft,
        }
        with lake.landing(BatchDraft(contract=contract, source=source, **details)) as landing:
            landing.add(table)
        return lake.batch(landing.batch_id)

    return land_rows
